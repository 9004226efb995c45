// The list: who waits longest first, what comes in by itself, searching, turning pages.

import { admin, ask, erase, writeOn } from "./support/edge";
import { Inbox } from "./support/inbox";
import { makeSite } from "./support/sites";
import { expect, test } from "./support/test";

test("an empty inbox says that all is done", async ({ page, site }) => {
  const inbox = new Inbox(page);
  await inbox.enter(site.signIn);
  await expect(inbox.list).toContainText("Nobody is waiting. All done.");
  await expect(page.getByText("Choose a conversation from the list.")).toBeVisible();
  await expect(page).toHaveTitle("Inbox – Nordwind");
  for (const [tab, text] of [["Answered", "answered appear here"], ["Closed", "No conversation has been closed"], ["Spam", "No spam."]] as const) {
    await inbox.tab(tab).click();
    await expect(inbox.list).toContainText(text);
  }
});

test("waiting conversations stand by their promise, not by their age", async ({ page }) => {
  const site = await makeSite({ reply_target: "5h" });
  await ask(site.id, { text: "Asked first, promised late.", name: "Ida" });
  const configuration = await admin<object>("GET", `/v1/admin/sites/${site.id}`);
  await admin("PUT", `/v1/admin/sites/${site.id}`, { ...configuration, reply_target: "30min" });
  await ask(site.id, { text: "Asked later, promised soon." });
  const inbox = new Inbox(page);
  await inbox.enter(site.signIn);
  await expect(inbox.rows).toHaveCount(2);
  await expect(inbox.rows.nth(0)).toContainText("Asked later, promised soon.");
  await expect(inbox.rows.nth(0)).toContainText("Visitor");
  await expect(inbox.rows.nth(0)).toContainText(/Due in (29|30) minutes/);
  await expect(inbox.rows.nth(1)).toContainText("Ida");
  await expect(inbox.rows.nth(1)).toContainText(/Due in [45] hours/);
});

test("a new question appears by itself, and the title and the icon count it", async ({ page, site }) => {
  const inbox = new Inbox(page);
  await inbox.enter(site.signIn);
  await expect(inbox.list).toContainText("Nobody is waiting.");
  const icon = page.locator("link[rel=icon]");
  const before = await icon.getAttribute("href");
  await ask(site.id, { text: "Is anybody there?", name: "Ida" });
  await expect(inbox.row("Is anybody there?")).toBeVisible();
  await expect(page).toHaveTitle("(1) Inbox – Nordwind");
  await expect(icon).not.toHaveAttribute("href", before!);
  await expect(page.getByRole("status").filter({ hasText: "New question from Ida" })).toBeAttached();
  await expect(inbox.tab("Waiting")).toContainText("1");
  const second = await ask(site.id, { text: "And now?" });
  await expect(page).toHaveTitle("(2) Inbox – Nordwind");
  await erase(second);
  await expect(page).toHaveTitle("(1) Inbox – Nordwind");
  await expect(inbox.row("And now?")).toHaveCount(0);
});

test("a visitor who writes on waits again", async ({ page, site }) => {
  const asked = await ask(site.id, { text: "Which platform?", name: "Ida" });
  await site.agent.reply(asked.conversation, "Platform 3.");
  const inbox = new Inbox(page);
  await inbox.enter(site.signIn);
  await expect(inbox.list).toContainText("Nobody is waiting.");
  await writeOn(asked, "It says 4 on the board?");
  await expect(inbox.row("It says 4 on the board?")).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: "New message from Ida" })).toBeAttached();
});

test("a search finds in all lists, and leads back", async ({ page, site }) => {
  const { conversation } = await ask(site.id, { text: "Where is the lost umbrella?", name: "Ida Möller" });
  await ask(site.id, { text: "When does the train leave?" });
  await site.agent.reply(conversation, "In Kiel, behind the counter.");
  const inbox = new Inbox(page);
  await inbox.enter(site.signIn);
  await expect(inbox.rows).toHaveCount(1);
  await inbox.search.fill("umbrella");
  await expect(inbox.list).toContainText("Search results in all lists");
  await expect(inbox.rows).toHaveCount(1);
  // The row tells the latest message and the state, which no list says now.
  await expect(inbox.rows).toContainText("behind the counter");
  await expect(inbox.rows).toContainText("Answered");
  await inbox.search.fill("Möller");
  await expect(inbox.rows).toContainText(["Ida Möller"]);
  await inbox.search.fill("zeppelin");
  await expect(inbox.list).toContainText("Nothing found for “zeppelin”.");
  await inbox.search.press("Escape");
  await expect(inbox.search).toHaveValue("");
  await expect(inbox.row("When does the train leave?")).toBeVisible();
});

test("the keyboard moves through the list and opens, and Escape leads back to the row", async ({ page, site }) => {
  for (const text of ["first", "second", "third"]) await ask(site.id, { text: `The ${text} question` });
  const inbox = new Inbox(page);
  await inbox.enter(site.signIn);
  await expect(inbox.rows).toHaveCount(3);
  await page.keyboard.press("j");
  await expect(inbox.rows.nth(0)).toBeFocused();
  await page.keyboard.press("j");
  await expect(inbox.rows.nth(1)).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(inbox.rows.nth(2)).toBeFocused();
  await page.keyboard.press("k");
  await expect(inbox.rows.nth(1)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(inbox.entries).toHaveText(["The second question"]);
  await expect(inbox.heading).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(inbox.entries).toHaveCount(0);
  await expect(inbox.rows.nth(1)).toBeFocused();
  await page.keyboard.press("/");
  await expect(inbox.search).toBeFocused();
  await page.keyboard.type("jk");
  await expect(inbox.search).toHaveValue("jk");
  await page.keyboard.press("Escape");
  await page.keyboard.press("2");
  await expect(inbox.tab("Answered")).toHaveAttribute("aria-current", "page");
  await page.keyboard.press("1");
  await expect(inbox.tab("Waiting")).toHaveAttribute("aria-current", "page");
});

test("the help names the keys, and can switch single keys off", async ({ page, site }) => {
  await ask(site.id, { text: "The only question" });
  const inbox = new Inbox(page);
  await inbox.enter(site.signIn);
  await expect(inbox.rows).toHaveCount(1);
  await page.keyboard.press("?");
  const help = page.getByRole("dialog", { name: "Keyboard" });
  await expect(help).toContainText("Next conversation");
  await help.getByRole("checkbox", { name: "Single keys act as shortcuts" }).uncheck();
  await help.getByRole("button", { name: "Got it" }).click();
  await expect(help).toBeHidden();
  await page.keyboard.press("j");
  await page.keyboard.press("?");
  await expect(help).toBeHidden();
  await expect(inbox.rows.first()).not.toBeFocused();
  await page.reload();
  await expect(inbox.rows).toHaveCount(1);
  await page.keyboard.press("?");
  await expect(help).toBeHidden();
});

test("more than fifty come page by page, each once", async ({ page, site }) => {
  const texts = Array.from({ length: 53 }, (_, index) => `Question number ${index + 1}.`);
  for (const text of texts) await ask(site.id, { text });
  const inbox = new Inbox(page);
  await inbox.enter(site.signIn);
  await expect(inbox.rows).toHaveCount(50);
  await inbox.list.getByRole("button", { name: "Show more" }).click();
  await expect(inbox.rows).toHaveCount(53);
  await expect(inbox.rows).toContainText(texts);
  await expect(inbox.list.getByRole("button", { name: "Show more" })).toHaveCount(0);
  await expect(page).toHaveTitle("(53) Inbox – Nordwind");
});

test("the header tells the team whether it is open", async ({ page }) => {
  const always = await makeSite({ hours: "24/7" });
  const inbox = new Inbox(page);
  await inbox.enter(always.signIn);
  await expect(page.getByRole("banner").first()).toContainText("Open");
  await expect(page.getByRole("banner").first()).toContainText("Nordwind");
});
