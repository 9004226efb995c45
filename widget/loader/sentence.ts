// The status in words, and times the visitor's way. The panel tells its times by the same functions.

import type { Site, Timeline } from "./payload";
import { type State, statusAt } from "./status";
import { Word } from "./words";

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const CLOCK = { timeStyle: "short" } as const;

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
  const days = Math.round((midnight(at) - midnight(now)) / DAY);
  // In a week, the day will have the same name again.
  const form = days > 0 && days < 7 ? ({ weekday: "long" } as const) : ({ day: "numeric", month: "long" } as const);
  return { days, time: format(locale, at, CLOCK), day: format(locale, at, form) };
}

/** What the visitor reads now. */
export type Sentence = [text: string, state: State, change: number | undefined];

/** What a site's timeline, its own or that of a schedule, says now in one sentence. It holds within a minute of the clock. */
export function sentence(site: Site, timeline: Timeline, language: string, locale: string, now: number): Sentence {
  const say = (word: Word, values: Record<string, unknown>) =>
    site.words[language]![word]!.replace(/{(\w+)}/g, (_, name) => values[name] as string);
  const [state, change, notes] = statusAt(timeline, site.closing_soon, now);
  const reason = notes?.[language];
  const open = state == "open";
  // The words with a reason follow those without.
  let text = say((open ? Word.Open : state == "paused" ? Word.Paused : Word.Closed) + (reason ? 1 : 0), { reason });
  if (state == "closing_soon") {
    text = counted(site.words[language]![Word.ClosesInMinutes]!, locale, Math.ceil((change! - now) / MINUTE));
  } else if (change && !(open && change - now >= DAY)) {
    // A time of day says little about a closing that is days away.
    const { days, time: here, day } = tell(locale, change, now);
    const there = format(locale, change, { ...CLOCK, timeZone: site.time_zone });
    const city = site.time_zone.replace(/.*\//, "").replaceAll("_", " ");
    const time = say(there && there != here ? Word.TimeInBothZones : Word.TimeOfDay, { here, there, city });
    // The words for an opening tomorrow and on a later day follow the one for today.
    text = say(open ? Word.OpenUntil : Word.OpensToday + Math.min(days, 2), { status: text, day, time });
  }
  return [text, state, change];
}

/**
 * The form of a word that a count takes, with the count in it. The forms of a word stand in one text, such as
 * `one={n} day|other={n} days`; the last one is taken where none fits.
 */
export function counted(text: string, locale: string, count: number): string {
  const forms = text.split("|");
  const category = new Intl.PluralRules(locale).select(count);
  const form = forms.find(form => form.startsWith(`${category}=`)) ?? forms.pop()!;
  return form.replace(/\w+=/, "").replace(/{\w+}/, count.toLocaleString(locale));
}

/** A moment in the visitor's time zone or in another; nothing where the browser does not know that one. */
function format(locale: string, at: number, options: Intl.DateTimeFormatOptions): string {
  try {
    return new Date(at).toLocaleString(locale, options);
  } catch {
    return "";
  }
}

/** The beginning of the day of a moment, by the visitor's calendar. */
function midnight(moment: number): number {
  return new Date(moment).setHours(0, 0, 0, 0);
}
