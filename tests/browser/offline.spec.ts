// Lost connections: what was sent is kept, told, and sent exactly once.

import type { Page, Route, WebSocketRoute } from "@playwright/test";
import { Agent } from "./support/edge";
import { EDGE, SIGN_IN } from "./support/environment";
import { expect, test, unique } from "./support/test";
import { NO_CONNECTION } from "./support/watch";
import { Widget } from "./support/widget";

const QUESTIONS = `${EDGE}/v1/sites/nordwind/questions`;

let agent: Agent;

test.beforeAll(async () => {
  agent = await Agent.signIn(SIGN_IN);
});

test.beforeEach(({ watch }) => watch.expect(NO_CONNECTION));

/** Lets each attempt to post somewhere be treated by itself, and notes the idempotency keys. */
async function attempts(page: Page, url: string, treat: (route: Route, attempt: number) => Promise<void>) {
  const keys: (string | null)[] = [];
  await page.route(url, async route => {
    if (route.request().method() != "POST") return route.continue();
    keys.push(await route.request().headerValue("idempotency-key"));
    await treat(route, keys.length);
  });
  return keys;
}

test("a question that is sent offline is kept, told, and sent once when the connection returns", async ({ page, context }) => {
  const text = unique("Is there a signal on the ferry?");
  await page.goto("/en/");
  const widget = new Widget(page);
  await widget.open();
  await widget.question.fill(text);
  await context.setOffline(true);
  await widget.send.click();
  await expect(widget.dialog).toContainText("You are offline. Your question is kept and sent when the connection returns.");
  await expect(widget.question).toHaveValue(text);
  await expect(widget.question).toBeDisabled();
  expect(await agent.find(text)).toEqual([]);
  await context.setOffline(false);
  await expect(widget.thanks).toBeVisible();
  await agent.theOne(text);
});

test("a message that is sent offline waits in its place", async ({ page, context }) => {
  const text = unique("Which car has sockets?");
  await page.goto("/en/");
  const widget = new Widget(page);
  await widget.ask(text);
  const { id } = await agent.theOne(text);
  await context.setOffline(true);
  await widget.message.fill("One with a table, please.");
  await widget.send.click();
  await widget.message.fill("And a window.");
  await widget.send.click();
  await expect(widget.messages).toHaveCount(3);
  await expect(widget.messages.nth(1)).toContainText("Not sent");
  await expect(widget.dialog).toContainText("Your message is kept and sent when the connection returns.");
  await context.setOffline(false);
  await expect(widget.messages.nth(2)).not.toContainText(/Not sent|Sending/);
  await expect(widget.messages.nth(1)).not.toContainText(/Not sent|Sending/);
  const { entries } = await agent.detail(id);
  expect(entries.map(entry => entry.text)).toEqual([text, "One with a table, please.", "And a window."]);
  await expect(widget.messages).toHaveCount(3);
});

test("a question whose answer is lost goes again with its key, and is one question", async ({ page }) => {
  const keys = await attempts(page, QUESTIONS, async (route, attempt) => {
    if (attempt > 1) return route.continue();
    // It has reached the edge; the answer does not reach the visitor.
    await route.fetch();
    await route.abort("connectionreset");
  });
  const text = unique("Did you get this?");
  await page.goto("/en/");
  const widget = new Widget(page);
  await widget.open();
  await widget.question.fill(text);
  await widget.send.click();
  await expect(widget.thanks).toBeVisible();
  expect(keys).toHaveLength(2);
  expect(keys[1]).toBe(keys[0]);
  await agent.theOne(text);
});

test("a message whose answer is lost is one message", async ({ page }) => {
  const text = unique("Is the lift working?");
  await page.goto("/en/");
  const widget = new Widget(page);
  await widget.ask(text);
  const { id } = await agent.theOne(text);
  const keys = await attempts(page, `${EDGE}/v1/conversations/${id}/messages`, async (route, attempt) => {
    if (attempt > 1) return route.continue();
    await route.fetch();
    await route.abort("connectionreset");
  });
  await widget.message.fill("The one at platform 3.");
  await widget.send.click();
  await expect.poll(() => keys.length).toBe(2);
  await expect(widget.messages.nth(1)).not.toContainText(/Not sent|Sending/);
  await expect(widget.messages).toHaveCount(2);
  expect(keys[1]).toBe(keys[0]);
  expect((await agent.detail(id)).entries).toHaveLength(2);
});

test("what waits survives a reload, and is sent from the next page without being opened", async ({ page }) => {
  const keys = await attempts(page, QUESTIONS, async route => {
    await route.fetch();
    await route.abort("connectionreset");
  });
  const text = unique("Does it survive a reload?");
  await page.goto("/en/");
  const widget = new Widget(page);
  await widget.open();
  await widget.question.fill(text);
  await widget.send.click();
  await expect(widget.dialog).toContainText("The connection is lost. Trying again…");
  await page.unroute(QUESTIONS);
  const again = page.waitForRequest(request => request.url() == QUESTIONS && request.method() == "POST");
  await page.goto("/en/tickets.html");
  expect(await (await again).headerValue("idempotency-key")).toBe(keys[0]);
  await widget.open();
  await expect(widget.messages).toContainText([text]);
  await agent.theOne(text);
});

test("a visitor who is impatient sends again by hand", async ({ page, context }) => {
  // The browser does not notice that the connection is back: only the edge was away.
  let away = true;
  const keys = await attempts(page, QUESTIONS, async route => (away ? route.abort() : route.continue()));
  const text = unique("Now?");
  await page.goto("/en/");
  const widget = new Widget(page);
  await widget.open();
  await widget.question.fill(text);
  await widget.send.click();
  await expect(widget.dialog).toContainText("The connection is lost. Trying again…");
  away = false;
  await widget.dialog.getByRole("button", { name: "Send again" }).click();
  await expect(widget.thanks).toBeVisible();
  expect(new Set(keys).size).toBe(1);
  await agent.theOne(text);
  expect(await context.cookies()).toEqual([]);
});

test("a dropped socket is opened again, and what came meanwhile is shown", async ({ page }) => {
  const sockets: WebSocketRoute[] = [];
  await page.routeWebSocket(/\/live$/, socket => {
    sockets.push(socket);
    socket.connectToServer();
  });
  const text = unique("Are you still there?");
  await page.goto("/en/");
  const widget = new Widget(page);
  await widget.ask(text);
  await expect.poll(() => sockets.length).toBe(1);
  await sockets[0]!.close({ code: 1012 });
  await agent.reply((await agent.theOne(text)).id, "We are.");
  await expect(widget.messages).toHaveCount(2);
  await expect(widget.messages.nth(1)).toContainText("We are.");
  await expect(widget.dialog).not.toContainText("The connection is lost");
  expect(sockets.length).toBeGreaterThan(1);
});
