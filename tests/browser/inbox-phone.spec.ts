// The inbox on a phone: one pane at a time.

import { ask } from "./support/edge";
import { Inbox } from "./support/inbox";
import { expect, test } from "./support/test";

test.use({ viewport: { width: 390, height: 780 }, hasTouch: true, isMobile: true });

test("the list fills the window, a conversation takes its place, and back leads back", async ({ page, site }) => {
  await ask(site.id, { text: "Is the phone enough?", name: "Ida" });
  const inbox = new Inbox(page);
  await inbox.enter(site.signIn);
  const list = (await inbox.list.boundingBox())!;
  expect(list.width).toBeGreaterThan(370);
  await expect(inbox.heading).toBeHidden();
  await inbox.row("Is the phone enough?").tap();
  await expect(inbox.entries).toHaveText(["Is the phone enough?"]);
  await expect(inbox.list).toBeHidden();
  await inbox.reply.fill("It is.");
  await page.getByRole("button", { name: "Send reply" }).tap();
  await expect(inbox.entries).toHaveCount(2);
  await inbox.back.tap();
  await expect(inbox.list).toBeVisible();
  await expect(inbox.list).toContainText("Nobody is waiting.");
});

test("the details are one tap away", async ({ page, site }) => {
  await ask(site.id, { text: "Who am I?", name: "Ida Möller" });
  const inbox = new Inbox(page);
  await inbox.enter(site.signIn);
  await inbox.row("Who am I?").tap();
  const details = page.getByRole("complementary", { name: "Details" });
  await expect(details).toBeHidden();
  await page.getByRole("button", { name: "Details" }).tap();
  await expect(details).toContainText("Ida Möller");
});

test("nothing is wider than the window", async ({ page, site }) => {
  await ask(site.id, { text: "W".repeat(400), name: "N".repeat(90) });
  const inbox = new Inbox(page);
  const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
  await inbox.enter(site.signIn);
  await expect(inbox.rows).toHaveCount(1);
  expect(await fits()).toBe(true);
  await inbox.rows.first().tap();
  await expect(inbox.entries).toHaveCount(1);
  expect(await fits()).toBe(true);
  for (const entry of await inbox.entries.all()) {
    expect((await entry.boundingBox())!.width).toBeLessThanOrEqual(390);
  }
});
