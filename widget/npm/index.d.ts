// What a page can have Askhours do, and what it is told. The loader is held to these types by a test.

/** Options of `load()`. */
export interface LoadOptions {
  /** Where your edge is, such as `https://ask.example.com`. */
  edge: string;
  /** The site's id, such as `nordwind`. */
  site: string;
  /** The language where the page itself tells none. */
  lang?: string | undefined;
  /** Whether the floating launcher is shown; `true` where left out. */
  launcher?: boolean | undefined;
  /** The pinned script, as `/v1/pinned` of your edge tells it. Needs `integrity`. */
  src?: string | undefined;
  /** The hash of the pinned script. Needs `src`. */
  integrity?: string | undefined;
}

/**
 * Adds the script tag, once per site, and gives `window.askhours` as soon as it can be called.
 *
 * Rejects where there is no page, as on a server, where an option is missing, or where the script cannot be loaded;
 * then it may be called again.
 */
export function load(options: LoadOptions): Promise<Askhours>;

/** Who the visitor is, by your own account of it. */
export interface Identity {
  name?: string;
  email: string;
  /** Lower-case hex of HMAC-SHA256 over e-mail, a line feed and name. Your server makes it, with the site's key. */
  signature: string;
}

/** What is put into the form for the visitor, who may change it. */
export interface Draft {
  text?: string | undefined;
  /** The id of one of the site's topics. */
  topic?: string | undefined;
}

/** A visitor has asked a question, and the edge has it. */
export interface QuestionDetail {
  site: string;
  conversation: string;
}

/** The team has answered. */
export interface AnswerDetail {
  site: string;
  conversation: string;
  /** Who has answered, where that is known. */
  name?: string | undefined;
}

/** What the launcher says of the team. */
export interface StatusDetail {
  site: string;
  state: "open" | "closing_soon" | "closed" | "paused";
  /** The same in words, in the visitor's language. */
  text: string;
  /** When it opens or closes, in milliseconds since the Unix epoch; unknown beyond some weeks. */
  change: number | undefined;
}

/** What `on()` tells, by its first argument. */
export interface AskhoursEvents {
  question: QuestionDetail;
  answer: AnswerDetail;
  status: StatusDetail;
}

/** `window.askhours`. Where no site is named, the page's first one is meant. */
export interface Askhours {
  /** Opens the dialog. */
  open(site?: string): void;
  /** Closes it. */
  close(site?: string): void;
  /** Opens the dialog with text and topic filled in. Sends nothing, and replaces nothing that the visitor has typed. */
  ask(draft?: Draft & { site?: string | undefined }): void;
  /** Says who the visitor is, until the page is left. */
  identify(identity: Identity & { site?: string }): void;
  /** Calls back whenever that happens; with the status at once. Returns what ends that. */
  on<Type extends keyof AskhoursEvents>(
    type: Type,
    callback: (detail: AskhoursEvents[Type]) => void,
  ): () => void;
  /** Takes a site off the page, or all of them. */
  remove(site?: string): void;
  /** Makes calls that are written down: `push(["open"], ["on", "answer", show])`. */
  push(...calls: AskhoursCall[]): void;
}

/** A call that is written down, for `push()` and for the list that waits for the script. */
export type AskhoursCall =
  | ["open", site?: string]
  | ["close", site?: string]
  | ["ask", draft?: Draft & { site?: string | undefined }]
  | ["identify", identity: Identity & { site?: string }]
  | ["on", type: "question", callback: (detail: QuestionDetail) => void]
  | ["on", type: "answer", callback: (detail: AnswerDetail) => void]
  | ["on", type: "status", callback: (detail: StatusDetail) => void]
  | ["remove", site?: string];

/** The element `<ask-hours>`. */
export interface AskHoursElement extends HTMLElement {
  addEventListener<Type extends keyof AskHoursElementEventMap>(
    type: Type,
    listener: (this: AskHoursElement, event: AskHoursElementEventMap[Type]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<Type extends keyof AskHoursElementEventMap>(
    type: Type,
    listener: (this: AskHoursElement, event: AskHoursElementEventMap[Type]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | EventListenerOptions,
  ): void;
}

/** The events of the element, which all bubble to the document. */
export interface AskhoursEventMap {
  "askhours:question": CustomEvent<QuestionDetail>;
  "askhours:answer": CustomEvent<AnswerDetail>;
  "askhours:status": CustomEvent<StatusDetail>;
}

/** All events of the element. */
export interface AskHoursElementEventMap extends HTMLElementEventMap, AskhoursEventMap {}

/** The attributes of `<ask-hours>`. */
export interface AskHoursAttributes {
  /** The site's id. */
  site: string;
  /** `inline` is the form in the page, `status` the badge alone; left out, it is the floating launcher. */
  mode?: "inline" | "status" | undefined;
}

declare global {
  interface Window {
    /** The API, once the script runs; before that, a list of calls that wait for it. */
    askhours?: Askhours | AskhoursCall[];
  }
  interface HTMLElementTagNameMap {
    "ask-hours": AskHoursElement;
  }
  interface HTMLElementEventMap extends AskhoursEventMap {}
  interface DocumentEventMap extends AskhoursEventMap {}
}
