// Asks the npm package `opening_hours`: reads {from, until, cases} as JSON on standard input, and prints
// for each case, one on a line, its open stretches as pairs of milliseconds since the epoch, or an error.
// The package evaluates in the process's own time, so that the caller sets TZ.

import { readFileSync } from "node:fs";
import OpeningHours from "opening_hours";

const { from, until, cases } = JSON.parse(readFileSync(0, "utf8"));

for (const { hours, country, state } of cases) {
  console.log(JSON.stringify(evaluate(hours, { lat: 0, lon: 0, address: { country_code: country, state } })));
}

function evaluate(hours, place) {
  try {
    const intervals = new OpeningHours(hours, place, { locale: "en" }).getOpenIntervals(new Date(from), new Date(until));
    const open = intervals.filter(([, , unknown]) => !unknown);
    return { open: open.map(([start, end]) => [start.getTime(), end.getTime()]) };
  } catch (error) {
    return { error: String(error) };
  }
}
