// What is special about phones: a keyboard that covers half of the window, and screens with round corners and notches.

import type { Locator, Page } from "@playwright/test";
import { embed, makeSite } from "./support/sites";
import { expect, test, unique } from "./support/test";
import { Widget } from "./support/widget";

const HEIGHT = 667;
const KEYBOARD = 300;

test.use({ viewport: { width: 375, height: HEIGHT }, hasTouch: true, isMobile: true, contextOptions: { reducedMotion: "reduce" } });

/** Has the keyboard come up or go, as phones tell of it: less of the window can be seen, which iOS may move besides. */
async function keyboard(page: Page, height: number, offsetTop = 0): Promise<void> {
  await page.evaluate(([height, offsetTop]) => {
    const view = window.visualViewport!;
    Object.defineProperties(view, {
      height: { value: innerHeight - height!, configurable: true },
      offsetTop: { value: offsetTop, configurable: true },
    });
    view.dispatchEvent(new Event("resize"));
    view.dispatchEvent(new Event("scroll"));
  }, [height, offsetTop]);
}

/** Whether the whole of something stands between the panel's header and the keyboard, covered by nothing. */
async function expectSeen(widget: Widget, field: Locator, bottom: number): Promise<void> {
  await expect.poll(async () => {
    const box = (await field.boundingBox())!;
    const header = (await widget.dialog.locator("header").boundingBox())!;
    return { below: box.y >= header.y + header.height - 1, above: box.y + box.height <= bottom + 1 };
  }).toEqual({ below: true, above: true });
}

test("the keyboard hides no field that is written in, and the panel fills the window again without it", async ({ page, context }) => {
  const site = await makeSite({ ask_for: { name: "optional", email: "optional", phone: "optional" } });
  await embed(context, site);
  await page.goto("/en/");
  const widget = new Widget(page);
  await widget.launcher.tap();
  const fields = [widget.question, ...["Name", "E-mail", "Telephone"].map(name => widget.element.getByRole("textbox", { name }))];
  for (const [index, field] of fields.entries()) {
    await field.tap();
    // Safari moves what is seen of the page, Chromium does not.
    const offset = index % 2 ? 120 : 0;
    await keyboard(page, KEYBOARD, offset);
    await expectSeen(widget, field, HEIGHT - KEYBOARD + offset);
    const { y, height } = (await widget.dialog.boundingBox())!;
    expect([y, height]).toEqual([offset, HEIGHT - KEYBOARD]);
    await keyboard(page, 0);
  }
  expect(await widget.dialog.boundingBox()).toEqual({ x: 0, y: 0, width: 375, height: HEIGHT });
  const text = unique("Where is my keyboard?");
  await widget.question.fill(text);
  await widget.send.tap();
  await expect(widget.thanks).toBeVisible();
  await site.agent.reply((await site.agent.theOne(text)).id, "Long.\n".repeat(40));
  await expect(widget.messages).toHaveCount(2);
  await widget.message.tap();
  await keyboard(page, KEYBOARD);
  await expectSeen(widget, widget.message, HEIGHT - KEYBOARD);
  await expectSeen(widget, widget.send, HEIGHT - KEYBOARD);
  // The latest of what was said is in sight above it.
  await expect(widget.messages.last()).toBeInViewport();
  // Where the browser makes the page itself smaller, it is the same.
  await page.evaluate(() => {
    delete (window.visualViewport as { height?: number }).height;
  });
  await page.setViewportSize({ width: 375, height: HEIGHT - KEYBOARD });
  await expectSeen(widget, widget.message, HEIGHT - KEYBOARD);
});

test("who magnifies the page, or scrolls on while the keyboard is there, is not pulled back to the field", async ({ page, context, site }) => {
  await embed(context, site);
  await page.goto("/en/");
  const widget = new Widget(page);
  await widget.launcher.tap();
  await widget.question.tap();
  await keyboard(page, KEYBOARD);
  await page.evaluate(() => {
    const scrolled: string[] = [];
    Object.assign(window, { scrolled });
    Element.prototype.scrollIntoView = function () {
      scrolled.push(this.localName);
    };
    visualViewport!.dispatchEvent(new Event("scroll"));
  });
  const scrolled = () => page.evaluate(() => (window as unknown as { scrolled: string[] }).scrolled);
  expect(await scrolled()).toEqual([]);
  await keyboard(page, 0);
  await page.evaluate(() => Object.defineProperty(visualViewport, "scale", { value: 2, configurable: true }));
  await keyboard(page, HEIGHT / 2, 100);
  expect(await scrolled()).toEqual([]);
  await page.evaluate(() => Object.defineProperty(visualViewport, "scale", { value: 1, configurable: true }));
  await keyboard(page, 0);
  await keyboard(page, KEYBOARD);
  expect(await scrolled()).toEqual(["textarea"]);
});

test("a screen's notch and round corners cover nothing of launcher and panel", async ({ page, context, site }) => {
  const client = await context.newCDPSession(page);
  const insets = { top: 50, bottom: 34, left: 20, right: 30 };
  await client.send("Emulation.setSafeAreaInsetsOverride" as "Emulation.clearDeviceMetricsOverride", { insets } as unknown as undefined);
  await embed(context, site);
  await page.goto("/en/");
  const widget = new Widget(page);
  const within = async (locator: Locator) => {
    const { x, y, width, height } = (await locator.boundingBox())!;
    expect(y).toBeGreaterThanOrEqual(insets.top);
    expect(y + height).toBeLessThanOrEqual(HEIGHT - insets.bottom);
    expect(x).toBeGreaterThanOrEqual(insets.left);
    expect(x + width).toBeLessThanOrEqual(375 - insets.right);
  };
  await expect(widget.launcher).toBeVisible();
  await within(widget.launcher);
  await widget.launcher.tap();
  await expect(widget.question).toBeVisible();
  // The panel's ground reaches the edges of the screen; what is on it does not.
  expect(await widget.dialog.boundingBox()).toEqual({ x: 0, y: 0, width: 375, height: HEIGHT });
  for (const part of [widget.close, widget.hours, widget.question, widget.send]) await within(part);
  await widget.question.fill(unique("Is there a notch?"));
  await widget.send.tap();
  await expect(widget.thanks).toBeVisible();
  for (const part of [widget.close, widget.message, widget.send, widget.another, widget.erase]) await within(part);
});
