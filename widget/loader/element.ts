// The custom element `<ask-hours>`: it shows the widget of the site that its attribute `site` names.

import { startApi } from "./api";
import { addElement, dialogElement, elements, pageLanguage } from "./host";
import { choose } from "./language";
import { type Draft, type KnownSite, type Widget, fetchWords } from "./panel";
import type { Site } from "./payload";
import { hearScript } from "./renewal";
import { sheetOf } from "./style";
import { startWidget } from "./widget";

/** The sites that script tags have brought, for all elements of the page. */
const sites: Record<string, KnownSite> = Object.create(null);

/** The element. */
export class AskHours extends HTMLElement {
  /** Makes a site known, starts the elements that have waited for it, and adds its launcher. */
  static bring(payload: Site, tag: HTMLScriptElement): void {
    const { site } = payload;
    // Where pages come without being loaded, each has a tag of its own.
    if (tag.dataset.launcher != "none" && !dialogElement(site)) addElement(site);
    if (sites[site]) return;
    const others = Object.keys(sites).length;
    const edge = new URL(tag.src).origin;
    hearScript((sites[site] = { payload, edge, sheet: sheetOf(payload, others), attempt: 0, tag, ahead: 0 }));
    for (const element of elements(site)) element.draw();
    if (!others) startApi(sites);
  }

  /** What is drawn, once its words are there. */
  widget: Widget | undefined;

  connectedCallback(): void {
    this.draw();
  }

  disconnectedCallback(): void {
    this.widget = this.widget?.takeDown();
  }

  /** Draws the widget, anew where the page's language has become another, and shows what holds now. */
  async draw(): Promise<void> {
    const site = sites[this.getAttribute("site")!];
    if (!site || !this.isConnected) return;
    const { payload, tag } = site;
    const reading = choose(payload.languages, [pageLanguage(this), tag.dataset.lang], navigator.languages);
    const { language } = reading;
    if (!payload.words[language]) {
      try {
        [payload.words[language]] = await fetchWords(site, language);
      } catch {
        // Another language will do, until the edge tells again which ones there are.
        payload.languages = payload.languages.filter(other => other != language);
      }
      // Meanwhile the page may have changed.
      return this.draw();
    }
    const { widget } = this;
    if (widget?.language != language) {
      this.widget = startWidget(this, site, reading);
      if (widget?.frame?.dialog?.open) this.widget.reveal();
      widget?.takeDown();
    }
    this.widget!.tick();
  }

  /** Opens the dialog, with what a page has to put into it. Focus will come back to the opener. */
  async reveal(draft?: Draft, opener?: HTMLElement): Promise<void> {
    await this.draw();
    this.widget?.reveal(draft, opener);
  }
}
