// The whole journey by keyboard alone, with the focus in sight and never lost, at a desk and in a window that the panel fills.

import type { Page } from "@playwright/test";
import { EDGE } from "./support/environment";
import { embed, makeSite } from "./support/sites";
import { expect, test, unique } from "./support/test";
import { NO_CONNECTION } from "./support/watch";
import { Widget } from "./support/widget";

/** What has the focus: its text or name, where it is in the widget, and whether an outline shows it. */
function focus(page: Page): Promise<{ name: string; inside: boolean; shown: boolean }> {
  return page.evaluate(() => {
    const outer = document.activeElement;
    const element = outer?.shadowRoot?.activeElement ?? outer;
    if (!(element instanceof HTMLElement)) return { name: "", inside: false, shown: false };
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
    const label = element.getAttribute("aria-label") ?? (element as HTMLInputElement).labels?.[0]?.textContent;
    return {
      name: (label ?? element.textContent!).trim(),
      inside: outer!.localName == "ask-hours",
      shown: outlineStyle != "none" && parseFloat(outlineWidth) >= 1 && outlineColor != "rgba(0, 0, 0, 0)",
    };
  });
}

/** Presses Tab until something of that name has the focus; each stop of the widget on the way has to be seen. */
async function tabTo(page: Page, name: RegExp, key = "Tab"): Promise<void> {
  const passed: string[] = [];
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press(key);
    const now = await focus(page);
    if (now.inside) expect(now, `the focus on ${now.name}`).toMatchObject({ shown: true });
    if (now.inside && name.test(now.name)) return;
    passed.push(now.name);
  }
  throw new Error(`Tab does not lead to ${name}, but to ${passed.join(", ")}`);
}

for (const [where, viewport] of [["at a desk", { width: 1280, height: 800 }], ["in a narrow window", { width: 400, height: 700 }]] as const) {
  test.describe(where, () => {
    test.use({ viewport });

    test("asking, mending, reading, writing on and erasing need no mouse", async ({ page, context }) => {
      const site = await makeSite({ topics: [{ id: "lost", label: { en: "Lost property" } }, { id: "bikes", label: { en: "Bicycles" } }] });
      await embed(context, site);
      await page.goto("/en/");
      const widget = new Widget(page);
      await expect(widget.launcher).toBeVisible();
      await tabTo(page, /^Ask a question/);
      await page.keyboard.press("Enter");
      await expect(widget.question).toBeFocused();

      // Sent too early, and mended.
      await tabTo(page, /^Send$/);
      await page.keyboard.press("Enter");
      await expect(widget.question).toBeFocused();
      const text = unique("May I bring my bicycle?");
      await page.keyboard.type(text);
      await tabTo(page, /^What is it about|Topic/i);
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("ArrowDown");
      await expect(widget.topic).toHaveValue("bikes");
      await tabTo(page, /^Name/);
      await page.keyboard.type("Ida");
      await tabTo(page, /^Opening hours$/, "Shift+Tab");
      await page.keyboard.press("Space");
      await expect(widget.week).toBeVisible();
      await page.keyboard.press("Space");
      await tabTo(page, /^Send$/);
      await page.keyboard.press("Space");
      await expect(widget.thanks).toBeFocused();

      const { id } = await site.agent.theOne(text);
      await site.agent.reply(id, "Yes.\n".repeat(60));
      await expect(widget.messages).toHaveCount(2);
      await tabTo(page, /^Your conversation with/);
      // Long conversations are scrolled by keyboard.
      const scrolled = () => widget.conversation.evaluate(region => region.scrollTop);
      const before = await scrolled();
      await page.keyboard.press("PageUp");
      await expect.poll(scrolled).not.toBe(before);
      await tabTo(page, /^Your message$/);
      await page.keyboard.type("Thank you");
      await page.keyboard.press("Control+Enter");
      await expect(widget.messages).toHaveCount(3);
      await expect(widget.message).toBeFocused();

      await tabTo(page, /^Ask another question$/);
      await page.keyboard.press("Enter");
      await expect(widget.question).toBeFocused();
      await tabTo(page, /^Your conversation with/);
      await page.keyboard.press("Enter");
      await expect(widget.message).toBeFocused();
      await tabTo(page, /^Erase conversation$/);
      await page.keyboard.press("Enter");
      await expect(widget.element.getByText("Erase this conversation for good?")).toBeFocused();
      await tabTo(page, /^Keep it$/);
      await page.keyboard.press("Enter");
      await expect(widget.erase).toBeFocused();
      await page.keyboard.press("Enter");
      await expect(widget.element.getByText("Erase this conversation for good?")).toBeFocused();
      await tabTo(page, /^Erase for good$/);
      await page.keyboard.press("Enter");
      await expect(widget.question).toBeFocused();
      await page.keyboard.press("Escape");
      await expect(widget.dialog).toBeHidden();
      await expect(widget.launcher).toBeFocused();
    });
  });
}

test("the page stays within reach at a desk, and out of reach behind a panel that fills the window", async ({ page }) => {
  await page.goto("/en/");
  const widget = new Widget(page);
  await widget.open();
  const stops = async () => {
    const inside: boolean[] = [];
    for (let presses = 0; presses < 12; presses++) {
      await page.keyboard.press("Tab");
      inside.push((await focus(page)).inside || (await page.locator("body").evaluate(body => body == document.activeElement)));
    }
    return inside;
  };
  expect(await stops()).toContain(false);
  await widget.close.click();
  await page.setViewportSize({ width: 400, height: 700 });
  await widget.open();
  expect(await stops()).not.toContain(false);
});

test("what fails leaves the focus in the panel", async ({ page, watch }) => {
  watch.expect(NO_CONNECTION);
  // At first nothing comes, then it takes its time.
  let fails = true;
  const held: (() => void)[] = [];
  await page.route("**/*.wasm", async route => {
    if (fails) return route.abort();
    await new Promise<void>(resolve => held.push(resolve));
    return route.continue();
  });
  await page.goto("/en/");
  const widget = new Widget(page);
  await expect(widget.launcher).toBeVisible();
  await tabTo(page, /^Ask a question/);
  await page.keyboard.press("Enter");
  await expect(widget.dialog).toContainText("Try again");
  await tabTo(page, /^Try again$/);
  fails = false;
  await page.keyboard.press("Enter");
  await expect.poll(() => held.length).toBe(1);
  await expect(widget.dialog).toContainText("Opening");
  expect(await focus(page)).toMatchObject({ inside: true });
  held[0]!();
  await expect(widget.question).toBeFocused();

  const questions = `${EDGE}/v1/sites/*/questions`;
  await page.route(questions, route => route.abort());
  await page.keyboard.type(unique("Did I lose you?"));
  await tabTo(page, /^Send$/);
  await page.keyboard.press("Enter");
  const again = widget.element.getByRole("button", { name: "Send again" });
  await expect(again).toBeFocused();
  await page.unroute(questions);
  await page.keyboard.press("Enter");
  await expect(widget.thanks).toBeFocused();

  const messages = `${EDGE}/v1/conversations/*/messages`;
  await page.route(messages, route => route.abort());
  await tabTo(page, /^Your message$/);
  await page.keyboard.type("And now?");
  await tabTo(page, /^Send$/);
  await page.keyboard.press("Enter");
  await expect(again).toBeVisible();
  await tabTo(page, /^Send again$/, "Shift+Tab");
  await page.unroute(messages);
  await page.keyboard.press("Enter");
  await expect(widget.messages.nth(1)).not.toContainText("Not sent");
  await expect(widget.message).toBeFocused();
});
