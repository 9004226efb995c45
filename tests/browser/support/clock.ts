// Moments for a faked clock. They lie within the weeks for which the edge has worked out the opening
// hours, and are told by the clock of the railway.

/** A day some days from today, counted by the calendar. */
export interface Day {
  /** As in a configuration's exceptions: `2026-12-24`. */
  date: string;
  /** A moment of this day, as in `at("17:45")`. */
  at(time: string): Date;
  /** The weekday and date, as an English or German visitor reads it. */
  told(locale: string): string;
}

/** The day that many days from today. A week leaves room for what is faked before it. */
export function dayFromToday(days: number): Day {
  const moment = (hours: number, minutes: number) => {
    const date = new Date();
    date.setHours(0, 0, 0, 0);
    date.setDate(date.getDate() + days);
    date.setHours(hours, minutes);
    return date;
  };
  const at = (time: string) => {
    const [hours, minutes] = time.split(":").map(Number);
    return moment(hours!, minutes!);
  };
  const noon = moment(12, 0);
  const pad = (number: number) => String(number).padStart(2, "0");
  return {
    date: `${noon.getFullYear()}-${pad(noon.getMonth() + 1)}-${pad(noon.getDate())}`,
    at,
    told: locale => noon.toLocaleDateString(locale, { weekday: "long", day: "numeric", month: "long" }),
  };
}
