// Words by their names, as the edge tells them, put into the order in which this script was built to know them.

import type { Words } from "../loader/payload";

/** What the edge tells of one language: `protocol::pinned::NamedWords`. */
export type Named = { [Section in keyof Known]?: Record<string, string> };

/** The names of the words in order, each with its English text. */
interface Known {
  launcher: [name: string, english: string][];
  panel: [name: string, english: string][];
}

declare const __ASKHOURS_WORDS__: Known;

/** The words in order. For those that the edge has no longer, English stands in. */
export function inOrder(named: Named, known: Known = __ASKHOURS_WORDS__): Words {
  const texts = (section: keyof Known) => known[section].map(([name, english]) => named[section]?.[name] ?? english);
  return [texts("launcher"), texts("panel")];
}
