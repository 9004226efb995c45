// What surrounds the panel, a dialog or a part of the page: there before the WebAssembly is fetched, and where it cannot be.

import { make } from "./loader/dom";
import { hasModal, isFocusElsewhere, onViewport } from "./loader/host";
import type { Widget } from "./loader/panel";
import type { State } from "./loader/status";
import { Word } from "./loader/words";

/** Windows that the frame fills: phones, also on their side, and pages at 400 %. The style sheet says the same. */
const SMALL = matchMedia("(max-width: 30em), (max-height: 30em)");
/** What a phone's keyboard takes at least; less is a browser's own bar. */
const KEYBOARD = 100;

/** A frame. */
export class Frame {
  readonly header: HTMLElement;
  readonly body: HTMLElement;
  /** Missing where the frame is a part of the page. */
  readonly dialog: HTMLDialogElement | undefined;
  readonly #widget: Widget;
  readonly #words: string[];
  readonly #tryAgain: () => void;
  readonly #status = make("p", {});
  /** Says to screen readers what the status has become. */
  readonly #said = make("p", { className: "hidden", role: "status" });
  readonly #over = new AbortController();
  #state: State | undefined;
  #opener: HTMLElement | undefined;

  constructor(widget: Widget, tryAgain: () => void) {
    const { site: { payload: { name, words } }, section, button, language, mode } = widget;
    this.#widget = widget;
    this.#words = words[language]!;
    this.#tryAgain = tryAgain;
    this.body = make("div", { className: "body", role: "status" });
    this.header = make("header", {}, make("h2", {}, make("bdi", {}, name)), this.#status);
    const parts = [this.header, this.#said, this.body];
    if (mode == "inline") {
      section.replaceChildren(make("div", { className: "frame", tabIndex: -1 }, ...parts));
    } else {
      const { signal } = this.#over;
      const dialog = make("dialog", { className: "frame", ariaLabel: name, autofocus: true, tabIndex: -1 }, ...parts);
      const close = () => dialog.close();
      this.header.append(make("button", { className: "close", ariaLabel: this.#words[Word.Close]!, onclick: close }, "×"));
      // The event comes after the fact: by then the dialog may be open again.
      dialog.onclose = () => dialog.open || this.#giveBackFocus(dialog, button);
      dialog.onkeydown = event => {
        // While a word is being composed, Escape takes that back.
        if (event.key != "Escape" || event.isComposing) return;
        // One key press closes one thing, and nothing of the page besides.
        event.preventDefault();
        event.stopPropagation();
        close();
      };
      let seen = innerHeight;
      onViewport(view => {
        keepAboveKeyboard(dialog, view, seen);
        seen = view.height;
      }, signal);
      SMALL.addEventListener("change", () => this.#reopen(dialog), { signal });
      section.prepend(dialog);
      this.dialog = dialog;
    }
    this.told();
  }

  /** Whether the visitor sees the panel. */
  get isOpen(): boolean {
    return this.dialog?.open ?? true;
  }

  /** Opens the dialog. Focus will come back to the opener. */
  open(opener: HTMLElement | undefined): void {
    const { dialog } = this;
    if (!dialog || dialog.open) return;
    this.#opener = opener;
    show(dialog);
    // In a frame of another site, opening does not move the focus.
    dialog.focus();
  }

  /** Follows a window that has become small, or is no longer, with focus and places kept. */
  #reopen(dialog: HTMLDialogElement): void {
    // Behind a modal dialog of the page, it must not come forth.
    if (!dialog.open || hasModal()) return;
    const focused = (dialog.getRootNode() as ShadowRoot).activeElement as HTMLElement | null;
    const places = [...dialog.querySelectorAll("*")].map(part => [part, part.scrollTop] as const);
    dialog.close();
    show(dialog);
    for (const [part, top] of places) if (top) part.scrollTop = top;
    focused?.focus({ preventScroll: true });
  }

  /** Ends what the frame has begun. */
  end(): void {
    this.#over.abort();
  }

  /** Shows what holds now. To screen readers only what has begun is said, not each minute that goes by. */
  told(): void {
    const { says, site } = this.#widget;
    const [text, state] = says(site.payload.timeline);
    this.#status.textContent = text;
    this.#status.className = state;
    this.#said.textContent = this.isOpen && this.#state && this.#state != state ? text : "";
    this.#state = state;
  }

  /** Shows that the panel is on its way. */
  tellLoading(): void {
    // The button that tries again goes, and must not take the focus along.
    if (this.body.querySelector(":focus")) this.body.parentElement!.focus();
    this.body.textContent = this.#words[Word.Loading]!;
  }

  /**
   * Shows what can be done where there can be no panel: the network failed, the page's policy has no 'wasm-unsafe-eval',
   * or the browser no WebAssembly. Which of them it was would not help a visitor.
   */
  tellTrouble(): void {
    const { edge, payload } = this.#widget.site;
    // Those of the panel's words are missing where these could not be fetched either.
    const words = payload.words[this.#widget.language]!;
    this.body.replaceChildren(
      words[Word.LoadingFailed]!,
      make("button", { onclick: this.#tryAgain }, words[Word.TryAgain] ?? "↻"),
      make("a", { href: `${edge}/${payload.site}`, target: "_blank" }, words[Word.OpenQuestionPage] ?? payload.name),
    );
  }

  /** Puts the panel in. */
  put(panel: HTMLElement): void {
    const { body } = this;
    body.removeAttribute("role");
    body.className = "drawn";
    body.replaceChildren(panel);
    // Another place than that of what stood there: nothing of it has moved.
    body.parentElement!.append(body);
  }

  /** Gives focus back to the opener, or to the launcher where that is gone. Who is elsewhere in the page by now stays there. */
  #giveBackFocus(dialog: HTMLDialogElement, button: HTMLElement): void {
    const opener = this.#opener;
    // The launcher may stand nowhere.
    if (isFocusElsewhere((dialog.getRootNode() as ShadowRoot).host)) return;
    opener?.focus();
    if (!opener?.matches(":focus")) button.focus();
  }
}

/** Opens a dialog. */
function show(dialog: HTMLDialogElement): void {
  // A frame that covers the page must not let anybody reach what is behind it. Where the page has opened a modal dialog,
  // only another one is in reach.
  if (SMALL.matches || hasModal()) dialog.showModal();
  else dialog.show();
}

/** Fits a dialog into the part of the window that a phone's keyboard leaves free. */
function keepAboveKeyboard(dialog: HTMLDialogElement, view: VisualViewport, seen: number): void {
  const { style } = dialog;
  const { height, offsetTop, scale } = view;
  const covered = scale == 1 && innerHeight - height > KEYBOARD;
  style.top = covered ? `${offsetTop}px` : "";
  style.bottom = covered ? `${innerHeight - height - offsetTop}px` : "";
  // What is being written stays in sight when the keyboard comes. Afterwards, who scrolls away does so on purpose.
  if (covered && height < seen) dialog.querySelector(":focus")?.scrollIntoView({ block: "nearest" });
}
