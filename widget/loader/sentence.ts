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
  /** The weekday and date. */
  day: string;
}

/** Tells a moment; both in milliseconds since the Unix epoch. */
export function tell(locale: string, at: number, now: number): When {
  return {
    // Rounded, since a day on which the clocks change has 23 or 25 hours.
    days: Math.round((midnight(at, 0) - midnight(now, 0)) / DAY),
    time: clock(locale, at),
    day: new Date(at).toLocaleDateString(locale, { weekday: "long", day: "numeric", month: "long" }),
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
  const words = site.words[language]!;
  const [state, change, next, reason] = statusAt(timeline, site.closing_soon, now);
  const told = change ? tell(locale, change, now) : undefined;
  const why = reason && (reason[language] ?? reason[site.language]);
  const tomorrow = midnight(now, 1);
  const minutes = change ? Math.ceil((change - now) / MINUTE) : 0;
  let until = Math.min(next ?? tomorrow, tomorrow);
  let word: Word;

  if (state == "closing_soon") {
    word = minutes == 1 ? Word.ClosesInMinutesOne : Word.ClosesInMinutesOther;
    until = change! - (minutes - 1) * MINUTE;
  } else if (state == "open") {
    // A time of day says little about a closing that is days away.
    word = told && change! - now < DAY ? Word.OpenUntil : Word.Open;
  } else {
    // The words for an opening today, tomorrow and on a later day follow the one for none.
    word = (why ? Word.ClosedFor : Word.Closed) + (told ? Math.min(told.days, 2) + 1 : 0);
  }

  const values: Record<string, unknown> = { minutes, reason: why, ...told };
  const pattern = words[word]!;
  const text = pattern.replace(/{(\w+)}/g, (_, name) => values[name] as string);
  const note = pattern.includes("{time}") && told!.time != clock(locale, change!, site.time_zone);
  return [note ? `${text} ${words[Word.YourLocalTime]}` : text, state, until];
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
