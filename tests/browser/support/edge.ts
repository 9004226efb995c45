// The edge's API as tests use it: to ask as a visitor, to answer as an agent, to change a site.

import { randomUUID } from "node:crypto";
import { ADMIN_KEY, DEMO, EDGE } from "./environment";

/** The answer to a question: `protocol::question::Asked`. */
export interface Asked {
  conversation: string;
  secret: string;
  promise: { answer_by?: number };
}

/** What a visitor asks; page and language are filled in. */
export interface Question {
  text: string;
  topic?: string;
  name?: string;
  email?: string;
  phone?: string;
  page?: string;
  locale?: string;
}

/** A conversation in the inbox's list: `protocol::inbox::Summary`. */
export interface Summary {
  id: string;
  state: "waiting" | "answered" | "closed" | "spam";
  name?: string;
  topic?: string;
  excerpt: string;
  assignee?: string;
}

/** A conversation in full: `protocol::inbox::Detail`. */
export interface Detail {
  summary: Summary;
  visitor: { name?: string; email?: string; verified: boolean; page: string; locale: string };
  entries: { kind: "visitor" | "reply" | "note"; name?: string; text: string }[];
}

/** What the visitor sees of a conversation: `protocol::conversation::Conversation`. */
export interface Conversation {
  id: string;
  state: string;
  messages: { id: string; from: "visitor" | "team"; text: string }[];
}

/** Asks as a page of the demo site does. */
export async function ask(site: string, question: Question): Promise<Asked> {
  const body = { page: `${DEMO}/en/`, locale: "en", ...question };
  return call("POST", `/v1/sites/${site}/questions`, { origin: DEMO, "idempotency-key": randomUUID() }, body);
}

/** Writes on as the visitor. */
export async function writeOn({ conversation, secret }: Asked, text: string): Promise<void> {
  const headers = { origin: DEMO, authorization: `Bearer ${secret}`, "idempotency-key": randomUUID() };
  await call("POST", `/v1/conversations/${conversation}/messages`, headers, { text });
}

/** Reads as the visitor; nothing where the conversation is gone. */
export async function read(conversation: string, secret: string): Promise<Conversation | undefined> {
  const headers = { origin: DEMO, authorization: `Bearer ${secret}` };
  const response = await send("GET", `/v1/conversations/${conversation}`, headers);
  return response.status == 404 ? undefined : json(response);
}

/** Erases as the visitor. */
export async function erase({ conversation, secret }: Asked): Promise<void> {
  await call("DELETE", `/v1/conversations/${conversation}`, { origin: DEMO, authorization: `Bearer ${secret}` });
}

/** Calls a route that needs the admin key. */
export async function admin<T>(method: string, path: string, body?: unknown, edge: string = EDGE): Promise<T> {
  return json(await send(method, path, { authorization: `Bearer ${ADMIN_KEY}` }, body, edge));
}

/** An agent who is signed in to the inbox. */
export class Agent {
  private constructor(
    private readonly edge: string,
    private readonly cookie: string,
  ) {}

  /** Signs in with a personal key, or with the link that ends in it. */
  static async signIn(key: string): Promise<Agent> {
    const edge = URL.canParse(key) ? new URL(key).origin : EDGE;
    const body = { key: key.replace(/.*#/, "") };
    const response = await send("POST", "/v1/inbox/session", { origin: edge }, body, edge);
    await json(response);
    const cookie = response.headers.get("set-cookie")?.split(";")[0];
    if (!cookie) throw new Error("Signing in set no cookie.");
    return new Agent(edge, cookie);
  }

  /** All conversations in a state in which this text stands. */
  async find(text: string): Promise<Summary[]> {
    const query = new URLSearchParams({ search: text });
    const found = await this.call<{ conversations: Summary[] }>("GET", `/conversations?${query}`);
    return found.conversations;
  }

  /** The one conversation in which this text stands. */
  async theOne(text: string): Promise<Summary> {
    const found = await this.find(text);
    if (found.length != 1) throw new Error(`${found.length} conversations have the text "${text}", not one.`);
    return found[0]!;
  }

  /** A conversation in full. */
  detail(id: string): Promise<Detail> {
    return this.call("GET", `/conversations/${id}`);
  }

  /** Answers the visitor. */
  reply(id: string, text: string): Promise<void> {
    return this.call("POST", `/conversations/${id}/replies`, { text });
  }

  /** Closes, marks as spam or reopens. */
  move(id: string, to: "closed" | "spam" | "open"): Promise<void> {
    return this.call("PUT", `/conversations/${id}/state`, { to });
  }

  /** Assigns to an agent. */
  assign(id: string, agent: string): Promise<void> {
    return this.call("PUT", `/conversations/${id}/assignee`, { agent });
  }

  /** Writes a note. */
  note(id: string, text: string): Promise<void> {
    return this.call("POST", `/conversations/${id}/notes`, { text });
  }

  /** Pauses, or opens for longer, whatever the hours say. */
  turn(to: "paused" | "open", until?: number, note?: string): Promise<void> {
    return this.call("PUT", "/switch", { to, until, note });
  }

  /** Goes back to the hours. */
  turnBack(): Promise<void> {
    return this.call("DELETE", "/switch");
  }

  private async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const headers = { origin: this.edge, cookie: this.cookie, "idempotency-key": randomUUID() };
    return json(await send(method, `/v1/inbox${path}`, headers, body, this.edge));
  }
}

async function call<T>(method: string, path: string, headers: Record<string, string>, body?: unknown): Promise<T> {
  return json(await send(method, path, headers, body));
}

function send(
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: unknown,
  edge: string = EDGE,
): Promise<Response> {
  const type = body === undefined ? {} : { "content-type": "application/json" };
  return fetch(edge + path, {
    method,
    headers: { ...headers, ...type },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

async function json<T>(response: Response): Promise<T> {
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${text}`);
  return (text ? JSON.parse(text) : undefined) as T;
}
