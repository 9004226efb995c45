// The button in the corner of the window, with the live status.

import { make } from "./dom";
import { Word } from "./words";

/** Draws a launcher. Returns its button, the label in it and the place for the status. */
export function makeLauncher(words: string[]): [button: HTMLButtonElement, label: HTMLElement, status: HTMLElement] {
  const label = make("b", {}, words[Word.AskAQuestion]!);
  const status = make("p", {});
  const text = make("span", {}, label, status);
  return [make("button", { className: "launcher", ariaHasPopup: "dialog" }, make("i", {}), text), label, status];
}
