// The one file that touches the host page: it finds the script tag, adds the element, looks for
// what an earlier visit has stored, and listens for the page's return.

/** The script tag that brought a site, also where it runs as a module. */
export function scriptTag(site: string): HTMLScriptElement | null {
  return (
    (document.currentScript as HTMLScriptElement | null) ?? document.querySelector(`script[src*="/${site}.js"]`)
  );
}

/** Adds the element with the floating launcher, unless the tag says `data-launcher="none"`. */
export function addLauncher(site: string, tag: HTMLScriptElement | null): void {
  if (tag?.dataset.launcher == "none") return;
  const element = document.createElement("ask-hours");
  element.setAttribute("site", site);
  // Beside the body, which pages may transform, swap or empty.
  const add = () => document.documentElement.append(element);
  if (document.body) add();
  else addEventListener("DOMContentLoaded", add);
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

/** Calls back when the page is looked at again: timers stand still in hidden and in frozen pages. */
export function onReturn(callback: () => void, signal: AbortSignal): void {
  document.addEventListener("visibilitychange", callback, { signal });
  addEventListener("pageshow", callback, { signal });
}
