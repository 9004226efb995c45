// The custom element `<ask-hours>`: it shows the widget of the site that its attribute `site` names.

import { addLauncher, elements } from "./host";
import type { KnownSite } from "./panel";
import type { Site } from "./payload";
import { hearScript } from "./renewal";
import { sheetOf } from "./style";
import { startWidget } from "./widget";

/** The element. Its class also keeps the sites that script tags have brought, for all elements of the page. */
export class AskHours extends HTMLElement {
  static sites: Record<string, KnownSite> = {};

  /** Makes a site known, starts the elements that have waited for it, and adds its launcher. */
  static bring(payload: Site, tag: HTMLScriptElement): void {
    const { site } = payload;
    if (this.sites[site]) return;
    const edge = new URL(tag.src).origin;
    hearScript((this.sites[site] = { payload, edge, sheet: sheetOf(payload), attempt: 0, tag, ahead: 0 }));
    for (const element of elements<AskHours>()) element.connectedCallback();
    addLauncher(site, tag);
  }

  #stop: (() => undefined) | undefined;

  connectedCallback(): void {
    const site = AskHours.sites[this.getAttribute("site")!];
    if (site) this.#stop ??= startWidget(this, site);
  }

  disconnectedCallback(): void {
    this.#stop = this.#stop?.();
  }
}
