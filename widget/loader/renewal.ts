// Keeps a site right while the page is open: the edge tells once a minute what has changed,
// and what time it is. A tab may be open for days, and the visitor's clock may be wrong.

import type { KnownSite } from "./panel";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** Now, in milliseconds since the Unix epoch: by the visitor's clock, or by the edge's where the two differ. */
export function timeAt({ ahead }: KnownSite): number {
  return Date.now() + ahead;
}

/**
 * Reads from the browser's record of the script tag's request when the edge has answered it. A script
 * out of a cache has nothing to say of now, so that the edge is asked at the first occasion.
 */
export function readRequest(site: KnownSite): void {
  const [entry] = performance.getEntriesByName(site.tag.src) as PerformanceResourceTiming[];
  const told = entry?.transferSize && entry.serverTiming.find(({ name }) => name == "now");
  if (told) setClock(site, told.duration, Date.now() - performance.now() + entry.responseStart);
}

/** Asks the edge, where that was not done in the last minute. */
export async function renewSite(site: KnownSite): Promise<void> {
  const { payload, edge } = site;
  // Also where the clock was set back.
  if (Math.abs(Date.now() - site.heard) < MINUTE) return;
  site.heard = Date.now();
  try {
    const response = await fetch(`${edge}/v1/sites/${payload.site}`, { cache: "no-cache" });
    // A number of 13 digits is a time of our day; proxies may have added timings of their own.
    setClock(site, parseFloat(`${/\d{13}/.exec(`${response.headers.get("server-timing")}`)}`), Date.now());
    // Words and addresses belong to this version of the loader.
    const { words, app } = payload;
    if (response.ok) Object.assign(payload, await response.json(), { words, app });
  } catch {
    // What is known holds until the next time.
  }
}

/** Less than a second is the network's doing, not the clock's. */
function setClock(site: KnownSite, edge: number, own: number): void {
  site.heard = Date.now();
  site.ahead = Math.abs(edge - own) > SECOND ? edge - own : 0;
}
