// A team's own program at the other end of a webhook: takes what is forwarded, and answers signed.

import { createHmac, randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { admin } from "./edge";
import { EDGE } from "./environment";
import type { OwnSite } from "./sites";

const KEY = Buffer.from("a secret of the browser tests");

/** What was forwarded: the part of the webhook's body that tests look at. */
export interface Forwarded {
  type: string;
  data: { conversation: string };
}

/** A receiver on a port of its own. */
export class Receiver {
  /** The status with which it answers. */
  status = 204;
  /** The ids of what it was sent, in order. */
  readonly ids: string[] = [];
  /** What it was sent, in order. */
  readonly bodies: Forwarded[] = [];

  private constructor(private readonly server: Server) {}

  /** Starts one. */
  static async start(): Promise<Receiver> {
    const server = createServer();
    const receiver = new Receiver(server);
    server.on("request", (request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", chunk => chunks.push(chunk));
      request.on("end", () => {
        receiver.ids.push(String(request.headers["webhook-id"]));
        receiver.bodies.push(JSON.parse(Buffer.concat(chunks).toString()));
        response.writeHead(receiver.status).end();
      });
    });
    await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
    return receiver;
  }

  /** Its address. */
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hook`;
  }

  /** Ends it. */
  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

/** Gives the site webhooks: their ids with the addresses to which they forward. */
export async function forwardTo(site: OwnSite, addresses: Record<string, string>): Promise<void> {
  const configuration = await admin<object>("GET", `/v1/admin/sites/${site.id}`);
  const secret = `whsec_${KEY.toString("base64")}`;
  const channels = Object.entries(addresses).map(([id, url]) => ({ type: "webhook", id, url, secret }));
  await admin("PUT", `/v1/admin/sites/${site.id}`, { ...configuration, channels });
}

/** Answers a visitor through a channel. */
export async function answer(site: OwnSite, channel: string, conversation: string, name: string, text: string): Promise<void> {
  const body = JSON.stringify({ type: "reply.created", data: { conversation, text, author: { name } } });
  const [id, timestamp] = [`msg_${randomUUID()}`, Math.floor(Date.now() / 1000)];
  const signature = createHmac("sha256", KEY).update(`${id}.${timestamp}.${body}`).digest("base64");
  const response = await fetch(`${EDGE}/v1/sites/${site.id}/channels/${channel}/events`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "webhook-id": id,
      "webhook-timestamp": String(timestamp),
      "webhook-signature": `v1,${signature}`,
    },
    body,
  });
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${await response.text()}`);
}
