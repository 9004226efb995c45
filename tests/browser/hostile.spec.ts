// A page whose styles reach for every element: the widget looks and works as on the home page.

import type { Page } from "@playwright/test";
import { expect, test, unique } from "./support/test";
import { Widget } from "./support/widget";

/** Every computed property of every element of the widget, its host element among them. */
function styles(page: Page): Promise<Record<string, Record<string, string>>> {
  return page.evaluate(() => {
    const all: Record<string, Record<string, string>> = {};
    const take = (element: Element, path: string) => {
      // Around the host element, pseudo-elements are the page's own.
      for (const pseudo of element.shadowRoot ? [""] : ["", "::before", "::after"]) {
        const style = getComputedStyle(element, pseudo || undefined);
        // The page's own variables reach everywhere, and mean nothing to the widget.
        const names = [...style].filter(name => !name.startsWith("--") || name.startsWith("--ask-"));
        all[path + pseudo] = Object.fromEntries(names.map(name => [name, style.getPropertyValue(name)]));
      }
      const children = [...(element.shadowRoot ?? element).children];
      children.forEach((child, index) => take(child, `${path} > ${child.localName}[${index}]`));
    };
    take(document.querySelector("ask-hours")!, "ask-hours");
    return all;
  });
}

/** Whether the widget is what stands in the middle of this element. */
async function isOnTop(page: Page, locator: Widget["launcher"]): Promise<boolean> {
  const { x, y, width, height } = (await locator.boundingBox())!;
  const middle = [x + width / 2, y + height / 2] as const;
  return page.evaluate(([x, y]) => document.elementFromPoint(x, y)?.localName == "ask-hours", middle);
}

test.use({ reducedMotion: "reduce" });

test("launcher and panel look as on the home page", async ({ page, context }) => {
  const other = await context.newPage();
  const [home, hostile] = [new Widget(page), new Widget(other)];
  await page.goto("/en/");
  await other.goto("/en/hostile.html");
  await expect(home.launcher).toBeVisible();
  await expect(hostile.launcher).toBeVisible();
  expect(await styles(other)).toEqual(await styles(page));
  await page.bringToFront();
  await home.open();
  await expect(home.question).toBeFocused();
  const expected = await styles(page);
  await other.bringToFront();
  await hostile.open();
  await expect(hostile.question).toBeFocused();
  expect(await styles(other)).toEqual(expected);
});

test("launcher and panel are on top of everything, and work", async ({ page }) => {
  await page.goto("/en/hostile.html");
  const widget = new Widget(page);
  await expect(widget.launcher).toBeVisible();
  expect(await isOnTop(page, widget.launcher)).toBe(true);
  const text = unique("Is the Winter Lights ticket valid on Fridays?");
  await widget.open();
  expect(await isOnTop(page, widget.question)).toBe(true);
  expect(await isOnTop(page, widget.send)).toBe(true);
  await widget.question.fill(text);
  await widget.send.click();
  await expect(widget.thanks).toBeFocused();
  expect(await isOnTop(page, widget.message)).toBe(true);
  await expect(widget.messages).toContainText([text]);
  await page.keyboard.press("Escape");
  await expect(widget.launcher).toBeFocused();
});

test("the widget changes nothing of the page's own look", async ({ page }) => {
  const look = () => page.evaluate(() => {
    const elements = [...document.querySelectorAll("body, body *")];
    return elements.map(element => {
      const style = getComputedStyle(element);
      return [element.localName, style.font, style.color, style.backgroundColor, style.display, style.width].join(" ");
    });
  });
  await page.goto("/en/hostile.html");
  const widget = new Widget(page);
  await widget.open();
  const withWidget = await look();
  await page.evaluate(() => document.querySelector("ask-hours")!.remove());
  expect(await look()).toEqual(withWidget);
});
