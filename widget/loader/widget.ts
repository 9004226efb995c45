// One widget as it stands in every page: launcher or status in the shadow root of one element.
// Dialog and form come with the panel's script, when a visitor reaches for them.

import { make } from "./dom";
import type { AskHours } from "./element";
import { hasAsked, onReturn, savesData } from "./host";
import type { Reading } from "./language";
import { type Fetched, type KnownSite, type Widget, fetchPanel, fetchScript } from "./panel";
import { renewSite } from "./renewal";
import { counted, sentence, tell } from "./sentence";
import { Word } from "./words";

/** Draws a site's widget into an element. */
export function startWidget(element: AskHours, site: KnownSite, { language, locale }: Reading): Widget {
  const { payload } = site;
  const words = payload.words[language]!;
  const mode = element.getAttribute("mode");
  const label = make("b", {}, words[Word.AskAQuestion]!);
  const status = make("p", {});
  const onclick = () => widget.reveal();
  const onfocus = () => widget.prefetch();
  const button = make(
    "button",
    { className: "launcher", ariaHasPopup: "dialog", onclick, onfocus, onpointerenter: onfocus },
    make("i", {}),
    make("span", {}, label, status),
  );
  const dir = /^(ar|he)/.test(language) ? "rtl" : "ltr";
  // A status has no name of its own, since it may be a part of one.
  const ariaLabel = mode == "status" ? null : payload.name;
  const section = make("section", { lang: language, dir, ariaLabel });
  let timer: ReturnType<typeof setTimeout>;
  let drawn: unknown;
  let minute: number;
  let fetched: Fetched | undefined;

  const draw = () => element.draw();
  const tick = () => {
    clearTimeout(timer);
    const seen = !document.hidden;
    // Without an answer, what is known holds.
    if (seen) renewSite(site).catch(() => {});
    const current = Math.floor(widget.now() / 60_000);
    // What is told changes with a minute, or with what the edge has told.
    if (drawn != payload.timeline || minute != current) {
      minute = current;
      const [text, state, change] = widget.says((drawn = payload.timeline));
      status.textContent = text;
      status.className = state;
      widget.refresh?.();
      // Of several elements, which may speak several languages, one tells the page.
      const { status: told } = site;
      if (told?.state != state || told.change != change) {
        widget.emit("status", (site.status = { site: payload.site, state, text, change }));
      }
    }
    // Each second, since nothing tells of a clock that was set, or of a night that the computer slept.
    if (seen) timer = setTimeout(draw, 1_000 - (widget.now() % 1_000));
  };

  const widget: Widget = {
    ...{ site, mode, language, locale, section, button, label, status, tell, counted, tick },
    now: () => Date.now() + site.ahead,
    says: timeline => sentence(payload, timeline, language, locale, widget.now()),
    emit(type, detail) {
      element.dispatchEvent(new CustomEvent(`askhours:${type}`, { detail, bubbles: true, composed: true }));
    },
    fetchAll() {
      if (!fetched) {
        fetched = fetchPanel(site, language);
        // The next one who asks tries again.
        Promise.all(fetched).catch(() => {
          site.attempt++;
          fetched = undefined;
        });
      }
      return fetched;
    },
    prefetch() {
      if (!savesData()) widget.fetchAll();
    },
    async reveal(draft, opener = document.activeElement as HTMLElement) {
      label.textContent = words[Word.Loading]!;
      try {
        const script = await widget.fetchAll()[0];
        label.textContent = words[Word.AskAQuestion]!;
        if (section.isConnected) script.show(widget, draft, opener);
      } catch {
        // The launcher tells of it, also where there was none, and lets try again.
        label.textContent = words[Word.LoadingFailed]!;
        if (!button.isConnected) section.append(button);
      }
    },
    takeDown() {
      ignore();
      clearTimeout(timer);
      widget.end?.();
    },
  };

  const root = element.shadowRoot ?? element.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [site.sheet];
  root.replaceChildren(section);
  if (!mode) {
    section.append(button);
    const wake = async () => {
      if (hasAsked(payload.site)) (await fetchScript(site)).wake(widget);
    };
    // The page comes first.
    setTimeout(() => wake().catch(() => {}), 1_000);
  } else if (mode != "dialog") section.append(status);
  if (mode == "inline") {
    new IntersectionObserver(([entry]) => entry!.isIntersecting && widget.reveal()).observe(section);
  }
  const ignore = onReturn(draw);
  return widget;
}
