// A window of 320 pixels, as a desk's at 400% zoom: nothing has to be scrolled sideways (WCAG 2.2, 1.4.10).

import type { Page } from "@playwright/test";
import { ask } from "./support/edge";
import { EDGE } from "./support/environment";
import { Inbox } from "./support/inbox";
import { embed } from "./support/sites";
import { expect, test } from "./support/test";
import { Widget } from "./support/widget";

test.use({ viewport: { width: 320, height: 640 } });

/** What sticks out of the window, and scrolls sideways. */
function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const look = (root: Document | ShadowRoot) => {
      for (const element of root.querySelectorAll<HTMLElement>("*")) {
        const { left, right, width } = element.getBoundingClientRect();
        // What is hidden from sight for screen readers is one pixel wide.
        if (width > 1 && element.checkVisibility() && (left < -1 || right > innerWidth + 1)) {
          found.push(`${element.localName}.${element.className} from ${left} to ${right}`);
        }
        if (element.shadowRoot) look(element.shadowRoot);
      }
    };
    look(document);
    return found;
  });
}

test("the widget", async ({ page, context, site }) => {
  await embed(context, site);
  await page.goto("/de/");
  const widget = new Widget(page, "de");
  await expect(widget.launcher).toBeVisible();
  const own = async () => (await tooWide(page)).filter(line => /launcher|frame|panel|body|field|bubble|textarea|button/.test(line));
  expect(await own()).toEqual([]);
  await widget.open();
  expect(await own()).toEqual([]);
  await widget.question.fill(`Donaudampfschifffahrtsgesellschaft${"s".repeat(200)} https://example.org/${"x".repeat(200)}`);
  await widget.send.click();
  await expect(widget.thanks).toBeVisible();
  expect(await own()).toEqual([]);
});

test("the inbox", async ({ page, site }) => {
  await ask(site.id, { text: `${"W".repeat(400)} https://example.org/${"x".repeat(300)}`, name: "N".repeat(90) });
  const inbox = new Inbox(page);
  await inbox.enter(site.signIn);
  await expect(inbox.rows).toHaveCount(1);
  expect(await tooWide(page)).toEqual([]);
  await inbox.rows.click();
  await expect(inbox.entries).toHaveCount(1);
  expect(await tooWide(page)).toEqual([]);
});

test("the hosted page", async ({ page }) => {
  await page.goto(`${EDGE}/nordwind`);
  expect(await tooWide(page)).toEqual([]);
  await page.getByRole("textbox", { name: "Your question" }).fill("W".repeat(400));
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByRole("heading", { name: "Thank you" })).toBeVisible();
  expect(await tooWide(page)).toEqual([]);
});
