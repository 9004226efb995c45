// Several tabs of one visitor, and pages that come late: the secret of the newest conversation is never lost, and only what
// is before the eyes counts as seen.

import type { Page } from "@playwright/test";
import { ask } from "./support/edge";
import { embed } from "./support/sites";
import { expect, test, unique } from "./support/test";
import { NO_CONNECTION } from "./support/watch";
import { Widget } from "./support/widget";

/** The key of the conversation that a browser keeps. */
function kept(page: Page, id: string): Promise<Record<string, unknown>> {
  return page.evaluate(id => JSON.parse(localStorage.getItem(`askhours:${id}:conversation`) ?? "{}"), id);
}

test("an answer to an older conversation leaves the key of a newer one", async ({ page, context, site }) => {
  await embed(context, site);
  await page.goto("/en/");
  const widget = new Widget(page);
  const first = unique("Of the first tab?");
  await widget.ask(first);
  const { id } = await site.agent.theOne(first);

  const second = await context.newPage();
  await second.goto("/en/");
  const other = new Widget(second);
  await other.open();
  await other.another.click();
  const text = unique("Of the second tab?");
  await other.question.fill(text);
  await other.send.click();
  await other.thanks.waitFor();
  const newer = await kept(second, site.id);
  expect(newer.id).toBe((await site.agent.theOne(text)).id);

  await page.bringToFront();
  await site.agent.reply(id, "To the first.");
  await expect(widget.messages).toHaveCount(2);
  expect(await kept(page, site.id)).toEqual(newer);
  // Nor does it go with the older one.
  await widget.erase.click();
  await widget.eraseForGood.click();
  await expect(widget.question).toBeVisible();
  expect(await kept(page, site.id)).toEqual(newer);
});

test("a page that looks for answers overwrites nothing that was asked or erased meanwhile", async ({ page, context, site }) => {
  await embed(context, site);
  await page.goto("/en/");
  const { conversation, secret } = await ask(site.id, { text: unique("Looked after?") });
  await site.agent.reply(conversation, "Yes.");
  const place = `askhours:${site.id}:conversation`;
  for (const meanwhile of [`{"id":"${site.id}.newer","secret":"s","seen":0,"told":0}`, ""]) {
    await page.evaluate(([place, key]) => localStorage.setItem(place!, key!), [place, JSON.stringify({ id: conversation, secret, seen: 0, told: 0 })]);
    await page.route(`**/v1/conversations/${conversation}`, async route => {
      const response = await route.fetch();
      await page.evaluate(([place, key]) => localStorage.setItem(place!, key!), [place, meanwhile]);
      await route.fulfill({ response });
    });
    const looked = page.waitForEvent("requestfinished", request => request.url().endsWith(conversation));
    await page.reload();
    await looked;
    const widget = new Widget(page);
    await expect(widget.launcher).toHaveAccessibleName(/^Ask a question/);
    expect(await page.evaluate(place => localStorage.getItem(place), place)).toBe(meanwhile);
    await page.unrouteAll();
  }
});

test("what is kept and is no key harms nothing", async ({ page, context, site }) => {
  await embed(context, site);
  await context.addInitScript(place => localStorage.setItem(place, "{broken"), `askhours:${site.id}:conversation`);
  // The panel's script comes by itself, since something is kept.
  const script = page.waitForEvent("requestfinished", request => /\/widget\.\w+\.js/.test(request.url()));
  await page.goto("/en/");
  await script;
  // An error that nobody has caught fails the test.
  const widget = new Widget(page);
  await widget.open();
  await expect(widget.question).toBeFocused();
});

test("an answer that comes while another tab is looked at is seen on coming back", async ({ page, context, site, watch }) => {
  watch.expect(NO_CONNECTION);
  await embed(context, site);
  await page.goto("/en/");
  const widget = new Widget(page);
  const text = unique("Am I there?");
  await widget.ask(text);
  const seen: string[] = [];
  page.on("request", request => request.url().endsWith("/seen") && seen.push(request.method()));
  const look = (hidden: boolean) => page.evaluate(hidden => {
    Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  }, hidden);
  await look(true);
  const { id } = await site.agent.theOne(text);
  await site.agent.reply(id, "Are you?");
  await expect(widget.messages).toHaveCount(2);
  expect(seen).toEqual([]);
  expect((await kept(page, site.id)).seen).toBe(0);
  await look(false);
  await expect.poll(() => seen).toEqual(["PUT"]);
  expect((await kept(page, site.id)).seen).toBeGreaterThan(0);
});
