// A page says who asks and puts words into the form, and is told of questions and answers.

import { createHmac } from "node:crypto";
import type { BrowserContext, Page } from "@playwright/test";
import { admin, ask } from "./support/edge";
import { Inbox } from "./support/inbox";
import { type OwnSite, embed, makeSite } from "./support/sites";
import { expect, test, unique } from "./support/test";
import { status } from "./support/watch";
import { Widget } from "./support/widget";

interface Identity {
  name: string;
  email: string;
  signature: string;
}

const MARA = { name: "Mara Åström", email: "mara.astrom@example.org" };

/** What a page's server does. */
async function sign(site: OwnSite, { name, email }: Omit<Identity, "signature"> = MARA): Promise<Identity> {
  const { key } = await admin<{ key: string }>("POST", `/v1/admin/sites/${site.id}/identity-key`);
  return { name, email, signature: createHmac("sha256", key).update(`${email}\n${name}`).digest("hex") };
}

/** Has every page make these calls before the loader has come. */
async function call(context: BrowserContext, ...calls: unknown[][]): Promise<void> {
  await context.addInitScript(calls => {
    Object.assign(window, { askhours: calls });
  }, calls);
}

/** Makes a call on the page as it stands. */
function push(page: Page, ...call: unknown[]): Promise<void> {
  return page.evaluate(call => (window as unknown as { askhours: { push(...calls: unknown[][]): void } }).askhours.push(call), call);
}

function name(widget: Widget) {
  return widget.element.getByRole("textbox", { name: /^Name/ });
}

function email(widget: Widget) {
  return widget.element.getByRole("textbox", { name: /^E-mail/ });
}

test("whom the page's server has signed asks under that name, and the team sees that it is verified", async ({ page, context, somebody }) => {
  const site = await makeSite({ ask_for: { name: "required", email: "required", phone: "optional" } });
  await embed(context, site);
  await call(context, ["identify", await sign(site)]);
  await page.goto("/en/");
  const widget = new Widget(page);
  await widget.open();
  await expect(widget.dialog).toContainText(/You are asking as \W?Mara Åström \(mara\.astrom@example\.org\)/);
  await expect(name(widget)).toBeHidden();
  await expect(email(widget)).toBeHidden();
  await expect(widget.element.getByRole("textbox", { name: /^Telephone/ })).toBeVisible();
  const text = unique("Do you know me?");
  await widget.question.fill(text);
  await widget.send.click();
  await expect(widget.dialog).toContainText("we can reach you at mara.astrom@example.org");
  const { id } = await site.agent.theOne(text);
  expect((await site.agent.detail(id)).visitor).toMatchObject({ ...MARA, verified: true });
  // Nothing of it stays in the browser.
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
  expect(kept).not.toContain("mara.astrom");

  const team = await somebody();
  const inbox = new Inbox(team);
  await inbox.enter(site.signIn);
  await inbox.row(text).click();
  const verified = team.getByText("verified", { exact: true });
  await expect(verified).toBeVisible();
  await expect(verified).toHaveAttribute("title", /has signed/);
});

test("a wrong signature loses nothing, and the console says so once", async ({ page, context, site, watch }) => {
  watch.expect(/askhours\.identify\(\)/);
  const warnings: string[] = [];
  context.on("console", message => message.type() == "warning" && warnings.push(message.text()));
  await embed(context, site);
  await call(context, ["identify", { ...(await sign(site)), signature: "00" }]);
  await page.goto("/en/");
  const widget = new Widget(page);
  for (const question of ["Who am I?", "And now?"]) {
    const text = unique(question);
    if (question == "Who am I?") await widget.open();
    else await widget.another.click();
    await widget.question.fill(text);
    await widget.send.click();
    await expect(widget.thanks).toBeVisible();
    const { id } = await site.agent.theOne(text);
    expect((await site.agent.detail(id)).visitor).toMatchObject({ ...MARA, verified: false });
  }
  expect(warnings).toHaveLength(1);
});

test("what the edge does not take of an identity, the form asks for", async ({ page, context, watch }) => {
  watch.expect(status(422), /askhours\.identify\(\)/);
  const site = await makeSite({ ask_for: { name: "required", email: "optional", phone: "hidden" } });
  await embed(context, site);
  await call(context, ["identify", { name: "", email: "mara@example.org", signature: "00" }]);
  await page.goto("/en/");
  const widget = new Widget(page);
  await widget.open();
  await expect(name(widget)).toBeHidden();
  const text = unique("What is missing?");
  await widget.question.fill(text);
  await widget.send.click();
  await expect(name(widget)).toBeFocused();
  await expect(name(widget)).toHaveAccessibleDescription(/Please fill this in/);
  await name(widget).fill("Mara");
  await widget.send.click();
  await expect(widget.thanks).toBeVisible();
  const { id } = await site.agent.theOne(text);
  expect((await site.agent.detail(id)).visitor).toMatchObject({ name: "Mara", email: "mara@example.org" });
});

test("who signs in while the form is open keeps what was typed", async ({ page, context, site }) => {
  await embed(context, site);
  const identity = await sign(site);
  await page.goto("/en/");
  const widget = new Widget(page);
  await widget.open();
  const text = unique("Who was it that asked?");
  await widget.question.fill(text);
  await email(widget).fill("not yet an addr");
  await push(page, "identify", identity);
  // The field in which the visitor types does not go from under the fingers.
  await expect(email(widget)).toBeFocused();
  await widget.question.focus();
  await expect(widget.dialog).toContainText("You are asking as");
  await expect(widget.question).toHaveValue(text);
  // Signed out, and in again.
  await push(page, "identify", { email: "", signature: "" });
  await expect(email(widget)).toHaveValue("not yet an addr");
  await push(page, "identify", identity);
  await expect(email(widget)).toBeHidden();
  await widget.send.click();
  await expect(widget.thanks).toBeVisible();
  const { id } = await site.agent.theOne(text);
  expect((await site.agent.detail(id)).visitor).toMatchObject({ ...MARA, verified: true });
});

test("a page fills what is empty, and never what a visitor has written", async ({ page, context }) => {
  const topics = [
    { id: "tickets", label: { en: "Tickets" } },
    { id: "lost", label: { en: "Lost property" } },
  ];
  const site = await makeSite({ topics });
  await embed(context, site);
  await page.goto("/en/");
  const widget = new Widget(page);
  await expect(widget.launcher).toBeVisible();
  await push(page, "ask", { text: "About the night train:", topic: "tickets" });
  await expect(widget.question).toHaveValue("About the night train:");
  await expect(widget.question).toBeFocused();
  await expect(widget.topic).toHaveValue("tickets");
  await push(page, "ask", { text: "About the ferry:", topic: "unheard-of" });
  await expect(widget.question).toHaveValue("About the ferry:");
  await expect(widget.topic).toHaveValue("tickets");

  const text = unique("About the ferry: does it run on Sundays?");
  await widget.question.fill(text);
  await widget.topic.selectOption("lost");
  await page.keyboard.press("Escape");
  await expect(widget.dialog).toBeHidden();
  await push(page, "ask", { text: "About the night train:", topic: "tickets" });
  await expect(widget.question).toHaveValue(text);
  await expect(widget.topic).toHaveValue("lost");
  await widget.send.click();
  await expect(widget.thanks).toBeVisible();
  // From a conversation it leads to another question.
  await widget.message.fill("One more thing");
  await push(page, "ask", { text: "About the night train:" });
  await expect(widget.question).toHaveValue("About the night train:");
  await widget.element.getByRole("button", { name: /^Your conversation/ }).click();
  await expect(widget.message).toHaveValue("One more thing");
});

test("the page is told of a question and of each answer once", async ({ page, context, site, somebody }) => {
  await context.addInitScript(() => {
    const told: unknown[] = [];
    Object.assign(window, { told });
    for (const type of ["question", "answer"]) {
      addEventListener(`askhours:${type}`, event => {
        const { target, detail } = event as CustomEvent;
        told.push([type, (target as Element).localName, detail.site, detail.conversation, detail.name]);
      });
    }
  });
  const told = () => page.evaluate(() => (window as unknown as { told: unknown[] }).told);
  await embed(context, site);
  await page.goto("/en/");
  const widget = new Widget(page);
  const text = unique("Will you tell?");
  await widget.ask(text);
  const { id } = await site.agent.theOne(text);
  const question = ["question", "ask-hours", site.id, id, undefined];
  const answer = ["answer", "ask-hours", site.id, id, "Mara Lindqvist"];
  await expect.poll(told).toEqual([question]);
  await site.agent.reply(id, "Once.");
  await expect.poll(told).toEqual([question, answer]);

  // What was told is not told again, neither by the closed widget of the next page nor by its panel.
  await page.goto("/en/company.html");
  await widget.open();
  await expect(widget.messages).toHaveCount(2);
  await page.goto("about:blank");
  await site.agent.reply(id, "Twice.");
  await page.goto("/en/lines.html");
  await expect(widget.launcher).toContainText("New answer");
  await expect.poll(told).toEqual([answer]);
  // Not opened, not seen: and yet told.
  await page.reload();
  await expect(widget.launcher).toContainText("New answer");
  expect(await told()).toEqual([]);
  await widget.open();
  await expect(widget.messages).toHaveCount(3);
  expect(await told()).toEqual([]);
  // Somebody else's page hears nothing of it.
  const other = await somebody();
  await embed(other.context(), site);
  await other.goto("/en/");
  await ask(site.id, { text: unique("Mine") });
  await expect(new Widget(other).launcher).toContainText("Ask a question");
});
