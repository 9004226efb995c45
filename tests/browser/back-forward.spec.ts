// Going back: the browser keeps the page as it was left, with the widget in it, and does not have to load it anew.

import type { Page } from "@playwright/test";
import { visitor } from "./support/browser";
import { embed } from "./support/sites";
import { expect, test, unique } from "./support/test";
import { Widget } from "./support/widget";

// Playwright starts browsers without the cache for the way back.
test.use({ launchOptions: { ...visitor?.launchOptions, ignoreDefaultArgs: ["--disable-back-forward-cache"] } });

/** Leaves the page for another one, and comes back by the browser's button. Fails where it was not kept. */
async function leaveAndComeBack(page: Page): Promise<void> {
  await page.evaluate(() => {
    addEventListener("pageshow", ({ persisted }) => Object.assign(window, { persisted }));
  });
  await page.goto("/en/tickets.html");
  await expect(new Widget(page).launcher).toBeVisible();
  await page.goBack({ waitUntil: "commit" });
  const told = () => page.evaluate(() => {
    const [entry] = performance.getEntriesByType("navigation") as (PerformanceEntry & { notRestoredReasons?: unknown })[];
    const { persisted } = window as { persisted?: boolean };
    return { persisted, reasons: entry?.notRestoredReasons ?? null };
  });
  await expect.poll(told).toEqual({ persisted: true, reasons: null });
}

test("a page with the launcher is kept, and goes on telling the status", async ({ page, context, site }) => {
  await embed(context, site);
  await page.goto("/en/");
  const widget = new Widget(page);
  await expect(widget.launcher).toBeVisible();
  await leaveAndComeBack(page);
  await expect(widget.element).toHaveCount(1);
  await widget.open();
  await expect(widget.question).toBeFocused();
});

test("a page with the open panel is kept with what is being written", async ({ page, context, site }) => {
  await embed(context, site);
  await page.goto("/en/");
  const widget = new Widget(page);
  await widget.open();
  await widget.question.fill("Half a question");
  await leaveAndComeBack(page);
  await expect(widget.dialog).toBeVisible();
  await expect(widget.question).toHaveValue("Half a question");
});

test("a page with a live conversation is kept, and the answer that came meanwhile is there", async ({ page, context, site }) => {
  await embed(context, site);
  await page.goto("/en/");
  const widget = new Widget(page);
  const socket = page.waitForEvent("websocket");
  const text = unique("Do you wait for me?");
  await widget.ask(text);
  await socket;
  const { id } = await site.agent.theOne(text);
  await leaveAndComeBack(page);
  await expect(widget.messages).toHaveCount(1);
  await site.agent.reply(id, "Of course.");
  await expect(widget.messages).toHaveCount(2);
  // It listens again, and does not only ask once.
  await site.agent.reply(id, "Always.");
  await expect(widget.messages).toHaveCount(3);
});
