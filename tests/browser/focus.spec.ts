// Where the focus is when something happens by itself: it is neither lost nor taken from anybody.

import type { Api } from "../../widget/loader/api";
import { embed, makeSite } from "./support/sites";
import { expect, test, unique } from "./support/test";
import { Widget } from "./support/widget";

test("an answer takes the confirmation's place, and the focus stays in the conversation", async ({ page, context, site }) => {
  await embed(context, site);
  await page.goto("/en/");
  const widget = new Widget(page);
  const text = unique("Where am I?");
  await widget.ask(text);
  await expect(widget.thanks).toBeFocused();
  const { id } = await site.agent.theOne(text);
  await site.agent.reply(id, "Here.");
  await expect(widget.thanks).toBeHidden();
  await expect(widget.conversation).toBeFocused();
});

test("who writes a message when an answer comes goes on writing", async ({ page, context, site }) => {
  await embed(context, site);
  await page.goto("/en/");
  const widget = new Widget(page);
  const text = unique("May I go on?");
  await widget.ask(text);
  await widget.message.fill("And");
  const { id } = await site.agent.theOne(text);
  await site.agent.reply(id, "You may.");
  await expect(widget.thanks).toBeHidden();
  await expect(widget.message).toBeFocused();
});

test("who types an address keeps the field when the page says who asks", async ({ page, context }) => {
  const site = await makeSite({ ask_for: { name: "required", email: "required", phone: "hidden" } });
  await embed(context, site);
  await page.goto("/en/");
  const widget = new Widget(page);
  await widget.open();
  const email = widget.element.getByRole("textbox", { name: /^E-mail/ });
  await email.fill("ada@example");
  await page.evaluate(site => (window.askhours as Api).identify({ email: "mara@example.org", signature: "", site }), site.id);
  await email.pressSequentially(".org");
  await expect(email).toBeFocused();
  await expect(email).toHaveValue("ada@example.org");
  // Elsewhere, the form has room for whom the page names.
  await widget.question.focus();
  await expect(email).toBeHidden();
  await expect(widget.dialog).toContainText("mara@example.org");
  await expect(widget.question).toBeFocused();
});

test("a panel that comes late leaves the focus to who has gone on in the page", async ({ page, context, site }) => {
  await embed(context, site);
  let come = () => {};
  const late = new Promise<void>(resolve => (come = resolve));
  await page.route("**/*.wasm", async route => {
    await late;
    await route.continue();
  });
  await page.goto("/en/");
  const widget = new Widget(page);
  await widget.launcher.click();
  await expect(widget.dialog).toBeFocused();
  const field = page.getByLabel("From", { exact: true });
  await field.focus();
  come();
  await expect(widget.question).toBeVisible();
  await page.evaluate(() => new Promise(requestAnimationFrame));
  await page.evaluate(() => new Promise(requestAnimationFrame));
  await expect(field).toBeFocused();
});

test.describe("by touch", () => {
  test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 800 } });

  test("what the page puts in raises no keyboard", async ({ page, context, site }) => {
    await embed(context, site);
    await page.goto("/en/");
    const widget = new Widget(page);
    await widget.ask(unique("Any keyboard?"));
    await page.evaluate(site => (window.askhours as Api).ask({ text: "Of the page", site }), site.id);
    await expect(widget.question).toHaveValue("Of the page");
    await page.evaluate(() => new Promise(requestAnimationFrame));
    await page.evaluate(() => new Promise(requestAnimationFrame));
    await expect(widget.question).not.toBeFocused();
  });
});
