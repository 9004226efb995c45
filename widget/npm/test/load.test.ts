// `load()` on a page that a few stubs stand in for. A real browser runs it in `tests/browser/package.spec.ts`.

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { load } from "../index.js";

const OPTIONS = { edge: "https://ask.example.com", site: "nordwind" };

/** As much of a script element as the package touches. */
class Tag extends EventTarget {
  dataset: Record<string, string> = {};
  src = "";
  async = false;
  integrity = "";
  crossOrigin = "";
  removed = false;
  remove(): void {
    this.removed = true;
  }
}

/** A page. `run` is what its scripts do: the API is there, and makes the calls that have waited. */
function page() {
  const tags: Tag[] = [];
  const elements = new Set<string>();
  const browser = {
    document: {
      createElement: () => new Tag(),
      head: { append: (tag: Tag) => void tags.push(tag) },
      querySelector: (selector: string) => [...elements].find(site => selector.includes(`"${site}"`)) ?? null,
    },
    window: {} as { askhours?: unknown },
  };
  Object.assign(globalThis, browser);
  const run = (tag: Tag, site: string) => {
    elements.add(site);
    tag.dispatchEvent(new Event("load"));
    const waiting = browser.window.askhours as [string, string, () => void][];
    const api = { push: (...calls: [string, string, () => void][]) => calls.forEach(([, , told]) => told()) };
    browser.window.askhours = api;
    if (Array.isArray(waiting)) api.push(...waiting);
    return api;
  };
  return { tags, elements, run, window: browser.window };
}

afterEach(() => {
  Reflect.deleteProperty(globalThis, "document");
  Reflect.deleteProperty(globalThis, "window");
});

test("on a server it can be imported, and says that there is no page", async () => {
  await assert.rejects(load(OPTIONS), /needs a page/);
});

test("it adds one tag, however often it is called, and gives the API", async () => {
  const { tags, run } = page();
  const both = [load(OPTIONS), load({ ...OPTIONS, edge: "https://ask.example.com/" })];
  const [tag, second] = tags;
  assert.equal(second, undefined);
  assert.equal(tag!.src, "https://ask.example.com/nordwind.js");
  assert.equal(tag!.async, true);
  assert.deepEqual(tag!.dataset, {});
  const api = run(tag!, "nordwind");
  for (const gave of await Promise.all(both)) assert.equal(gave, api);
  assert.equal(await load(OPTIONS), api);
  assert.equal(tags.length, 1);
});

test("what the page wants stands on the tag", async () => {
  const { tags, run } = page();
  const loaded = load({ ...OPTIONS, site: "westwind", lang: "de", launcher: false });
  assert.deepEqual(tags[0]!.dataset, { lang: "de", launcher: "none" });
  run(tags[0]!, "westwind");
  await loaded;
});

test("a pinned script has its hash, and the site beside it", async () => {
  const { tags, run } = page();
  const src = "https://ask.example.com/assets/pinned.0123456789ab.js";
  const loaded = load({ ...OPTIONS, src, integrity: "sha384-x" });
  const { integrity, crossOrigin, dataset } = tags[0]!;
  assert.deepEqual([tags[0]!.src, integrity, crossOrigin, dataset], [src, "sha384-x", "anonymous", { site: "nordwind" }]);
  run(tags[0]!, "nordwind");
  await loaded;
  await assert.rejects(load({ ...OPTIONS, integrity: "sha384-x" }), /go together/);
});

test("a failure is told, and another call tries again", async () => {
  const { tags, run } = page();
  const failed = load({ ...OPTIONS, site: "eastwind" });
  tags[0]!.dispatchEvent(new Event("error"));
  await assert.rejects(failed, /eastwind\.js cannot be loaded/);
  assert.equal(tags[0]!.removed, true);
  const again = load({ ...OPTIONS, site: "eastwind" });
  run(tags[1]!, "eastwind");
  await again;
});

test("a site that the page has removed is brought back", async () => {
  const { tags, elements, run } = page();
  const first = load({ ...OPTIONS, site: "southwind" });
  run(tags[0]!, "southwind");
  await first;
  elements.clear();
  const second = load({ ...OPTIONS, site: "southwind" });
  assert.equal(tags.length, 2);
  assert.equal(tags[0]!.removed, true);
  run(tags[1]!, "southwind");
  await second;
});

test("what is missing is named", async () => {
  page();
  await assert.rejects(load({ edge: "ask.example.com", site: "nordwind" }), /`edge` is an address/);
  await assert.rejects(load({ edge: OPTIONS.edge, site: "../x" }), /`site` is the id/);
});
