// What holds at a moment, worked out from the timeline: the twin of `timeline::Status`.
// Both are held to `crates/timeline/fixtures/status.json`.

import type { Timeline } from "./payload";

/** What a visitor is told. The names are those of the stylesheet and the fixtures. */
export type State = "open" | "closing_soon" | "closed" | "paused";

/** What holds at a moment. Moments are milliseconds since the Unix epoch. */
export type Status<Reason> = [
  state: State,
  /** When it closes or opens; unknown beyond the timeline. */
  change: number | undefined,
  /** Why it is not open. */
  reason?: Reason | undefined,
];

const MINUTE = 60_000;

/** What holds at `now`; `closingSoon` is in minutes. */
export function statusAt<Reason>(timeline: Timeline<Reason>, closingSoon: number, now: number): Status<Reason> {
  let { from } = timeline;
  let held: number | undefined;
  let change: number | undefined;
  timeline.lengths.forEach((length, index) => {
    const at = from * MINUTE;
    from += length;
    // A period of no length only stands between two of one state.
    if (!length) return;
    // Outside of what was worked out, the nearest period is taken to hold.
    if (held == null || at <= now) held = index;
    else if ((index - held) % 2) change ??= at;
  });
  if (timeline.open == held! % 2 > 0) {
    return [timeline.paused?.includes(held!) ? "paused" : "closed", change, timeline.reasons?.[held!]];
  }
  return [change && now >= change - closingSoon * MINUTE ? "closing_soon" : "open", change];
}
