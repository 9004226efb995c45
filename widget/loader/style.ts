// The stylesheet of one site: the same for all, and the site's accent.

import type { Site } from "./payload";
import css from "./loader.css";

/** A constructed sheet, which no `style-src` governs. The launchers of several sites stand above each other. */
export function sheetOf({ look: { accent, position, theme } }: Site, others: number): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  // Where nothing is said, it is the page's.
  const scheme = theme == "system" ? "light dark" : (theme ?? "inherit");
  sheet.replaceSync(
    `${css}section{--ask-others:${others};--ask-fill:var(--ask-accent,${accent});--ask-side:var(--ask-position,${position});color-scheme:var(--ask-scheme,${scheme})}`,
  );
  return sheet;
}
