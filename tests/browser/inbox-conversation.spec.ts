// An open conversation: answering, notes, assigning, closing, and losing nothing that was written.

import { ask, erase, read, writeOn } from "./support/edge";
import { DEMO } from "./support/environment";
import { Inbox } from "./support/inbox";
import { expect, test } from "./support/test";
import { NO_CONNECTION, status } from "./support/watch";

test("Ctrl+Enter sends the reply, the visitor gets it, and the conversation is answered", async ({ page, site }) => {
  const asked = await ask(site.id, { text: "Is the lounge open?", name: "Ida" });
  const inbox = new Inbox(page);
  await inbox.enter(site.signIn);
  await inbox.row("Is the lounge open?").click();
  await page.keyboard.press("r");
  await expect(inbox.reply).toBeFocused();
  await page.keyboard.type("Yes, until ten.");
  await page.keyboard.press("Enter");
  await page.keyboard.type("Welcome!");
  await page.keyboard.press("Control+Enter");
  await expect(inbox.entries).toHaveText(["Is the lounge open?", "Yes, until ten.\nWelcome!"]);
  await expect(inbox.reply).toHaveValue("");
  await expect(page.getByRole("status").filter({ hasText: "Reply sent" })).toBeAttached();
  await expect(page).toHaveTitle("Inbox – Nordwind");
  await expect(inbox.tab("Answered")).toContainText("1");
  const seen = await read(asked.conversation, asked.secret);
  expect(seen?.messages.map(message => message.text)).toEqual(["Is the lounge open?", "Yes, until ten.\nWelcome!"]);
});

test("a note is the team's alone, and the conversation goes on waiting", async ({ page, site }) => {
  const asked = await ask(site.id, { text: "Why was I fined?" });
  const inbox = new Inbox(page);
  await inbox.enter(site.signIn);
  await inbox.row("Why was I fined?").click();
  await expect(inbox.heading).toBeFocused();
  await page.keyboard.press("n");
  await expect(inbox.note).toBeFocused();
  await inbox.note.fill("The ticket was valid. Refund it.");
  await page.getByRole("button", { name: "Add note" }).click();
  await expect(inbox.entries).toHaveText(["Why was I fined?", "The ticket was valid. Refund it."]);
  await expect(page.getByText("Internal note")).toBeVisible();
  await expect(page).toHaveTitle("(1) Inbox – Nordwind");
  expect((await read(asked.conversation, asked.secret))?.messages).toHaveLength(1);
});

test("what the visitor writes appears in the open conversation", async ({ page, site }) => {
  const asked = await ask(site.id, { text: "Is it raining in Kiel?" });
  const inbox = new Inbox(page);
  await inbox.enter(site.signIn);
  await inbox.row("Is it raining in Kiel?").click();
  await writeOn(asked, "I mean at the station.");
  await expect(inbox.entries).toHaveText(["Is it raining in Kiel?", "I mean at the station."]);
});

test("the details tell who asked, and from where", async ({ page, site }) => {
  await ask(site.id, { text: "Wann fährt der Zug?", name: "Ida Möller", email: "ida@example.org", page: `${DEMO}/de/lines.html?x=1`, locale: "de" });
  const inbox = new Inbox(page);
  await inbox.enter(site.signIn);
  await inbox.row("Wann fährt der Zug?").click();
  const details = page.getByRole("complementary", { name: "Details" });
  await expect(details).toContainText("Ida Möller");
  await expect(details.getByRole("link", { name: "ida@example.org" })).toHaveAttribute("href", /^mailto:ida/);
  await expect(details.getByRole("link", { name: "/de/lines.html" })).toHaveAttribute("href", `${DEMO}/de/lines.html`);
  await expect(details).toContainText("German");
  await expect(details).toContainText("Not given");
});

test("closing, reopening, spam and back", async ({ page, site }) => {
  const asked = await ask(site.id, { text: "Buy cheap tickets?" });
  const inbox = new Inbox(page);
  await inbox.enter(site.signIn);
  await inbox.row("Buy cheap tickets?").click();
  await inbox.action("Close").click();
  await expect(inbox.action("Reopen")).toBeVisible();
  await expect(inbox.list).toContainText("Nobody is waiting.");
  await inbox.tab("Closed").click();
  await expect(inbox.row("Buy cheap tickets?")).toBeVisible();
  await inbox.action("Reopen").click();
  await expect(inbox.list).toContainText("No conversation has been closed yet.");
  await inbox.action("Spam").click();
  await inbox.tab("Spam").click();
  await expect(inbox.row("Buy cheap tickets?")).toBeVisible();
  // An answer would tell its sender that somebody reads it.
  await expect(inbox.reply).toHaveCount(0);
  expect((await read(asked.conversation, asked.secret))?.state).toBe("waiting");
  await inbox.action("Not spam").click();
  await inbox.tab("Waiting").click();
  await expect(inbox.row("Buy cheap tickets?")).toBeVisible();
});

test("e closes and a assigns to me", async ({ page, site }) => {
  const { conversation } = await ask(site.id, { text: "Whose is this?" });
  const inbox = new Inbox(page);
  await inbox.enter(site.signIn);
  await inbox.row("Whose is this?").click();
  await expect(inbox.heading).toBeFocused();
  // Keys that change a conversation wait until it is there.
  await expect(inbox.reply).toBeVisible();
  await page.keyboard.press("a");
  await expect(page.getByRole("combobox", { name: "Assign" })).toHaveValue("mara");
  await expect(inbox.row("Whose is this?")).toContainText("Assigned to Mara Lindqvist");
  await page.getByRole("combobox", { name: "Assign" }).selectOption({ label: "Jonas Petersen" });
  await expect.poll(async () => (await site.agent.detail(conversation)).summary.assignee).toBe("jonas");
  await inbox.heading.focus();
  await page.keyboard.press("e");
  await expect(inbox.action("Reopen")).toBeVisible();
});

test("a draft is kept per conversation, over a reload, until it is sent", async ({ page, site }) => {
  await ask(site.id, { text: "The one" });
  await ask(site.id, { text: "The other" });
  const inbox = new Inbox(page);
  await inbox.enter(site.signIn);
  await inbox.row("The one").click();
  await inbox.reply.fill("Half an answer");
  await inbox.row("The other").click();
  await expect(inbox.entries).toHaveText(["The other"]);
  await expect(inbox.reply).toHaveValue("");
  await expect(inbox.row("The one")).toContainText("Draft");
  await inbox.row("The one").click();
  await expect(inbox.reply).toHaveValue("Half an answer");
  await page.reload();
  await expect(inbox.reply).toHaveValue("Half an answer");
  await page.getByRole("button", { name: "Send reply" }).click();
  await expect(inbox.entries).toHaveText(["The one", "Half an answer"]);
  await page.reload();
  await expect(inbox.entries).toHaveCount(2);
  await expect(inbox.reply).toHaveValue("");
});

test("signing out takes the drafts along", async ({ page, site, watch }) => {
  watch.expect(status(401));
  await ask(site.id, { text: "A shared computer?" });
  const inbox = new Inbox(page);
  await inbox.enter(site.signIn);
  await inbox.row("A shared computer?").click();
  await inbox.reply.fill("Secret thoughts");
  await inbox.signOut.click();
  await expect(inbox.key).toBeVisible();
  expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage }))).not.toContain("Secret thoughts");
});

test("nothing to send is told, and not sent", async ({ page, site }) => {
  await ask(site.id, { text: "Say nothing" });
  const inbox = new Inbox(page);
  await inbox.enter(site.signIn);
  await inbox.row("Say nothing").click();
  await page.getByRole("button", { name: "Send reply" }).click();
  await expect(inbox.reply).toHaveAccessibleDescription(/There is nothing to send yet/);
  await expect(inbox.entries).toHaveCount(1);
});

test("a reply that did not arrive is kept, and sent once by the next try", async ({ page, site, watch }) => {
  watch.expect(NO_CONNECTION);
  const asked = await ask(site.id, { text: "Did you answer?" });
  const inbox = new Inbox(page);
  await inbox.enter(site.signIn);
  await inbox.row("Did you answer?").click();
  const keys: (string | null)[] = [];
  await page.route(/\/replies$/, async route => {
    keys.push(await route.request().headerValue("idempotency-key"));
    if (keys.length > 1) return route.continue();
    // It has arrived, but nobody hears of it.
    await route.fetch();
    await route.abort("connectionreset");
  });
  await inbox.reply.fill("We did.");
  await page.getByRole("button", { name: "Send reply" }).click();
  await expect(inbox.reply).toHaveAccessibleDescription(/This was not sent. Your text is still here/);
  await expect(inbox.reply).toHaveValue("We did.");
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(inbox.reply).toHaveValue("");
  expect(keys[1]).toBe(keys[0]);
  expect((await read(asked.conversation, asked.secret))?.messages).toHaveLength(2);
});

test("a conversation that its visitor erases says so", async ({ page, site }) => {
  const asked = await ask(site.id, { text: "Forget me" });
  const inbox = new Inbox(page);
  await inbox.enter(site.signIn);
  await inbox.row("Forget me").click();
  await expect(inbox.entries).toHaveCount(1);
  await erase(asked);
  await expect(page.getByRole("alert")).toContainText("The visitor has erased this conversation.");
  await page.getByRole("article").getByRole("button", { name: "Back to the list" }).last().click();
  await expect(inbox.list).toContainText("Nobody is waiting.");
});

test("the browser's back button goes back", async ({ page, site }) => {
  await ask(site.id, { text: "One" });
  await ask(site.id, { text: "Two" });
  const inbox = new Inbox(page);
  await inbox.enter(site.signIn);
  await inbox.row("One").click();
  await expect(inbox.entries).toHaveText(["One"]);
  await inbox.row("Two").click();
  await expect(inbox.entries).toHaveText(["Two"]);
  await page.goBack();
  await expect(inbox.entries).toHaveText(["One"]);
  await page.goBack();
  await expect(page.getByText("Choose a conversation from the list.")).toBeVisible();
});

test("two agents see each other's work at once", async ({ page, site, somebody }) => {
  await ask(site.id, { text: "Who answers first?" });
  const inbox = new Inbox(page);
  await inbox.enter(site.signIn);
  const other = new Inbox(await somebody());
  await other.enter(site.signIn);
  await inbox.row("Who answers first?").click();
  await other.row("Who answers first?").click();
  await inbox.reply.fill("Me!");
  await inbox.reply.press("Control+Enter");
  await expect(other.entries).toHaveText(["Who answers first?", "Me!"]);
  await expect(other.list).toContainText("Nobody is waiting.");
});

test("markup is shown as it was written", async ({ page, site }) => {
  const text = "<img src=x onerror=alert(1)> <b>bold</b> javascript:alert(1)";
  await ask(site.id, { text, name: "<i>Ida</i>" });
  const inbox = new Inbox(page);
  await inbox.enter(site.signIn);
  await inbox.row("<i>Ida</i>").click();
  await expect(inbox.entries).toHaveText([text]);
  await expect(inbox.heading).toHaveText("<i>Ida</i>");
});
