// What a page can have done, by `window.askhours` and by elements with `data-ask-open`.

import { addElement, dialogElement, elements, offerApi, onOpener, onTold } from "./host";
import type { Draft, Identity, KnownSite, Told } from "./panel";

/** What a page calls; `widget/npm/index.d.ts` says it to those who do. Where no site is named, the first one is meant. */
export interface Api {
  /** Opens the dialog. */
  open(site?: string): void;
  /** Closes it. */
  close(site?: string): void;
  /** Opens the dialog with text and topic filled in. */
  ask(draft?: Draft & { site?: string | undefined }): void;
  /** Says who the visitor is. */
  identify(identity: Identity & { site?: string }): void;
  /** Calls back with what the page is told. Returns what ends that. */
  on<Type extends keyof Told>(type: Type, callback: (told: Told[Type]) => void): () => void;
  /** Takes a site off the page, or all of them. */
  remove(site?: string): void;
  /** Makes calls that are written down: `["open"]`. */
  push(...calls: unknown[][]): void;
}

/** Offers the sites to the page, until the last of them is removed. */
export function startApi(sites: Record<string, KnownSite>): void {
  const over = new AbortController();
  const { signal } = over;
  const first = () => Object.keys(sites)[0]!;
  const dialog = (site = first()) => sites[site] && (dialogElement(site) ?? addElement(site, "dialog"));
  const api: Api = {
    open: site => void dialog(site)?.reveal(),
    close: (site = first()) => dialogElement(site)?.widget?.frame?.dialog?.close(),
    ask: ({ site, ...draft } = {}) => void dialog(site)?.reveal(draft),
    identify({ site = first(), ...identity }) {
      if (sites[site]) sites[site].identity = identity;
      for (const element of elements(site)) element.widget?.refresh?.();
    },
    on(type, callback) {
      // What holds already would be told again only when it changes. Who looks at it may be an element of no other use.
      if (type == "status") {
        for (const site in sites) {
          dialog(site);
          // Who has no words yet tells of it by an event.
          const { status } = sites[site]!;
          if (status) callback(status as never);
        }
      }
      return onTold(type, callback, signal);
    },
    remove(id) {
      for (const site in sites) {
        if (id && id != site) continue;
        for (const element of elements(site)) element.remove();
        delete sites[site];
      }
      if (!first()) over.abort();
    },
    push(...calls) {
      for (const [name, ...values] of calls) (api[name as "open"] as (...values: unknown[]) => void)(...values);
    },
  };
  onOpener(dialog, signal);
  offerApi(api, signal);
}
