// The week's opening hours: unfolded in the panel, and as a table on the hosted page.

import type { Locator, Page } from "@playwright/test";
import { expectAccessible } from "./support/axe";
import { CAN_MOVE_CLOCKS, type ClockedEdge, pass } from "./support/clocked";
import { EDGE } from "./support/environment";
import { type Configuration, embed, makeSite } from "./support/sites";
import { expect, test } from "./support/test";
import { Widget } from "./support/widget";

const HOUR = 3_600_000;

/** The days of a table, each with its weekday and its hours. */
async function told(table: Locator): Promise<[string, string][]> {
  const rows = table.getByRole("row");
  await expect(rows).toHaveCount(7);
  const texts = await rows.evaluateAll(rows =>
    rows.map(row => [...row.children].map(cell => (cell as HTMLElement).innerText.replace(/\s+/g, " ").trim())),
  );
  return texts as [string, string][];
}

/** A visitor at a site with these hours, with the panel open. */
async function visit(page: Page, changes: Configuration, language: "en" | "de" = "en"): Promise<Widget> {
  await embed(page.context(), await makeSite(changes));
  await page.goto(`/${language}/`);
  const widget = new Widget(page, language);
  await widget.open();
  return widget;
}

/** The day some days from today, as the tests' own clock in Berlin has it. */
function date(days: number): string {
  // From noon, so that a day of 23 or 25 hours is one day too.
  const noon = new Date(`${new Date().toLocaleDateString("sv", { timeZone: "Europe/Berlin" })}T12:00Z`);
  return new Date(noon.getTime() + days * 24 * HOUR).toISOString().slice(0, 10);
}

test("the week is folded at first, and unfolds with the keyboard", async ({ page }) => {
  const widget = await visit(page, { hours: "Mo-Su 09:00-12:00,13:00-17:00" });
  await expect(widget.hours).toHaveAttribute("aria-expanded", "false");
  await expect(widget.week).toBeHidden();
  await expect(widget.question).toBeFocused();
  await page.keyboard.press("Shift+Tab");
  await expect(widget.hours).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(widget.hours).toHaveAttribute("aria-expanded", "true");
  const days = await told(widget.week);
  expect(days.map(([, hours]) => hours)).toEqual(Array(7).fill("09:00–12:00, 13:00–17:00"));
  await page.keyboard.press("Space");
  await expect(widget.week).toBeHidden();
  await page.keyboard.press("Shift+Tab");
  await expect(widget.close).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(widget.dialog).toBeHidden();
});

test("today is the first day, and marked", async ({ page }) => {
  const widget = await visit(page, { hours: "Mo-Su 22:00-02:00" });
  await widget.hours.click();
  // A shift past midnight stands on its evening, also while yesterday's is not over.
  expect((await told(widget.week)).map(([, hours]) => hours)).toEqual(Array(7).fill("22:00–02:00"));
  const marked = widget.week.locator("[aria-current=date]");
  await expect(marked).toHaveCount(1);
  const today = new Date().toLocaleDateString("en-GB", { weekday: "long", timeZone: "Europe/Berlin" });
  await expect(marked).toContainText(today);
  await expect(widget.week.getByRole("row").first()).toContainText(today);
});

test("days that are not as usual say why", async ({ page }) => {
  const note = { en: "Staff outing, back soon", de: "Betriebsausflug" };
  const widget = await visit(page, {
    hours: "24/7",
    exceptions: [{ from: date(2), to: date(3), note }, { from: date(4), hours: "10:00-14:00", note: { en: "Half a day" } }],
  });
  await widget.hours.click();
  const hours = (await told(widget.week)).map(([, hours]) => hours);
  const [always, outing] = ["Open all day", "Closed Staff outing, back soon"];
  expect(hours).toEqual([always, always, outing, outing, "10:00–14:00 Half a day", always, always]);
});

test("a topic with hours of its own shows them, and says whether somebody is there", async ({ page }) => {
  const topics = [
    { id: "tickets", label: { en: "Tickets" } },
    { id: "groups", label: { en: "Group travel" }, schedule: "groups" },
  ];
  const widget = await visit(page, { hours: "24/7", schedules: [{ id: "groups", hours: "Mo-Su 00:00-00:01" }], topics });
  await widget.hours.click();
  expect((await told(widget.week))[1]![1]).toBe("Open all day");
  await widget.topic.selectOption("groups");
  await expect(widget.topic).toHaveAccessibleDescription(/^(Closed, opens (today|tomorrow) at|Closes in)/);
  await expect(widget.dialog.locator("[aria-live]")).toHaveText(/^(Closed, opens (today|tomorrow) at|Closes in)/);
  expect((await told(widget.week))[1]![1]).toBe("00:00–00:01");
  await expect(widget.week.locator("caption")).toHaveText("Group travel");
  await widget.topic.selectOption("tickets");
  await expect(widget.topic).toHaveAccessibleDescription("");
  expect((await told(widget.week))[1]![1]).toBe("Open all day");
  await expect(widget.week.locator("caption")).toBeHidden();
});

test("what the team switches is told at once, in launcher, panel and table", async ({ page, context, site }) => {
  await embed(context, site);
  await page.goto("/en/");
  const widget = new Widget(page);
  const listening = page.waitForEvent("websocket").then(socket => socket.waitForEvent("framereceived"));
  await widget.ask("Is anybody there?");
  await widget.hours.click();
  await expect(widget.dialog).toContainText("Open now");
  await expect(widget.week.getByRole("row").nth(1)).toContainText("Open all day");
  // The socket stands once the answer's event has come.
  await site.agent.reply((await site.agent.theOne("Is anybody there?")).id, "Yes.");
  await listening;
  await site.agent.turn("paused", undefined, "power cut");
  await expect(widget.dialog).toContainText("Paused (power cut)", { timeout: 2_000 });
  await expect(widget.week.getByRole("row").nth(1)).toContainText("Paused power cut");
  await site.agent.turnBack();
  await expect(widget.week.getByRole("row").nth(1)).toContainText("Open all day", { timeout: 2_000 });
  await widget.close.click();
  await expect(widget.launcher).toContainText("Open now");
});

test.describe("elsewhere", () => {
  test.use({ timezoneId: "America/New_York" });

  test("hours are the site's, and say so", async ({ page }) => {
    const widget = await visit(page, { hours: "Mo-Su 06:00-22:00" });
    await widget.hours.click();
    await expect(widget.week.locator("caption")).toHaveText("(time in Berlin)");
    expect((await told(widget.week)).map(([, hours]) => hours)).toEqual(Array(7).fill("06:00–22:00"));
  });
});

test.describe("in German", () => {
  test.use({ locale: "de-DE" });

  test("the week is told in German", async ({ page }) => {
    const hours = "Mo-Sa 00:00-24:00";
    const widget = await visit(page, { hours, exceptions: [{ from: date(1), to: date(1), note: { de: "Inventur" } }] }, "de");
    await widget.hours.click();
    const days = await told(widget.week);
    expect(days[1]![1]).toBe("Geschlossen Inventur");
    expect(days[0]![0]).toMatch(/^(Mon|Diens|Mitt|Donners|Frei|Sams|Sonn)(tag|woch) \d+\. /);
    for (const [day, hours] of days.filter((_, index) => index != 1)) {
      expect(hours).toBe(day.startsWith("Sonntag") ? "Geschlossen" : "Ganztägig geöffnet");
    }
  });
});

test.describe("as time goes by", () => {
  test.skip(!CAN_MOVE_CLOCKS, "this system keeps programs from being given another clock");

  /** The unfolded week of a visitor at a moment of Berlin's clock. */
  async function weekAt(page: Page, edge: ClockedEdge, changes: Configuration): Promise<Locator> {
    const site = await edge.makeSite(changes);
    await edge.embed(page, site);
    await page.clock.install({ time: edge.now() });
    await page.goto("/en/");
    const widget = new Widget(page);
    await widget.open();
    await widget.hours.click();
    return widget.week;
  }

  test("a holiday of the region stands in the table, and at midnight a new day begins", async ({ page, edgeAt }) => {
    const edge = await edgeAt(new Date("2027-05-26T23:30"));
    const week = await weekAt(page, edge, { hours: "Mo-Fr 08:00-18:00", region: "DE-BY" });
    expect((await told(week)).slice(0, 3)).toEqual([
      ["Wednesday 26 May", "08:00–18:00"],
      ["Thursday 27 May", "Closed Corpus Christi"],
      ["Friday 28 May", "08:00–18:00"],
    ]);
    await pass(page, edge, HOUR);
    await expect(week.getByRole("row").first()).toContainText("Thursday");
    await expect(week.locator("[aria-current=date]")).toContainText("Thursday");
  });

  for (const night of ["2027-03-27", "2027-10-30"]) {
    test(`the week around the night after ${night}, in which the clocks change`, async ({ page, edgeAt }) => {
      const edge = await edgeAt(new Date(`${night}T23:00`));
      const week = await weekAt(page, edge, { hours: "Mo-Su 09:00-17:00,22:00-04:00" });
      const days = await told(week);
      expect(days.map(([, hours]) => hours)).toEqual(Array(7).fill("09:00–17:00, 22:00–04:00"));
      expect(new Set(days.map(([day]) => day)).size).toBe(7);
    });
  }
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the hosted page has the same table, and tells machines", async ({ page }) => {
    const site = await makeSite({
      hours: "Mo-Su 22:00-02:00",
      exceptions: [{ from: date(2), note: { en: "</script> & <b>outing</b>" } }],
      schedules: [{ id: "groups", hours: "24/7" }],
      topics: [{ id: "groups", label: { en: "Group travel" }, schedule: "groups" }],
    });
    await page.goto(`${EDGE}/${site.id}`);
    const week = page.getByRole("table", { name: "Opening hours (time in Berlin)" });
    const shift = "22:00–02:00";
    expect((await told(week)).map(([, hours]) => hours)).toEqual([
      shift, shift, "Closed </script> & <b>outing</b>", shift, shift, shift, shift,
    ]);
    await expect(week.getByRole("row").first().getByRole("rowheader")).toHaveAttribute("aria-current", "date");
    const groups = page.getByRole("table", { name: "Group travel (time in Berlin)" });
    // The site's own exceptions hold for all.
    const closed = (await told(groups)).map(([, hours]) => hours != "Open all day");
    expect(closed).toEqual([false, false, true, false, false, false, false]);

    const data = JSON.parse((await page.locator("script[type='application/ld+json']").textContent())!);
    expect(data.openingHoursSpecification).toEqual([
      expect.objectContaining({ "@type": "OpeningHoursSpecification", opens: "22:00", closes: "02:00" }),
    ]);
    expect(data.specialOpeningHoursSpecification).toEqual([
      expect.objectContaining({ opens: "00:00", closes: "00:00", validFrom: date(2), validThrough: date(2) }),
    ]);
  });
});

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`in ${colorScheme}, on a narrow phone`, () => {
    test.use({ colorScheme, reducedMotion: "reduce", locale: "de-DE", viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true });

    test("the table can be read and fits", async ({ page }) => {
      const note = { de: "Wegen der Betriebsversammlung", en: "Meeting" };
      const changes = { hours: "Mo-Su 09:00-12:00,13:00-17:00", exceptions: [{ from: date(1), note }] };
      const widget = await visit(page, changes, "de");
      await widget.hours.tap();
      await told(widget.week);
      await expectAccessible(page, "ask-hours");
      const box = (await widget.week.boundingBox())!;
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(320);
      const site = await makeSite(changes);
      await page.goto(`${EDGE}/${site.id}`);
      await expect(page.getByRole("table")).toBeVisible();
      await expectAccessible(page, "html");
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    });
  });
}
