// The panel's entry script, which the loader imports on intent: frames the panel, starts the WebAssembly
// and draws what it draws.

import init, { mount } from "glue/widget";
import { Browser } from "./browser";
import { Frame } from "./frame";
import frameCss from "./frame.css";
import { PanelHost, markUnread } from "./host";
import { addHours } from "./hours";
import hoursCss from "./hours.css";
import { onReturn } from "./loader/host";
import type { Draft, Panel, Widget } from "./loader/panel";
import panelCss from "./panel.css";

const sheet = new CSSStyleSheet();
sheet.replaceSync(frameCss + hoursCss + panelCss);

/** What pages have to put into panels that are not there yet: the visitor may have to try again. */
const drafts = new WeakMap<Widget, Draft>();
/** What stood in the form of an element when its panel was taken away, since the page's language has become another. */
const forms = new WeakMap<Node, Draft>();

/** Opens the dialog, or draws the form in its place; with what the page has to put into it. */
export async function show(widget: Widget, draft: Draft = {}, opener?: HTMLElement): Promise<void> {
  const frame = frameOf(widget);
  frame.open(opener);
  const { text = opener?.dataset.askText, topic = opener?.dataset.askTopic } = draft;
  if (text || topic) drafts.set(widget, { text, topic });
  const panel = await drawn(widget);
  panel?.shown();
  const waiting = drafts.get(widget);
  if (panel && waiting) {
    drafts.delete(widget);
    panel.fill(waiting);
  }
}

/** Looks after what the visitor has asked earlier, while the panel is closed. */
export async function wake(widget: Widget): Promise<void> {
  const { site, section } = widget;
  // The element may have gone meanwhile.
  if (!section.isConnected) return;
  const browser = new Browser(site.edge, site.payload.site, section);
  if (browser.kept(false, "outgoing")) {
    await drawn(widget);
    return;
  }
  const { id, secret } = keptKey(browser);
  if (!id) return;
  const [, json] = await browser.request("GET", `/v1/conversations/${id}`, secret, undefined, undefined);
  const { messages = [] } = (json ?? {}) as { messages?: { from: string; sent_at: number; name?: string }[] };
  // Meanwhile another page may have shown the answers, asked something else, or erased the conversation.
  const kept = keptKey(browser);
  if (kept.id != id) return;
  const { seen = 0, told = seen } = kept;
  const answers = messages.filter(message => message.from == "team" && message.sent_at > seen);
  const news = answers.filter(({ sent_at }) => sent_at > told);
  if (news.length) browser.keep(true, "conversation", JSON.stringify({ ...kept, told: news.at(-1)!.sent_at }));
  for (const { name } of news) widget.emit("answer", { site: site.payload.site, conversation: id, name });
  if (answers.length) {
    dress(widget);
    markUnread(widget, true);
  }
}

/** The key that is kept: `Key` in `store.rs`. Nothing where what is kept is none. */
function keptKey(browser: Browser): { id?: string; secret?: string; seen?: number; told?: number } {
  try {
    return JSON.parse(browser.kept(true, "conversation")) ?? {};
  } catch {
    return {};
  }
}

/** What surrounds the panel, made once. */
function frameOf(widget: Widget): Frame {
  if (!widget.frame) {
    dress(widget);
    const frame = (widget.frame = new Frame(widget, () => void show(widget)));
    // Also where the panel never comes.
    widget.end = () => frame.end();
  }
  return widget.frame;
}

/** The panel, drawn once; nothing where it cannot be. */
function drawn(widget: Widget): Promise<Panel | undefined> {
  return (widget.panel ??= draw(widget, frameOf(widget)));
}

async function draw(widget: Widget, frame: Frame): Promise<Panel | undefined> {
  frame.tellLoading();
  try {
    const [, fetchedWasm, fetchedWords] = widget.fetchAll();
    const { payload } = widget.site;
    const [launcher, words, form] = await fetchedWords;
    // The loader has the first of them.
    payload.words[widget.language] = launcher;
    // What the edge has told meanwhile is newer.
    Object.assign(payload, { ...form, ...payload });
    await init({ module_or_path: await fetchedWasm });
    // The element may have gone meanwhile, or stand anew in another place.
    if (frame.body.isConnected) return fill(widget, frame, words);
  } catch {
    widget.panel = undefined;
    frame.tellTrouble();
  }
  return undefined;
}

/** Draws the panel into its frame. */
function fill(widget: Widget, frame: Frame, words: string[]): Panel {
  const root = document.createElement("div");
  root.className = "panel";
  const drawHours = addHours(widget, frame.header, words);
  const panelHost = new PanelHost(widget, frame, root, drawHours);
  const mounted = mount(panelHost, words);
  keepKeys(root);
  frame.put(root);
  const place = root.getRootNode();
  // Who was about to ask something else goes on with that.
  const before = forms.get(place);
  if (before) mounted.fill(before.text, before.topic);
  const ignore = onReturn(() => mounted.shown());
  widget.refresh = () => {
    frame.told();
    drawHours();
    mounted.told();
  };
  widget.end = () => {
    const value = (id: string) => root.querySelector<HTMLInputElement>(id)?.value;
    const text = value("#text");
    if (text == undefined) forms.delete(place);
    else forms.set(place, { text, topic: value("#topic") });
    frame.end();
    ignore();
    // Ends its timer, since the table has gone.
    drawHours();
    panelHost.end();
    mounted.free();
  };
  return {
    shown() {
      mounted.shown();
      // A finger that opens the panel has not asked for the keyboard yet.
      if (frame.dialog && matchMedia("(hover: hover)").matches) panelHost.focus("textarea");
    },
    fill({ text, topic }) {
      mounted.fill(text, topic);
    },
  };
}

/** Puts the panel's styles behind the loader's. */
function dress({ section }: Widget): void {
  const root = section.getRootNode() as ShadowRoot;
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
}

/** Keeps what is typed from the page's shortcuts: outside, the event's target is no field any more. */
function keepKeys(root: HTMLElement): void {
  for (const type of ["keydown", "keypress", "keyup"] as const) {
    root.addEventListener(type, event => {
      if (event.key != "Escape") event.stopPropagation();
    });
  }
}
