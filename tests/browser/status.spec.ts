// The status on the launcher as time goes by, without a reload. Edge and visitor live at a time that
// the test says, and it passes for both.

import type { Locator, Page } from "@playwright/test";
import { CAN_MOVE_CLOCKS, type ClockedEdge, pass, sleep } from "./support/clocked";
import { EDGE } from "./support/environment";
import type { Configuration, OwnSite } from "./support/sites";
import { expect, test } from "./support/test";
import { Widget } from "./support/widget";

test.skip(!CAN_MOVE_CLOCKS, "this system keeps programs from being given another clock");

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Every day of the year, unless a test says otherwise. */
const HOURS = { hours: "Mo-Su 08:00-18:00", closing_soon: 30 };

/** What a test follows. */
interface Scene {
  edge: ClockedEdge;
  site: OwnSite;
  launcher: Locator;
  /** Lets time pass while the page is looked at. */
  pass(milliseconds: number): Promise<void>;
  /** Lets time pass while the computer sleeps. */
  sleep(milliseconds: number): Promise<void>;
}

/** Opens the railway's home page at a moment of its own time zone. */
async function open(
  page: Page,
  edgeAt: (now: Date) => Promise<ClockedEdge>,
  now: string,
  changes: Configuration = {},
  language: "en" | "de" = "en",
): Promise<Scene> {
  const edge = await edgeAt(new Date(now));
  const site = await edge.makeSite({ ...HOURS, ...changes });
  await edge.embed(page, site);
  await page.clock.install({ time: edge.now() });
  // A clock that is moved while the edge is being asked for the time would be a wrong one.
  const renewed = () => page.waitForResponse(new RegExp(`/v1/sites/${site.id}$`));
  await Promise.all([renewed(), page.goto(`/${language}/`)]);
  return {
    edge,
    site,
    launcher: new Widget(page, language).launcher,
    async pass(milliseconds) {
      await Promise.all([milliseconds < MINUTE || renewed(), pass(page, edge, milliseconds)]);
    },
    async sleep(milliseconds) {
      await Promise.all([renewed(), sleep(page, edge, milliseconds)]);
    },
  };
}

test("open, and until when", async ({ page, edgeAt }) => {
  const { launcher } = await open(page, edgeAt, "2027-06-15T12:00");
  await expect(launcher).toHaveAccessibleName("Ask a question Open until 18:00");
});

test("the last half hour is counted down, and closing time closes", async ({ page, edgeAt }) => {
  const { launcher, pass } = await open(page, edgeAt, "2027-06-15T17:29");
  await expect(launcher).toContainText("Open until 18:00");
  await pass(MINUTE);
  await expect(launcher).toContainText("Closes in 30 minutes");
  await pass(28 * MINUTE);
  await expect(launcher).toContainText("Closes in 2 minutes");
  await pass(MINUTE);
  await expect(launcher).toContainText("Closes in 1 minute");
  await pass(MINUTE);
  await expect(launcher).toContainText("Closed, opens tomorrow at 08:00");
  // At midnight tomorrow becomes today, and in the morning the team is there again.
  await pass(6 * HOUR);
  await expect(launcher).toContainText("Closed, opens today at 08:00");
  await pass(8 * HOUR);
  await expect(launcher).toContainText("Open until 18:00");
});

test("a change is shown within its second", async ({ page, edgeAt }) => {
  const { edge, launcher } = await open(page, edgeAt, "2027-06-15T17:59:30");
  await expect(launcher).toContainText("Closes in 1 minute");
  const closing = new Date("2027-06-15T18:00").getTime();
  await page.clock.pauseAt(closing - SECOND);
  await expect(launcher).toContainText("Closes in 1 minute");
  edge.move(closing - edge.now());
  await page.clock.runFor(SECOND);
  await expect(launcher).toContainText("Closed, opens tomorrow at 08:00");
});

test.describe("in German", () => {
  test.use({ locale: "de-DE" });

  test("the same, until it is closed", async ({ page, edgeAt }) => {
    const { launcher, pass } = await open(page, edgeAt, "2027-06-15T17:29", {}, "de");
    await expect(launcher).toContainText("Geöffnet bis 18:00 Uhr");
    await pass(90 * SECOND);
    await expect(launcher).toContainText("Schließt in 30 Minuten");
    await pass(29 * MINUTE);
    await expect(launcher).toContainText("Schließt in 1 Minute");
    await pass(MINUTE);
    await expect(launcher).toContainText("Geschlossen, öffnet morgen um 08:00 Uhr");
  });

  test("over Christmas", async ({ page, edgeAt }) => {
    const christmas = { from: "12-24", to: "12-26", note: { de: "Weihnachten", en: "Christmas" } };
    const { launcher, pass } = await open(page, edgeAt, "2027-12-18T19:00", { hours: "Mo-Fr 08:00-18:00", exceptions: [christmas] }, "de");
    await expect(launcher).toContainText("Geschlossen, öffnet am Montag um 08:00 Uhr");
    await pass(6 * DAY);
    await expect(launcher).toContainText("Geschlossen (Weihnachten), öffnet am Montag um 08:00 Uhr");
  });
});

test("over Christmas, the opening is told by its date, then by its day", async ({ page, edgeAt }) => {
  const christmas = { from: "2027-12-20", to: "2027-12-27", note: { en: "Christmas" } };
  const { launcher, pass } = await open(page, edgeAt, "2027-12-19T19:00", { exceptions: [christmas] });
  await expect(launcher).toContainText("Closed, opens on 28 December at 08:00");
  await pass(DAY);
  await expect(launcher).toContainText("Closed for Christmas, opens on 28 December at 08:00");
  await pass(2 * DAY);
  await expect(launcher).toContainText("Closed for Christmas, opens on Tuesday at 08:00");
  await pass(5 * DAY);
  await expect(launcher).toContainText("Closed for Christmas, opens tomorrow at 08:00");
  await pass(13 * HOUR);
  await expect(launcher).toContainText("Open until 18:00");
});

test("a holiday of the region closes, and says which one it is", async ({ page, edgeAt }) => {
  const { launcher, pass } = await open(page, edgeAt, "2027-05-26T20:00", { region: "DE-BY" });
  await expect(launcher).toContainText("Closed, opens on Friday at 08:00");
  await pass(12 * HOUR);
  await expect(launcher).toContainText("Closed for Corpus Christi, opens tomorrow at 08:00");
  await pass(DAY);
  await expect(launcher).toContainText("Open until 18:00");
});

for (const [night, eve] of [["2027-03-28", "2027-03-27"], ["2027-10-31", "2027-10-30"]] as const) {
  test(`the night to ${night}, in which the clocks change`, async ({ page, edgeAt }) => {
    const { edge, launcher, pass } = await open(page, edgeAt, `${eve}T22:00`, { hours: "Mo-Su 09:00-17:00" });
    await expect(launcher).toContainText("Closed, opens tomorrow at 09:00");
    await pass(2.5 * HOUR);
    await expect(launcher).toContainText("Closed, opens today at 09:00");
    // Past the hour that is left out or comes twice.
    await pass(3 * HOUR);
    await expect(launcher).toContainText("Closed, opens today at 09:00");
    await pass(new Date(`${night}T09:00`).getTime() - edge.now() - MINUTE);
    await expect(launcher).toContainText("Closed, opens today at 09:00");
    await pass(MINUTE);
    await expect(launcher).toContainText("Open until 17:00");
  });

  test(`a page that is opened at half past midnight on ${night}`, async ({ page, edgeAt }) => {
    const { launcher } = await open(page, edgeAt, `${night}T00:30`, { hours: "Mo-Su 09:00-17:00" });
    await expect(launcher).toContainText("Closed, opens today at 09:00");
  });
}

test("into the new year", async ({ page, edgeAt }) => {
  const turn = { from: "12-31", to: "01-01", note: { en: "the turn of the year" } };
  const { launcher, pass } = await open(page, edgeAt, "2026-12-31T23:59:30", { exceptions: [turn] });
  await expect(launcher).toContainText("Closed for the turn of the year, opens on Saturday at 08:00");
  await pass(30 * SECOND);
  await expect(launcher).toContainText("Closed for the turn of the year, opens tomorrow at 08:00");
  await pass(DAY);
  await expect(launcher).toContainText("Closed, opens today at 08:00");
});

test("a night shift past midnight", async ({ page, edgeAt }) => {
  const { launcher, pass } = await open(page, edgeAt, "2027-06-15T22:30", { hours: "Mo-Su 22:00-02:00" });
  await expect(launcher).toContainText("Open until 02:00");
  await pass(2 * HOUR);
  await expect(launcher).toContainText("Open until 02:00");
  await pass(90 * MINUTE);
  await expect(launcher).toContainText("Closed, opens today at 22:00");
});

test("shorter hours on one day", async ({ page, edgeAt }) => {
  const short = { from: "2027-06-15", hours: "10:00-14:00" };
  const { launcher, pass } = await open(page, edgeAt, "2027-06-15T09:00", { exceptions: [short] });
  await expect(launcher).toContainText("Closed, opens today at 10:00");
  await pass(HOUR);
  await expect(launcher).toContainText("Open until 14:00");
});

test("a team that is always there", async ({ page, edgeAt }) => {
  const { launcher, pass } = await open(page, edgeAt, "2027-06-15T23:59:30", { hours: "24/7" });
  await expect(launcher).toContainText("Open now");
  await pass(MINUTE);
  await expect(launcher).toContainText("Open now");
});

test("the open panel tells the same, at the same moment", async ({ page, edgeAt }) => {
  const { launcher, pass } = await open(page, edgeAt, "2027-06-15T17:45");
  const widget = new Widget(page);
  await widget.open();
  await expect(widget.dialog).toContainText("Closes in 15 minutes");
  await pass(15 * MINUTE);
  await expect(widget.dialog).toContainText("Closed, opens tomorrow at 08:00");
  await widget.close.click();
  await expect(launcher).toContainText("Closed, opens tomorrow at 08:00");
});

test("a computer that slept for days tells the time when it is looked at again", async ({ page, edgeAt }) => {
  const { launcher, sleep } = await open(page, edgeAt, "2027-06-15T12:00", { hours: "Mo-Fr 08:00-18:00" });
  await expect(launcher).toContainText("Open until 18:00");
  await sleep(8 * HOUR);
  await expect(launcher).toContainText("Closed, opens tomorrow at 08:00");
  await sleep(3 * DAY + 16 * HOUR);
  await expect(launcher).toContainText("Closed, opens on Monday at 08:00");
  // Past everything that the page knew of when it was opened.
  await sleep(80 * DAY);
  await expect(launcher).toContainText("Open until 18:00");
});

test("a computer whose sleep nobody has told of", async ({ page, edgeAt }) => {
  const { edge, launcher } = await open(page, edgeAt, "2027-06-15T12:00");
  await expect(launcher).toContainText("Open until 18:00");
  edge.move(8 * HOUR);
  await page.clock.setSystemTime(edge.now());
  // The clock of the timers has stood still meanwhile.
  await page.clock.runFor(SECOND);
  await expect(launcher).toContainText("Closed, opens tomorrow at 08:00");
});

test.describe("a visitor's clock that is wrong", () => {
  for (const [name, error] of [["three hours slow", -3 * HOUR], ["two days fast", 2 * DAY]] as const) {
    test(`${name} is put right`, async ({ page, edgeAt }) => {
      const edge = await edgeAt(new Date("2027-06-15T17:45"));
      await edge.embed(page, await edge.makeSite(HOURS));
      await page.clock.install({ time: edge.now() + error });
      await page.goto("/en/");
      const { launcher } = new Widget(page);
      await expect(launcher).toContainText("Closes in 15 minutes");
      await pass(page, edge, 14 * MINUTE);
      await expect(launcher).toContainText("Closes in 1 minute");
      await pass(page, edge, MINUTE);
      await expect(launcher).toContainText("Closed, opens tomorrow at 08:00");
    });
  }

  test("is noticed when it is set while the page is open", async ({ page, edgeAt }) => {
    const { edge, launcher } = await open(page, edgeAt, "2027-06-15T12:00");
    await expect(launcher).toContainText("Open until 18:00");
    await page.clock.setSystemTime(edge.now() + 8 * HOUR);
    await page.clock.runFor(SECOND);
    await expect(launcher).toContainText("Open until 18:00");
    await page.clock.setSystemTime(edge.now() - DAY);
    await page.clock.runFor(SECOND);
    await expect(launcher).toContainText("Open until 18:00");
  });

  test("needs no second request, since the first answer says what time it is", async ({ page, edgeAt }) => {
    // The browser's own clock is the wrong one here.
    const edge = await edgeAt(new Date("2027-06-15T12:00"));
    await edge.embed(page, await edge.makeSite(HOURS));
    const requests: string[] = [];
    page.on("request", request => {
      if (request.url().startsWith(EDGE)) requests.push(new URL(request.url()).pathname);
    });
    await page.goto("/en/", { waitUntil: "networkidle" });
    await expect(new Widget(page).launcher).toContainText("Open until 18:00");
    expect(requests).toEqual(["/nordwind.js"]);
  });
});

test("a pause is seen by a page that is open, and so is its end", async ({ page, edgeAt }) => {
  const { edge, site, launcher, pass } = await open(page, edgeAt, "2027-06-15T12:00");
  await expect(launcher).toContainText("Open until 18:00");
  await site.agent.turn("paused", edge.now() + HOUR, "team meeting");
  await pass(MINUTE);
  await expect(launcher).toContainText("Paused (team meeting), opens today at 13:0");
  await site.agent.turnBack();
  await pass(MINUTE);
  await expect(launcher).toContainText("Open until 18:00");
});

test("a page that cannot be seen asks for nothing, and asks when it is seen again", async ({ page, edgeAt }) => {
  await page.addInitScript(() => {
    let hidden = false;
    Object.defineProperty(document, "hidden", { get: () => hidden });
    addEventListener("hide", () => (hidden = true));
    addEventListener("show", () => (hidden = false));
  });
  const seen = async (event: "hide" | "show") => {
    await page.evaluate(event => {
      dispatchEvent(new Event(event));
      document.dispatchEvent(new Event("visibilitychange"));
    }, event);
  };
  const { edge, site, launcher } = await open(page, edgeAt, "2027-06-15T12:00");
  await expect(launcher).toContainText("Open until 18:00");
  await seen("hide");
  await site.agent.turn("paused");
  const asked: string[] = [];
  page.on("request", request => asked.push(request.url()));
  await pass(page, edge, 10 * MINUTE);
  await pass(page, edge, 10 * MINUTE);
  expect(asked).toEqual([]);
  await seen("show");
  await expect(launcher).toContainText("Paused");
  expect(asked).toHaveLength(1);
});

test.describe("a visitor elsewhere reads both clocks, the own one first", () => {
  for (const [timezoneId, closing, later] of [
    ["America/New_York", "Open until 12:00 (18:00 in Berlin)", "Closed, opens tomorrow at 02:00 (08:00 in Berlin)"],
    ["Asia/Kathmandu", "Open until 21:45 (18:00 in Berlin)", "Closed, opens today at 11:45 (08:00 in Berlin)"],
  ] as const) {
    test.describe(() => {
      test.use({ timezoneId });

      test(timezoneId, async ({ page, edgeAt }) => {
        const { launcher, pass } = await open(page, edgeAt, "2027-06-15T15:00");
        await expect(launcher).toContainText(closing);
        await pass(6 * HOUR);
        await expect(launcher).toContainText(later);
      });
    });
  }

  test("of a team whose clock is half an hour off the others", async ({ page, edgeAt }) => {
    const changes = { time_zone: "Australia/Lord_Howe" };
    const { launcher, pass } = await open(page, edgeAt, "2027-06-15T10:00", changes);
    await expect(launcher).toContainText("Closed, opens today at 23:30 (08:00 in Lord Howe)");
    await pass(13.5 * HOUR);
    await expect(launcher).toContainText("Open until 09:30 (18:00 in Lord Howe)");
  });
});
