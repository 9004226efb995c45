// What the tag of a page runs that pins its script: the loader for the site in `data-site`, with the panel behind it.
// The same for all sites and immutable, so the site's payload is fetched. A page keeps it for a year, while the edge
// goes on: it takes from version 1 of the API what it knows, and nothing else.

import { AskHours } from "../loader/element";
import { onBody, pinnedTag } from "../loader/host";
import type { Site } from "../loader/payload";

start(pinnedTag());

async function start(tag: HTMLScriptElement): Promise<void> {
  const src = `${new URL(tag.src).origin}/v1/sites/${tag.dataset.site}`;
  try {
    const response = await fetch(src);
    const payload = (await response.json()) as Site;
    if (!response.ok) throw new Error(`askhours: ${src} answers ${response.status}.`);
    // They stand in the order of a build that may be another one; `panel.ts` asks for them by name.
    payload.words = {};
    onBody(() => {
      // An earlier tag has defined the element for all.
      if (!customElements.get("ask-hours")) customElements.define("ask-hours", AskHours);
      const { dataset } = tag;
      // What brought the site, and with it the time at the edge, is this answer.
      (customElements.get("ask-hours") as typeof AskHours).bring(payload, { src, dataset } as HTMLScriptElement);
    });
  } catch (error) {
    console.error(error);
    // As if the tag could not be loaded: whoever waits for the site learns of it.
    tag.dispatchEvent(new Event("error"));
  }
}
