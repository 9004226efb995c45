// The panel's entry script, which the loader imports on intent: starts the WebAssembly,
// and does for it what is done to launcher and frame.

import init, { mount } from "glue/widget";
import { Browser, type Opening } from "./browser";
import { type DrawHours, addHours } from "./hours";
import { onViewport } from "./loader/host";
import type { Host, Panel } from "./loader/panel";
import type { When } from "./loader/sentence";
import { Word } from "./loader/words";
import css from "./panel.css";

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);

/** What the panel asks for: the browser, and what stands in the loader. */
class PanelHost extends Browser {
  readonly #host: Host;
  readonly #drawHours: DrawHours;

  constructor(host: Host, root: HTMLElement, drawHours: DrawHours) {
    super(host.edge, host.payload.site, root);
    this.#host = host;
    this.#drawHours = drawHours;
  }

  /** Facts of the site in the visitor's language, in the order of `Site` in `host.rs`. */
  facts(): string[] {
    const { payload, language } = this.#host;
    const { name, greeting, reply, topics = [], ask_for } = payload;
    const own = (texts: Record<string, string> | undefined) => texts?.[language] ?? texts?.[payload.language] ?? "";
    return [
      payload.site,
      name,
      language,
      own(greeting),
      `${reply.usual_minutes ?? ""}`,
      ask_for.name,
      ask_for.email,
      ask_for.phone,
      ...topics.flatMap(({ id, label }) => [id, own(label)]),
    ];
  }

  /** Tells a moment: calendar days from today, time of day, weekday and date. */
  when(at: number): [number, string, string] {
    const { days, time, day }: When = this.#host.when(at);
    return [days, time, day];
  }

  /** The form of a word that a count takes, with the count in it. */
  counted(text: string, count: number): string {
    return this.#host.counted(text, count);
  }

  /** Shows the hours of a topic; tells the status of its schedule, where it has one of its own. */
  topic(id: string): string {
    const { payload, says } = this.#host;
    const schedule = payload.schedules?.[payload.topics?.find(topic => topic.id == id)?.schedule!];
    this.#drawHours(id);
    return schedule ? says(schedule)[0] : "";
  }

  /** Name, e-mail address and signature of a visitor whom the page has named; nothing for others. */
  identity(): string[] {
    const identity = this.#host.identity();
    return identity ? [identity.name ?? "", identity.email, identity.signature] : [];
  }

  /** Tells the page that a question was taken, or that an answer has come. */
  emit(type: "question" | "answer", conversation: string, name?: string): void {
    this.#host.emit(type, name ? { conversation, name } : { conversation });
  }

  /** Tells the page's developer that the edge has not verified who the visitor is. */
  unverified(): void {
    console.warn("askhours.identify(): the signature is wrong, or the site has no identity key.");
  }

  override opening(told: Opening): void {
    const { closing_soon } = this.#host.payload;
    this.#host.renew({ closing_soon, ...told });
  }

  visible(): boolean {
    const { frame } = this.#host;
    return !isDialog(frame) || frame.open;
  }

  unread(mark: boolean): void {
    markUnread(this.#host, mark);
  }
}

/** Draws a panel. */
export async function open(host: Host, wasm: WebAssembly.Module, words: string[]): Promise<Panel> {
  const { frame, body } = host;
  dress(host);
  await init({ module_or_path: wasm });
  const root = document.createElement("div");
  root.className = "panel";
  const drawHours = addHours(host, words);
  const panelHost = new PanelHost(host, root, drawHours);
  const mounted = mount(panelHost, words);
  keepKeys(root);
  keepAboveKeyboard(frame, panelHost.signal);
  body.removeAttribute("role");
  body.className = "drawn";
  body.replaceChildren(root);
  // Another place than that of what stood there: nothing of it has moved.
  frame.append(body);
  return {
    shown() {
      mounted.shown();
      // A finger that opens the panel has not asked for the keyboard yet.
      if (isDialog(frame) && matchMedia("(hover: hover)").matches) root.querySelector("textarea")?.focus();
    },
    told() {
      drawHours();
      mounted.told();
    },
    fill({ text = "", topic = "" }) {
      mounted.fill(text, topic);
    },
    remove() {
      panelHost.end();
      mounted.free();
    },
  };
}

/** Looks after what the visitor has asked earlier, while the panel is closed. */
export async function wake(host: Host): Promise<void> {
  const browser = new Browser(host.edge, host.payload.site, host.frame);
  if (browser.kept(false, "outgoing")) return host.mount();
  const { id, secret, seen = 0 } = JSON.parse(browser.kept(true, "conversation") || "{}");
  const [, json] = await browser.request("GET", `/v1/conversations/${id}`, secret, undefined, undefined);
  const { messages = [] } = (json ?? {}) as { messages?: { from: string; sent_at: number }[] };
  if (messages.some(message => message.from == "team" && message.sent_at > seen)) {
    dress(host);
    markUnread(host, true);
  }
}

function isDialog(frame: HTMLElement): frame is HTMLDialogElement {
  return frame instanceof HTMLDialogElement;
}

/** Puts the panel's styles behind the loader's. */
function dress({ frame }: Host): void {
  const root = frame.getRootNode() as ShadowRoot;
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
}

/** Shows or removes the launcher's mark for a new answer. */
function markUnread({ button, label, payload, language }: Host, mark: boolean): void {
  button.toggleAttribute("data-unread", mark);
  label.textContent = payload.words[language]![mark ? Word.NewAnswer : Word.AskAQuestion]!;
}

/** Keeps what is typed from the page's shortcuts: outside, the event's target is no field any more. */
function keepKeys(root: HTMLElement): void {
  for (const type of ["keydown", "keypress", "keyup"] as const) {
    root.addEventListener(type, event => {
      if (event.key != "Escape") event.stopPropagation();
    });
  }
}

/** Fits a frame that fills the window into the part that a phone's keyboard leaves free. */
function keepAboveKeyboard(frame: HTMLElement, signal: AbortSignal): void {
  if (!isDialog(frame)) return;
  onViewport(view => {
    const covered = frame.matches(":modal") && view.scale == 1 && innerHeight - view.height > 100;
    frame.style.minHeight = frame.style.height = covered ? `${view.height}px` : "";
    frame.style.top = covered ? `${view.offsetTop}px` : "";
  }, signal);
}
