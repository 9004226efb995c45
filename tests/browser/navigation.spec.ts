// Websites that go from page to page without loading them anew: with Turbo, with view transitions, or by swapping the body.

import type { BrowserContext, Page } from "@playwright/test";
import { DEMO } from "./support/environment";
import { addToHead } from "./support/pages";
import { expect, test, unique } from "./support/test";
import { Widget } from "./support/widget";

/** Has all pages of the railway driven by Turbo, with its view transitions. */
async function driveByTurbo(context: BrowserContext): Promise<void> {
  const path = require.resolve("@hotwired/turbo/dist/turbo.es2017-esm.js");
  await context.route(`${DEMO}/assets/turbo.js`, route => route.fulfill({ path, contentType: "text/javascript" }));
  const script = '<script type="module" src="/assets/turbo.js"></script>';
  await addToHead(context, `<meta name="view-transition" content="same-origin">${script}`);
}

/** Marks the document, and says later whether it is still the same. */
async function mark(page: Page): Promise<() => Promise<boolean>> {
  await page.evaluate(() => Object.assign(window, { sameDocument: true }));
  return () => page.evaluate(() => "sameDocument" in window);
}

test.describe("with Turbo", () => {
  test.beforeEach(({ context }) => driveByTurbo(context));

  test("the open panel stays through visits, with what was typed, and asks from the new page", async ({ page }) => {
    await page.goto("/en/");
    const widget = new Widget(page);
    const isSame = await mark(page);
    const text = unique("Do you come along?");
    await widget.open();
    await widget.question.fill(text);
    for (const name of ["Tickets", "Lines & times", "Accessibility"]) {
      await page.getByRole("banner").getByRole("link", { name }).click();
      await expect(page).toHaveTitle(new RegExp(`^${name.slice(0, 5)}`));
      await expect(widget.element).toHaveCount(1);
      await expect(widget.dialog).toBeVisible();
      await expect(widget.question).toHaveValue(text);
    }
    const asked = page.waitForRequest(request => request.url().endsWith("/questions") && request.method() == "POST");
    await widget.send.click();
    await expect(widget.thanks).toBeFocused();
    expect((await asked).postDataJSON()).toMatchObject({ page: `${DEMO}/en/accessibility.html` });
    expect(await isSame()).toBe(true);
  });

  test("a form in the page and a launcher come with their pages, there and back", async ({ page }) => {
    await page.goto("/en/help.html");
    const widget = new Widget(page);
    const form = page.getByRole("main").getByRole("textbox", { name: "Your question" });
    const isSame = await mark(page);
    await expect(form).toBeVisible();
    await expect(widget.launcher).toHaveCount(0);
    await page.getByRole("banner").getByRole("link", { name: "Tickets" }).click();
    await expect(page).toHaveTitle(/^Tickets/);
    await expect(form).toHaveCount(0);
    await expect(widget.launcher).toBeVisible();
    await expect(widget.element).toHaveCount(1);
    await page.goBack();
    await expect(page).toHaveTitle(/^Help/);
    await expect(form).toBeVisible();
    await page.goForward();
    await expect(form).toHaveCount(0);
    await expect(widget.launcher).toHaveCount(1);
    expect(await isSame()).toBe(true);
  });

  test("a page in another language changes the widget's", async ({ page }) => {
    await page.goto("/en/");
    await expect(new Widget(page).launcher).toContainText("Ask a question");
    const isSame = await mark(page);
    await page.getByRole("link", { name: "Deutsch" }).first().click();
    await expect(page).toHaveURL(/\/de\//);
    await expect(new Widget(page, "de").launcher).toContainText("Frage stellen");
    await expect(page.locator("ask-hours")).toHaveCount(1);
    expect(await isSame()).toBe(true);
  });
});

test("view transitions between documents find a launcher on both sides", async ({ page, context }) => {
  await addToHead(context, "<style>@view-transition { navigation: auto }</style>");
  await page.goto("/en/");
  const widget = new Widget(page);
  await widget.open();
  await widget.question.fill("Kept on the way");
  await page.getByRole("banner").getByRole("link", { name: "Tickets" }).click();
  await expect(page).toHaveTitle(/^Tickets/);
  await widget.open();
  await expect(widget.question).toHaveValue("Kept on the way");
});

test("a view transition within a document leaves the visitor writing", async ({ page }) => {
  await page.goto("/en/");
  const widget = new Widget(page);
  await widget.open();
  await page.keyboard.type("Half ");
  await page.evaluate(async () => {
    const main = document.querySelector("main")!;
    const transition = document.startViewTransition(() => main.replaceWith(main.cloneNode(true)));
    await transition.finished;
  });
  await expect(widget.question).toBeFocused();
  await page.keyboard.type("a question");
  await expect(widget.question).toHaveValue("Half a question");
});

const SWAPS: Record<string, (html: string) => void> = {
  "what is in the body": html => (document.body.innerHTML = html),
  "the body itself": html => {
    const body = document.createElement("body");
    body.innerHTML = html;
    document.body.replaceWith(body);
  },
  "all but the root": html => {
    const page = new DOMParser().parseFromString(`<title>Another</title>${html}`, "text/html");
    document.head.replaceWith(page.head);
    document.body.replaceWith(page.body);
  },
};
for (const [what, swap] of Object.entries(SWAPS)) {
  test(`a script that swaps ${what} leaves the visitor writing`, async ({ page }) => {
    await page.goto("/en/");
    const widget = new Widget(page);
    await widget.open();
    await page.keyboard.type("Half ");
    const html = await (await page.request.get("/en/tickets.html")).text();
    await page.evaluate(swap, html.replace(/.*<body>/s, "").replace(/<\/body>.*/s, ""));
    await expect(page.getByRole("heading", { level: 1 })).toContainText("Tickets");
    await expect(widget.element).toHaveCount(1);
    await expect(widget.question).toBeFocused();
    await page.keyboard.type("a question");
    await expect(widget.question).toHaveValue("Half a question");
  });
}
