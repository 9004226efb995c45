// The test with its fixtures: a watched page, further people with browsers of their own, and an own site.

import { randomUUID } from "node:crypto";
import { type BrowserContext, type BrowserContextOptions, type Page, test as base } from "@playwright/test";
import { ClockedEdge } from "./clocked";
import { type OwnSite, makeSite } from "./sites";
import { Watch } from "./watch";

export { expect } from "@playwright/test";

interface Fixtures {
  /** Fails the test where the console, a policy or the network tell of something that the test did not expect. */
  watch: Watch;
  /** Somebody else, with a browser of their own that is watched too. */
  somebody(options?: BrowserContextOptions): Promise<Page>;
  /** Starts an edge at which it is that moment. */
  edgeAt(now: Date): Promise<ClockedEdge>;
  /** A site of the test's own that is always open, with an empty inbox. */
  site: OwnSite;
}

export const test = base.extend<Fixtures>({
  watch: [
    async ({ context }, use) => {
      const watch = new Watch();
      await watch.start(context);
      await use(watch);
      watch.check();
    },
    { auto: true },
  ],

  somebody: async ({ browser, watch }, use, info) => {
    const { locale, timezoneId, viewport } = info.project.use;
    const contexts: BrowserContext[] = [];
    await use(async options => {
      const context = await browser.newContext({ locale, timezoneId, viewport, ...options } as BrowserContextOptions);
      contexts.push(context);
      await watch.start(context);
      return context.newPage();
    });
    for (const context of contexts) await context.close();
  },

  edgeAt: async ({ context }, use, info) => {
    const edges: ClockedEdge[] = [];
    await use(async now => {
      const edge = await ClockedEdge.start(now, info.outputPath(`edge-${edges.length}`));
      edges.push(edge);
      return edge;
    });
    // An open page asks its edge now and then, and would miss it.
    for (const page of context.pages()) await page.close();
    for (const edge of edges) await edge.stop();
  },

  site: async ({}, use) => {
    await use(await makeSite());
  },
});

/** A text that no other test uses: what is written stands in it whole. */
export function unique(text: string): string {
  return `${text} [${randomUUID().slice(0, 8)}]`;
}
