// Coming to the inbox and leaving it: personal link, key, session, signing out.

import { admin, ask } from "./support/edge";
import { EDGE } from "./support/environment";
import { Inbox } from "./support/inbox";
import { mintKey } from "./support/sites";
import { expect, test } from "./support/test";
import { status } from "./support/watch";

// The inbox asks who is signed in, and hears that nobody is.
test.beforeEach(({ watch }) => watch.expect(status(401)));

test("the personal link signs in, and its key is gone from the address and the history", async ({ page, site, context }) => {
  const inbox = new Inbox(page);
  await inbox.enter(site.signIn);
  await expect(page.getByText("Signed in as Mara Lindqvist")).toBeAttached();
  expect(page.url()).toBe(`${EDGE}/inbox`);
  const [cookie] = await context.cookies();
  expect(cookie).toMatchObject({ name: "askhours_inbox", httpOnly: true, secure: true, sameSite: "Strict", path: "/" });
  expect(await page.evaluate(() => document.cookie)).toBe("");
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
  expect(kept).not.toContain(site.signIn.split("#")[1]!.slice(-20));
  // The session stays without the link.
  await page.reload();
  await expect(inbox.list).toBeVisible();
});

test("a wrong key is told, and the right one can be pasted, as the whole link too", async ({ page, site }) => {
  const inbox = new Inbox(page);
  await page.goto(`${EDGE}/inbox`);
  await expect(inbox.key).toBeFocused();
  await inbox.key.fill(`${site.id}.mara.wrong`);
  await inbox.signIn.click();
  await expect(page.getByRole("alert")).toContainText("This key is not valid, or no longer.");
  await expect(inbox.key).toHaveAccessibleDescription(/This key is not valid/);
  await inbox.key.fill("nonsense");
  await inbox.signIn.click();
  await expect(page.getByRole("alert")).toContainText("This key is not valid, or no longer.");
  await inbox.key.fill(site.signIn);
  await inbox.key.press("Enter");
  await expect(inbox.list).toBeVisible();
});

test("a link that is no longer valid leads to the form", async ({ page, site }) => {
  await mintKey(site.id, "mara");
  await page.goto(site.signIn);
  await expect(page.getByRole("alert")).toContainText("Please ask an owner of the site for a new one.");
  expect(page.url()).toBe(`${EDGE}/inbox`);
});

test("another personal link in the open inbox signs in anew", async ({ page, site }) => {
  await ask(site.id, { text: "Who reads this?" });
  const inbox = new Inbox(page);
  await inbox.enter(site.signIn);
  await inbox.row("Who reads this?").click();
  // The browser stays on the page: only what stands behind `#` is another.
  const link = await mintKey(site.id, "jonas");
  await page.evaluate(link => location.assign(link), `${page.url()}#${link.split("#")[1]}`);
  await expect(page.getByText("Signed in as Jonas Petersen")).toBeAttached();
  await expect(inbox.row("Who reads this?")).toBeVisible();
  expect(page.url()).not.toContain("#");
});

test("signing out ends the session", async ({ page, site, context }) => {
  const inbox = new Inbox(page);
  await inbox.enter(site.signIn);
  await inbox.signOut.click();
  await expect(page.getByRole("alert")).toContainText("You are signed out.");
  expect(await context.cookies()).toEqual([]);
  await page.reload();
  await expect(inbox.key).toBeVisible();
});

test("a key that is taken away ends the open inbox", async ({ page, site }) => {
  await ask(site.id, { text: "Seen by whom?" });
  const inbox = new Inbox(page);
  await inbox.enter(site.signIn);
  await expect(inbox.row("Seen by whom?")).toBeVisible();
  await admin("DELETE", `/v1/admin/sites/${site.id}/agents/mara/key`);
  await expect(page.getByRole("alert")).toContainText("You have been signed out. Please sign in again.");
  await expect(page.getByText("Seen by whom?")).toHaveCount(0);
});

test("a link to a conversation opens it, after signing in too", async ({ page, site }) => {
  const { conversation } = await ask(site.id, { text: "Where does the link lead?" });
  await ask(site.id, { text: "Not here." });
  const inbox = new Inbox(page);
  await page.goto(`${EDGE}/inbox?conversation=${conversation}`);
  await inbox.key.fill(site.signIn);
  await inbox.signIn.click();
  await expect(inbox.entries).toHaveText(["Where does the link lead?"]);
  await page.reload();
  await expect(inbox.entries).toHaveText(["Where does the link lead?"]);
});

test("an edge that is away is told, and tried again", async ({ page, site, watch }) => {
  watch.expect(/ERR_FAILED/);
  await page.route(`${EDGE}/v1/inbox/session`, route => route.abort());
  await page.goto(`${EDGE}/inbox`);
  await expect(page.getByText("The inbox could not be reached.")).toBeVisible();
  await page.unroute(`${EDGE}/v1/inbox/session`);
  await page.getByRole("button", { name: "Try again" }).click();
  const inbox = new Inbox(page);
  await inbox.key.fill(site.signIn);
  await inbox.signIn.click();
  await expect(inbox.list).toBeVisible();
});

test.describe("in German", () => {
  test.use({ locale: "de-DE" });

  test("the form speaks the browser's language, the inbox the site's", async ({ page, site }) => {
    const inbox = new Inbox(page);
    await page.goto(`${EDGE}/inbox`);
    await expect(page.getByRole("heading", { name: "Am Posteingang anmelden" })).toBeVisible();
    await expect(page.locator("html")).toHaveAttribute("lang", "de");
    await page.getByLabel("Ihr Schlüssel").fill(site.signIn);
    await page.getByRole("button", { name: "Anmelden" }).click();
    await expect(inbox.list).toBeVisible();
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
  });
});
