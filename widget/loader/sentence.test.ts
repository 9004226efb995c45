// What the visitor reads: the right words, and times on the visitor's own clock.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Site, Timeline } from "./payload";
import { sentence, tell } from "./sentence";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

// Few words, so that a case shows which ones were chosen.
const en = [
  "ask", "close", "loading", "new", "open", "open until {time}", 
  "one=closes in {minutes} minute|other=closes in {minutes} minutes", "closed", "closed ({reason})", "paused", "paused ({reason})",
  "{status}, today {time}", "{status}, tomorrow {time}", "{status}, {day} {time}",
  "{here}", "{here} = {there} {city}", "", "", "", "",
];

/** Monday 2 March 2026, 00:00 in Berlin, where the tests' visitor lives. */
const MONDAY = Date.UTC(2026, 2, 1, 23);

function at(now: number, timeline: Partial<Timeline>, changes: Partial<Site> = {}) {
  process.env.TZ = "Europe/Berlin";
  const site = {
    language: "en",
    time_zone: "Europe/Berlin",
    closing_soon: 15,
    words: { en },
    timeline: { from: MONDAY / MINUTE, open: false, lengths: [], ...timeline },
    ...changes,
  } as unknown as Site;
  const [text, state] = sentence(site, site.timeline, "en", "en-GB", now);
  return [text, state];
}

/** Mondays to Fridays from 9 to 17. */
const WEEK: Partial<Timeline> = { lengths: [540, 480, 960, 480, 960, 480, 960, 480, 960, 480, 3840, 480, 420] };

test("open until a time of day", () => {
  assert.deepEqual(at(MONDAY + 10 * HOUR, WEEK), ["open until 17:00", "open"]);
});

test("a closing that is days away is not told as a time of day", () => {
  assert.deepEqual(at(MONDAY + HOUR, { open: true, lengths: [3 * 1440, 60] }), ["open", "open"]);
});

test("the last minutes are counted down, each in its time", () => {
  assert.deepEqual(at(MONDAY + 16.8 * HOUR, WEEK), ["closes in 12 minutes", "closing_soon"]);
  assert.deepEqual(at(MONDAY + 17 * HOUR - 1, WEEK), ["closes in 1 minute", "closing_soon"]);
});

test("opens today, tomorrow, on a day", () => {
  assert.equal(at(MONDAY + 8 * HOUR, WEEK)[0], "closed, today 09:00");
  assert.equal(at(MONDAY + 18 * HOUR, WEEK)[0], "closed, tomorrow 09:00");
  assert.equal(at(MONDAY + 4 * DAY + 18 * HOUR, WEEK)[0], "closed, Monday 09:00");
});

test("the next six days are told by their names, later ones by their dates", () => {
  const opening = (days: number) => at(MONDAY + HOUR, { lengths: [1440 * days, 60] })[0];
  assert.deepEqual([2, 6, 7].map(opening), [
    "closed, Wednesday 00:00",
    "closed, Sunday 00:00",
    "closed, 9 March 00:00",
  ]);
});

test("a pause says why, and when the team is back", () => {
  const paused = { open: true, lengths: [540, 60, 60], reasons: { 1: { en: "drill" } }, paused: [1] };
  assert.deepEqual(at(MONDAY + 9 * HOUR, paused), ["paused (drill), today 10:00", "paused"]);
});

test("at midnight, tomorrow becomes today", () => {
  assert.equal(at(MONDAY + DAY - 1, WEEK)[0], "closed, tomorrow 09:00");
  assert.equal(at(MONDAY + DAY, WEEK)[0], "closed, today 09:00");
});

test("tomorrow stays tomorrow through a night in which the clocks change", () => {
  const saturday = Date.UTC(2026, 2, 28, 12);
  assert.equal(at(saturday, { from: saturday / MINUTE, lengths: [20 * 60, 60] })[0], "closed, tomorrow 10:00");
});

test("closed for good, or beyond what is known", () => {
  assert.deepEqual(at(MONDAY, { lengths: [1440] }), ["closed", "closed"]);
});

test("a reason is told in the visitor's language", () => {
  const reasons = { 0: { de: "Ausflug", en: "Outing" } };
  assert.equal(at(MONDAY, { lengths: [1440], reasons })[0], "closed (Outing)");
});

test("braces in a reason are a reason's", () => {
  const closed = { lengths: [540, 60], reasons: { 0: { en: "{day} {time}" } } };
  assert.equal(at(MONDAY, closed)[0], "closed ({day} {time}), today 09:00");
});

test("a visitor on another clock reads both times, the own one first", () => {
  const open = (time_zone: string) => at(MONDAY + 10 * HOUR, WEEK, { time_zone })[0];
  assert.equal(open("Europe/London"), "open until 17:00 = 16:00 London");
  assert.equal(open("America/New_York"), "open until 17:00 = 11:00 New York");
  assert.equal(open("Asia/Kathmandu"), "open until 17:00 = 21:45 Kathmandu");
  assert.equal(open("Europe/Vienna"), "open until 17:00");
});

test("a time zone that the browser does not know harms nothing", () => {
  assert.equal(at(MONDAY + 10 * HOUR, WEEK, { time_zone: "Moon/Base" })[0], "open until 17:00");
});

test("a past moment is told by its distance in days", () => {
  process.env.TZ = "Europe/Berlin";
  assert.deepEqual(tell("de", MONDAY - HOUR, MONDAY + HOUR), { days: -1, time: "23:00", day: "1. März" });
});
