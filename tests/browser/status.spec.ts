// The status on the launcher as time goes by, on a faked clock: no request, no reload.

import type { Page } from "@playwright/test";
import { type Day, dayFromToday } from "./support/clock";
import { EDGE } from "./support/environment";
import { type Configuration, embed, makeSite } from "./support/sites";
import { expect, test } from "./support/test";
import { Widget } from "./support/widget";

// In a week: what is faked lies within the hours that the edge has worked out, and after today.
const day = dayFromToday(7);
const NEXT_DAYS = { from: day.date, note: { en: "Staff outing", de: "Betriebsausflug" } };

/** The launcher of a site with hours of its own, at a moment. */
async function launcherAt(page: Page, now: Date, language: "en" | "de", changes: Configuration = {}) {
  const site = await makeSite({ hours: "Mo-Su 08:00-18:00", closing_soon: 30, ...changes });
  await embed(page.context(), site);
  await page.clock.install({ time: now });
  await page.goto(`/${language}/`);
  return new Widget(page, language).launcher;
}

test("open, and until when", async ({ page }) => {
  await expect(await launcherAt(page, day.at("12:00"), "en")).toHaveAccessibleName("Ask a question Open until 18:00");
});

test.describe(() => {
  test.use({ locale: "de-DE" });

  test("the same in German, minute by minute until it is closed", async ({ page }) => {
    const launcher = await launcherAt(page, day.at("17:29"), "de");
    await expect(launcher).toContainText("Geöffnet bis 18:00 Uhr");
    await page.clock.fastForward("01:30");
    await expect(launcher).toContainText("Schließt in 30 Minuten");
    await page.clock.fastForward("29:00");
    await expect(launcher).toContainText("Schließt in 1 Minute");
    await page.clock.fastForward("01:00");
    await expect(launcher).toContainText("Geschlossen · öffnet morgen um 08:00 Uhr");
  });

  test("closed for a reason in German", async ({ page }) => {
    const launcher = await launcherAt(page, day.at("12:00"), "de", { exceptions: [NEXT_DAYS] });
    await expect(launcher).toContainText("Geschlossen (Betriebsausflug) · öffnet morgen um 08:00 Uhr");
  });
});

test("the last half hour is counted down, and closing time closes, without a request", async ({ page }) => {
  const launcher = await launcherAt(page, day.at("17:45"), "en");
  await expect(launcher).toContainText("Closes in 15 minutes");
  const requests: string[] = [];
  page.on("request", request => {
    if (request.url().startsWith(EDGE)) requests.push(request.url());
  });
  await page.clock.fastForward("01:00");
  await expect(launcher).toContainText("Closes in 14 minutes");
  await page.clock.fastForward("13:00");
  await expect(launcher).toContainText("Closes in 1 minute");
  await page.clock.fastForward("01:00");
  await expect(launcher).toContainText("Closed · opens tomorrow at 08:00");
  // At midnight tomorrow becomes today, and in the morning the team is there again.
  await page.clock.fastForward("06:00:00");
  await expect(launcher).toContainText("Closed · opens today at 08:00");
  await page.clock.fastForward("08:00:00");
  await expect(launcher).toContainText("Open until 18:00");
  expect(requests).toEqual([]);
});

test("closed for a reason that the site gives", async ({ page }) => {
  const launcher = await launcherAt(page, day.at("12:00"), "en", { exceptions: [NEXT_DAYS] });
  await expect(launcher).toContainText("Closed (Staff outing) · opens tomorrow at 08:00");
});

test("an opening that is days away is told with its day", async ({ page }) => {
  const back: Day = dayFromToday(9);
  const closed = { ...NEXT_DAYS, to: dayFromToday(8).date };
  const launcher = await launcherAt(page, day.at("12:00"), "en", { exceptions: [closed] });
  const told = await page.evaluate(
    at => new Date(at).toLocaleDateString("en-GB", { weekday: "long", day: "numeric", month: "long" }),
    back.at("08:00").getTime(),
  );
  await expect(launcher).toContainText(`Closed (Staff outing) · opens on ${told} at 08:00`);
});

test("shorter hours on one day", async ({ page }) => {
  const short = { from: day.date, hours: "10:00-14:00" };
  const launcher = await launcherAt(page, day.at("09:00"), "en", { exceptions: [short] });
  await expect(launcher).toContainText("opens today at 10:00");
  await page.clock.fastForward("01:00:30");
  await expect(launcher).toContainText("Open until 14:00");
});

test("a team that is always there", async ({ page }) => {
  await expect(await launcherAt(page, day.at("12:00"), "en", { hours: "24/7" })).toContainText("Open now");
});

test.describe(() => {
  test.use({ timezoneId: "America/New_York" });

  test("a visitor elsewhere reads times on the own clock, and is told so", async ({ page }) => {
    const launcher = await launcherAt(page, day.at("12:00"), "en");
    const closing = await page.evaluate(
      at => new Date(at).toLocaleTimeString("en-GB", { timeStyle: "short" }),
      day.at("18:00").getTime(),
    );
    await expect(launcher).toContainText(`Open until ${closing} (your local time)`);
  });
});

test("the open panel tells the same, at the same moment", async ({ page }) => {
  await launcherAt(page, day.at("17:45"), "en");
  const widget = new Widget(page);
  await widget.open();
  await expect(widget.dialog).toContainText("Closes in 15 minutes");
  await page.clock.fastForward("15:00");
  await expect(widget.dialog).toContainText("Closed · opens tomorrow at 08:00");
  await widget.close.click();
  await expect(widget.launcher).toContainText("Closed · opens tomorrow at 08:00");
});

test("a page that slept through closing time says so when it is looked at again", async ({ page }) => {
  const launcher = await launcherAt(page, day.at("12:00"), "en");
  await expect(launcher).toContainText("Open until 18:00");
  // Timers of a sleeping page do not run, as none runs here.
  await page.clock.setSystemTime(day.at("20:00"));
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await expect(launcher).toContainText("Closed · opens tomorrow at 08:00");
});
