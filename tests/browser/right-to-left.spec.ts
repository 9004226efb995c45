// In Arabic and Hebrew, all that is drawn is mirrored, and what is Latin within a sentence stays where it belongs.

import type { BrowserContext, Locator, Page } from "@playwright/test";
import { expectAccessible } from "./support/axe";
import { EDGE } from "./support/environment";
import { changePages } from "./support/pages";
import { type Configuration, type OwnSite, embed, makeSite } from "./support/sites";
import { expect, test, unique } from "./support/test";
import { Widget } from "./support/widget";

type Language = "ar" | "he";

/** What an agent answers with, in Latin letters that end in a sign of no direction. */
const ANSWER = "Yes, from 9:00 on!";

/** What stands above the question. */
const LABEL = { ar: "سؤالك", he: "השאלה שלך" };

/** A site that speaks the language, with two stretches of hours each day. */
function speaking(language: Language, configuration: Configuration = {}): Promise<OwnSite> {
  return makeSite({ language, languages: [language, "en"], hours: "Mo-Su 08:00-12:00,13:00-18:00", ...configuration });
}

/** The railway's home page in that language, with the widget of this site. */
async function visit(page: Page, context: BrowserContext, site: OwnSite, language: Language): Promise<Widget> {
  await changePages(context, html => html.replace(/(<html[^>]*) lang="en"/, `$1 lang="${language}" dir="rtl"`));
  await embed(context, site);
  await page.goto("/en/");
  const widget = new Widget(page, language);
  await expect(widget.launcher).toBeVisible();
  return widget;
}

/** Where something stands, in pixels of the window. */
async function sides(locator: Locator): Promise<{ left: number; right: number; middle: number }> {
  const { x, width } = (await locator.boundingBox())!;
  return { left: x, right: x + width, middle: x + width / 2 };
}

/** Where a text is drawn, whatever room its element takes. */
function extent(locator: Locator): Promise<{ left: number; right: number }> {
  return locator.evaluate(element => {
    const range = document.createRange();
    range.selectNodeContents(element);
    const { left, right } = range.getBoundingClientRect();
    return { left, right };
  });
}

/** The middle of each piece of a text, in pixels from the left. */
function drawn(locator: Locator, ...pieces: string[]): Promise<number[]> {
  return locator.evaluate((element, pieces) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const found: number[] = [];
    while (walker.nextNode()) {
      const node = walker.currentNode as Text;
      for (const [index, piece] of pieces.entries()) {
        const from = node.data.indexOf(piece);
        if (from < 0 || found[index] !== undefined) continue;
        const range = document.createRange();
        range.setStart(node, from);
        range.setEnd(node, from + piece.length);
        const { left, right } = range.getBoundingClientRect();
        found[index] = (left + right) / 2;
      }
    }
    return found;
  }, pieces);
}

/** Expects pieces of a line to be read in this order from right to left. */
async function expectRightToLeft(locator: Locator, ...pieces: string[]): Promise<void> {
  const found = await drawn(locator, ...pieces);
  expect(found, `all of ${pieces.join(", ")} are drawn`).toHaveLength(pieces.length);
  expect(found, `${pieces.join(", ")} from right to left`).toEqual(found.toSorted((a, b) => b - a));
}

/** Expects pieces of a line to be read in this order from left to right. */
function expectLeftToRight(locator: Locator, ...pieces: string[]): Promise<void> {
  return expectRightToLeft(locator, ...pieces.reverse());
}

for (const [language, colorScheme] of [["ar", "light"], ["he", "dark"]] as const) {
  test.describe(language, () => {
    test.use({ locale: language, colorScheme, reducedMotion: "reduce" });

    test("launcher and dialog stand at the other side, and so does what is in them", async ({ page, context }) => {
      const widget = await visit(page, context, await speaking(language), language);
      const { width } = page.viewportSize()!;
      await expect(widget.element.getByRole("region").first()).toHaveAttribute("dir", "rtl");
      expect((await sides(widget.launcher)).right, "the launcher is in the left half").toBeLessThan(width / 2);
      const mark = await sides(widget.launcher.locator("i"));
      expect(mark.middle, "its mark leads").toBeGreaterThan((await sides(widget.launcher)).middle);

      await widget.open();
      const dialog = await sides(widget.dialog);
      expect(dialog.right, "the dialog is in the left half").toBeLessThan(width / 2);
      expect((await sides(widget.close)).right, "closing is at the left").toBeLessThan(dialog.middle);
      expect((await sides(widget.element.getByRole("heading", { level: 2 }))).right).toBeGreaterThan(dialog.middle);
      const label = widget.element.locator("label").filter({ hasText: LABEL[language] });
      expect((await extent(label)).left, "labels begin at the right").toBeGreaterThan(dialog.middle);
    });

    test("messages stand at their sides, and each is read its own way", async ({ page, context }) => {
      const site = await speaking(language);
      const widget = await visit(page, context, site, language);
      const text = unique(language == "ar" ? "هل يصل القطار إلى Husum؟" : "האם הרכבת מגיעה ל-Husum?");
      await widget.ask(text);
      await site.agent.reply((await site.agent.theOne(text)).id, ANSWER);
      await expect(widget.messages).toHaveCount(2);
      const [own, answer] = [widget.messages.nth(0), widget.messages.nth(1)];
      const middle = (await sides(widget.dialog)).middle;
      const bubble = (message: Locator) => message.locator(".bubble");
      expect((await sides(bubble(own))).left, "one's own are at the left").toBeLessThan(middle);
      expect((await sides(bubble(answer))).right, "answers are at the right").toBeGreaterThan(middle);
      expect((await sides(bubble(own))).left).toBeLessThan((await sides(bubble(answer))).left);

      await expectLeftToRight(bubble(answer), "Yes", "!");
      // The name comes first, then the time, though a time follows a Latin name to the right by itself.
      const told = await answer.locator(".quiet").textContent();
      const time = told!.match(/\d+:\d+/)![0];
      await expectRightToLeft(answer.locator(".quiet"), "Mara", time);
      await expectLeftToRight(answer.locator(".quiet"), "Mara", "Lindqvist");
      await expectAccessible(page, "ask-hours");
    });

    test("the table of the week is read from right to left", async ({ page, context }) => {
      const widget = await visit(page, context, await speaking(language), language);
      await widget.open();
      await widget.hours.click();
      const row = widget.week.getByRole("row").nth(1);
      const [day, hours] = [await sides(row.getByRole("rowheader")), await sides(row.getByRole("cell"))];
      expect(day.left, "the day is right of its hours").toBeGreaterThanOrEqual(hours.right - 1);
      const [morning, afternoon] = [row.locator("bdi").nth(0), row.locator("bdi").nth(1)];
      expect((await sides(morning)).left, "the morning is right of the afternoon").toBeGreaterThan((await sides(afternoon)).right);
      // Arabic names the half of the day, and so is read from right to left; Hebrew writes numbers alone.
      if (language == "ar") await expectRightToLeft(morning, "8:00", "12:00");
      else await expectLeftToRight(morning, "8:00", "12:00");
      await expect(row.getByRole("cell")).toContainText(language == "ar" ? "، " : ", ");
      await expectAccessible(page, "ask-hours");
    });

    test.describe("far away", () => {
      test.use({ timezoneId: "America/New_York" });

      test("the status tells the visitor's time first, then the other one and its city", async ({ page, context }) => {
        // Half a week from now, at eight in Berlin, which is two in New York.
        const weekday = ["Su", "Mo", "Tu", "We", "Th", "Fr", "Sa"][(new Date().getDay() + 3) % 7];
        const site = await speaking(language, { hours: `${weekday} 08:00-10:00` });
        const { launcher } = await visit(page, context, site, language);
        const status = launcher.locator("p");
        // On one line, as far as it reaches.
        await status.evaluate(element => (element.style.whiteSpace = "nowrap"));
        await expectRightToLeft(status, "2:00", "(", "8:00", "Berlin", ")");
      });
    });

    test("errors show their examples as they are to be written", async ({ page, context }) => {
      const site = await speaking(language, { ask_for: { email: "optional", phone: "optional" } });
      const widget = await visit(page, context, site, language);
      await widget.open();
      await widget.question.fill("?");
      await widget.element.locator("input[type=tel]").fill("nobody");
      await widget.element.locator("input[type=email]").fill("nobody");
      await widget.send.click();
      const phone = widget.element.locator(".error").filter({ hasText: "+9" });
      await expect(phone).toBeVisible();
      await expectLeftToRight(phone, "+9", "4567");
      await expectAccessible(page, "ask-hours");
    });

    test("the hosted page is mirrored, too", async ({ page }) => {
      const site = await speaking(language, { name: "Nordwind Inc." });
      await page.goto(`${EDGE}/${site.id}`);
      await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
      // The full stop belongs to the name.
      await expectLeftToRight(page.locator(".company"), "Nordwind", ".");
      await expectLeftToRight(page.getByRole("heading", { level: 1 }), "Nordwind", ".");
      const row = page.getByRole("row").first();
      const [day, hours] = [await sides(row.getByRole("rowheader")), await sides(row.getByRole("cell"))];
      expect(day.left, "the day is right of its hours").toBeGreaterThanOrEqual(hours.right - 1);
      await expectAccessible(page, "html");

      const text = unique("Does it reach Husum?");
      await page.locator("textarea").fill(text);
      await page.locator("button[type=submit]").click();
      await site.agent.reply((await site.agent.theOne(text)).id, ANSWER);
      await page.reload();
      const middle = (await sides(page.getByRole("main"))).middle;
      const [own, answer] = [page.locator(".own"), page.locator(".messages .team")];
      expect((await sides(own)).left, "one's own are at the left").toBeLessThan(middle);
      expect((await sides(answer)).right, "answers are at the right").toBeGreaterThan(middle);
      await expectLeftToRight(answer.locator(".text"), "Yes", "!");
      await expectRightToLeft(answer.locator(".by"), "Mara", ":");
      await expectAccessible(page, "html");
    });
  });
}
