// Types for `<ask-hours>` in React's JSX. `import "askhours/react";` once, anywhere in the project.

import type { ClassAttributes, HTMLAttributes } from "react";
import type { AskHoursAttributes, AskHoursElement } from "./index.js";

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "ask-hours": HTMLAttributes<AskHoursElement> & ClassAttributes<AskHoursElement> & AskHoursAttributes;
    }
  }
}
