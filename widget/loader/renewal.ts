// Keeps a site right while the page is open: the edge tells once a minute what has changed,
// and what time it is. A tab may be open for days, and the visitor's clock may be wrong.

import type { KnownSite } from "./panel";
import type { Site } from "./payload";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** Listens to what the answer that brought the script says of the time. One out of a cache has nothing to say of now. */
export function hearScript(site: KnownSite): void {
  const [entry] = performance.getEntriesByName(site.tag.src) as PerformanceResourceTiming[];
  if (!entry?.transferSize) return;
  site.heard = Date.now();
  setClock(site, JSON.stringify(entry.serverTiming), site.heard - performance.now() + entry.startTime);
}

/** Asks the edge, where it was not heard in the last minute. */
export async function renewSite(site: KnownSite): Promise<void> {
  const sent = Date.now();
  // Also where the clock was set back.
  if (Math.abs(sent - site.heard!) < MINUTE) return;
  site.heard = sent;
  const response = await fetch(`${site.edge}/v1/sites/${site.payload.site}`, { cache: "no-cache" });
  setClock(site, response.headers.get("server-timing"), sent);
  takeOver(site.payload, await response.json());
}

/**
 * Takes over what an answer or an event tells, unless something newer is known: the earlier of the two may come later. An
 * answer that is an error has no revision. Words and addresses belong to this version of the loader.
 */
export function takeOver(payload: Site, renewal: Partial<Site>): void {
  const { words, app } = payload;
  if (renewal.revision! >= payload.revision) Object.assign(payload, { schedules: {} }, renewal, { words, app });
}

/** Compares the time that the edge has told with the visitor's own: that was between asking and now. */
function setClock(site: KnownSite, timing: string | null, sent: number): void {
  // Of what servers tell of their timing, only a time of our days has 13 digits.
  const told = Number(timing?.match(/\d{13}/));
  const now = Date.now();
  // Who tells no time leaves what is known. A clock is right that may have said it, give or take a second.
  if (told) site.ahead = told < sent - SECOND || told > now + SECOND ? told - (sent + now) / 2 : 0;
}
