// What loader and panel ask of each other, and how the panel is fetched.

import type { Frame } from "../frame";
import type { Site, Timeline, Words } from "./payload";
import type { Sentence, counted, tell } from "./sentence";
import type { State } from "./status";

/** Who the visitor is. The page says so, and by the signature the page's own server. */
export interface Identity {
  name?: string;
  email: string;
  signature: string;
}

/** What a page puts into the form for the visitor. */
export interface Draft {
  text?: string | undefined;
  topic?: string | undefined;
}

/** What the page is told: as events `askhours:…` of the element, and by `askhours.on()`. */
export interface Told {
  question: { site: string; conversation: string };
  answer: { site: string; conversation: string; name?: string | undefined };
  status: { site: string; state: State; text: string; change: number | undefined };
}

/** A site that a script tag has brought. */
export interface KnownSite {
  payload: Site;
  /** The edge's origin. */
  edge: string;
  sheet: CSSStyleSheet;
  /** Counts failures: some browsers never try again a module that has failed under the same address. */
  attempt: number;
  /** The script tag. */
  tag: HTMLScriptElement;
  /** When the edge has told of the site, by the visitor's clock. */
  heard?: number;
  /** By how many milliseconds the edge's clock is ahead of the visitor's. */
  ahead: number;
  /** Who the visitor is, as the page has said. */
  identity?: Identity;
  /** What the page was told of the status. */
  status?: Told["status"];
}

/** What stands in one element: begun by the loader, and gone on with by the panel's script. */
export interface Widget {
  site: KnownSite;
  /** The element's attribute: missing for the floating launcher with its dialog. */
  mode: string | null;
  language: string;
  /** The tag by which dates and times are written. */
  locale: string;
  /** What everything is drawn into. */
  section: HTMLElement;
  /** The launcher, and in it the label. */
  button: HTMLElement;
  label: HTMLElement;
  /** What holds now. */
  status: HTMLElement;
  tell: typeof tell;
  counted: typeof counted;
  /** The time by which everything is told. */
  now(): number;
  /** Says of another schedule what the status says of the site's own hours. */
  says(timeline: Timeline): Sentence;
  /** Shows what holds now. */
  tick(): void;
  /** Tells the page. */
  emit<Type extends keyof Told>(type: Type, told: Told[Type]): void;
  /** Fetches the panel, once, unless something of it has failed. */
  fetchAll(): Fetched;
  /** Fetches it, unless the visitor saves data. */
  prefetch(): void;
  /** Opens the dialog, or draws the form in its place. Focus will come back to the opener. */
  reveal(draft?: Draft, opener?: HTMLElement): void;
  /** Takes the widget away. */
  takeDown(): undefined;

  /** What surrounds the panel, once its script has made it. */
  frame?: Frame;
  /** The panel, once it was asked for. */
  panel?: Promise<Panel | undefined> | undefined;
  /** What the panel tells of status or visitor may be another now. */
  refresh?(): void;
  /** Ends what the panel's script has begun. */
  end?(): void;
}

/** What can be done with a panel. */
export interface Panel {
  /** The visitor has opened the frame: what is in it has been seen, and focus may move in. */
  shown(): void;
  /** Puts text and topic into the form, except where the visitor has written something. */
  fill(draft: Draft): void;
}

/** The panel's script. */
export interface Script {
  /** Opens the dialog, or draws the form in its place. Focus will come back to the opener. */
  show(widget: Widget, draft?: Draft, opener?: HTMLElement): void;
  /** Looks after what the visitor has asked earlier, while the panel is closed. */
  wake(widget: Widget): void;
}

/** Everything that a panel needs. */
export type Fetched = [Promise<Script>, Promise<WebAssembly.Module>, Promise<Words>];

/** Fetches the panel's script alone. */
export function fetchScript({ payload, edge, attempt }: KnownSite): Promise<Script> {
  return import(`${edge}${payload.app.script}#${attempt}`);
}

/** Fetches the words of one language. */
export async function fetchWords({ payload, edge }: KnownSite, language: string): Promise<Words> {
  const response = await fetch(edge + payload.app.words + language);
  if (!response.ok) throw response.status;
  return response.json();
}

/** Fetches the panel. */
export function fetchPanel(site: KnownSite, language: string): Fetched {
  const { payload, edge } = site;
  return [
    fetchScript(site),
    WebAssembly.compileStreaming(fetch(edge + payload.app.wasm)),
    fetchWords(site, language),
  ];
}
