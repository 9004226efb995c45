// The npm package in a page, as a bundler would bring it: a module that adds the tag and waits for what it brings.

import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { DEMO, EDGE } from "./support/environment";
import { pinned } from "./support/pinned";
import { expect, test } from "./support/test";
import { Widget } from "./support/widget";

type Options = import("../../widget/npm").LoadOptions;

/** A page of the railway's without a widget, which has the package. */
async function open(page: Page): Promise<void> {
  // Of a page that a test has changed, Chromium does not know that it comes from this machine, as its edge does.
  await page.context().grantPermissions(["local-network-access"]);
  await page.route(`${DEMO}/assets/askhours.js`, async route => {
    await route.fulfill({ contentType: "text/javascript", body: await readFile("widget/npm/index.js", "utf8") });
  });
  await page.route(`${DEMO}/en/index.html`, async route => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()).replace(/<script async [^>]*><\/script>/, "") });
  });
  await page.goto(`${DEMO}/en/index.html`);
}

/** Loads in the page; gives the names of what can be called. */
function load(page: Page, options: Options): Promise<string[]> {
  return page.evaluate(async options => {
    const { load } = await import(`${location.origin}/assets/askhours.js`);
    const [one, other] = await Promise.all([load(options), load(options)]);
    if (one != other || one != window.askhours) throw new Error("not the page's own");
    return Object.keys(one);
  }, options);
}

const OPTIONS: Options = { edge: EDGE, site: "nordwind" };
const METHODS = ["ask", "close", "identify", "on", "open", "push", "remove"];

test("the launcher is there, and what can be called", async ({ page }) => {
  await open(page);
  expect((await load(page, OPTIONS)).sort()).toEqual(METHODS);
  const widget = new Widget(page);
  await expect(widget.launcher).toBeVisible();
  expect(await page.locator("script[src*='nordwind.js']").count()).toBe(1);
  await page.evaluate(() => (window.askhours as { open(): void }).open());
  await expect(widget.dialog).toBeVisible();
});

test("without a launcher, the page opens the dialog itself", async ({ page }) => {
  await open(page);
  await load(page, { ...OPTIONS, launcher: false });
  const widget = new Widget(page);
  await expect(widget.launcher).toHaveCount(0);
  await page.evaluate(() => (window.askhours as { ask(draft: object): void }).ask({ text: "Where is track 5?" }));
  await expect(widget.question).toHaveValue("Where is track 5?");
});

test("the pinned script is loaded the same way", async ({ page }) => {
  await open(page);
  expect((await load(page, { ...OPTIONS, ...(await pinned()) })).sort()).toEqual(METHODS);
  await expect(new Widget(page).launcher).toBeVisible();
  expect(await page.locator("script[src*='/pinned.'][integrity]").count()).toBe(1);
});

test("what was removed comes back where it is loaded again", async ({ page }) => {
  await open(page);
  await load(page, OPTIONS);
  const widget = new Widget(page);
  await expect(widget.launcher).toBeVisible();
  await page.evaluate(() => (window.askhours as { remove(): void }).remove());
  await expect(widget.element).toHaveCount(0);
  await load(page, OPTIONS);
  await expect(widget.launcher).toBeVisible();
});
