// Keeps a site right while the page is open: the edge tells once a minute what has changed,
// and what time it is. A tab may be open for days, and the visitor's clock may be wrong.

import type { KnownSite } from "./panel";
import type { Renewal, Site } from "./payload";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** Listens to the edge, where that was not done in the last minute: first to what brought the script, then by asking. */
export async function renewSite(site: KnownSite): Promise<void> {
  const { payload, edge, heard } = site;
  // Also where the clock was set back.
  if (Math.abs(Date.now() - heard!) < MINUTE) return;
  site.heard = Date.now();
  const [entry] = performance.getEntriesByName(site.tag.src) as PerformanceResourceTiming[];
  // A script out of a cache has nothing to say of now.
  if (!heard && entry?.transferSize) {
    return setClock(site, JSON.stringify(entry.serverTiming), Date.now() - performance.now() + entry.responseStart);
  }
  const response = await fetch(`${edge}/v1/sites/${payload.site}`, { cache: "no-cache" });
  setClock(site, response.headers.get("server-timing"), Date.now());
  takeOver(payload, await response.json());
}

/**
 * Takes over the opening hours that an answer or an event tells, unless newer ones are known: the earlier of the two may
 * come later. An answer that is an error has no revision; what else it tells may belong to another version of the loader.
 */
export function takeOver(payload: Site, { timeline, schedules, closing_soon, revision }: Renewal): void {
  if (revision >= payload.revision) Object.assign(payload, { timeline, schedules, closing_soon, revision });
}

/** Compares the time that the edge has told with the visitor's own of that moment. */
function setClock(site: KnownSite, timing: string | null, own: number): void {
  // Of what servers tell of their timing, only a time of our days has 13 digits.
  const ahead = +timing?.match(/\d{13}/)?.[0]! - own;
  // Less than a second is the network's doing, not the clock's.
  site.ahead = Math.abs(ahead) > SECOND ? ahead : 0;
}
