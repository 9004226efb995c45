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
  // The campaign is dark, and the widget follows that alone.
  await page.evaluate(() => (document.documentElement.style.colorScheme = "dark"));
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

/** What pages do to their root, and what reaches into every shadow root by inheritance or by name. */
const ODDITIES = {
  "in black and white": "html { filter: grayscale(1) }",
  "one that slides aside for a menu": "body { transform: translateX(40px); will-change: transform; filter: blur(1px); contain: paint; overflow: hidden; perspective: 9px }",
  "a container of its own": "html { container-type: inline-size } body { container-type: inline-size; content-visibility: auto }",
  "a grid": "html { display: grid }",
  "from right to left": "html { direction: rtl }",
  "from top to bottom": "html { writing-mode: vertical-rl }",
  "not to be selected, pointed at or seen": "html, body { user-select: none; pointer-events: none; visibility: hidden }",
  "against what it does not know": "ask-hours, ask-hours * { display: none !important; position: static !important; opacity: 0 !important; transform: scale(0) !important; z-index: -1 !important }",
  "of strange ink": "html { -webkit-text-fill-color: lime; -webkit-text-security: disc; -webkit-text-stroke: 3px red; text-shadow: 0 0 9px; accent-color: red; caret-color: red }",
  "of types for short names": ["accent", "fill", "on", "side", "ink", "line", "soft", "faint", "wrong", "radius", "color"]
    .map(name => `@property --${name} { syntax: "<length>"; inherits: false; initial-value: 7px }`).join(" "),
  "whose selections cannot be seen": "::selection { color: transparent; background: transparent }",
};

test("whatever a page does to its root, the widget stays where and as it is, and moves nothing", async ({ page }) => {
  await page.goto("/en/");
  const widget = new Widget(page);
  await widget.open();
  const look = (css: string) => page.evaluate(css => {
    document.querySelector("#oddity")?.remove();
    document.head.append(Object.assign(document.createElement("style"), { id: "oddity", textContent: css }));
    scrollTo(0, 0);
    const host = document.querySelector("ask-hours")!;
    const root = host.shadowRoot!;
    const place = (element: Element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      return [x, y, width, height].map(Math.round).join(" ");
    };
    const seen = (element: Element) => {
      const { color, backgroundColor, fontSize, direction, userSelect, visibility } = getComputedStyle(element);
      const selection = getComputedStyle(element, "::selection");
      return [element.localName, color, backgroundColor, fontSize, direction, userSelect, visibility, selection.color, selection.backgroundColor].join(", ");
    };
    const dialog = root.querySelector("dialog")!;
    const launcher = root.querySelector(".launcher")!;
    const looks = [...root.querySelectorAll("header, h2, h3, .hours, .close, label, textarea, .action, .quiet")].map(seen);
    const places = [place(dialog)];
    dialog.close();
    places.push(place(launcher));
    const { x, y, width, height } = launcher.getBoundingClientRect();
    const top = document.elementFromPoint(x + width / 2, y + height / 2)?.localName;
    // Where the page would be without it.
    const body = place(document.body);
    const gap = document.createComment("");
    host.replaceWith(gap);
    const moved = place(document.body) != body;
    gap.replaceWith(host);
    return { looks, places, top, moved };
  }, css);
  const usual = await look("");
  expect(usual).toMatchObject({ top: "ask-hours", moved: false });
  for (const [what, css] of Object.entries(ODDITIES)) {
    await widget.open();
    expect.soft(await look(css), `a page that is ${what}`).toEqual(usual);
  }
});

for (const zoom of [0.5, 1.25, 1.5]) {
  test(`a page that zooms itself to ${zoom} has launcher and panel within the window`, async ({ page }) => {
    await page.goto("/en/");
    await page.addStyleTag({ content: `html { zoom: ${zoom} }` });
    const widget = new Widget(page);
    await expect(widget.launcher).toBeInViewport({ ratio: 1 });
    await widget.open();
    await expect(widget.dialog).toBeInViewport({ ratio: 1 });
    await expect(widget.close).toBeInViewport({ ratio: 1 });
  });
}
