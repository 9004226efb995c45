// The browser tests: what a visitor, a marketer or an agent would miss, in real Chromium on the pages
// of the demo site. `cargo xtask test --only browser` starts edge and demo site and runs them.

import { defineConfig } from "@playwright/test";
import { visitor } from "./support/browser";
import { DEMO } from "./support/environment";

export default defineConfig({
  testDir: ".",
  testIgnore: "screenshots/**",
  outputDir: "../../target/askhours/browser",
  // Each test makes its own questions, and its own site where it counts them.
  fullyParallel: true,
  workers: 2,
  forbidOnly: Boolean(process.env.CI),
  // Generous, since a machine with two cores may be compiling beside.
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: "list",
  use: { ...visitor, baseURL: DEMO, screenshot: "only-on-failure", actionTimeout: 15_000 },
});
