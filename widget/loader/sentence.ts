// The status in words, and times the visitor's way. The panel tells its times by the same functions.

import type { Site, Timeline } from "./payload";
import { type State, statusAt } from "./status";
import { Word } from "./words";

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

/** A moment as it is told to the visitor, in the visitor's own time zone. */
export interface When {
  /** Calendar days from today: 0 today, 1 tomorrow, negative for the past. */
  days: number;
  /** The time of day. */
  time: string;
  /** The weekday where it is one of the next six days, else the date. */
  day: string;
}

/** Tells a moment; both in milliseconds since the Unix epoch. */
export function tell(locale: string, at: number, now: number): When {
  // Rounded, since a day on which the clocks change has 23 or 25 hours.
  const days = Math.round((midnight(at, 0) - midnight(now, 0)) / DAY);
  return {
    days,
    time: clock(locale, at),
    // In a week, the day will have the same name again.
    day: new Date(at).toLocaleDateString(
      locale,
      days > 0 && days < 7 ? { weekday: "long" } : { day: "numeric", month: "long" },
    ),
  };
}

/** What the visitor reads now. */
export type Sentence = [
  text: string,
  state: State,
  /** When the sentence changes, at the latest at midnight: "tomorrow" becomes "today". */
  until: number,
];

/** What a site's timeline, its own or that of a schedule, says now in one sentence. */
export function sentence(site: Site, timeline: Timeline, language: string, locale: string, now: number): Sentence {
  const say = (word: Word, values: Record<string, unknown>) =>
    site.words[language]![word]!.replace(/{(\w+)}/g, (_, name) => values[name] as string);
  const [state, change, next, notes] = statusAt(timeline, site.closing_soon, now);
  const tomorrow = midnight(now, 1);
  const until = Math.min(next ?? tomorrow, tomorrow);

  if (state == "closing_soon") {
    const minutes = Math.ceil((change! - now) / MINUTE);
    const word = minutes == 1 ? Word.ClosesInMinutesOne : Word.ClosesInMinutesOther;
    return [say(word, { minutes }), state, change! - (minutes - 1) * MINUTE];
  }

  const reason = notes && (notes[language] ?? notes[site.language] ?? Object.values(notes)[0]);
  // The words with a reason follow those without.
  const word = (state == "open" ? Word.Open : state == "paused" ? Word.Paused : Word.Closed) + (reason ? 1 : 0);
  const status = say(word, { reason });
  // A time of day says little about a closing that is days away.
  if (!change || (state == "open" && change - now >= DAY)) return [status, state, until];

  const { days, time: here, day } = tell(locale, change, now);
  const there = clock(locale, change, site.time_zone);
  const city = site.time_zone.replace(/.*\//, "").replaceAll("_", " ");
  const time = say(there && there != here ? Word.TimeInBothZones : Word.TimeOfDay, { here, there, city });
  // The words for an opening tomorrow and on a later day follow the one for today.
  return [say(state == "open" ? Word.OpenUntil : Word.OpensToday + Math.min(days, 2), { status, day, time }), state, until];
}

/** A time of day, in the visitor's time zone or in another; nothing where the browser does not know that one. */
function clock(locale: string, at: number, timeZone?: string): string {
  try {
    return new Date(at).toLocaleTimeString(locale, { timeStyle: "short", timeZone });
  } catch {
    return "";
  }
}

/** The beginning of the day of a moment, or of a day after it, by the visitor's calendar. */
function midnight(moment: number, days: number): number {
  return new Date(moment).setHours(24 * days, 0, 0, 0);
}
