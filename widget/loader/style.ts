// The stylesheet of one site: the same for all, and the site's accent.

import type { Site } from "./payload";
import css from "./loader.css";

/** A constructed sheet, which no `style-src` governs. */
export function sheetOf({ look }: Site): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`${css}:host{--ask-accent:${look.accent}}`);
  return sheet;
}
