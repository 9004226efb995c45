// Every state of the widget and of the hosted page, for every kind of eye and window: axe finds nothing, targets are large
// enough, nothing is cut off or has to be scrolled sideways, what is written can be read, and what has the focus can be
// seen (WCAG 2.2).

import type { Page } from "@playwright/test";
import { expectAccessible } from "./support/axe";
import { EDGE } from "./support/environment";
import { faults, hiddenFocus } from "./support/measure";
import { everyState } from "./support/states";
import { expect, test, unique } from "./support/test";
import { status } from "./support/watch";
import { Widget } from "./support/widget";

const WIDGET = "ask-hours";
const PAGE = "html";

const PHONE = { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true };
/** Who visits, and whether axe looks too: it sees colours and structure, which a window does not change. */
const VISITORS = {
  "at a desk": [{}, true],
  "on a phone, in dark": [{ ...PHONE, colorScheme: "dark" }, true],
  "at a desk, in dark, who asks for contrast": [{ colorScheme: "dark", contrast: "more" }, false],
  "at 400 % zoom": [{ viewport: { width: 320, height: 256 } }, false],
  "with colours of their own": [{ forcedColors: "active", colorScheme: "dark" }, false],
} as const;

/** What a visitor has to space text by, without losing any of it (WCAG 2.2, 1.4.12). */
const SPACING = `* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
  p { margin-bottom: 2em !important }`;

/** What is wrong in a part of the page as it stands. */
async function measured(page: Page, part: string): Promise<string[]> {
  return [...(await faults(page, part)), ...(await hiddenFocus(page, part))];
}

for (const [who, [options, axe]] of Object.entries(VISITORS)) {
  test.describe(`a visitor ${who}`, () => {
    test.use({ contextOptions: { reducedMotion: "reduce", ...options }, ...options });

    test("can see, read and use every state of the widget", async ({ page, context, site, watch }) => {
      const wrong: string[] = [];
      await everyState(page, context, site, watch, async state => {
        const found = await measured(page, WIDGET);
        wrong.push(...found.map(fault => `${state}: ${fault}`));
        if (axe) await expectAccessible(page, WIDGET);
      });
      expect(wrong).toEqual([]);
    });

    test("can see, read and use every state of the hosted page, a form in the page and a badge", async ({ page, watch }) => {
      watch.expect(status(422), status(404));
      const wrong: string[] = [];
      const look = async (part = PAGE) => {
        wrong.push(...(await measured(page, part)));
        if (axe) await expectAccessible(page, part);
      };
      const send = page.getByRole("button", { name: "Send" });
      await page.goto(`${EDGE}/nordwind`);
      await look();
      await page.getByRole("textbox", { name: /^E-?mail/ }).fill("nobody");
      await send.click();
      await expect(page.getByRole("alert")).toBeVisible();
      await look();
      await page.getByRole("textbox", { name: /^E-?mail/ }).fill("");
      await page.getByRole("textbox", { name: "Your question" }).fill(unique("Is every state of this page readable?"));
      await send.click();
      await expect(page.getByRole("heading", { name: "Thank you" })).toBeVisible();
      await look();
      await send.click();
      await expect(page.getByText("There is nothing to send yet.")).toBeVisible();
      await page.getByText("Erase conversation").click();
      await look();
      await page.getByRole("button", { name: "Erase for good" }).click();
      await expect(page.getByRole("link", { name: "Ask another question" })).toBeVisible();
      await look();
      await page.goto(`${EDGE}/nobody`);
      await look();
      await page.goto("/en/help.html");
      const widget = new Widget(page);
      await widget.element.scrollIntoViewIfNeeded();
      await expect(widget.question).toBeVisible();
      await page.evaluate(() => {
        const badge = document.createElement("ask-hours");
        badge.setAttribute("site", "nordwind");
        badge.setAttribute("mode", "status");
        document.querySelector("main h1")!.after(badge);
      });
      await expect(page.locator("ask-hours[mode=status]")).toContainText(/Open|Close/);
      await look(WIDGET);
      expect(wrong).toEqual([]);
    });
  });
}

test.describe("a visitor on a phone who spaces text", () => {
  test.use({ ...PHONE, contextOptions: { reducedMotion: "reduce" } });

  test("loses nothing of it", async ({ page, context, site, watch }) => {
    const wrong: string[] = [];
    await everyState(page, context, site, watch, async state => {
      await page.evaluate(spacing => {
        const root = document.querySelector("ask-hours")!.shadowRoot!;
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(spacing);
        root.adoptedStyleSheets.push(sheet);
      }, SPACING);
      const found = await measured(page, WIDGET);
      wrong.push(...found.map(fault => `${state}: ${fault}`));
    });
    expect(wrong).toEqual([]);
  });
});
