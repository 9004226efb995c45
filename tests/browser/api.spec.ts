// What a page can have done and is told: `window.askhours`, the element's events, and elements with `data-ask-open`.

import type { Page } from "@playwright/test";
import type { Api } from "../../widget/loader/api";
import { Agent } from "./support/edge";
import { EDGE, SIGN_IN } from "./support/environment";
import { embed } from "./support/sites";
import { expect, test, unique } from "./support/test";
import { Widget } from "./support/widget";

declare global {
  interface Window {
    /** What the page was told, in order. */
    told: unknown[];
  }
}

/** Makes calls before the script has come. */
function callEarly(page: Page, ...calls: unknown[][]): Promise<unknown> {
  return page.addInitScript(calls => {
    window.told = [];
    const early = calls.map(call => (call[0] == "on" ? [...call, (told: unknown) => window.told.push(told)] : call));
    Object.assign(window, { askhours: early });
  }, calls);
}

/** Puts an element into the page that opens the dialog. */
function addOpener(page: Page, html: string): Promise<void> {
  return page.evaluate(html => document.querySelector("main")!.insertAdjacentHTML("afterbegin", html), html);
}

test("calls made before loading are made when the script has come", async ({ page }) => {
  await callEarly(page, ["on", "status"], ["ask", { text: "Is the early train on time?" }]);
  await page.goto("/en/");
  const widget = new Widget(page);
  await expect(widget.question).toHaveValue("Is the early train on time?");
  expect(await page.evaluate(() => window.told)).toEqual([
    { site: "nordwind", state: expect.any(String), text: expect.stringMatching(/Open|Close/), change: expect.any(Number) },
  ]);
});

test("open() opens, close() closes, and focus goes back to where it was", async ({ page }) => {
  await page.goto("/en/");
  const widget = new Widget(page);
  await expect(widget.launcher).toBeVisible();
  const link = page.getByRole("contentinfo").getByRole("link").last();
  await link.focus();
  await page.evaluate(() => (window.askhours as Api).open());
  await expect(widget.question).toBeFocused();
  await page.evaluate(() => (window.askhours as Api).close());
  await expect(widget.dialog).toBeHidden();
  await expect(link).toBeFocused();
  // Who writes elsewhere in the page is not disturbed.
  await page.evaluate(() => (window.askhours as Api).open());
  await expect(widget.question).toBeFocused();
  await page.getByLabel("From", { exact: true }).focus();
  await page.evaluate(() => (window.askhours as Api).close());
  await expect(widget.dialog).toBeHidden();
  await expect(page.getByLabel("From", { exact: true })).toBeFocused();
});

test("ask() fills in what the visitor has not written, and sends nothing", async ({ page }) => {
  const sent: string[] = [];
  page.on("request", request => {
    if (request.method() == "POST") sent.push(request.url());
  });
  await page.goto("/en/");
  const widget = new Widget(page);
  await expect(widget.launcher).toBeVisible();
  await page.evaluate(() => (window.askhours as Api).ask({ text: "A bicycle to Kiel?", topic: "tickets" }));
  await expect(widget.question).toHaveValue("A bicycle to Kiel?");
  await expect(widget.topic).toHaveValue("tickets");
  await widget.question.fill("Two bicycles to Kiel?");
  await page.evaluate(() => (window.askhours as Api).ask({ text: "A dog to Kiel?" }));
  await expect(widget.question).toHaveValue("Two bicycles to Kiel?");
  expect(sent).toEqual([]);
});

test("the page is told of questions and answers, and of no text", async ({ page }) => {
  const agent = await Agent.signIn(SIGN_IN);
  const text = unique("Does the page hear me?");
  await callEarly(page, ["on", "question"], ["on", "answer"]);
  await page.goto("/en/");
  const widget = new Widget(page);
  await page.evaluate(() => {
    for (const type of ["question", "answer"]) {
      document.addEventListener(`askhours:${type}`, event => window.told.push(`${type} from ${(event.target as Element).localName}`));
    }
  });
  await widget.ask(text);
  const { id } = await agent.theOne(text);
  await expect.poll(() => page.evaluate(() => window.told)).toEqual([
    { site: "nordwind", conversation: id },
    "question from ask-hours",
  ]);
  await agent.reply(id, "It does.");
  await expect(widget.messages).toHaveCount(2);
  const told = await page.evaluate(() => window.told);
  expect(told.slice(2)).toEqual([{ site: "nordwind", conversation: id, name: expect.any(String) }, "answer from ask-hours"]);
  expect(JSON.stringify(told)).not.toMatch(/hear me|It does|secret/);
});

test("on() returns what ends it, and tells late-comers of the status at once", async ({ page }) => {
  await page.goto("/en/");
  await expect(new Widget(page).launcher).toBeVisible();
  const heard = await page.evaluate(() => {
    let heard = 0;
    const off = (window.askhours as Api).on("status", () => heard++);
    const tell = () => document.querySelector("ask-hours")!.dispatchEvent(new CustomEvent("askhours:status", { bubbles: true }));
    tell();
    off();
    tell();
    return heard;
  });
  expect(heard).toBe(2);
});

test("on a page without a launcher, the dialog opens all the same", async ({ page }) => {
  await page.goto("/en/help.html");
  const inline = page.locator("main ask-hours");
  await expect(inline.getByRole("textbox", { name: "Your question" })).toBeVisible();
  await addOpener(page, "<button data-ask-open>Ask us</button>");
  const opener = page.getByRole("button", { name: "Ask us" });
  await opener.click();
  const dialog = page.getByRole("dialog", { name: "Nordwind" });
  await expect(dialog.getByRole("textbox", { name: "Your question" })).toBeFocused();
  await expect(page.locator("ask-hours").getByRole("button", { name: /^Ask a question/ })).toHaveCount(0);
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(opener).toBeFocused();
});

test("an element with data-ask-open fetches when it is reached for, and opens on a click", async ({ page }) => {
  const fetched: string[] = [];
  page.on("request", request => {
    if (request.url().endsWith(".wasm")) fetched.push(request.url());
  });
  await page.goto("/en/");
  const widget = new Widget(page);
  await expect(widget.launcher).toBeVisible();
  await addOpener(page, `<a href="${EDGE}/nordwind" data-ask-open data-ask-topic="lost-property" data-ask-text="I miss a glove."><b>Lost something?</b></a>`);
  const link = page.getByRole("link", { name: "Lost something?" });
  expect(fetched).toEqual([]);
  await link.hover();
  await expect.poll(() => fetched.length).toBe(1);
  await link.click();
  await expect(widget.question).toHaveValue("I miss a glove.");
  await expect(widget.topic).toHaveValue("lost-property");
  await expect(page).toHaveURL(/\/en\/$/);
  await widget.close.click();
  await expect(link).toBeFocused();
  // By keyboard too.
  await page.keyboard.press("Enter");
  await expect(widget.question).toBeFocused();
  // Where the opener is gone, focus goes to the launcher.
  await page.evaluate(() => document.querySelector("[data-ask-open]")!.remove());
  await page.keyboard.press("Escape");
  await expect(widget.launcher).toBeFocused();
});

test("a link for a site that is not there leads where it leads", async ({ page }) => {
  await page.goto("/en/");
  await expect(new Widget(page).launcher).toBeVisible();
  await addOpener(page, "<a href='/en/tickets.html' data-ask-open='elsewhere'>Ask them</a>");
  await page.getByRole("link", { name: "Ask them" }).click();
  await expect(page).toHaveURL(/tickets\.html$/);
});

test("a link opens in a new tab where the visitor wants that", async ({ page, context }) => {
  await page.goto("/en/");
  const widget = new Widget(page);
  await expect(widget.launcher).toBeVisible();
  await addOpener(page, "<a href='/en/tickets.html' data-ask-open>Ask us</a>");
  const opened = context.waitForEvent("page");
  await page.getByRole("link", { name: "Ask us" }).click({ modifiers: ["ControlOrMeta"] });
  expect((await opened).url()).toMatch(/tickets\.html$/);
  await expect(widget.dialog).toHaveCount(0);
});

test("remove() takes one of two sites, then the last", async ({ page, site }) => {
  await page.goto("/en/");
  const widget = new Widget(page);
  await expect(widget.launcher).toBeVisible();
  await page.evaluate(src => {
    return new Promise(resolve => document.body.append(Object.assign(document.createElement("script"), { src, onload: resolve })));
  }, `${EDGE}/${site.id}.js`);
  await expect(widget.element).toHaveCount(2);
  // Both can be reached.
  const boxes = await Promise.all([0, 1].map(index => widget.launcher.nth(index).boundingBox()));
  expect(boxes[0]!.y + boxes[0]!.height <= boxes[1]!.y || boxes[1]!.y + boxes[1]!.height <= boxes[0]!.y).toBe(true);
  await page.evaluate(id => (window.askhours as Api).open(id), site.id);
  await expect(page.locator(`ask-hours[site=${site.id}]`).getByRole("textbox", { name: "Your question" })).toBeFocused();
  await page.evaluate(id => (window.askhours as Api).remove(id), site.id);
  await expect(widget.element).toHaveCount(1);
  await page.evaluate(() => (window.askhours as Api).open());
  await expect(widget.question).toBeFocused();
  await page.evaluate(() => (window.askhours as Api).remove());
  await expect(widget.element).toHaveCount(0);
  expect(await page.evaluate(() => "askhours" in window)).toBe(false);
});

test("an element with the name of the API does no harm", async ({ page, context, site }) => {
  await embed(context, site);
  await page.addInitScript(() => {
    addEventListener("DOMContentLoaded", () => document.body.insertAdjacentHTML("beforeend", "<p id=askhours>Hello</p>"));
  });
  await page.goto("/en/");
  const widget = new Widget(page);
  await expect(widget.launcher).toBeVisible();
  await page.evaluate(() => (window.askhours as Api).open());
  await expect(widget.question).toBeFocused();
});

test("a call that fails keeps none of the others from being made", async ({ page, watch }) => {
  watch.expect(/no such thing/, /reading 'site'/);
  await page.addInitScript(() => {
    const fail = () => {
      throw new Error("no such thing");
    };
    Object.assign(window, { askhours: [["on", "status", fail], ["identify"], ["ask", { text: "Still there?" }]] });
  });
  await page.goto("/en/");
  const widget = new Widget(page);
  await expect(widget.question).toHaveValue("Still there?");
  await widget.close.click();
  await addOpener(page, "<button data-ask-open>Ask us</button>");
  await page.getByRole("button", { name: "Ask us" }).click();
  await expect(widget.question).toBeFocused();
});

test("an opener within the page's own web component opens, and a name of JavaScript's is no site", async ({ page }) => {
  await page.goto("/en/");
  const widget = new Widget(page);
  await expect(widget.launcher).toBeVisible();
  await addOpener(page, "<a href='/en/tickets.html' data-ask-open='toString'>Not a site</a><div id=own></div>");
  await page.evaluate(() => {
    const root = document.querySelector("#own")!.attachShadow({ mode: "open" });
    root.append(Object.assign(document.createElement("button"), { textContent: "Ask inside" }));
    root.querySelector("button")!.dataset.askOpen = "";
  });
  await page.getByRole("button", { name: "Ask inside" }).click();
  await expect(widget.question).toBeFocused();
  await widget.close.click();
  await page.getByRole("link", { name: "Not a site" }).click();
  await expect(page).toHaveURL(/tickets\.html$/);
});
