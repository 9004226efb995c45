// The whole journey, with nothing but the two browsers of two people: a visitor asks on the railway's
// page, an agent answers in the inbox, the visitor reads the answer where it was asked.

import { Inbox } from "./support/inbox";
import { embed } from "./support/sites";
import { expect, test } from "./support/test";
import { Widget } from "./support/widget";

test.use({ locale: "de-DE" });

test("a question is asked, answered and closed", async ({ page, context, somebody, site }) => {
  const desk = await somebody({ locale: "en-GB" });
  const inbox = new Inbox(desk);
  await inbox.enter(site.signIn);
  await expect(inbox.list).toContainText("Nobody is waiting.");

  await embed(context, site);
  await page.goto("/de/");
  const widget = new Widget(page, "de");
  await widget.open();
  await widget.question.fill("Wartet der Fährzug, wenn das Schiff Verspätung hat?");
  await widget.dialog.getByRole("textbox", { name: "Name" }).fill("Ida Möller");
  await widget.send.click();
  await expect(widget.thanks).toBeVisible();
  await expect(widget.dialog).toContainText(/Wir antworten (heute|morgen) bis \d\d:\d\d Uhr\./);

  await expect(desk).toHaveTitle("(1) Inbox – Nordwind");
  await inbox.row("Ida Möller").click();
  await expect(inbox.entries).toHaveText(["Wartet der Fährzug, wenn das Schiff Verspätung hat?"]);
  await inbox.reply.fill("Ja, bis zu 40 Minuten.");
  await inbox.reply.press("Control+Enter");
  await expect(desk).toHaveTitle("Inbox – Nordwind");

  await expect(widget.messages.nth(1)).toContainText("Ja, bis zu 40 Minuten.");
  await expect(widget.messages.nth(1)).toContainText("Mara Lindqvist schrieb um");
  await widget.message.fill("Wunderbar, danke!");
  await widget.send.click();

  await expect(inbox.entries).toHaveCount(3);
  await expect(inbox.entries.nth(2)).toHaveText("Wunderbar, danke!");
  await expect(desk).toHaveTitle("(1) Inbox – Nordwind");
  await inbox.action("Close").click();
  await expect(desk).toHaveTitle("Inbox – Nordwind");
  await expect(widget.dialog).toContainText("Dieses Gespräch ist abgeschlossen.");
});
