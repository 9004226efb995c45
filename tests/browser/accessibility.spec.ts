// axe finds nothing wrong in any view of widget, inbox and hosted page, in light and in dark.

import { ask } from "./support/edge";
import { expectAccessible } from "./support/axe";
import { EDGE } from "./support/environment";
import { Inbox } from "./support/inbox";
import { NORDWIND, embed } from "./support/sites";
import { expect, test, unique } from "./support/test";
import { status } from "./support/watch";
import { Widget } from "./support/widget";

const WIDGET = "ask-hours";
const PAGE = "html";

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme, reducedMotion: "reduce" });

    test("launcher, form and errors", async ({ page }) => {
      await page.goto("/en/");
      const widget = new Widget(page);
      await expect(widget.launcher).toBeVisible();
      await expectAccessible(page, WIDGET);
      await widget.open();
      await expectAccessible(page, WIDGET);
      await widget.send.click();
      await expect(widget.question).toHaveAttribute("aria-invalid", "true");
      await expectAccessible(page, WIDGET);
    });

    test("confirmation, conversation, what is unsent, erasing", async ({ page, context, site, watch }) => {
      watch.expect(/ERR_INTERNET_DISCONNECTED/);
      await embed(context, site);
      await page.goto("/de/");
      const widget = new Widget(page, "de");
      const text = unique("Ist der Zug barrierefrei?");
      await widget.ask(text);
      await expectAccessible(page, WIDGET);
      await site.agent.reply((await site.agent.theOne(text)).id, "Ja, alle Züge sind es.");
      await expect(widget.messages).toHaveCount(2);
      await expectAccessible(page, WIDGET);
      await widget.erase.click();
      await expect(widget.eraseForGood).toBeVisible();
      await expectAccessible(page, WIDGET);
      await widget.keep.click();
      await context.setOffline(true);
      await widget.message.fill("Auch der Fährzug?");
      await widget.send.click();
      await expect(widget.messages.nth(2)).toContainText("Nicht gesendet");
      await expectAccessible(page, WIDGET);
    });

    test("in the page", async ({ page }) => {
      await page.goto("/en/help.html");
      await expect(new Widget(page).question).toBeVisible();
      await expectAccessible(page, WIDGET);
    });

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

      test("panel, list and conversation", async ({ page, site, context }) => {
        await embed(context, site);
        await page.goto("/en/");
        const widget = new Widget(page);
        await widget.ask("Is this readable on a phone?");
        await expectAccessible(page, WIDGET);
        const inbox = new Inbox(page);
        await inbox.enter(site.signIn);
        await expect(inbox.rows).toHaveCount(1);
        await expectAccessible(page, PAGE);
        await inbox.rows.tap();
        await expect(inbox.entries).toHaveCount(1);
        await expectAccessible(page, PAGE);
      });
    });

    test("hosted page", async ({ page, watch }) => {
      watch.expect(status(422));
      await page.goto(`${EDGE}/nordwind`);
      await expectAccessible(page, PAGE);
      await page.getByRole("button", { name: "Send" }).click();
      await expect(page.getByRole("alert")).toBeVisible();
      await expectAccessible(page, PAGE);
      await page.getByRole("textbox", { name: "Your question" }).fill(unique("Is this page readable?"));
      await page.getByRole("button", { name: "Send" }).click();
      await expect(page.getByRole("heading", { name: "Thank you" })).toBeVisible();
      await expectAccessible(page, PAGE);
    });
  });
}
