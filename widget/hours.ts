// The week's opening hours, which the visitor unfolds below the status. In TypeScript, since what they are made of
// stands in the loader's payload and in the browser's `Intl`: a view in WebAssembly would be several times as large.

import { daysBetween, midnightsAround } from "./days";
import { make } from "./loader/dom";
import type { Widget } from "./loader/panel";
import { Word } from "./loader/words";

/** The first of the panel's words: the order of `words::panel::Word`. A test of this crate holds the two together. */
export const enum PanelWord {
  OpeningHours,
  OpenAllDay,
  TimeInZone,
}

/** Today and the six days after it. */
const DAYS = 7;

/** Draws the table anew; for another topic, where one is given, whose schedule may be another than the site's own. */
export type DrawHours = (topic?: string) => void;

/** Adds the table to a header, with the button that unfolds it. */
export function addHours({ site, language, locale, now }: Widget, header: HTMLElement, words: string[]): DrawHours {
  const { payload } = site;
  const { time_zone: timeZone } = payload;
  const tell = (at: number, options: Intl.DateTimeFormatOptions) => new Date(at).toLocaleString(locale, options);
  const clock = (at: number) => tell(at, { timeStyle: "short", timeZone });
  const comma = language == "ar" ? "، " : ", ";
  const own = (texts: Record<string, string>) => texts[language] ?? texts[payload.language] ?? Object.values(texts)[0]!;
  let chosen: string | undefined;
  let timer: ReturnType<typeof setTimeout>;

  const draw = () => {
    clearTimeout(timer);
    button.ariaExpanded = `${!table.hidden}`;
    if (table.hidden || !table.isConnected) return;
    const midnights = midnightsAround(timeZone, now(), DAYS);
    const [, today, tomorrow] = midnights;
    const topic = payload.topics?.find(({ id }) => id == chosen);
    const schedule = payload.schedules?.[topic?.schedule!];
    // Yesterday is only there so that its shift past midnight is none of today's.
    const [, ...days] = daysBetween(schedule ?? payload.timeline, midnights);
    const rows = days.map(({ from, open, allOpen, paused, reason }) => {
      const hours = open.map(([opens, closes]) => `${clock(opens)}–${clock(closes)}`);
      if (allOpen) hours[0] = words[PanelWord.OpenAllDay]!;
      hours[0] ??= payload.words[language]![paused ? Word.Paused : Word.Closed]!;
      return make(
        "tr",
        {},
        make(
          "th",
          { scope: "row", ariaCurrent: from == today ? "date" : null },
          tell(from, { weekday: "long", timeZone }),
          " ",
          make("small", {}, tell(from, { day: "numeric", month: "short", timeZone })),
        ),
        make(
          "td",
          {},
          ...hours.flatMap((text, index) => [index ? comma : "", make("bdi", {}, text)]),
          " ",
          make("small", {}, reason ? own(reason) : ""),
        ),
      );
    });
    const body = make("tbody", {}, ...rows);
    // Who reads the table keeps the place in it, unless it is another.
    if (!body.isEqualNode(week)) week.replaceWith((week = body));
    const isElsewhere = midnights.some(at => clock(at) != tell(at, { timeStyle: "short" }));
    const city = timeZone.replace(/.*\//, "").replaceAll("_", " ");
    caption.textContent = [
      schedule ? own(topic!.label) : "",
      isElsewhere ? words[PanelWord.TimeInZone]!.replace("{zone}", city) : "",
    ].join(" ").trim();
    timer = setTimeout(draw, tomorrow! - now());
  };

  let week = make("tbody", {});
  const caption = make("caption", {});
  const ariaLabel = words[PanelWord.OpeningHours]!;
  const table = make("table", { id: "week", hidden: true, ariaLabel }, caption, week);
  const onclick = () => {
    table.hidden = !table.hidden;
    draw();
  };
  const button = make("button", { className: "hours", ariaExpanded: "false", onclick }, ariaLabel);
  button.setAttribute("aria-controls", table.id);
  header.append(button, table);
  return (topic = chosen) => {
    chosen = topic;
    draw();
  };
}
