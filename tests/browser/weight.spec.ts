// What a page pays for the widget: nothing moves, nothing waits, nobody else hears of the visit, and who saves data
// pays for the panel only once it is asked for. How much and how long is measured by `cargo xtask size` and
// `cargo xtask bench`.

import type { Page } from "@playwright/test";
import { DEMO, EDGE } from "./support/environment";
import { expect, test } from "./support/test";
import { Widget } from "./support/widget";

/** The panel's script, its WebAssembly, and the words, in this order. */
const PANEL = /\/assets\/widget\.|\/words\//;

/** What a page has asked the edge for so far, for its panel. */
function panelRequests(page: Page): string[] {
  const asked: string[] = [];
  page.on("request", request => {
    if (PANEL.test(request.url())) asked.push(request.url());
  });
  return asked;
}

/** Adds up from the page's first moment by how much what is on it has moved by itself. */
async function watchShifts(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    const shifts: number[] = [];
    new PerformanceObserver(list => {
      for (const entry of list.getEntries()) shifts.push((entry as unknown as { value: number }).value);
    }).observe({ type: "layout-shift", buffered: true });
    Object.assign(window, { shifts });
  });
  return () => page.evaluate(() => (window as unknown as { shifts: number[] }).shifts.reduce((sum, shift) => sum + shift, 0));
}

test("nothing on the page moves when the launcher comes, and when the panel opens and closes", async ({ page }) => {
  const shifted = await watchShifts(page);
  await page.goto("/en/");
  const widget = new Widget(page);
  await expect(widget.launcher).toBeVisible();
  await page.waitForLoadState("networkidle");
  await widget.open();
  await widget.close.click();
  await expect(widget.launcher).toBeFocused();
  expect(await shifted()).toBe(0);
});

test("the page is drawn without waiting for the loader", async ({ page }) => {
  // Which never comes.
  await page.route(`${EDGE}/nordwind.js`, () => {});
  await page.goto("/en/", { waitUntil: "domcontentloaded" });
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  const painted = () => page.evaluate(() => performance.getEntriesByName("first-contentful-paint").length);
  await expect.poll(painted).toBe(1);
});

test("nobody but the site and its edge hears of a visit", async ({ page }) => {
  const origins = new Set<string>();
  page.on("request", request => origins.add(new URL(request.url()).origin));
  await page.goto("/en/");
  await new Widget(page).ask("Does anybody else hear of this?");
  expect([...origins].toSorted()).toEqual([DEMO, EDGE].toSorted());
});

test("all that a panel needs is asked for at once", async ({ page }) => {
  const asked = panelRequests(page);
  let answer = () => {};
  const held = new Promise<void>(released => (answer = released));
  await page.route(PANEL, async route => {
    await held;
    await route.continue();
  });
  await page.goto("/en/");
  const widget = new Widget(page);
  await widget.launcher.click();
  // None of the three waits for what another one has brought.
  await expect.poll(() => asked.length).toBe(3);
  answer();
  await expect(widget.question).toBeVisible();
});

test("who saves data loads the panel with a click, and not by passing over the launcher", async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, "connection", { value: { saveData: true } });
  });
  const asked = panelRequests(page);
  await page.goto("/en/");
  const widget = new Widget(page);
  await widget.launcher.hover();
  await widget.launcher.focus();
  await page.waitForLoadState("networkidle");
  expect(asked).toEqual([]);
  await widget.open();
  expect(asked).toHaveLength(3);
});
