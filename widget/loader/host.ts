// The one file that touches the host page: it finds the script tag and the elements, adds one, looks
// for what an earlier visit has stored, and listens to what happens to the page.

/** The script tag that brought a site, also where it runs as a module. */
export function scriptTag(site: string): HTMLScriptElement {
  return (document.currentScript ?? document.querySelector(`script[src*="/${site}.js"]`)) as HTMLScriptElement;
}

/** Adds the element with the floating launcher, unless the tag says `data-launcher="none"`. */
export function addLauncher(site: string, tag: HTMLScriptElement): void {
  if (tag.dataset.launcher == "none") return;
  const element = document.createElement("ask-hours");
  element.setAttribute("site", site);
  const add = () => {
    // Beside the body, which pages may transform, swap or empty, and after it, as the last to be reached by keyboard.
    if (document.body) document.documentElement.append(element);
    else setTimeout(add);
  };
  add();
}

/** The elements that stand in the page. */
export function elements<Element extends HTMLElement>(): NodeListOf<Element> {
  return document.querySelectorAll<Element>("ask-hours");
}

/** What the page says about the visitor's language at an element. */
export function pageLanguage(element: Element): string | undefined {
  return element.closest<HTMLElement>("[lang]")?.lang;
}

/** Whether the visitor has asked before, or has sent something that still waits for a connection. */
export function hasAsked(site: string): boolean {
  try {
    return `askhours:${site}:conversation` in localStorage || `askhours:${site}:outgoing` in sessionStorage;
  } catch {
    // The browser keeps pages from storing.
    return false;
  }
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
