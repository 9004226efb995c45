// What a page's script tag runs: makes the site known and adds its launcher.
// The edge puts the site's payload in place of the token.

import { AskHours } from "./element";
import { onBody, scriptTag } from "./host";
import type { Site } from "./payload";

declare const __ASKHOURS_PAYLOAD__: Site;

const payload = __ASKHOURS_PAYLOAD__;
const tag = scriptTag(payload.site);
onBody(() => {
  // An earlier tag, of this or of another site, has defined the element for all.
  if (!customElements.get("ask-hours")) customElements.define("ask-hours", AskHours);
  (customElements.get("ask-hours") as typeof AskHours).bring(payload, tag);
});
