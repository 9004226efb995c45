// Stages a Tuesday in December at the railway: what the edge tells of opening hours and of moments is
// moved to that day before it reaches the browser, whose clock stands still there.

import type { APIResponse, BrowserContext, Page } from "@playwright/test";
import { EDGE } from "../support/environment";
import { NORDWIND, type OwnSite } from "../support/sites";

/** A time of day on that Tuesday. */
export function at(time: string): number {
  return new Date(`2026-12-08T${time}:00+01:00`).getTime();
}

/** When it is on the stage, unless a picture says otherwise. */
export const NOW = at("10:42");

/** What is told of a text: when it was written, and by when it is to be answered. */
export interface Moment {
  at: number;
  /** When its conversation was begun, where that was earlier. */
  asked?: number;
  due?: number;
}

/** Moments by the beginnings of the texts. */
export type Moments = Record<string, Moment>;

const MINUTES_A_DAY = 1_440;

/** From Monday on, each day open from 6:00 to 22:00. */
const TIMELINE = {
  from: at("00:00") / 60_000 - MINUTES_A_DAY,
  open: false,
  lengths: Array.from({ length: 14 }, (_, day) => [day ? 480 : 360, 960]).flat(),
};

/** Has the railway's pages embed this site, on that Tuesday. */
export async function stage(context: BrowserContext, site: OwnSite, moments: Moments): Promise<void> {
  await context.route(`${EDGE}/${NORDWIND}.js`, async route => {
    const response = await route.fetch({ url: `${EDGE}/${site.id}.js` });
    const timeline = `"timeline":${JSON.stringify(TIMELINE)}`;
    const body = (await response.text()).replace(/"timeline":\{[^{}]*\}/, timeline);
    await route.fulfill({ response, headers: timeless(response), body });
  });
  await context.route(`${EDGE}/v1/**`, async route => {
    const response = await route.fetch();
    if (!response.headers()["content-type"]?.includes("json")) return route.fulfill({ response });
    const json = moved(await response.json(), moments) as object;
    const site = route.request().url().includes("/v1/sites/") ? { timeline: TIMELINE } : {};
    await route.fulfill({ response, headers: timeless(response), json: { ...json, ...site } });
  });
}

/** The headers without what time it is at the edge, by which the loader would put the stage's clock right. */
function timeless(response: APIResponse): Record<string, string> {
  const { "server-timing": _, ...headers } = response.headers();
  return headers;
}

/** Stops the page's clock. */
export async function stopClock(page: Page, now: number = NOW): Promise<void> {
  await page.clock.setFixedTime(now);
}

/** JSON of the edge with its moments moved. */
function moved(value: unknown, moments: Moments): unknown {
  if (Array.isArray(value)) return value.map(item => moved(item, moments));
  if (typeof value != "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, moved(item, moments)]);
  const result = Object.fromEntries(entries) as Record<string, unknown>;
  const told = (text: unknown) => Object.entries(moments).find(([start]) => String(text).startsWith(start))?.[1];
  const moment = told(result.text ?? result.excerpt);
  if ("timeline" in result) result.timeline = TIMELINE;
  if ("sent_at" in result) result.sent_at = moment?.at ?? NOW;
  if ("changed_at" in result) {
    const changed_at = moment?.at ?? NOW;
    Object.assign(result, { asked_at: moment?.asked ?? changed_at, changed_at });
  }
  if ("promise" in result) {
    const messages = (result.messages ?? []) as { text: string }[];
    const due = moment?.due ?? told(messages.at(-1)?.text)?.due ?? at("12:42");
    if ((result.promise as { answer_by?: number }).answer_by) result.promise = { answer_by: due };
  }
  return result;
}
