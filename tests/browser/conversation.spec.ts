// The visitor's conversation: the promise, answers as they come, writing on, coming back, erasing.

import { Agent, erase, read } from "./support/edge";
import { SIGN_IN } from "./support/environment";
import { embed } from "./support/sites";
import { expect, test, unique } from "./support/test";
import { status } from "./support/watch";
import { Widget } from "./support/widget";

let agent: Agent;

test.beforeAll(async () => {
  agent = await Agent.signIn(SIGN_IN);
});

const PROMISE = /We answer (today by \d\d:\d\d|tomorrow by \d\d:\d\d|by \d\d:\d\d on .+)\./;

test("asking is confirmed with the promise, and read out", async ({ page }) => {
  const text = unique("Is platform 3 step-free?");
  await page.goto("/en/");
  const widget = new Widget(page);
  await widget.ask(text);
  await expect(widget.thanks).toBeFocused();
  await expect(widget.dialog).toContainText(PROMISE);
  await expect(widget.dialog).toContainText("You can leave this page and come back.");
  await expect(widget.messages).toHaveCount(1);
  await expect(widget.messages).toContainText(text);
  await expect(widget.messages).toContainText(/You wrote at \d\d:\d\d/);
});

test("the answer appears without a reload, and the visitor writes on", async ({ page }) => {
  const text = unique("Does the 14:07 wait for the ferry?");
  await page.goto("/en/");
  const widget = new Widget(page);
  await widget.ask(text);
  const { id } = await agent.theOne(text);
  await agent.reply(id, "Yes, for up to 40 minutes.");
  await expect(widget.messages).toHaveCount(2);
  await expect(widget.messages.nth(1)).toContainText("Yes, for up to 40 minutes.");
  await expect(widget.messages.nth(1)).toContainText(/Mara Lindqvist wrote at \d\d:\d\d/);
  await expect(widget.dialog.getByText("New answer from Mara Lindqvist")).toHaveAttribute("aria-live", "polite");
  await expect(widget.thanks).toBeHidden();

  await widget.message.fill("And if it is later than that?");
  await widget.send.click();
  await expect(widget.messages).toHaveCount(3);
  await expect(widget.messages.nth(2)).toContainText("And if it is later than that?");
  await expect(widget.message).toHaveValue("");
  await expect(widget.message).toBeFocused();
  await expect(widget.dialog).toContainText("We have your question and will answer here.");
  const { summary, entries } = await agent.detail(id);
  expect(summary.state).toBe("waiting");
  expect(entries.map(entry => entry.kind)).toEqual(["visitor", "reply", "visitor"]);
});

test("notes of the team stay with the team", async ({ page }) => {
  const text = unique("May I complain about the heating?");
  await page.goto("/en/");
  const widget = new Widget(page);
  await widget.ask(text);
  const { id } = await agent.theOne(text);
  await agent.note(id, "Third complaint about car 12.");
  await agent.reply(id, "Of course. Which car was it?");
  await expect(widget.messages).toHaveCount(2);
  await expect(widget.dialog).not.toContainText("Third complaint");
});

test("an answer is marked on the launcher of the next page until it was seen", async ({ page }) => {
  const text = unique("Are dogs free?");
  await page.goto("/en/");
  const widget = new Widget(page);
  await widget.ask(text);
  const { id } = await agent.theOne(text);
  await page.goto("/en/company.html");
  await expect(widget.launcher).toContainText("Ask a question");
  await agent.reply(id, "Small ones are.");
  await page.goto("/en/lines.html");
  await expect(widget.launcher).toContainText("New answer");
  await widget.open();
  await expect(widget.messages.nth(1)).toContainText("Small ones are.");
  await widget.close.click();
  await expect(widget.launcher).toContainText("Ask a question");
  await page.goto("/en/tickets.html", { waitUntil: "networkidle" });
  await expect(widget.launcher).toContainText("Ask a question");
});

test("an answer that comes while the panel is closed is marked at once", async ({ page }) => {
  const text = unique("Is the café open on Sundays?");
  await page.goto("/en/");
  const widget = new Widget(page);
  await widget.ask(text);
  await widget.close.click();
  await expect(widget.launcher).toContainText("Ask a question");
  await agent.reply((await agent.theOne(text)).id, "From nine.");
  await expect(widget.launcher).toContainText("New answer");
  await widget.open();
  await expect(widget.messages.nth(1)).toContainText("From nine.");
  await widget.close.click();
  await expect(widget.launcher).toContainText("Ask a question");
});

test("the conversation is there again after a reload and in another tab", async ({ page, context }) => {
  const text = unique("Can I break my journey?");
  await page.goto("/en/");
  const widget = new Widget(page);
  await widget.ask(text);
  await page.reload();
  await widget.open();
  await expect(widget.messages).toContainText([text]);
  await expect(widget.dialog).toContainText(PROMISE);
  const other = await context.newPage();
  await other.goto("/de/");
  const elsewhere = new Widget(other, "de");
  await elsewhere.open();
  await expect(elsewhere.messages).toContainText([text]);
  await agent.reply((await agent.theOne(text)).id, "Once, for up to two hours.");
  await expect(widget.messages).toHaveCount(2);
  await expect(elsewhere.messages).toHaveCount(2);
});

test("asking something else begins anew, with the way back", async ({ page }) => {
  const [first, second] = [unique("Do you take cash?"), unique("Do you take dogs?")];
  await page.goto("/en/");
  const widget = new Widget(page);
  await widget.ask(first);
  await widget.another.click();
  await expect(widget.question).toHaveValue("");
  await widget.dialog.getByRole("button", { name: "Your conversation with Nordwind" }).click();
  await expect(widget.messages).toContainText([first]);
  await widget.another.click();
  await widget.question.fill(second);
  await widget.send.click();
  await expect(widget.thanks).toBeVisible();
  await expect(widget.messages).toContainText([second]);
  const found = [await agent.theOne(first), await agent.theOne(second)];
  expect(found[0]!.id).not.toBe(found[1]!.id);
});

test("erasing asks first, and then erases for both sides", async ({ page }) => {
  const text = unique("I would rather not have asked this.");
  await page.goto("/en/");
  const widget = new Widget(page);
  await widget.ask(text);
  await widget.erase.click();
  await expect(widget.dialog).toContainText("Erase this conversation for good?");
  await widget.keep.click();
  await expect(widget.erase).toBeFocused();
  await expect(widget.messages).toHaveCount(1);
  await widget.erase.click();
  await widget.eraseForGood.click();
  await expect(widget.dialog).toContainText("The conversation is erased.");
  await expect(widget.question).toBeFocused();
  expect(await agent.find(text)).toEqual([]);
  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
  await page.reload();
  await widget.open();
  await expect(widget.question).toBeVisible();
});

test("a conversation that was erased elsewhere is not missed silently", async ({ page, watch }) => {
  watch.expect(status(404), /Unexpected response code: 404/);
  await page.goto("/en/");
  const widget = new Widget(page);
  await widget.ask(unique("Two browsers, one conversation?"));
  const kept = await page.evaluate(() => localStorage.getItem("askhours:nordwind:conversation"));
  const { id, secret } = JSON.parse(kept!) as { id: string; secret: string };
  await erase({ conversation: id, secret, promise: {} });
  await expect(widget.dialog).toContainText("This conversation no longer exists.");
  await expect(widget.question).toBeVisible();
  expect(await read(id, secret)).toBeUndefined();
});

test("a closed conversation says so, and writing on opens it again", async ({ page }) => {
  const text = unique("Was my rucksack found?");
  await page.goto("/en/");
  const widget = new Widget(page);
  await widget.ask(text);
  const { id } = await agent.theOne(text);
  await agent.reply(id, "Yes, it is in Kiel.");
  await agent.move(id, "closed");
  await expect(widget.dialog).toContainText("This conversation is closed.");
  await widget.message.fill("Thank you! Until when is it there?");
  await widget.send.click();
  await expect(widget.messages).toHaveCount(3);
  await expect(widget.dialog).not.toContainText("This conversation is closed.");
  expect((await agent.detail(id)).summary.state).toBe("waiting");
});

test("a visitor whose question is taken for spam does not learn it", async ({ page, context, site }) => {
  await embed(context, site);
  const text = unique("Buy my links!");
  await page.goto("/en/");
  const widget = new Widget(page);
  await widget.ask(text);
  await site.agent.move((await site.agent.theOne(text)).id, "spam");
  await page.reload();
  await widget.open();
  await expect(widget.messages).toHaveCount(1);
  await expect(widget.dialog).toContainText("We have your question and will answer here.");
});
