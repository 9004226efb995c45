// What the panel needs of the browser: requests, the live socket, storage, pauses, focus.
// The panel decides; what is here only does it, in the language that it costs least in.

import { onLeaving, onReconnection } from "./loader/host";
import type { Site } from "./loader/payload";

/** A question takes a second; past this, the connection is taken for lost. */
const PATIENCE_MS = 20_000;

/** The opening hours as an event brings them: `protocol::live::VisitorEvent::Opening`. */
export type Opening = Pick<Site, "timeline" | "schedules" | "revision">;

/** The browser, for one panel. */
export class Browser {
  readonly #end = new AbortController();
  readonly #pauses = new Set<() => void>();
  #hangUp: (() => void) | undefined;

  constructor(
    readonly edge: string,
    readonly site: string,
    readonly root: HTMLElement,
  ) {}

  /** Ends with the panel. */
  get signal(): AbortSignal {
    return this.#end.signal;
  }

  /** Ends what is on its way. */
  end(): void {
    this.#end.abort();
  }

  /** Sends a request. The answer's status and JSON; status 0 where none came. */
  async request(
    method: string,
    path: string,
    secret: string | undefined,
    key: string | undefined,
    body: string | undefined,
  ): Promise<[number, unknown]> {
    const headers: Record<string, string> = {};
    if (secret) headers["authorization"] = `Bearer ${secret}`;
    if (key) headers["idempotency-key"] = key;
    if (body) headers["content-type"] = "application/json";
    try {
      const signal = AbortSignal.timeout(PATIENCE_MS);
      const response = await fetch(this.edge + path, { method, headers, body: body ?? null, signal });
      return [response.status, await response.json().catch(() => null)];
    } catch {
      return [0, null];
    }
  }

  /** Takes over other opening hours. */
  opening(_hours: Opening): void {}

  /** Listens until the connection ends; calls back when it stands, and at each event of the conversation. */
  listen(path: string, protocol: string, secret: string, changed: () => void): Promise<void> {
    return new Promise(closed => {
      const socket = new WebSocket(this.edge.replace("http", "ws") + path, [protocol, secret]);
      const over = new AbortController();
      const { signal } = over;
      const end = () => {
        over.abort();
        socket.onopen = socket.onmessage = socket.onclose = null;
        socket.close();
        closed();
      };
      socket.onopen = () => changed();
      socket.onmessage = ({ data }) => {
        const event = JSON.parse(data);
        if (event.type == "opening") this.opening(event);
        else changed();
      };
      socket.onclose = end;
      // An open socket would keep the page from being kept for the way back.
      onLeaving(end, signal);
      this.signal.addEventListener("abort", end, { signal });
      this.#hangUp = end;
    });
  }

  /** Ends listening. */
  hangUp(): void {
    this.#hangUp?.();
  }

  /** Waits, but no longer than until the connection returns or the visitor hurries. */
  pause(milliseconds: number): Promise<void> {
    return new Promise(ended => {
      const over = new AbortController();
      const { signal } = over;
      const timer = setTimeout(() => end(), milliseconds);
      const end = () => {
        over.abort();
        clearTimeout(timer);
        this.#pauses.delete(end);
        ended();
      };
      onReconnection(end, signal);
      this.signal.addEventListener("abort", end, { signal });
      this.#pauses.add(end);
    });
  }

  /** Ends every pause. */
  hurry(): void {
    this.#pauses.forEach(end => end());
  }

  isOffline(): boolean {
    return !navigator.onLine;
  }

  /** Keeps a text in this tab, or for later visits too; an empty one is removed. */
  keep(lasting: boolean, name: string, text: string): void {
    try {
      const storage = lasting ? localStorage : sessionStorage;
      if (text) storage.setItem(this.#place(name), text);
      else storage.removeItem(this.#place(name));
    } catch {
      // Storage may be full or forbidden: the text then lives as long as the page.
    }
  }

  /** What is kept; empty where there is nothing. */
  kept(lasting: boolean, name: string): string {
    try {
      return (lasting ? localStorage : sessionStorage).getItem(this.#place(name)) ?? "";
    } catch {
      return "";
    }
  }

  /** A new idempotency key of 128 random bits. `randomUUID` would do, but only on secure pages. */
  newKey(): string {
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, "0")).join("");
  }

  /** Query and fragment may carry what the visitor does not mean to send. */
  page(): string {
    return location.origin + location.pathname;
  }

  /** Moves focus once the panel has drawn, where it is in the widget now: it is never taken from the page. */
  focus(selector: string): void {
    if (!(this.root.getRootNode() as ShadowRoot).activeElement) return;
    requestAnimationFrame(() => this.root.querySelector<HTMLElement>(selector)?.focus());
  }

  /** Whether something of this kind stands in the panel. */
  has(selector: string): boolean {
    return !!this.root.querySelector(selector);
  }

  #place(name: string): string {
    return `askhours:${this.site}:${name}`;
  }
}
