// The ways to stand in a page besides the launcher: only the status, several at once, in a frame, and as the page changes.

import { EDGE } from "./support/environment";
import { embed, makeSite } from "./support/sites";
import { expect, test, unique } from "./support/test";
import { Widget } from "./support/widget";

const STATUS = /Open until|Open now|Closes in|Closed/;

/** Puts an element into the page. */
function addElement(mode: string): void {
  const element = document.createElement("ask-hours");
  element.setAttribute("site", "nordwind");
  element.setAttribute("mode", mode);
  document.querySelector("main h1")!.append(element);
}

test("mode=\"status\" is the status alone, in a line of text, and fetches nothing", async ({ page }) => {
  const fetched: string[] = [];
  page.on("request", request => {
    if (request.url().startsWith(EDGE)) fetched.push(new URL(request.url()).pathname);
  });
  await page.goto("/en/");
  await expect(new Widget(page).launcher).toBeVisible();
  await page.evaluate(addElement, "status");
  const badge = page.locator("main ask-hours");
  await expect(badge).toHaveText(STATUS);
  await expect(badge.getByRole("button")).toHaveCount(0);
  await expect(badge).toHaveCSS("display", "inline-block");
  await badge.hover();
  await badge.click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  expect(fetched).toEqual(["/nordwind.js"]);
});

test("the status within an element that opens the dialog is its name", async ({ page }) => {
  await page.goto("/en/");
  const widget = new Widget(page);
  await expect(widget.launcher).toBeVisible();
  await page.evaluate(() => {
    const opener = document.createElement("button");
    opener.dataset.askOpen = "";
    const status = document.createElement("ask-hours");
    status.setAttribute("site", "nordwind");
    status.setAttribute("mode", "status");
    opener.append(status);
    document.querySelector("main")!.prepend(opener);
  });
  await page.getByRole("main").getByRole("button", { name: STATUS }).click();
  await expect(widget.question).toBeFocused();
});

test("launcher, form and status of one site tell the page of a status once", async ({ page }) => {
  await page.addInitScript(() => {
    const told: unknown[] = [];
    Object.assign(window, { told });
    document.addEventListener("askhours:status", event => told.push((event as CustomEvent).detail));
  });
  await page.goto("/en/");
  await expect(new Widget(page).launcher).toBeVisible();
  await page.evaluate(addElement, "status");
  await page.evaluate(addElement, "inline");
  await expect(page.locator("main ask-hours").last().getByRole("textbox", { name: "Your question" })).toBeVisible();
  const texts = await page.evaluate(() => (window as unknown as { told: { text: string }[] }).told.map(({ text }) => text));
  expect(new Set(texts).size).toBe(texts.length);
});

test("a page that changes its language is followed, with what was written", async ({ page }) => {
  await page.goto("/en/");
  const english = new Widget(page);
  await english.open();
  await english.question.fill("Half a question");
  await page.evaluate(() => (document.documentElement.lang = "de"));
  const german = new Widget(page, "de");
  await expect(german.question).toHaveValue("Half a question");
  await expect(german.question).toBeFocused();
  await german.close.click();
  await expect(german.launcher).toContainText("Frage stellen");
  await expect(english.element).toHaveCount(1);
});

test("the words of a language that the script did not bring are fetched, and the widget is mirrored", async ({ page, context }) => {
  await embed(context, await makeSite({ languages: ["en", "ar", "de"] }));
  await page.goto("/en/");
  await expect(new Widget(page).launcher).toBeVisible();
  await page.evaluate(() => (document.documentElement.lang = "ar"));
  const region = page.locator("ask-hours").getByRole("region", { name: "Nordwind" });
  await expect(region).toHaveAttribute("lang", "ar");
  await expect(region).toHaveAttribute("dir", "rtl");
  const launcher = region.getByRole("button");
  // Mirrored: the corner on the right is the one on the left.
  expect((await launcher.boundingBox())!.x).toBeLessThan(40);
  await launcher.click();
  const dialog = page.locator("ask-hours").getByRole("dialog");
  await expect(dialog.getByRole("textbox").first()).toBeFocused();
  expect((await dialog.boundingBox())!.x).toBeLessThan(40);
});

test("a widget that reads from left to right stands so in a page that does not", async ({ page }) => {
  await page.goto("/en/");
  const widget = new Widget(page);
  await page.evaluate(() => (document.documentElement.dir = "rtl"));
  await expect(widget.element.getByRole("region", { name: "Nordwind" })).toHaveCSS("direction", "ltr");
  expect((await widget.launcher.boundingBox())!.x).toBeGreaterThan(640);
});

test("a body that is swapped for another leaves the panel as it is", async ({ page }) => {
  await page.goto("/en/");
  const widget = new Widget(page);
  await widget.open();
  await widget.question.fill(unique("Am I still here?"));
  await page.evaluate(src => {
    const body = document.createElement("body");
    // The same tag stands in each page of such a site, and runs again.
    body.append("Another page", Object.assign(document.createElement("script"), { src }));
    document.body.replaceWith(body);
  }, `${EDGE}/nordwind.js`);
  await expect(page.locator("body")).toContainText("Another page");
  await expect(widget.element).toHaveCount(1);
  await expect(widget.question).toHaveValue(/Am I still here/);
  await widget.send.click();
  await expect(widget.thanks).toBeVisible();
});

test("a tag without attributes that takes itself away, as tag managers make it", async ({ page }) => {
  await page.route(`${EDGE}/nordwind.js`, route => route.fulfill({ contentType: "text/javascript", body: "" }), { times: 1 });
  await page.goto("/en/", { waitUntil: "networkidle" });
  await page.evaluate(src => {
    for (const tag of document.querySelectorAll("script")) tag.remove();
    const tag = Object.assign(document.createElement("script"), { src, async: true });
    document.head.append(tag);
    tag.remove();
  }, `${EDGE}/nordwind.js`);
  const widget = new Widget(page);
  await widget.open();
  await expect(widget.question).toBeFocused();
});
