// What a page's own design can say of the widget: colour, corner, font, position, offset and colour scheme.

import type { Page } from "@playwright/test";
import { EDGE } from "./support/environment";
import { embed, makeSite } from "./support/sites";
import { expect, test } from "./support/test";
import { Widget } from "./support/widget";

/** Sets properties as a page's style sheet does. */
async function style(page: Page, css: string): Promise<void> {
  await page.evaluate(css => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets.push(sheet);
  }, css);
}

/** How light the widget's surface is, from 0 to 255. */
async function lightness(widget: Widget): Promise<number> {
  const colour = await widget.launcher.evaluate(launcher => {
    const context = document.createElement("canvas").getContext("2d")!;
    context.fillStyle = getComputedStyle(launcher).backgroundColor;
    context.fillRect(0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data];
  });
  return colour[0]!;
}

for (const selector of [":root", "ask-hours"]) {
  test(`colour, corner and font are set on ${selector}`, async ({ page }) => {
    await page.goto("/en/");
    await style(page, `${selector} { --ask-accent: hsl(50 100% 50%); --ask-corner: 3px; --ask-font: "Courier New", monospace }`);
    const widget = new Widget(page);
    await expect(widget.launcher).toHaveCSS("border-radius", "3px");
    await expect(widget.launcher).toHaveCSS("font-family", '"Courier New", monospace');
    await widget.open();
    await expect(widget.dialog).toHaveCSS("border-radius", "3px");
    await expect(widget.question).toHaveCSS("border-radius", "3px");
    await page.mouse.move(0, 0);
    await expect(widget.send).toHaveCSS("background-color", "rgb(255, 213, 0)");
    // Black, since white could not be read on it.
    await expect(widget.send).toHaveCSS("color", /^(rgb\(0, 0, 0\)|lab\(0 0 0\))$/);
  });
}

test("position and offset are set, also later", async ({ page }) => {
  await page.goto("/en/");
  const widget = new Widget(page);
  await expect(widget.launcher).toBeVisible();
  const { width, height } = page.viewportSize()!;
  const place = async (of = widget.launcher) => {
    const box = (await of.boundingBox())!;
    return { left: box.x, right: width - box.x - box.width, bottom: height - box.y - box.height };
  };
  expect(await place()).toMatchObject({ right: 16, bottom: 16 });
  await style(page, ":root { --ask-position: left; --ask-offset: 40px }");
  expect(await place()).toMatchObject({ left: 40, bottom: 40 });
  await style(page, ":root { --ask-offset-x: 24px; --ask-offset-y: 80px }");
  expect(await place()).toMatchObject({ left: 24, bottom: 80 });
  await widget.open();
  expect(await place(widget.dialog)).toMatchObject({ left: 24, bottom: 80 });
  expect((await widget.dialog.boundingBox())!.y).toBeGreaterThanOrEqual(0);
});

for (const token of ["--ask-offset", "--ask-offset-x", "--ask-offset-y"]) {
  test(`${token} may be a 0 without a unit`, async ({ page }) => {
    await page.goto("/en/");
    const widget = new Widget(page);
    await expect(widget.launcher).toBeVisible();
    await style(page, `:root { ${token}: 0 }`);
    const { width, height } = page.viewportSize()!;
    const [right, bottom] = [token.endsWith("y") ? 16 : 0, token.endsWith("x") ? 16 : 0];
    const place = async (of = widget.launcher) => {
      const box = (await of.boundingBox())!;
      return { right: width - box.x - box.width, bottom: height - box.y - box.height };
    };
    expect(await place()).toEqual({ right, bottom });
    await widget.open();
    expect(await place(widget.dialog)).toEqual({ right, bottom });
    expect((await widget.dialog.boundingBox())!.height).toBe(672);
    await page.setViewportSize({ width, height: 600 });
    expect(await widget.dialog.boundingBox()).toMatchObject({ y: 16, height: 584 - bottom });
  });
}

test("an open panel stands above the launcher of another site, and that one above its own", async ({ page }) => {
  const other = await makeSite({ name: "Hafenmuseum" });
  await page.goto("/en/");
  await expect(new Widget(page).launcher).toBeVisible();
  await page.addScriptTag({ url: `${EDGE}/${other.id}.js` });
  const [first, second] = ["nordwind", other.id].map(id => page.locator(`ask-hours[site="${id}"]`));
  await expect(second!.getByRole("button")).toBeVisible();
  // A status of three lines, as it is told on a phone in many a language.
  await page.evaluate(() => {
    const text = document.querySelector("ask-hours")!.shadowRoot!.querySelector("p")!;
    text.append(document.createElement("br"), "second line", document.createElement("br"), "third line");
  });
  const [below, above] = await Promise.all([first, second].map(site => site!.getByRole("button").boundingBox()));
  expect(above!.y + above!.height).toBeLessThanOrEqual(below!.y);
  await first!.getByRole("button").click();
  const send = first!.getByRole("button", { name: "Send" });
  await expect(send).toBeVisible();
  const covered = await second!.getByRole("button").evaluate(launcher => {
    const { x, y, width, height } = launcher.getBoundingClientRect();
    return document.elementFromPoint(x + width / 2, y + height / 2)?.getAttribute("site");
  });
  expect(covered).toBe("nordwind");
});

test.describe("for who asks for contrast", () => {
  test.use({ contextOptions: { contrast: "more" } });

  test("launcher and panel have a border of the text's colour", async ({ page }) => {
    await page.goto("/en/");
    const widget = new Widget(page);
    await expect(widget.launcher).toHaveCSS("border-color", "rgb(0, 0, 0)");
    await widget.open();
    await expect(widget.dialog).toHaveCSS("border-color", "rgb(0, 0, 0)");
  });
});

test.describe("where the system is dark", () => {
  test.use({ colorScheme: "dark" });

  test("the page's own scheme is taken: light, both or dark", async ({ page }) => {
    await page.goto("/en/");
    const widget = new Widget(page);
    await expect(widget.launcher).toBeVisible();
    await style(page, ":root { color-scheme: light }");
    await expect.poll(() => lightness(widget)).toBeGreaterThan(240);
    await style(page, ":root { color-scheme: light dark }");
    await expect.poll(() => lightness(widget)).toBeLessThan(40);
    await style(page, ":root { color-scheme: light; --ask-scheme: dark }");
    await expect.poll(() => lightness(widget)).toBeLessThan(40);
    await style(page, ":root { color-scheme: dark; --ask-scheme: light }");
    await expect.poll(() => lightness(widget)).toBeGreaterThan(240);
  });
});

for (const [theme, isDark] of [["dark", true], ["light", false]] as const) {
  test(`a site that is ${theme} is so on every page`, async ({ page, context }) => {
    const site = await makeSite({ look: { theme } });
    await embed(context, site);
    await page.goto("/en/");
    const widget = new Widget(page);
    await expect(widget.launcher).toBeVisible();
    await style(page, `:root { color-scheme: ${isDark ? "light" : "dark"} }`);
    expect((await lightness(widget)) < 40).toBe(isDark);
  });
}

test("the ring of focus can be seen on any page, in two colours", async ({ page }) => {
  await page.goto("/en/hostile.html");
  const widget = new Widget(page);
  await expect(widget.launcher).toBeVisible();
  await page.keyboard.press("Tab");
  await widget.launcher.focus();
  await expect(widget.launcher).toHaveCSS("outline", /2px/);
  await expect(widget.launcher).toHaveCSS("box-shadow", /0px 0px 0px 4px/);
});
