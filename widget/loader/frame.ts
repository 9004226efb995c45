// What surrounds the panel: there at once, before the panel is fetched, and where it cannot be.

import { make } from "./dom";
import type { KnownSite } from "./panel";
import type { Site } from "./payload";
import { Word } from "./words";

/**
 * Draws a frame: a dialog that can be closed, or a part of the page.
 * Returns it, the place for the status, and the body for the panel.
 */
export function makeFrame(
  { name }: Site,
  words: string[],
  inline: boolean,
): [frame: HTMLElement, status: HTMLElement, body: HTMLElement] {
  const status = make("p", {});
  const body = make("div", { className: "body", role: "status" });
  const header = make("header", {}, make("h2", {}, name), status);
  const frame = make(inline ? "div" : "dialog", { className: "frame", ariaLabel: name, autofocus: !inline, tabIndex: -1 }, header, body);
  if (!inline) {
    const onclick = () => (frame as HTMLDialogElement).close();
    header.append(make("button", { className: "close", ariaLabel: words[Word.Close]!, onclick }, "×"));
  }
  return [frame, status, body];
}

/**
 * Fills the body where there can be no panel: the network failed, the page's policy has no 'wasm-unsafe-eval', or
 * the browser no WebAssembly. Which of them it was would not help a visitor.
 */
export function showTrouble(
  body: HTMLElement,
  { payload, edge }: KnownSite,
  words: string[],
  onclick: () => void,
): void {
  body.replaceChildren(
    words[Word.LoadingFailed]!,
    make("button", { onclick }, words[Word.TryAgain]!),
    make("a", { href: `${edge}/${payload.site}`, target: "_blank" }, words[Word.OpenQuestionPage]!),
  );
}
