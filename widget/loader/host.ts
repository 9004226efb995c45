// The one file that touches the host page: it finds the script tag and the elements, adds one, looks
// for what an earlier visit has stored, and listens to what happens to the page.

import type { Api } from "./api";
import type { AskHours } from "./element";

/** The script tag that brought a site, also where it runs as a module. */
export function scriptTag(site: string): HTMLScriptElement {
  return (document.currentScript ?? document.querySelector(`script[src*="/${site}.js"]`)) as HTMLScriptElement;
}

/** The script tag that runs, where it is the pinned one. */
export function pinnedTag(): HTMLScriptElement {
  return (document.currentScript ?? document.querySelector("script[data-site][integrity]")) as HTMLScriptElement;
}

/** Calls back once the page has a body. */
export function onBody(callback: () => void): void {
  if (document.body) callback();
  else setTimeout(onBody, 0, callback);
}

/** Adds an element for a site: with the floating launcher, or with the dialog alone. */
export function addElement(site: string, mode?: "dialog"): AskHours {
  const element = document.createElement("ask-hours") as AskHours;
  element.setAttribute("site", site);
  if (mode) element.setAttribute("mode", mode);
  // Beside the body, which pages may transform, swap or empty, and after it, as the last to be reached by keyboard.
  document.documentElement.append(element);
  return element;
}

/** The elements of a site that stand in the page. */
export function elements(site: string): NodeListOf<AskHours> {
  return document.querySelectorAll(`ask-hours[site="${site}"]`);
}

/** The element of a site that has a dialog. */
export function dialogElement(site: string): AskHours | null {
  return document.querySelector(`ask-hours[site="${site}"]:not([mode=inline],[mode=status])`);
}

/** Whether a modal dialog keeps the visitor from the rest of the page. */
export function hasModal(): boolean {
  return !!document.querySelector(":modal");
}

/** Gives the page its `window.askhours`, and makes the calls that have waited there. */
export function offerApi(api: Api, signal: AbortSignal): void {
  const page = window as { askhours?: unknown };
  const early = page.askhours as unknown[][] | undefined;
  page.askhours = api;
  signal.onabort = () => delete page.askhours;
  // An element with such an id stands there too. A call that fails keeps none of the others from being made.
  early?.forEach?.(call => queueMicrotask(() => api.push(call)));
}

/** Calls back with what elements tell the page. Returns what ends that. */
export function onTold(type: string, callback: (detail: never) => void, signal: AbortSignal): () => void {
  const listener = (event: Event) => callback((event as CustomEvent<never>).detail);
  document.addEventListener(`askhours:${type}`, listener, { signal });
  return () => document.removeEventListener(`askhours:${type}`, listener);
}

/**
 * Opens the dialog for elements with `data-ask-open`, of the site that they name, and prefetches what it needs when the
 * visitor reaches for one. Their links lead nowhere then, except into a new tab or window.
 */
export function onOpener(dialog: (site?: string) => AskHours | undefined, signal: AbortSignal): void {
  for (const type of ["click", "pointerover"]) {
    const listener = (event: Event) => {
      const { ctrlKey, metaKey, shiftKey, altKey } = event as MouseEvent;
      // Also within the page's own web components.
      const opener = (event.composedPath() as HTMLElement[]).find(element => element.dataset?.askOpen != null);
      const element =
        opener && !(ctrlKey || metaKey || shiftKey || altKey) && dialog(opener.dataset.askOpen || undefined);
      if (!element) return;
      if (type == "pointerover") return element.widget?.prefetch();
      event.preventDefault();
      element.reveal({}, opener);
    };
    // Before the page's own listeners, which may navigate.
    document.addEventListener(type, listener, { capture: true, signal });
  }
}

/** Whether the focus is elsewhere in the page: not in this element, and not lost with what had it. */
export function isFocusElsewhere(element: Element): boolean {
  return ![null, document.body, element].includes(document.activeElement);
}

/** What the page says about the visitor's language at an element. */
export function pageLanguage(element: Element): string | undefined {
  return element.closest<HTMLElement>("[lang]")?.lang;
}

/** Whether the visitor has asked browsers to load no more than necessary. */
export function savesData(): boolean | undefined {
  return (navigator as { connection?: { saveData?: boolean } }).connection?.saveData;
}

/** Whether the visitor has asked before, or has sent something that still waits. Throws where a page may not store. */
export function hasAsked(site: string): boolean {
  return `askhours:${site}:conversation` in localStorage || `askhours:${site}:outgoing` in sessionStorage;
}

/** Calls back when the page is looked at again, or no longer. Returns what ends that. */
export function onReturn(callback: () => void): () => void {
  const event = "visibilitychange";
  document.addEventListener(event, callback);
  return () => document.removeEventListener(event, callback);
}

/** Calls back when the page is left, for good or to be kept for the way back. */
export function onLeaving(callback: () => void, signal: AbortSignal): void {
  addEventListener("pagehide", callback, { signal });
}

/** Calls back when the connection returns. */
export function onReconnection(callback: () => void, signal: AbortSignal): void {
  addEventListener("online", callback, { signal });
}

/** Calls back with the part of the window that can be seen, whenever that changes. */
export function onViewport(callback: (view: VisualViewport) => void, signal: AbortSignal): void {
  const view = window.visualViewport;
  view?.addEventListener("resize", () => callback(view), { signal });
  view?.addEventListener("scroll", () => callback(view), { signal });
}
