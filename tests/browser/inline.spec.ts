// The panel as a part of the page, on the help page.

import { Agent } from "./support/edge";
import { SIGN_IN } from "./support/environment";
import { expect, test, unique } from "./support/test";
import { Widget } from "./support/widget";

for (const language of ["en", "de"] as const) {
  test(`the help page in ${language} has the form in place, with the status and without a dialog`, async ({ page }) => {
    await page.goto(`/${language}/help.html`);
    const widget = new Widget(page, language);
    await expect(page.getByRole("main").locator(widget.question)).toBeVisible();
    await expect(widget.element.getByRole("region", { name: "Nordwind" })).toContainText(
      /(Open until|Closes in|Closed|Geöffnet bis|Schließt in|Geschlossen)/,
    );
    await expect(widget.dialog).toHaveCount(0);
    await expect(widget.close).toHaveCount(0);
    // Nobody asked for the focus.
    await expect(page.locator("body")).toBeFocused();
  });
}

test("a form further down is fetched when the visitor comes near", async ({ page }) => {
  const fetched: string[] = [];
  page.on("request", request => {
    if (request.url().endsWith(".wasm")) fetched.push(request.url());
  });
  await page.goto("/en/");
  const widget = new Widget(page);
  await expect(widget.launcher).toBeVisible();
  await page.evaluate(() => {
    const element = document.createElement("ask-hours");
    element.setAttribute("site", "nordwind");
    element.setAttribute("mode", "inline");
    const far = document.createElement("div");
    far.style.height = "3000px";
    document.querySelector("main")!.append(far, element);
  });
  const inline = page.locator("main ask-hours");
  await expect(inline.getByRole("region", { name: "Nordwind" })).toContainText(/Open|Close/);
  expect(fetched).toEqual([]);
  await inline.scrollIntoViewIfNeeded();
  await expect(inline.getByRole("textbox", { name: "Your question" })).toBeVisible();
  expect(fetched).toHaveLength(1);
});

test("asking in place, the answer comes there, and the launcher of other pages knows it", async ({ page }) => {
  const agent = await Agent.signIn(SIGN_IN);
  const text = unique("Which pages have you?");
  await page.goto("/en/help.html");
  const widget = new Widget(page);
  await widget.question.fill(text);
  await widget.send.click();
  await expect(widget.thanks).toBeFocused();
  const { id } = await agent.theOne(text);
  await agent.reply(id, "About ten.");
  await expect(widget.messages).toHaveCount(2);
  await page.goto("/en/");
  await widget.open();
  await expect(widget.messages).toContainText([text, "About ten."]);
  expect((await agent.detail(id)).visitor.page).toBe(`${new URL(page.url()).origin}/en/help.html`);
});

test("the form has the width of its place and no fixed height", async ({ page }) => {
  await page.goto("/en/help.html");
  const widget = new Widget(page);
  await widget.question.waitFor();
  const place = (await widget.element.locator("..").boundingBox())!;
  const own = (await widget.element.boundingBox())!;
  expect(own.width).toBeLessThanOrEqual(place.width);
  expect(own.width).toBeGreaterThan(place.width - 80);
  // Nothing in it has to be scrolled to.
  await expect(widget.send).toBeVisible();
  const send = (await widget.send.boundingBox())!;
  expect(send.y + send.height).toBeLessThan(own.y + own.height);
});
