// What marketers and developers do with the script tag and the element.

import type { Api } from "../../widget/loader/api";
import { admin } from "./support/edge";
import { EDGE } from "./support/environment";
import { embed, makeSite } from "./support/sites";
import { expect, test, unique } from "./support/test";
import { Widget } from "./support/widget";

/** Adds the script tag once more, and waits until it has run. */
function addTag(src: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const tag = document.createElement("script");
    Object.assign(tag, { src, onload: () => resolve(), onerror: reject });
    document.body.append(tag);
  });
}

test("the same tag twice is one launcher", async ({ page }) => {
  await page.goto("/en/");
  const widget = new Widget(page);
  await widget.open();
  await widget.question.fill("half a question");
  await page.evaluate(addTag, `${EDGE}/nordwind.js`);
  await expect(widget.element).toHaveCount(1);
  await expect(widget.question).toHaveValue("half a question");
});

test("remove() leaves nothing behind", async ({ page, watch }) => {
  // It may hang up while it is still connecting.
  watch.expect(/WebSocket is closed before the connection is established/);
  await page.route(`${EDGE}/nordwind.js`, route => route.fulfill({ contentType: "text/javascript", body: "" }), { times: 1 });
  await page.goto("/en/", { waitUntil: "networkidle" });
  const look = () => page.evaluate(() => ({
    html: document.documentElement.outerHTML,
    globals: Object.keys(window).toSorted(),
    sheets: document.adoptedStyleSheets.length + document.styleSheets.length,
  }));
  const without = await look();
  await page.reload({ waitUntil: "networkidle" });
  const widget = new Widget(page);
  await widget.ask(unique("Will you remember me?"));
  await page.evaluate(() => (window as unknown as { askhours: Api }).askhours.remove());
  expect(await look()).toEqual(without);
  // Nothing listens any more, and nothing is asked for.
  const requests: string[] = [];
  page.on("request", request => {
    if (request.url().startsWith(EDGE)) requests.push(request.url());
  });
  await page.evaluate(() => {
    const link = Object.assign(document.createElement("a"), { href: "#top" });
    link.dataset.askOpen = "";
    document.body.append(link);
    link.click();
    link.remove();
  });
  await expect(page).toHaveURL(/#top$/);
  expect(requests).toEqual([]);
  // The same tag brings it back.
  await page.evaluate(addTag, `${EDGE}/nordwind.js`);
  await widget.open();
  await expect(widget.messages).toHaveCount(1);
});

test("an element that was removed ends its connections", async ({ page, watch }) => {
  // It may hang up while it is still connecting.
  watch.expect(/WebSocket is closed before the connection is established/);
  const closed: string[] = [];
  page.on("websocket", socket => socket.on("close", () => closed.push(socket.url())));
  await page.goto("/en/");
  const widget = new Widget(page);
  const socket = page.waitForEvent("websocket");
  await widget.ask(unique("Do you hang up?"));
  await socket;
  await page.evaluate(() => document.querySelector("ask-hours")!.remove());
  await expect.poll(() => closed.length).toBe(1);
});

test("an element that was taken out and put back works", async ({ page }) => {
  await page.goto("/en/");
  const widget = new Widget(page);
  await widget.open();
  await widget.question.fill("kept");
  await page.evaluate(() => {
    const element = document.querySelector("ask-hours")!;
    element.remove();
    document.body.append(element);
  });
  await widget.open();
  await expect(widget.question).toHaveValue("kept");
  await widget.question.fill(unique("Once more?"));
  await widget.send.click();
  await expect(widget.thanks).toBeVisible();
});

test("an element that is added later is shown", async ({ page }) => {
  await page.goto("/en/");
  const widget = new Widget(page);
  await expect(widget.launcher).toBeVisible();
  await page.evaluate(() => {
    document.querySelector("ask-hours")!.remove();
    const element = document.createElement("ask-hours");
    element.setAttribute("site", "nordwind");
    document.body.append(element);
  });
  await widget.open();
  await expect(widget.question).toBeFocused();
});

test("two sites on one page do not disturb each other", async ({ page }) => {
  const other = await makeSite({ name: "Hafenmuseum", greeting: { en: "What about our ships?" } });
  await page.goto("/en/help.html");
  await page.evaluate(addTag, `${EDGE}/${other.id}.js`);
  const own = page.locator(`ask-hours[site="${other.id}"]`);
  await own.getByRole("button", { name: /Ask a question/ }).click();
  await own.getByRole("textbox", { name: "Your question" }).fill(unique("Is the crane listed?"));
  await own.getByRole("button", { name: "Send" }).click();
  await expect(own.getByRole("heading", { name: "Thank you" })).toBeVisible();
  const railway = page.locator("ask-hours[site=nordwind]");
  await expect(railway.getByRole("heading", { name: /Kiel travel centre/ })).toBeVisible();
  await expect(railway.getByRole("textbox", { name: "Your question" })).toHaveValue("");
});

test("data-lang chooses the language where the page tells none", async ({ page }) => {
  await page.addInitScript(edge => {
    addEventListener("DOMContentLoaded", () => {
      document.documentElement.removeAttribute("lang");
      for (const tag of document.querySelectorAll<HTMLScriptElement>(`script[src^="${edge}"]`)) tag.dataset.lang = "de";
    });
  }, EDGE);
  // The tag must not run before the page is changed.
  await page.route(`${EDGE}/nordwind.js`, async route => {
    await page.waitForFunction(() => !document.documentElement.hasAttribute("lang"));
    await route.continue();
  });
  await page.goto("/en/");
  await expect(new Widget(page, "de").launcher).toContainText("Frage stellen");
});

test("colour and corner are those of the site", async ({ page, context }) => {
  const site = await makeSite({ look: { accent: "#ffd400", position: "left" } });
  await embed(context, site);
  await page.goto("/en/");
  const widget = new Widget(page);
  await expect(widget.launcher).toBeVisible();
  expect((await widget.launcher.boundingBox())!.x).toBeLessThan(40);
  await widget.open();
  expect((await widget.dialog.boundingBox())!.x).toBeLessThan(40);
  await expect(widget.send).toHaveCSS("background-color", "rgb(255, 212, 0)");
  // Black on yellow, since white could not be read. Chromium gives the colour as it was computed.
  await expect(widget.send).toHaveCSS("color", /^(rgb\(0, 0, 0\)|lab\(0 0 0\))$/);
});

test("a page of another origin than the site's cannot ask, and says so", async ({ page, context, watch }) => {
  watch.expect(/status of 403/);
  const site = await makeSite();
  await embed(context, site);
  await page.goto("/en/");
  const widget = new Widget(page);
  await widget.open();
  await widget.question.fill("From where am I?");
  // The list is changed while the page is open.
  const configuration = await admin<object>("GET", `/v1/admin/sites/${site.id}`);
  await admin("PUT", `/v1/admin/sites/${site.id}`, { ...configuration, origins: ["https://www.example.org"] });
  await widget.send.click();
  await expect(widget.dialog).toContainText("Questions cannot be sent from this page. Please ask on our website.");
  await expect(widget.question).toHaveValue("From where am I?");
});

test("where the edge is away, the page is as it would be without the widget", async ({ page, watch }) => {
  watch.expect(/ERR_CONNECTION_REFUSED/);
  await page.route(`${EDGE}/**`, route => route.abort("connectionrefused"));
  const failed = page.waitForEvent("requestfailed", request => request.url() == `${EDGE}/nordwind.js`);
  await page.goto("/en/");
  await failed;
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(new Widget(page).element).toHaveCount(0);
});
