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
  /** When there is something else to tell. */
  next: number | undefined,
  /** Why it is not open. */
  reason?: Reason | undefined,
];

const MINUTE = 60_000;

/** What holds at `now`; `closingSoon` is in minutes. */
export function statusAt<Reason>(timeline: Timeline<Reason>, closingSoon: number, now: number): Status<Reason> {
  let { from, open } = timeline;
  let held: boolean | undefined;
  let shut: State = "closed";
  let reason: Reason | undefined;
  let change: number | undefined;
  let next: number | undefined;
  timeline.lengths.forEach((length, index) => {
    const at = from * MINUTE;
    const why = timeline.reasons?.[index];
    if (!length) {
      // A period of no length only stands between two of one state.
    } else if (held == null || at <= now) {
      // Outside of what was worked out, the nearest period is taken to hold.
      held = open;
      reason = why;
      shut = timeline.paused?.includes(index) ? "paused" : "closed";
    } else {
      if (open != held) change ??= at;
      next ??= at;
    }
    from += length;
    open = !open;
  });
  if (!held) return [shut, change, next, reason];
  const warned = change && change - closingSoon * MINUTE;
  return warned && now >= warned ? ["closing_soon", change, change] : ["open", change, warned];
}
