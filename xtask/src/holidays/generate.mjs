// Writes the table of public holidays: `node generate.mjs <table> <licence>`.
//
// Works out every public holiday of every region that the npm package date-holidays knows, and
// puts down by which rule its dates follow. `crates/hours/src/holidays` reads it and says what
// the lines mean. The decisions are here, and `corrections.mjs` puts its data right:
//
// - The type `public` counts alone. `bank` means that banks close (in Germany on Christmas Eve),
//   `optional` and `observance` that people work.
// - Substitute days count, and have "(substitute day)" in their names.
// - A holiday is a whole day: what begins at noon or later is left out, since a team that works in
//   the morning would be called away. One of several days is a holiday on each day that it fills.
// - In the Jewish and Islamic calendars a day begins on the evening before; the date is the day's own.
import { copyFile, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { correct, MOVED, parts } from "./corrections.mjs";

const FIRST_YEAR = 2025;
const LAST_YEAR = 2036;
const DAY = 86_400_000;
const HOUR = 3_600_000;

// date-holidays says its data by country codes where these differ from language codes.
const LANGUAGES = { cz: "cs", ge: "ka", jp: "ja" };

const here = createRequire(import.meta.url);
// Its data without its code, which the package does not export.
const main = here.resolve("date-holidays");
const folder = dirname(dirname(main));
const { default: Holidays } = createRequire(main)("date-holidays-parser");
const json = async (path) => JSON.parse(await readFile(join(folder, path), "utf8"));
const { version } = await json("package.json");
const data = await json("data/holidays.json");

const years = Array.from({ length: LAST_YEAR - FIRST_YEAR + 1 }, (_, place) => FIRST_YEAR + place);

const languagesOf = (place) => [
  ...(place.langs ?? []),
  ...Object.values(parts(place)).flatMap(languagesOf),
];

/** Every region below and with this one, a country's parts after itself. */
const regionsOf = (codes, place) => [
  codes,
  ...Object.entries(parts(place)).flatMap(([code, part]) => regionsOf([...codes, code], part)),
];

const primary = (language) => language.split("-")[0];
const tag = (language) => LANGUAGES[primary(language)] ?? primary(language);
const yearOf = (time) => new Date(time).getUTCFullYear();
const monthAndDay = (time) => new Date(time).toISOString().slice(5, 10);
const weekday = (time) => new Date(time).getUTCDay() || 7;

/** English first, then the languages of the country: `[tag, the names of it in the data]`. */
function languagesOfCountry(country) {
  const languages = new Map([["en", ["en"]]]);
  for (const language of languagesOf(country)) {
    const known = languages.get(tag(language)) ?? [];
    languages.set(tag(language), [...new Set([language, ...known, primary(language)])]);
  }
  return languages;
}

/** The language in which a place says what it says in one: its own first, or that of what it lies in. */
function firstLanguage(codes) {
  let place = data.holidays[codes[0]];
  let first = place.langs?.[0];
  for (const code of codes.slice(1)) {
    place = parts(place)[code];
    first = place.langs?.[0] ?? first;
  }
  return first ?? "en";
}

/** The name of a holiday in each of the languages; empty where there is none. */
function names(holiday, languages, first) {
  const substitute = data.names.substitutes.name;
  // Some names are a plain text, and say no language.
  const name = typeof holiday.name === "string" ? { [first]: holiday.name } : holiday.name;
  const pick = (words, keys) => keys.map((key) => words[key]).find(Boolean);
  const found = [...languages.values()].map((keys) => {
    const word = pick(name, keys) ?? "";
    if (!word || !holiday.substitute) return word;
    return `${word} (${pick(substitute, keys) ?? substitute.en})`;
  });
  // Some have a name in another language only.
  if (!found.some(Boolean)) found[0] = Object.values(name)[0];
  return found.map((word) => word.replace(/\s+/g, " ").replaceAll('"', "”").trim());
}

/** The days that a holiday fills. */
function days(holiday, rule) {
  const hour = Number(holiday.date.slice(11, 13));
  if (holiday.type !== "public" || hour >= 12) return [];
  // One more hour, for the night in which daylight saving takes one away.
  const length = Math.floor(((holiday.end - holiday.start) / HOUR + 1) / 24);
  const first = Date.parse(`${holiday.date.slice(0, 10)}T00:00:00Z`) + (MOVED[rule] ?? 0) * DAY;
  return Array.from({ length }, (_, place) => first + place * DAY);
}

/** The holidays of a region: dates by names. */
function holidaysOf(codes, languages) {
  const calendar = new Holidays(data, ...codes);
  const first = firstLanguage(codes);
  const dates = new Map();
  // A holiday of several days may begin in the year before.
  for (const year of [FIRST_YEAR - 1, ...years]) {
    for (const rule of Object.keys(calendar.holidays)) {
      for (const holiday of calendar._dateByRule(year, rule)) {
        const within = days(holiday, rule).filter((day) => years.includes(yearOf(day)));
        if (within.length === 0) continue;
        const key = names(holiday, languages, first).join("\t");
        dates.set(key, new Set([...(dates.get(key) ?? []), ...within]));
      }
    }
  }
  return [...dates].map(([key, set]) => `${rule([...set].sort((a, b) => a - b))}\t${key}`);
}

/** Each date as the days since the one before, counted from 1 January of the first year; with a length where more follow. */
function listed(dates) {
  const runs = [];
  let last = Date.UTC(FIRST_YEAR, 0, 1);
  for (const date of dates) {
    const run = runs.at(-1);
    if (run && date === last + DAY) run.length += 1;
    else runs.push({ gap: (date - last) / DAY, length: 1 });
    last = date;
  }
  return runs.map(({ gap, length }) => (length === 1 ? gap : `${gap}*${length}`)).join(",");
}

/** The dates of Easter as the package has them. */
function easter(rule) {
  const of = { holidays: { XX: { days: { [rule]: { name: { en: "Easter" } } } } }, names: {} };
  const calendar = new Holidays(of, "XX");
  return years.map((year) => days(calendar._dateByRule(year, rule)[0], rule)[0]);
}

const western = easter("easter");
const eastern = easter("orthodox");

/** The shortest rule that gives exactly these dates. */
function rule(dates) {
  const one = dates.length === years.length && dates.every((date, place) => yearOf(date) === years[place]);
  if (one) {
    const alike = (of) => (new Set(dates.map(of)).size === 1 ? of(dates[0], 0) : undefined);
    const fixed = alike(monthAndDay);
    if (fixed) return fixed;
    const afterWestern = alike((date, place) => (date - western[place]) / DAY);
    if (afterWestern !== undefined) return `e${afterWestern}`;
    const afterEastern = alike((date, place) => (date - eastern[place]) / DAY);
    if (afterEastern !== undefined) return `o${afterEastern}`;
    const onWeekday = alike(weekday) && weekdayFrom(dates);
    if (onWeekday) return onWeekday;
  }
  return `x${listed(dates)}`;
}

/** The third Monday of January as the first Monday from 15 January on: `01-15>1`. */
function weekdayFrom(dates) {
  const earliest = dates.map(monthAndDay).sort()[0];
  for (let back = 0; back < 7; back += 1) {
    const from = monthAndDay(Date.parse(`2025-${earliest}T00:00:00Z`) - back * DAY);
    const holds = dates.every((date) => {
      const days = (date - Date.parse(`${yearOf(date)}-${from}T00:00:00Z`)) / DAY;
      return days >= 0 && days < 7;
    });
    if (holds) return `${from}>${weekday(dates[0])}`;
  }
  return undefined;
}

/** A country: its languages, each holiday once, and which of them each region has. */
function country(code, place) {
  const languages = languagesOfCountry(place);
  const known = new Map();
  const regions = new Map();
  const lines = regionsOf([code], place).map((codes) => {
    const own = new Set(holidaysOf(codes, languages));
    for (const holiday of own) known.set(holiday, known.get(holiday) ?? known.size);
    const above = regions.get(codes.slice(0, -1).join("-")) ?? new Set();
    regions.set(codes.join("-"), own);
    const more = [...own].filter((it) => !above.has(it)).map((it) => `${known.get(it)}`);
    const fewer = [...above].filter((it) => !own.has(it)).map((it) => `-${known.get(it)}`);
    return `:${[codes.join("-"), ...more, ...fewer].join(" ")}`;
  });
  return [`@${[code, ...languages.keys()].join(" ")}`, ...known.keys(), ...lines];
}

const [table, licence] = process.argv.slice(2);
correct(data.holidays);
const lines = [
  "# Public holidays, made by `cargo xtask holidays` from the npm package date-holidays. Do not edit.",
  "# Dates and names are available under CC BY-SA 3.0; the attribution stands in LICENSE beside this file.",
  `= ${version} ${FIRST_YEAR} ${LAST_YEAR}`,
  `e ${listed(western)}`,
  `o ${listed(eastern)}`,
  ...Object.entries(data.holidays).flatMap(([code, place]) => country(code, place)),
];
await writeFile(table, `${lines.join("\n")}\n`);
await copyFile(join(folder, "LICENSE"), licence);
