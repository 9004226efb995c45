// What loader and panel ask of each other, and how the panel is fetched.

import type { Renewal, Site, Timeline } from "./payload";
import type { Sentence, When } from "./sentence";
import type { State } from "./status";

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
}

/** Who the visitor is. The page says so, and by the signature the page's own server. */
export interface Identity {
  name?: string;
  email: string;
  signature: string;
}

/** What a page puts into the form for the visitor. */
export interface Draft {
  text?: string;
  topic?: string;
}

/** What the page is told besides the site's id: as events `askhours:…` of the element, and by `askhours.on()`. */
export interface Told {
  question: { conversation: string };
  answer: { conversation: string; name?: string };
  status: { state: State; text: string; change?: number };
}

/** What the loader gives to the panel. */
export interface Host extends KnownSite {
  language: string;
  /** The tag by which dates and times are written. */
  locale: string;
  /** What surrounds the panel: a dialog, or a part of the page. */
  frame: HTMLElement;
  /** Where the panel draws. */
  body: HTMLElement;
  /** The time by which everything is told. */
  now(): number;
  /** Tells a moment the visitor's way. */
  when(at: number): When;
  /** The form of a word that a count takes, with the count in it. */
  counted(text: string, count: number): string;
  /** Says of another schedule what the status says of the site's own hours. */
  says(timeline: Timeline): Sentence;
  /** Takes over what has changed of the site, and shows it at once. */
  renew(renewal: Renewal): void;
  /** Who the visitor is, where the page has told. */
  identity(): Identity | undefined;
  /** Tells the page. */
  emit<Type extends keyof Told>(type: Type, detail: Told[Type]): void;
  /** The launcher, and in it the label. */
  button: HTMLElement;
  label: HTMLElement;
  /** Has the panel drawn, though the frame may be closed. */
  mount(): void;
}

/** What the loader can do with a panel. */
export interface Panel {
  /** The visitor has opened the frame: what is in it has been seen, and focus may move in. */
  shown(): void;
  /** What the status says, or who the visitor is, may be another now. */
  told(): void;
  /** Puts text and topic into the form, except where the visitor has written something. */
  fill(draft: Draft): void;
  /** Ends everything that the panel has begun. */
  remove(): void;
}

/** The panel's script. */
export interface Script {
  /** Draws a panel. */
  open(host: Host, wasm: WebAssembly.Module, words: string[]): Promise<Panel>;
  /** Looks after what the visitor has asked earlier, while the panel is closed. */
  wake(host: Host): void;
}

/** Everything that a panel needs. */
export type Fetched = [Script, WebAssembly.Module, string[]];

/** Fetches the panel's script alone. */
export function fetchScript({ payload, edge, attempt }: KnownSite): Promise<Script> {
  return import(`${edge}${payload.app.script}#${attempt}`);
}

/** Fetches the panel. */
export async function fetchPanel(site: KnownSite, language: string): Promise<Fetched> {
  const { payload, edge } = site;
  return Promise.all([
    fetchScript(site),
    WebAssembly.compileStreaming(fetch(edge + payload.app.wasm)),
    fetch(edge + payload.app.words[language]!).then(response => response.json() as Promise<string[]>),
  ]);
}
