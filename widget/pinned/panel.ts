// How the pinned script has its panel; the build takes this in place of `loader/panel.ts`. The panel's script is here
// already, and the WebAssembly has to be the one that it was built with.

import * as script from "../app";
import type { Fetched, KnownSite, Script } from "../loader/panel";
import type { Words } from "../loader/payload";
import { type Named, inOrder } from "./words";

/** The address of the WebAssembly and its hash, as Subresource Integrity writes it. */
declare const __ASKHOURS_APP__: { wasm: string; integrity: string };

/** The panel's script, without a request. */
export function fetchScript(_site: KnownSite): Promise<Script> {
  return Promise.resolve(script);
}

/** The words of one language; English where they cannot be had, so that there is a launcher. */
export function fetchWords(site: KnownSite, language: string): Promise<Words> {
  return namedWords(site, language).catch(() => inOrder({}));
}

/** Everything that a panel needs. */
export function fetchPanel(site: KnownSite, language: string): Fetched {
  const { wasm, integrity } = __ASKHOURS_APP__;
  return [
    fetchScript(site),
    WebAssembly.compileStreaming(fetch(site.edge + wasm, { integrity })),
    namedWords(site, language),
  ];
}

async function namedWords({ edge, payload }: KnownSite, language: string): Promise<Words> {
  const response = await fetch(`${edge}/v1/sites/${payload.site}/words/${language}`);
  if (!response.ok) throw new Error(`askhours: no words for ${language}`);
  return inOrder((await response.json()) as Named);
}
