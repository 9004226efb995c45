// axe finds nothing wrong in any view of the inbox, in light and in dark. For widget and hosted page, states.spec.ts asks it.

import { ask } from "./support/edge";
import { expectAccessible } from "./support/axe";
import { EDGE } from "./support/environment";
import { Inbox } from "./support/inbox";
import { NORDWIND } from "./support/sites";
import { expect, test } from "./support/test";
import { status } from "./support/watch";

const PAGE = "html";

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme, reducedMotion: "reduce" });

    test("sign-in", async ({ page, watch }) => {
      watch.expect(status(401));
      const inbox = new Inbox(page);
      await page.goto(`${EDGE}/inbox`);
      await expect(inbox.key).toBeVisible();
      await expectAccessible(page, PAGE);
      await inbox.key.fill(`${NORDWIND}.mara.wrong`);
      await inbox.signIn.click();
      await expect(page.getByRole("alert")).toBeVisible();
      await expectAccessible(page, PAGE);
    });

    test("list, conversation, help and deliveries", async ({ page, site }) => {
      const inbox = new Inbox(page);
      await inbox.enter(site.signIn);
      await expect(inbox.list).toContainText("Nobody is waiting.");
      await expectAccessible(page, PAGE);
      const { conversation } = await ask(site.id, { text: "Is this list readable?", name: "Ida", email: "ida@example.org" });
      await ask(site.id, { text: "And this row?" });
      await site.agent.reply(conversation, "We hope so.");
      await site.agent.note(conversation, "Asked for the third time.");
      await site.agent.assign(conversation, "jonas");
      await expect(inbox.row("And this row?")).toBeVisible();
      await inbox.tab("Answered").click();
      await inbox.row("We hope so.").click();
      await expect(inbox.entries).toHaveCount(3);
      await expectAccessible(page, PAGE);
      await page.keyboard.press("n");
      await expect(inbox.note).toBeFocused();
      await expectAccessible(page, PAGE);
      await page.getByRole("button", { name: "Keyboard" }).click();
      await expect(page.getByRole("dialog", { name: "Keyboard" })).toBeVisible();
      await expectAccessible(page, PAGE);
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: /^Channels/ }).click();
      await expect(page.getByText("Questions are not forwarded.")).toBeVisible();
      await expectAccessible(page, PAGE);
    });

    test.describe("on a phone", () => {
      test.use({ viewport: { width: 390, height: 780 }, hasTouch: true, isMobile: true });

      test("list and conversation", async ({ page, site }) => {
        await ask(site.id, { text: "Is this readable on a phone?" });
        const inbox = new Inbox(page);
        await inbox.enter(site.signIn);
        await expect(inbox.rows).toHaveCount(1);
        await expectAccessible(page, PAGE);
        await inbox.rows.tap();
        await expect(inbox.entries).toHaveCount(1);
        await expectAccessible(page, PAGE);
      });
    });
  });
}
