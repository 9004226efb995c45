// How every run starts Chromium, and which visitor sits before it unless a test says otherwise.

import type { PlaywrightTestConfig } from "@playwright/test";

// Tests work out moments by this clock, which is the railway's and the visitors' too.
process.env.TZ = "Europe/Berlin";

/** Nothing that Chromium does by itself may reach the network or wait for a graphics card. */
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The options of every test. */
export const visitor: PlaywrightTestConfig["use"] = {
  locale: "en-GB",
  timezoneId: "Europe/Berlin",
  viewport: { width: 1280, height: 800 },
  launchOptions: { executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS },
};
