// The switch: the team pauses or stays longer, and everybody who looks sees it.

import type { Page } from "@playwright/test";
import { expectAccessible } from "./support/axe";
import { ask } from "./support/edge";
import { DEMO, EDGE } from "./support/environment";
import { Inbox } from "./support/inbox";
import { Opening } from "./support/opening";
import { embed, makeSite } from "./support/sites";
import { expect, test, unique } from "./support/test";
import { NO_CONNECTION, status } from "./support/watch";
import { Widget } from "./support/widget";

const SWITCH = `${EDGE}/v1/inbox/switch`;

/** An inbox, and the switch in it. */
async function enter(page: Page, signIn: string): Promise<Opening> {
  await new Inbox(page).enter(signIn);
  return new Opening(page);
}

test("a pause of an hour shows in every open inbox and on the visitor's page", async ({ page, site, context, somebody }) => {
  const visitorsPage = await somebody();
  await embed(visitorsPage.context(), site);
  await visitorsPage.goto(`${DEMO}/en/`);
  const widget = new Widget(visitorsPage);
  await widget.ask(unique("Is anybody there?"));
  await expect(widget.element).toContainText("Open now");

  const opening = await enter(page, site.signIn);
  const other = new Opening(await context.newPage());
  await other.page.goto(`${EDGE}/inbox`);
  await expect(other.status).toContainText("Open");

  await opening.open("Paused");
  await expect(opening.end("1 hour")).toBeChecked();
  await opening.note.fill("team meeting");
  await expect(opening.preview).toHaveText(/^Paused \(team meeting\), opens (today|tomorrow) at \d\d:\d\d$/);
  const told = (await opening.preview.textContent())!;
  await opening.button("Pause now").click();
  await expect(opening.dialog).toBeHidden();
  await expect(opening.status).toBeFocused();
  await expect(page.getByRole("status").filter({ hasText: `Visitors now read: ${told}` })).toBeAttached();

  await expect(opening.status).toContainText(told);
  await expect(other.status).toContainText(told);
  await expect(other.page.getByRole("status").filter({ hasText: "Visitors now read: Paused" })).toBeAttached();
  await expect(widget.element).toContainText(told);

  await other.back.click();
  await expect(other.status).toBeFocused();
  await expect(other.back).toBeHidden();
  await expect(opening.status).not.toContainText("Paused");
  await expect(opening.back).toBeHidden();
  await expect(widget.element).toContainText("Open now");
});

test("a closed team opens for an hour, and changes its mind", async ({ page }) => {
  const site = await makeSite({ hours: "off", closing_soon: 0 });
  const opening = await enter(page, site.signIn);
  await expect(opening.status).toContainText("Closed");
  await opening.open("Open for longer");
  await expect(opening.end("1 hour")).toBeChecked();
  await opening.end("2 hours").check();
  await expect(opening.preview).toHaveText(/^Open until \d\d:\d\d$/);
  const until = (await opening.preview.textContent())!.slice(-5);
  await opening.button("Open for longer").click();
  await expect(opening.status).toContainText("Open for longer, until");
  await expect(opening.status).toContainText(until);

  // It opens again with what holds, and what would hold without it.
  await opening.open();
  await expect(opening.state("Open for longer")).toBeChecked();
  await expect(opening.time).toHaveValue(until);
  await opening.state("As usual").check();
  await expect(opening.preview).toHaveText("Closed");
  await opening.button("Back to usual hours").click();
  await expect(opening.status).toHaveAccessibleName("Opening: Closed");
});

test("a pause without end is told to the team as such", async ({ page, site }) => {
  const opening = await enter(page, site.signIn);
  await opening.open("Paused");
  await opening.end("Until I switch back").check();
  await expect(opening.preview).toHaveText("Paused");
  await opening.button("Pause now").click();
  await expect(opening.status).toContainText("Paused, until you switch back");
  await page.reload();
  await expect(opening.status).toContainText("Paused, until you switch back");
  await opening.back.click();
  await expect(opening.status).toHaveAccessibleName("Opening: Open");
});

test("who is always open cannot stay longer", async ({ page, site }) => {
  const opening = await enter(page, site.signIn);
  await opening.open("Open for longer");
  await expect(opening.dialog).toContainText("The team is always open, it cannot stay longer.");
  await expect(opening.button("Open for longer")).toBeHidden();
  await opening.cancel.click();
  await expect(opening.status).toBeFocused();
});

test("what is wrong is told at its field, and nothing that was typed is lost", async ({ page, site, watch }) => {
  watch.expect(status(422), NO_CONNECTION);
  const opening = await enter(page, site.signIn);
  await opening.open("Paused");
  await opening.end("Another time").check();
  await opening.dayAndTime.fill("2020-01-01T08:00");
  await opening.note.fill("x".repeat(101));
  await opening.button("Pause now").click();
  await expect(opening.dayAndTime).toHaveAccessibleDescription("This time has passed. Please choose a later one.");
  await expect(opening.dayAndTime).toBeFocused();
  // This one only the edge knows.
  await opening.dayAndTime.fill("2099-01-01T08:00");
  await expect(opening.dayAndTime).toHaveAccessibleDescription("");
  await expect(opening.note).toHaveAccessibleDescription("This is too long. Please use at most 100 characters.");
  await opening.button("Pause now").click();
  await expect(opening.note).toBeFocused();
  await opening.note.fill("moving house");
  await expect(opening.note).toHaveAccessibleDescription("88 characters left");
  await opening.button("Pause now").click();
  await expect(opening.dayAndTime).toHaveAccessibleDescription(/^This is too far ahead\./);
  await expect(opening.dayAndTime).toBeFocused();

  await opening.end("2 hours").check();
  await page.route(SWITCH, route => route.abort());
  await opening.button("Pause now").click();
  await expect(opening.dialog.getByRole("alert").filter({ hasText: "Nothing was changed." })).toBeVisible();
  await page.unroute(SWITCH);
  await expect(opening.note).toHaveValue("moving house");
  await opening.button("Pause now").click();
  await expect(opening.status).toContainText("Paused (moving house)");

  // The short way back fails where it can be tried again.
  await page.route(SWITCH, route => route.abort());
  await opening.back.click();
  await expect(opening.dialog.getByRole("alert").filter({ hasText: "Nothing was changed." })).toBeVisible();
  await page.unroute(SWITCH);
  await opening.button("Back to usual hours").click();
  await expect(opening.status).toHaveAccessibleName("Opening: Open");
});

test("the keyboard alone pauses and comes back, and Escape leaves all as it is", async ({ page, site }) => {
  const opening = await enter(page, site.signIn);
  await opening.status.focus();
  await page.keyboard.press("Enter");
  await expect(opening.state("As usual")).toBeFocused();
  // A letter is a shortcut of the page behind, and not of the dialog.
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard" })).toBeHidden();
  await page.keyboard.press("ArrowRight");
  await expect(opening.state("Paused")).toBeChecked();
  await page.keyboard.press("Tab");
  await expect(opening.end("1 hour")).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await expect(opening.end("30 minutes")).toBeChecked();
  await page.keyboard.press("Escape");
  await expect(opening.dialog).toBeHidden();
  await expect(opening.status).toBeFocused();
  await expect(opening.status).toHaveAccessibleName("Opening: Open");

  await page.keyboard.press("Space");
  await expect(opening.state("As usual")).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Tab");
  await expect(opening.note).toBeFocused();
  await page.keyboard.type("lunch");
  await page.keyboard.press("Enter");
  await expect(opening.status).toContainText("Paused (lunch)");
  await expect(opening.status).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(opening.back).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(opening.status).toHaveAccessibleName("Opening: Open");
  await expect(opening.status).toBeFocused();
});

test.describe("far away", () => {
  test.use({ timezoneId: "America/New_York" });

  test("times are those of the site, and it says so", async ({ page, site }) => {
    const opening = await enter(page, site.signIn);
    await opening.open("Paused");
    await expect(opening.dialog).toContainText(/Times are those of Berlin, where it is \d\d:\d\d now\./);
    await opening.end("Another time").check();
    const [day, time] = (await opening.dayAndTime.inputValue()).split("T");
    expect(day).toMatch(/^\d{4}-\d\d-\d\d$/);
    await opening.button("Pause now").click();
    // Of the site's own proposal comes the site's own time.
    await expect(opening.status).toContainText(`at ${time}`);
  });
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing wrong with the switch, ${colorScheme}`, async ({ page, site }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const opening = await enter(page, site.signIn);
    await opening.open();
    await expectAccessible(page, "html");
    await opening.state("Paused").check();
    await opening.end("Another time").check();
    await opening.dayAndTime.fill("2020-01-01T08:00");
    await opening.note.fill("x".repeat(101));
    await opening.button("Pause now").click();
    await expect(opening.dayAndTime).toBeFocused();
    await expectAccessible(page, "html");
    await opening.end("2 hours").check();
    await opening.note.fill("team meeting");
    await opening.button("Pause now").click();
    await expect(opening.back).toBeVisible();
    await expectAccessible(page, "html");
  });
}

for (const width of [320, 390]) {
  test.describe(`a window of ${width} pixels`, () => {
    test.use({ viewport: { width, height: 640 }, hasTouch: true, isMobile: true });

    test("holds the switch, and what was switched", async ({ page, site }) => {
      await ask(site.id, { text: "Is this narrow?" });
      const opening = await enter(page, site.signIn);
      const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
      await opening.open("Paused");
      await opening.end("Another time").check();
      const dialog = (await opening.dialog.boundingBox())!;
      expect([dialog.x, dialog.width]).toEqual([0, width]);
      expect(await opening.dialog.evaluate(it => it.scrollWidth <= it.clientWidth)).toBe(true);
      await opening.end("1 hour").check();
      await opening.note.fill("W".repeat(100));
      await opening.button("Pause now").tap();
      await expect(opening.back).toBeVisible();
      expect(await fits()).toBe(true);
      await opening.back.tap();
      await expect(opening.back).toBeHidden();
    });
  });
}
