// How tags come into pages that nobody edits: by Google Tag Manager and the like, late, twice, and without attributes.

import type { Page } from "@playwright/test";
import { EDGE } from "./support/environment";
import { TAG, changePages } from "./support/pages";
import { expect, test } from "./support/test";
import { Widget } from "./support/widget";

const ADDRESS = `${EDGE}/nordwind.js`;

/** What injects the tag, as a function of its address that runs in the page. */
const WAYS: Record<string, (address: string) => void> = {
  "before the first script, as snippets of vendors do": address => {
    const script = document.createElement("script");
    script.async = true;
    script.src = address;
    const first = document.createElement("script");
    document.head.prepend(first);
    first.parentNode!.insertBefore(script, first);
  },
  "as Custom HTML of Google Tag Manager, which makes scripts anew with their source alone": address => {
    const place = document.createElement("div");
    place.style.display = "none";
    place.style.visibility = "hidden";
    place.innerHTML = `<script async src="${address}" data-lang="de"></script>`;
    document.body.append(place);
    const written = place.querySelector("script")!;
    const script = document.createElement("script");
    script.src = written.src;
    written.replaceWith(script);
  },
  "by Tag Manager's injectScript, which takes the script out again when it has run": address => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => script.remove();
    document.head.append(script);
  },
  "as a module": address => {
    const script = document.createElement("script");
    script.type = "module";
    script.src = address;
    document.head.append(script);
  },
};

/** Injects the tag, and waits until it has run. */
async function inject(page: Page, way: (address: string) => void): Promise<void> {
  await page.evaluate(() => {
    const ran = new Promise(resolve => document.addEventListener("load", resolve, { capture: true, once: true }));
    Object.assign(window, { ran });
  });
  await page.evaluate(way, ADDRESS);
  await page.evaluate(() => (window as unknown as { ran: Promise<Event> }).ran.then(() => {}));
}

test.beforeEach(({ context }) => changePages(context, html => html.replace(TAG, "")));

for (const [how, way] of Object.entries(WAYS)) {
  test(`a tag that comes ${how} shows one launcher that works, also where it comes twice`, async ({ page }) => {
    await page.goto("/en/", { waitUntil: "load" });
    const widget = new Widget(page);
    await expect(widget.element).toHaveCount(0);
    await inject(page, way);
    await widget.open();
    await expect(widget.question).toBeFocused();
    await widget.question.fill("Half a question");
    await inject(page, way);
    await expect(widget.element).toHaveCount(1);
    await expect(widget.question).toHaveValue("Half a question");
  });
}

test("a tag in the head of a page whose body is slow waits for it", async ({ page }) => {
  await page.route("/en/slow.html", route => route.fulfill({
    contentType: "text/html",
    body: `<!doctype html><html lang="en"><head><title>Slow</title><script src="${ADDRESS}"></script></head><body><main><h1>Slow</h1></main></body></html>`,
  }));
  await page.goto("/en/slow.html");
  await new Widget(page).open();
});
