// The timeline as people write it down, day by day: the twin of `timeline::days`.
// Both are held to `crates/timeline/fixtures/days.json`.

import type { Timeline } from "./loader/payload";

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

/** One day of the calendar. Moments are milliseconds since the Unix epoch. */
export interface Day<Reason> {
  /** Its first moment. */
  from: number;
  /** When the team answers: each stretch with its first moment, and the first one after it. */
  open: [from: number, until: number][];
  allOpen: boolean;
  /** Whether it does not answer because it is paused. */
  paused: boolean;
  /** What was said of it: why nobody answers at some time of this day, or else of its hours. */
  reason: Reason | undefined;
}

/**
 * The days that lie between these midnights, as far as the timeline reaches. A shift past midnight stands on
 * the day on which it began; what began before the first day, or lasts a day and longer, is cut at midnight.
 */
export function daysBetween<Reason>(timeline: Timeline<Reason>, midnights: number[]): Day<Reason>[] {
  const first = midnights[0]!;
  const periods: { from: number; until: number; open: boolean; paused: boolean; reason: Reason | undefined }[] = [];
  const stretches: [from: number, until: number][] = [];
  let from = timeline.from * MINUTE;
  timeline.lengths.forEach((length, index) => {
    const until = from + length * MINUTE;
    const open = timeline.open == !(index % 2);
    if (length) {
      periods.push({ from, until, open, paused: !!timeline.paused?.includes(index), reason: timeline.reasons?.[index] });
      const last = stretches.at(-1);
      if (!open || until <= first) {
        // Nothing that the team answers in.
      } else if (last?.[1] == from) last[1] = until;
      else stretches.push([Math.max(from, first), until]);
    }
    from = until;
  });

  const known = midnights.slice(0, -1).filter(midnight => midnight < from);
  return known.map((from, index) => {
    const until = midnights[index + 1]!;
    const open = stretches
      .map(([opens, closes]): [number, number] =>
        closes - opens < DAY && opens > first ? [opens, closes] : [Math.max(opens, from), Math.min(closes, until)],
      )
      .filter(([opens, closes]) => opens >= from && opens < until && opens < closes);
    const within = periods.filter(period => period.from < until && period.until > from);
    // An open period of another day's shift tells nothing about this day.
    const opening = within.filter(period => {
      const begins = Math.max(period.from, from);
      return period.open && open.some(([opens, closes]) => opens <= begins && begins < closes);
    });
    // "Christmas Eve" says more about a shorter day than "ring the bell" does.
    const own = within.filter(period => !period.open).concat(opening);
    return {
      from,
      open,
      allOpen: open.length > 0 && open[0]![0] <= from && open[0]![1] >= until,
      paused: !open.length && within.some(({ paused }) => paused),
      reason: own.find(({ reason }) => reason)?.reason,
    };
  });
}

/**
 * Where the days of a time zone begin: yesterday, today and the days after it; and where the last of them ends.
 * A day begins with its first minute, which is not 00:00 where the clocks go forward at midnight.
 */
export function midnightsAround(timeZone: string, now: number, days: number): number[] {
  const date = new Intl.DateTimeFormat("en", { timeZone });
  const next = (moment: number) => {
    let minute = Math.floor(moment / MINUTE);
    const today = date.format(moment);
    // As far as it is still today, in steps that halve: no day has 4096 minutes.
    for (let step = 2_048; step >= 1; step /= 2) {
      if (date.format((minute + step) * MINUTE) == today) minute += step;
    }
    return (minute + 1) * MINUTE;
  };
  const midnights = [next(now - 3 * DAY)];
  while (!(midnights.at(-days)! > now)) midnights.push(next(midnights.at(-1)!));
  return midnights.slice(-days - 2);
}
