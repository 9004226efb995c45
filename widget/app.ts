// The panel's entry script, which the loader imports on intent: starts the WebAssembly,
// and does for it what is done to the frame.

import init, { type Mounted, mount } from "glue/widget";
import { Word } from "./loader/words";
import type { Host, Panel } from "./loader/panel";
import type { When } from "./loader/sentence";
import css from "./panel.css";

/** What the panel is told: the site's facts in the visitor's language, and what only the loader can do. */
interface Facts {
  root: HTMLElement;
  edge: string;
  site: string;
  name: string;
  language: string;
  greeting: string | undefined;
  /** How long an answer usually takes, in minutes of opening time. */
  usual: number | undefined;
  /** Ids and labels by turns. */
  topics: string[];
  /** Whether name, e-mail and telephone are asked for. */
  needs: string[];
  page(): string;
  visible(): boolean;
  unread(mark: boolean): void;
  when(at: number): When;
  /** Moves focus once the panel has drawn. */
  focus(selector: string): void;
}

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);

/** Draws a panel. */
export async function open(host: Host, wasm: WebAssembly.Module, words: string[]): Promise<Panel> {
  const { frame, body } = host;
  dress(host);
  await init({ module_or_path: wasm });
  const root = document.createElement("div");
  root.className = "panel";
  const mounted: Mounted = mount(facts(host, root), words);
  const end = new AbortController();
  keepKeys(root);
  keepAboveKeyboard(frame, end.signal);
  body.removeAttribute("role");
  body.className = "drawn";
  body.replaceChildren(root);
  return {
    shown() {
      mounted.shown();
      // A finger that opens the panel has not asked for the keyboard yet.
      if (isDialog(frame) && matchMedia("(hover: hover)").matches) root.querySelector("textarea")?.focus();
    },
    remove() {
      end.abort();
      mounted.free();
    },
  };
}

/** Looks after what the visitor has asked earlier, while the panel is closed. */
export async function wake(host: Host): Promise<void> {
  const { edge, payload } = host;
  const place = `askhours:${payload.site}:`;
  if (sessionStorage.getItem(`${place}outgoing`)) return host.mount();
  const { id, secret, seen = 0 } = JSON.parse(localStorage.getItem(`${place}conversation`) ?? "{}");
  const response = await fetch(`${edge}/v1/conversations/${id}`, { headers: { authorization: `Bearer ${secret}` } });
  if (!response.ok) return;
  const { messages } = (await response.json()) as { messages: { from: string; sent_at: number }[] };
  dress(host);
  mark(host, messages.some(message => message.from == "team" && message.sent_at > seen));
}

function facts(host: Host, root: HTMLElement): Facts {
  const { edge, payload, language, frame, when } = host;
  const { site, name, greeting, reply, topics = [], ask_for } = payload;
  const own = (texts: Record<string, string> | undefined) => texts?.[language] ?? texts?.[payload.language];
  return {
    root,
    edge,
    site,
    name,
    language,
    greeting: own(greeting),
    usual: reply.usual_minutes,
    topics: topics.flatMap(({ id, label }) => [id, own(label) ?? id]),
    needs: [ask_for.name, ask_for.email, ask_for.phone],
    // Query and fragment may carry what the visitor does not mean to send.
    page: () => location.origin + location.pathname,
    visible: () => !isDialog(frame) || frame.open,
    unread: unread => mark(host, unread),
    when,
    focus: selector => requestAnimationFrame(() => root.querySelector<HTMLElement>(selector)?.focus()),
  };
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
function mark({ button, label, payload, language }: Host, unread: boolean): void {
  button.toggleAttribute("data-unread", unread);
  label.textContent = payload.words[language]![unread ? Word.NewAnswer : Word.AskAQuestion]!;
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
  const view = window.visualViewport;
  if (!view || !isDialog(frame)) return;
  const fit = () => {
    const covered = frame.matches(":modal") && view.scale == 1 && innerHeight - view.height > 100;
    frame.style.minHeight = frame.style.height = covered ? `${view.height}px` : "";
    frame.style.top = covered ? `${view.offsetTop}px` : "";
  };
  view.addEventListener("resize", fit, { signal });
  view.addEventListener("scroll", fit, { signal });
}
