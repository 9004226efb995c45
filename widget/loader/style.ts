// The stylesheet of one site: the same for all, and the site's accent.

import type { Site } from "./payload";
import css from "./loader.css";

/** A constructed sheet, which no `style-src` governs. */
export function sheetOf({ look: { accent, position, theme } }: Site): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  const scheme = theme == "page" ? "inherit" : theme == "system" ? "light dark" : theme;
  sheet.replaceSync(
    `${css}section{--accent:var(--ask-accent,${accent});--side:var(--ask-position,${position});color-scheme:var(--ask-scheme,${scheme})}`,
  );
  return sheet;
}
