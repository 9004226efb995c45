// One widget at work: launcher and frame in the shadow root of one element, and what moves them.

import { make } from "./dom";
import { makeFrame, showTrouble } from "./frame";
import { hasAsked, onReturn, pageLanguage } from "./host";
import { choose } from "./language";
import { makeLauncher } from "./launcher";
import { type Fetched, type Host, type KnownSite, type Panel, fetchPanel, fetchScript } from "./panel";
import type { Renewal, Timeline } from "./payload";
import { renewSite, takeOver } from "./renewal";
import { counted, sentence, tell } from "./sentence";
import { Word } from "./words";

/** Draws a site's widget into an element. Returns what undoes it. */
export function startWidget(element: HTMLElement, site: KnownSite): () => undefined {
  const { payload, tag } = site;
  const wishes = [pageLanguage(element), tag.dataset.lang];
  const { language, locale } = choose(payload.words, wishes, navigator.languages, payload.language);
  const words = payload.words[language]!;
  const inline = element.getAttribute("mode") == "inline";
  const [button, label, status] = makeLauncher(words);
  const [frame, line, body] = makeFrame(payload, words, inline);
  let fetched: Promise<Fetched> | undefined;
  let panel: Promise<Panel | undefined> | undefined;
  let timer: ReturnType<typeof setTimeout>;
  let drawn: Timeline | undefined;
  let told: number;

  const now = () => Date.now() + site.ahead;
  const says = (timeline: Timeline) => sentence(payload, timeline, language, locale, now());
  const tick = () => {
    clearTimeout(timer);
    const seen = !document.hidden;
    // Without an answer, what is known holds.
    if (seen) renewSite(site).catch(() => {});
    // What is told changes with a minute, or with what the edge has told.
    const minute = Math.floor(now() / 60_000);
    if (drawn != payload.timeline || told != minute) {
      told = minute;
      const [text, state] = says((drawn = payload.timeline));
      status.textContent = line.textContent = text;
      status.className = line.className = state;
      panel?.then(opened => opened?.told());
    }
    // Each second, since nothing tells of a clock that was set, or of a night that the computer slept.
    if (seen) timer = setTimeout(tick, 1_000 - (now() % 1_000));
  };

  const prefetch = () => (fetched ??= fetchPanel(site, language));
  const draw = async () => {
    body.textContent = words[Word.Loading]!;
    try {
      const [script, wasm, panelWords] = await prefetch();
      // The element may have gone meanwhile, or stand anew in another place.
      if (body.isConnected) return await script.open(host, wasm, panelWords);
    } catch {
      site.attempt++;
      fetched = panel = undefined;
      showTrouble(body, site, words, show);
    }
  };
  const mount = () => (panel ??= draw());
  const show = () => mount().then(drawn => drawn?.shown());
  const when = (at: number) => tell(locale, at, now());
  const renew = (renewal: Renewal) => {
    takeOver(payload, renewal);
    tick();
  };
  const count = (text: string, number: number) => counted(text, locale, number);
  const host: Host = {
    ...{ ...site, language, locale, frame, body, button, label },
    ...{ now, when, says, counted: count, renew, mount },
  };

  const root = element.shadowRoot ?? element.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [site.sheet];
  const section = make("section", { lang: language, ariaLabel: payload.name, className: payload.look.position }, frame);
  root.replaceChildren(section);
  if (!inline) {
    const dialog = frame as HTMLDialogElement;
    section.append(button);
    button.onclick = () => {
      // On a phone the frame covers the page, which then must not be reached behind it.
      if (matchMedia("(max-width:30em)").matches) dialog.showModal();
      else dialog.show();
      show();
    };
    // A failure here is told when the frame is opened.
    button.onpointerenter = button.onfocus = () => {
      if (!(navigator as { connection?: { saveData?: boolean } }).connection?.saveData) prefetch().catch(() => {});
    };
    // Nothing is returned, since false would keep the key from doing anything else.
    frame.onkeydown = event => {
      if (event.key == "Escape") dialog.close();
    };
    frame.onclose = () => button.focus();
    // The page comes first.
    const wake = () => fetchScript(site).then(script => body.isConnected && script.wake(host)).catch(() => {});
    if (hasAsked(payload.site)) setTimeout(wake, 1_000);
  } else {
    const seen = (entries: IntersectionObserverEntry[]) => entries[0]!.isIntersecting && show();
    new IntersectionObserver(seen).observe(section);
  }
  const ignore = onReturn(tick);
  tick();

  return () => {
    ignore();
    clearTimeout(timer);
    panel?.then(opened => opened?.remove());
    root.replaceChildren();
  };
}
