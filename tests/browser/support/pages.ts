// The railway's pages as other websites are built: with something added, or something left out.

import type { BrowserContext } from "@playwright/test";
import { DEMO, EDGE } from "./environment";

/** The script tag of the railway's pages. */
export const TAG = `<script async src="${EDGE}/nordwind.js"></script>`;

/** Changes the text of each page of the demo site before a browser reads it. */
export async function changePages(context: BrowserContext, change: (page: string) => string): Promise<void> {
  // A page that a test has written comes from no network, and asks this one for things: Chromium asks the visitor then.
  await context.grantPermissions(["local-network-access"]);
  await context.route(`${DEMO}/{en,de}/**`, async route => {
    const response = await route.fetch();
    await route.fulfill({ response, body: change(await response.text()) });
  });
}

/** Adds something at the end of each page's head. */
export function addToHead(context: BrowserContext, html: string): Promise<void> {
  return changePages(context, page => page.replace("</head>", `${html}</head>`));
}
