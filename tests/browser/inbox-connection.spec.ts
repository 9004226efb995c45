// The inbox's live connection, and what the channels do with deliveries.

import type { WebSocketRoute } from "@playwright/test";
import { ask } from "./support/edge";
import { Inbox } from "./support/inbox";
import { Receiver, forwardTo } from "./support/receiver";
import { expect, test } from "./support/test";
import { NO_CONNECTION } from "./support/watch";

test("a dropped connection is told, and made good by itself", async ({ page, site, watch }) => {
  watch.expect(NO_CONNECTION);
  const sockets: WebSocketRoute[] = [];
  let away = false;
  await page.routeWebSocket(/\/live$/, socket => {
    sockets.push(socket);
    if (away) void socket.close({ code: 1013 });
    else socket.connectToServer();
  });
  const inbox = new Inbox(page);
  await inbox.enter(site.signIn);
  await expect.poll(() => sockets.length).toBe(1);
  away = true;
  await sockets[0]!.close({ code: 1012 });
  await expect(page.getByText("Connection lost. Trying again…")).toBeVisible();
  await ask(site.id, { text: "Asked in the dark" });
  away = false;
  await expect(inbox.row("Asked in the dark")).toBeVisible();
  await expect(page.getByText("Connection lost. Trying again…")).toBeHidden();
  await expect(page.getByRole("status").filter({ hasText: "Connected again." })).toBeAttached();
  // And it is live again.
  await ask(site.id, { text: "Asked in the light" });
  await expect(inbox.row("Asked in the light")).toBeVisible();
});

test("a browser that is offline keeps what is there, and catches up", async ({ page, site, context, watch }) => {
  watch.expect(NO_CONNECTION);
  await ask(site.id, { text: "Before" });
  const inbox = new Inbox(page);
  await inbox.enter(site.signIn);
  await inbox.row("Before").click();
  await expect(inbox.entries).toHaveCount(1);
  await context.setOffline(true);
  await inbox.reply.fill("Written in a tunnel");
  await inbox.reply.press("Control+Enter");
  await expect(inbox.reply).toHaveAccessibleDescription(/This was not sent/);
  await context.setOffline(false);
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(inbox.entries).toHaveText(["Before", "Written in a tunnel"]);
});

test("what a channel does not take is shown with its reason, and sent again by hand", async ({ page, site }) => {
  const receiver = await Receiver.start();
  try {
    receiver.status = 410;
    await forwardTo(site, { desk: receiver.url });
    const inbox = new Inbox(page);
    await inbox.enter(site.signIn);
    await ask(site.id, { text: "Is this forwarded?" });
    await page.getByRole("button", { name: /^Channels/ }).click();
    const main = page.getByRole("article");
    await expect(main).toContainText("Switched off. The channel wants no more messages (status 410).");
    await expect.poll(() => receiver.ids.length).toBe(1);
    receiver.status = 204;
    await main.getByRole("button", { name: "Send again" }).click();
    await expect(main).toContainText("Everything has arrived. Nothing is waiting.");
    await expect(main).toContainText("Works");
    expect(receiver.ids).toEqual([receiver.ids[0], receiver.ids[0]]);
    await inbox.row("Is this forwarded?").click();
    await expect(page.getByRole("complementary", { name: "Details" })).toContainText("Delivered");
  } finally {
    receiver.stop();
  }
});

test("a channel that cannot be reached is tried again by itself, and the inbox says when", async ({ page, site }) => {
  // Nothing listens on the discard port.
  await forwardTo(site, { desk: "http://127.0.0.1:9/" });
  await ask(site.id, { text: "Is anybody listening?" });
  const inbox = new Inbox(page);
  await inbox.enter(site.signIn);
  await inbox.row("Is anybody listening?").click();
  await expect(page.getByRole("complementary", { name: "Details" })).toContainText(
    /Next try at \d\d:\d\d: The channel could not be reached\./,
  );
});
