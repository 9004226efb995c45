// A single-page app that puts a new <main> in place of the old one: the widget stays, and stays one.

import { expect, test, unique } from "./support/test";
import { Widget } from "./support/widget";

const LIST = "/en/app/kiel/luebeck/";

test.beforeEach(async ({ page }) => {
  await page.goto("/en/app.html");
  await page.evaluate(() => Object.assign(window, { sameDocument: true }));
});

test.afterEach(async ({ page }) => {
  expect(await page.evaluate(() => "sameDocument" in window), "the app has reloaded").toBe(true);
});

test("the launcher survives navigations, once", async ({ page }) => {
  const widget = new Widget(page);
  await expect(widget.launcher).toBeVisible();
  const element = await widget.element.elementHandle();
  await page.getByLabel("From").selectOption({ index: 1 });
  await page.getByLabel("To").selectOption({ index: 2 });
  await page.getByRole("main").getByRole("button").last().click();
  await expect(page).toHaveURL(/\/en\/app\//);
  await expect(widget.element).toHaveCount(1);
  await page.goBack();
  await expect(page).toHaveURL(/app\.html/);
  await expect(widget.launcher).toHaveCount(1);
  expect(await element!.evaluate(known => known.isConnected && known == document.querySelector("ask-hours"))).toBe(true);
});

test("the open panel stays with what was typed, and knows the new page", async ({ page, context }) => {
  const widget = new Widget(page);
  const text = unique("Is there a later train?");
  await widget.open();
  await widget.question.fill(text);
  await page.evaluate(() => {
    const link = document.createElement("a");
    link.href = "/en/app/kiel/luebeck/2026-12-01";
    link.textContent = "Kiel to Lübeck";
    document.querySelector("main")!.prepend(link);
  });
  await page.getByRole("link", { name: "Kiel to Lübeck" }).click();
  await expect(page).toHaveURL(new RegExp(LIST));
  await expect(widget.dialog).toBeVisible();
  await expect(widget.question).toHaveValue(text);
  const asked = context.waitForEvent("request", request => request.url().endsWith("/questions") && request.method() == "POST");
  await widget.send.click();
  await expect(widget.thanks).toBeVisible();
  expect(((await asked).postDataJSON() as { page: string }).page).toContain(LIST);
});
