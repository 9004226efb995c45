// A good guest: what a page can notice of the widget is one element and one name, and after remove() neither.

import type { Page } from "@playwright/test";
import { EDGE } from "./support/environment";
import { TAG, changePages } from "./support/pages";
import { embed } from "./support/sites";
import { expect, test, unique } from "./support/test";
import { Widget } from "./support/widget";

/** What the window holds: its names, and of what Chromium brings along and the page has set, what is another than at the first look. */
function holdings(page: Page): Promise<{ names: string[]; changed: string[] }> {
  return page.evaluate(() => {
    const look = () => {
      const found = new Map<string, unknown>();
      // Scripts that watch their visitors like to put their own functions in place of these.
      const natives = [EventTarget, Node, Element, Document, HTMLElement, XMLHttpRequest, WebSocket, History, Storage, CustomElementRegistry];
      const places = { window, console, ...Object.fromEntries(natives.map(native => [native.name, native.prototype])) };
      for (const [place, object] of Object.entries(places)) {
        for (const [name, { value, get }] of Object.entries(Object.getOwnPropertyDescriptors(object))) {
          found.set(`${place}.${name}`, typeof value == "function" ? value : get);
        }
      }
      // The page's own handlers, such as window.onmessage.
      for (const object of [window, document]) {
        for (const name in object) if (name.startsWith("on")) found.set(`${object.constructor.name}.${name}`, object[name as "onload"]);
      }
      return found;
    };
    const page = window as unknown as { found?: Map<string, unknown> };
    if (!page.found) Object.defineProperty(page, "found", { value: look() });
    const now = look();
    const changed = [...page.found!].filter(([name, value]) => now.get(name) !== value).map(([name]) => name);
    return { names: Object.keys(window).toSorted(), changed };
  });
}

/** Counts the listeners that scripts of the edge have on what belongs to the page. */
async function countListeners(page: Page): Promise<() => Promise<number>> {
  const client = await page.context().newCDPSession(page);
  const own = new Set<string>();
  client.on("Debugger.scriptParsed", ({ scriptId, url }) => {
    if (url.startsWith(EDGE)) own.add(scriptId);
  });
  await client.send("Debugger.enable");
  return async () => {
    let count = 0;
    for (const expression of ["window", "document", "document.documentElement", "document.body", "visualViewport"]) {
      const { result } = await client.send("Runtime.evaluate", { expression });
      const { listeners } = await client.send("DOMDebugger.getEventListeners", { objectId: result.objectId! });
      count += listeners.filter(({ scriptId }) => own.has(scriptId)).length;
    }
    return count;
  };
}

test("asking and being answered leaves the page's window alone, and remove() leaves no listener", async ({ page, context, site, watch }) => {
  // It may hang up while it is still connecting.
  watch.expect(/WebSocket is closed before the connection is established/);
  await embed(context, site);
  await changePages(context, html => html.replace(TAG, ""));
  await page.goto("/en/");
  await page.evaluate(() => {
    window.onmessage = () => {};
    window.onerror = () => {};
  });
  const before = await holdings(page);
  const listeners = await countListeners(page);
  await page.addScriptTag({ url: `${EDGE}/nordwind.js` });
  const widget = new Widget(page);
  const text = unique("What do you leave behind?");
  await widget.ask(text);
  await site.agent.reply((await site.agent.theOne(text)).id, "Nothing.");
  await expect(widget.messages).toHaveCount(2);
  const during = await holdings(page);
  expect(during.names.filter(name => !before.names.includes(name))).toEqual(["askhours"]);
  expect(during.changed).toEqual([]);
  expect(await listeners()).toBeGreaterThan(0);

  await page.evaluate(() => (window as unknown as { askhours: { remove(): void } }).askhours.remove());
  await expect(widget.element).toHaveCount(0);
  const after = await holdings(page);
  expect(after.names).toEqual(before.names);
  expect(after.changed).toEqual([]);
  // A request that was on its way may hold one for a moment.
  await expect.poll(listeners).toBe(0);
});

test("nothing but the widget's own element is added to the page, and nothing to its history or cookies", async ({ page, context, site }) => {
  await embed(context, site);
  await page.goto("/en/");
  const widget = new Widget(page);
  await expect(widget.launcher).toBeVisible();
  const markup = () => page.evaluate(() => {
    const copy = document.documentElement.cloneNode(true) as HTMLElement;
    copy.querySelectorAll("ask-hours").forEach(element => element.remove());
    return { markup: copy.outerHTML, length: history.length, title: document.title, address: location.href };
  });
  const before = await markup();
  await widget.ask(unique("Do you move my furniture?"));
  await widget.close.click();
  expect(await markup()).toEqual(before);
  expect(await context.cookies()).toEqual([]);
});
