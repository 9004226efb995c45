// Takes the screenshots of README and documentation anew: `cargo xtask screenshots`. Clock, opening
// hours and moments are staged, so that a picture only changes where something is drawn otherwise.

import { defineConfig } from "@playwright/test";
import { visitor } from "./support/browser";
import { DEMO } from "./support/environment";

export default defineConfig({
  testDir: "./screenshots",
  outputDir: "../../target/askhours/screenshots",
  fullyParallel: true,
  workers: 2,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  reporter: "list",
  use: { ...visitor, baseURL: DEMO, reducedMotion: "reduce", actionTimeout: 15_000 },
});
