// What the panel asks for in WebAssembly: the browser, and what loader and page know.

import { Browser, type Opening } from "./browser";
import type { Frame } from "./frame";
import type { DrawHours } from "./hours";
import type { Identity, Widget } from "./loader/panel";
import type { Form, Site } from "./loader/payload";
import { takeOver } from "./loader/renewal";
import type { When } from "./loader/sentence";
import { Word } from "./loader/words";

/** Whether the page's developer knows. */
let warned = false;

/** `Host` in `host.rs`. */
export class PanelHost extends Browser {
  readonly #widget: Widget;
  readonly #frame: Frame;
  readonly #drawHours: DrawHours;

  constructor(widget: Widget, frame: Frame, root: HTMLElement, drawHours: DrawHours) {
    super(widget.site.edge, widget.site.payload.site, root);
    this.#widget = widget;
    this.#frame = frame;
    this.#drawHours = drawHours;
  }

  /** Facts of the site in the visitor's language, in the order of `Site` in `host.rs`. */
  facts(): string[] {
    const { site, language } = this.#widget;
    // What belongs to the form has come with the words.
    const payload = site.payload as Site & Form;
    const { name, greeting, reply, topics = [], ask_for } = payload;
    const own = (texts: Record<string, string> | undefined) => texts?.[language] ?? texts?.[payload.language] ?? "";
    return [
      payload.site,
      name,
      language,
      own(greeting),
      `${reply?.usual_minutes ?? ""}`,
      ...(["name", "email", "phone"] as const).map(field => ask_for?.[field] ?? "hidden"),
      ...topics.flatMap(({ id, label }) => [id, own(label)]),
    ];
  }

  /** Tells a moment: calendar days from today, time of day, weekday and date. */
  when(at: number): [number, string, string] {
    const { tell, locale, now } = this.#widget;
    const { days, time, day }: When = tell(locale, at, now());
    return [days, time, day];
  }

  /** The form of a word that a count takes, with the count in it. */
  counted(text: string, count: number): string {
    return this.#widget.counted(text, this.#widget.locale, count);
  }

  /** Shows the hours of a topic; tells the status of its schedule, where it has one of its own. */
  topic(id: string): string {
    const { site: { payload }, says } = this.#widget;
    const schedule = payload.schedules?.[payload.topics?.find(topic => topic.id == id)?.schedule!];
    this.#drawHours(id);
    return schedule ? says(schedule)[0] : "";
  }

  /** Who the visitor is, where the page has told. */
  identity(): Identity | undefined {
    return this.#widget.site.identity;
  }

  /** Tells the page that a question was taken, or that an answer has come. */
  emit(type: "question" | "answer", conversation: string, name?: string): void {
    const site = this.site;
    const told = type == "answer" ? { site, conversation, name } : { site, conversation };
    // Once the panel has done what it is at: the page may do anything then, and take the panel away.
    queueMicrotask(() => this.#widget.emit(type, told));
  }

  /** Tells the page's developer that the edge has not verified who the visitor is. */
  warn(): void {
    if (!warned) console.warn("askhours.identify(): the signature does not fit, see docs/identity.md.");
    warned = true;
  }

  override opening(told: Opening): void {
    const { site: { payload }, tick } = this.#widget;
    takeOver(payload, told);
    tick();
  }

  /** Whether the visitor has the panel before the eyes: an answer in another tab, or far down the page, is not seen. */
  visible(): boolean {
    if (document.hidden || !this.#frame.isOpen) return false;
    const { top, bottom } = this.#widget.section.getBoundingClientRect();
    return !!this.#frame.dialog || (bottom > top && bottom >= 0 && top <= innerHeight);
  }

  unread(mark: boolean): void {
    markUnread(this.#widget, mark);
  }
}

/** Shows or removes the launcher's mark for a new answer. */
export function markUnread({ button, label, site, language }: Widget, mark: boolean): void {
  button.toggleAttribute("data-unread", mark);
  label.textContent = site.payload.words[language]![mark ? Word.NewAnswer : Word.AskAQuestion]!;
}
