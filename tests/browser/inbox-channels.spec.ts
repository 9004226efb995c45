// The channels' page: how each channel does, pausing and testing it, sending again; and in a conversation
// where it went and where its messages came from.

import { expectAccessible } from "./support/axe";
import { Channels, stageChannels } from "./support/channels";
import { ask, read } from "./support/edge";
import { EDGE } from "./support/environment";
import { Inbox } from "./support/inbox";
import { Receiver, answer, forwardTo } from "./support/receiver";
import { expect, test as base } from "./support/test";
import { NO_CONNECTION } from "./support/watch";

const test = base.extend<{ receiver: Receiver }>({
  receiver: async ({}, use) => {
    const receiver = await Receiver.start();
    await use(receiver);
    receiver.stop();
  },
});

test("by keyboard: a paused channel waits, a resumed one goes on", async ({ page, site, receiver }) => {
  await forwardTo(site, { desk: receiver.url });
  const channels = new Channels(page);
  await channels.inbox.enter(site.signIn);
  await channels.link.focus();
  await page.keyboard.press("Enter");
  await expect(channels.heading).toBeFocused();
  await expect(channels.channel("desk")).toContainText("Ready. Nothing has been sent yet.");
  await expect(channels.channel("desk")).toContainText("Webhook");
  await expect(channels.fact("desk", "Last delivered")).toHaveText("Never");

  // The address, its copy, pausing.
  for (const control of [channels.channel("desk").getByRole("textbox"), channels.button("desk", "Copy"), channels.button("desk", "Pause")]) {
    await page.keyboard.press("Tab");
    await expect(control).toBeFocused();
  }
  await page.keyboard.press("Enter");
  await expect(channels.channel("desk")).toContainText("Paused by Mara Lindqvist, just now. Whatever is for it waits here.");
  await expect(channels.told("desk is paused.")).toBeAttached();
  await expect(channels.button("desk", "Resume")).toBeFocused();

  await ask(site.id, { text: "Is anybody at the desk?" });
  await expect(channels.fact("desk", "Queue")).toHaveText("1 message is waiting");
  await expect(channels.fact("desk", "Oldest waiting")).toHaveText("just now");
  await expect(channels.main.getByRole("listitem").filter({ hasText: "desk · Message from the visitor" })).toContainText("Waiting to be sent");
  expect(receiver.ids).toEqual([]);

  await page.keyboard.press("Enter");
  await expect(channels.channel("desk")).toContainText("Works");
  await expect(channels.fact("desk", "Queue")).toHaveText("Empty");
  await expect(channels.fact("desk", "Last delivered")).toHaveText("just now");
  await expect(channels.main).toContainText("Everything has arrived. Nothing is waiting.");
  await expect(channels.told("desk goes on.")).toBeAttached();
  await expect(channels.button("desk", "Pause")).toBeFocused();
  expect(receiver.ids).toHaveLength(1);
});

test("a test question says what came of it", async ({ page, site, receiver }) => {
  await forwardTo(site, { desk: receiver.url });
  const channels = new Channels(page);
  await channels.enter(site.signIn);
  const send = channels.button("desk", "Send a test question");
  await send.click();
  await expect(channels.channel("desk")).toContainText("The test question has arrived.");
  await expect(channels.told("The test question has arrived.")).toBeAttached();
  expect(receiver.ids).toHaveLength(1);
  receiver.status = 401;
  await send.click();
  const refused = "The test question has not arrived. The channel did not accept our credentials (status 401).";
  await expect(channels.channel("desk")).toContainText(refused);
  await expect(channels.channel("desk")).not.toContainText("The test question has arrived.");
  await expect(channels.told(refused)).toBeAttached();
  await expect(channels.channel("desk")).toContainText("Does not work at the moment.");
  await expect(channels.fact("desk", "Last error")).toContainText("just now: The channel did not accept our credentials");
  await expect(send).toBeFocused();
  // Nobody asked anything.
  await expect(channels.inbox.list).toContainText("Nobody is waiting.");
});

test("a test question that does not leave the browser is told too", async ({ page, site, context, watch }) => {
  watch.expect(NO_CONNECTION);
  await forwardTo(site, { desk: "http://127.0.0.1:9/" });
  const channels = new Channels(page);
  await channels.enter(site.signIn);
  await expect(channels.channel("desk")).toBeVisible();
  await context.setOffline(true);
  await channels.button("desk", "Send a test question").click();
  await expect(channels.channel("desk")).toContainText("That did not work. Please try again.");
  await context.setOffline(false);
});

test("what was given up is sent again, one by one or all", async ({ page, site, receiver }) => {
  await forwardTo(site, { desk: receiver.url });
  receiver.status = 413;
  for (const text of ["First", "Second", "Third"]) await ask(site.id, { text });
  const channels = new Channels(page);
  await channels.enter(site.signIn);
  await expect(channels.channel("desk")).toContainText("3 messages could not be delivered");
  await expect(channels.link).toHaveAccessibleName("Channels 3 messages could not be delivered");
  receiver.status = 204;
  await channels.main.getByRole("button", { name: "Send again" }).first().focus();
  await page.keyboard.press("Enter");
  await expect(channels.channel("desk")).toContainText("2 messages could not be delivered");
  // What had the focus has gone with its delivery.
  await expect(channels.heading).toBeFocused();
  await channels.retryAll.click();
  await expect(channels.main).toContainText("Everything has arrived. Nothing is waiting.");
  await expect(channels.retryAll).toHaveCount(0);
  await expect(channels.heading).toBeFocused();
  await expect(channels.channel("desk")).toContainText("Works");
  await expect(channels.link).toHaveAccessibleName("Channels");
});

test("two agents see at once what one of them does", async ({ page, site, somebody, receiver }) => {
  await forwardTo(site, { desk: receiver.url });
  const mine = new Channels(page);
  await mine.enter(site.signIn);
  const theirs = new Channels(await somebody());
  await theirs.enter(site.signIn);
  await mine.button("desk", "Pause").click();
  await expect(theirs.channel("desk")).toContainText("Paused by Mara Lindqvist");
  await theirs.button("desk", "Resume").click();
  await expect(mine.button("desk", "Pause")).toBeVisible();
});

test("the address is copied", async ({ page, site, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: EDGE });
  await forwardTo(site, { desk: "http://127.0.0.1:9/" });
  const channels = new Channels(page);
  await channels.enter(site.signIn);
  const address = `${EDGE}/v1/sites/${site.id}/channels/desk/events`;
  await expect(channels.channel("desk").getByLabel("Enter this address in the service")).toHaveValue(address);
  await channels.button("desk", "Copy").click();
  await expect(channels.button("desk", "Copied")).toBeVisible();
  await expect(channels.told("Copied")).toBeAttached();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(address);
  await expect(channels.button("desk", "Copy")).toHaveText("Copy");
});

test("the address is selected where copying is not allowed", async ({ page, site }) => {
  await page.addInitScript(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
  await forwardTo(site, { desk: "http://127.0.0.1:9/" });
  const channels = new Channels(page);
  await channels.enter(site.signIn);
  await channels.button("desk", "Copy").click();
  await expect(channels.channel("desk").getByRole("textbox")).toBeFocused();
  expect(await page.evaluate(() => String(getSelection()))).toContain("/channels/desk/events");
  await expect(channels.told("The address is selected.")).toBeAttached();
});

test("a conversation tells where it went, and where its messages came from", async ({ page, site, receiver }) => {
  const other = await Receiver.start();
  try {
    await forwardTo(site, { desk: receiver.url, night: other.url });
    other.status = 413;
    const asked = await ask(site.id, { text: "Where does this go?" });
    await expect.poll(() => receiver.bodies.length).toBe(1);
    await answer(site, "desk", asked.conversation, "Jonas", "To the desk.");
    await expect.poll(async () => (await read(asked.conversation, asked.secret))?.messages.length).toBe(2);
    const inbox = new Inbox(page);
    await inbox.enter(site.signIn);
    await inbox.tab("Answered").click();
    await inbox.row("To the desk.").click();
    await expect(page.getByRole("region", { name: "Messages" })).toContainText("via desk");
    const details = page.getByRole("complementary", { name: "Details" });
    await expect(details.getByRole("heading", { name: "desk" })).toBeVisible();
    await expect(details).toContainText("Not delivered: The message is larger than the channel takes (status 413).");
    await details.getByText("Delivered: 1", { exact: true }).click();
    await expect(details).toContainText("Message from the visitor");
    // Something comes, and what is read stays unfolded.
    other.status = 204;
    await details.getByRole("button", { name: "Send again" }).first().click();
    await expect(details.getByRole("button", { name: "Send again" })).toHaveCount(1);
    await expect(details.getByRole("group").first()).toHaveAttribute("open");
    await expect(details.getByText("Message from the visitor").first()).toBeVisible();
  } finally {
    other.stop();
  }
});

test("what an e-mail quotes is folded", async ({ page, site }) => {
  await ask(site.id, { text: "Thanks, that helped." });
  await page.route(/\/v1\/inbox\/conversations\/[^/?]+$/, async route => {
    const response = await route.fetch();
    const json = await response.json();
    Object.assign(json.entries[0], { channel: "mail", quoted: "> You are welcome.\n> <b>Mara</b>" });
    await route.fulfill({ response, json });
  });
  const inbox = new Inbox(page);
  await inbox.enter(site.signIn);
  await inbox.row("Thanks, that helped.").click();
  const messages = page.getByRole("region", { name: "Messages" });
  await expect(messages).toContainText("via mail");
  await expect(messages.getByText("You are welcome.")).toBeHidden();
  await messages.getByText("Quoted text").focus();
  await page.keyboard.press("Enter");
  await expect(messages.getByText("<b>Mara</b>")).toBeVisible();
  await expectAccessible(page, "html");
});

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme, reducedMotion: "reduce" });

    test("every state is readable", async ({ page, site }) => {
      await stageChannels(page);
      const channels = new Channels(page);
      await channels.enter(site.signIn);
      for (const [id, text] of [
        ["support", "Works"],
        ["tickets", "Does not work at the moment."],
        ["tickets", "(status 401). Check the channel’s secrets. The service says: “Invalid access token”"],
        ["duty", "Paused by Mara Lindqvist, 50 min ago."],
        ["duty", "E-mail"],
        ["duty", "Only by topic or rule"],
        ["railway-room", /Rests until (tomorrow, )?\d\d:\d\d, because its service has asked for it\./],
        ["press", "Switched off. The channel wants no more messages (status 410)."],
        ["own-program", "Ready. Nothing has been sent yet."],
      ] as const) {
        await expect(channels.channel(id)).toContainText(text);
      }
      await expect(channels.main).toContainText("tickets · Answer by the team");
      await expect(channels.main).toContainText("duty · Confirmation to the visitor");
      await expectAccessible(page, "html");
    });

    test.describe("on a phone", () => {
      test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

      test("every state fits", async ({ page, site }) => {
        await stageChannels(page);
        const channels = new Channels(page);
        await channels.inbox.enter(site.signIn);
        await channels.link.tap();
        await expect(channels.channel("own-program")).toBeVisible();
        await expect(channels.inbox.list).toBeHidden();
        expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
        for (const control of await channels.main.getByRole("button").all()) {
          expect((await control.boundingBox())!.height).toBeGreaterThanOrEqual(44);
        }
        await expectAccessible(page, "html");
        await channels.inbox.back.tap();
        await expect(channels.inbox.list).toBeVisible();
      });
    });
  });
}
