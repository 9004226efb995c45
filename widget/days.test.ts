// Holds the panel's days to the cases that the Rust crate `timeline` is held to, and its midnights to the calendar.

import assert from "node:assert/strict";
import { test } from "node:test";
import cases from "../crates/timeline/fixtures/days.json";
import { daysBetween, midnightsAround } from "./days";
import type { Timeline } from "./loader/payload";

for (const { name, time_zone, timeline, midnights, expect } of cases) {
  test(name, () => {
    const days = daysBetween(timeline as Timeline<string>, midnights);
    assert.deepEqual(
      days.map(({ open, allOpen, paused, reason }) => ({ open, all_open: allOpen, paused, reason })),
      expect.map(day => ({ reason: undefined, ...day })),
    );
  });

  test(`the midnights of: ${name}`, () => {
    const [first, ...others] = midnights;
    // At the first and at the last moment of the first day, which is both times today.
    for (const now of [first!, others[0]! - 1]) {
      assert.deepEqual(midnightsAround(time_zone, now, others.length).slice(1), midnights);
    }
  });
}

/** The local time of day at a moment. */
const clock = (timeZone: string, at: number) => new Date(at).toLocaleTimeString("en-GB", { timeZone });

/** Zones whose clocks change at odd hours, by half hours, or at midnight. */
const ZONES = [
  "Europe/Berlin",
  "America/New_York",
  "America/Havana",
  "America/Santiago",
  "Australia/Lord_Howe",
  "Asia/Kathmandu",
  "Asia/Beirut",
  "Africa/Cairo",
  "Africa/Casablanca",
  "Atlantic/Azores",
  "Pacific/Apia",
  "Pacific/Kiritimati",
  "Etc/GMT+12",
];

for (const zone of ZONES) {
  test(`the days of a year follow each other in ${zone}`, () => {
    const date = (at: number) => new Date(at).toLocaleDateString("en-GB", { timeZone: zone });
    for (let now = Date.UTC(2026, 0, 1); now < Date.UTC(2027, 0, 1); now += 41 * 3_600_000) {
      const midnights = midnightsAround(zone, now, 2);
      const [yesterday, today, tomorrow, end] = midnights;
      assert.equal(midnights.length, 4);
      assert.ok(today! <= now && now < tomorrow!, `${new Date(now).toISOString()} is today`);
      assert.equal(new Set(midnights.map(date)).size, 4);
      for (const [from, until] of [[yesterday!, today!], [today!, tomorrow!], [tomorrow!, end!]] as const) {
        assert.equal(date(from), date(until - 1), "a day is one date from its first to its last moment");
        assert.notEqual(date(from - 1), date(from));
        assert.ok(/^(00:00|01:00):00$/.test(clock(zone, from)), clock(zone, from));
      }
    }
  });
}

test("a zone that the browser does not know is told", () => {
  assert.throws(() => midnightsAround("Moon/Base", 0, 7), RangeError);
});
