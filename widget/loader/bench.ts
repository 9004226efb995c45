// How long the loader's own work takes: `cargo xtask bench` bundles this and runs it in Node.js with a timeline and
// a moment, and reads the medians in nanoseconds.

import type { Site, Timeline } from "./payload";
import { sentence } from "./sentence";
import { statusAt } from "./status";

const HOUR = 3_600_000;
const SAMPLES = 31;
const RUNS = 2_000;

const timeline = JSON.parse(process.argv[2]!) as Timeline;
const now = Number(process.argv[3]);

const words = Array.from({ length: 24 }, () => "{status} {time} {here} {there} {city}");
const site = { language: "en", time_zone: "Europe/Berlin", closing_soon: 15, words: { en: words } } as unknown as Site;

/** The median time of one run, over moments of the next weeks. */
function median(work: (at: number) => unknown): number {
  const samples = Array.from({ length: SAMPLES }, () => {
    const start = process.hrtime.bigint();
    for (let run = 0; run < RUNS; run += 1) work(now + (run % 1_000) * HOUR);
    return Number(process.hrtime.bigint() - start) / RUNS;
  });
  return Math.round(samples.sort((a, b) => a - b)[SAMPLES >> 1]!);
}

console.log(
  JSON.stringify({
    "status at a moment": median((at) => statusAt(timeline, 15, at)),
    "sentence at a moment, with the browser's Intl": median((at) => sentence(site, timeline, "en", "en-GB", at)),
  }),
);
