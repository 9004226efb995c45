// The channels' page as agents find it: by roles and names, in English.

import { expect, type Locator, type Page } from "@playwright/test";
import { EDGE } from "./environment";
import { Inbox } from "./inbox";

/** The channels' page of an inbox. */
export class Channels {
  readonly inbox: Inbox;
  /** The button in the header that leads to it. */
  readonly link: Locator;
  readonly main: Locator;
  readonly heading: Locator;
  readonly retryAll: Locator;

  constructor(readonly page: Page) {
    this.inbox = new Inbox(page);
    this.link = page.getByRole("banner").getByRole("button", { name: /^Channels/ });
    this.main = page.getByRole("article", { name: "Channels" });
    this.heading = this.main.getByRole("heading", { level: 2 });
    this.retryAll = this.main.getByRole("button", { name: "Send all again" });
  }

  /** Signs in, and goes there. */
  async enter(signIn: string): Promise<void> {
    await this.inbox.enter(signIn);
    await this.link.click();
    await expect(this.heading).toBeFocused();
  }

  /** What is told of a channel. */
  channel(id: string): Locator {
    return this.main.getByRole("region", { name: id });
  }

  /** What can be done with a channel. */
  button(id: string, name: string): Locator {
    return this.channel(id).getByRole("button", { name });
  }

  /** What stands behind a word of a channel, such as its queue. */
  fact(id: string, name: string): Locator {
    return this.channel(id).getByRole("term").filter({ hasText: name }).locator("+ dd");
  }

  /** What a screen reader was told last. */
  told(text: string | RegExp): Locator {
    return this.page.getByRole("status").filter({ hasText: text });
  }
}

/** Has the inbox see channels in every state, at a moment and at an edge. A page's clock may be some seconds behind. */
export async function stageChannels(page: Page, now: number = Date.now() - 30_000, edge: string = EDGE): Promise<void> {
  await page.route(/\/v1\/inbox\/deliveries$/, route => route.fulfill({ json: everyState(now, edge) }));
}

/** What the edge would tell of channels in every state: `protocol::inbox::Deliveries`. */
function everyState(now: number, edge: string): object {
  const [minute, hour] = [60_000, 3_600_000];
  const failure = (code: string, status?: number, said?: string) => ({ code, status, text: "As the edge says.", said });
  const channel = (id: string, kind: string, rest: object) => ({
    id,
    kind,
    by_rule: false,
    events_url: `${edge}/v1/sites/nordwind/channels/${id}/events`,
    waiting: 0,
    failed: 0,
    ...rest,
  });
  const refused = failure("unauthorised", 401, "Invalid access token");
  return {
    channels: [
      channel("support", "chatwoot", { events_url: `${edge}/v1/sites/nordwind/channels/support/events/<key>`, succeeded_at: now - 5 * minute, reported_at: now - 2 * minute }),
      channel("tickets", "zammad", { failure: refused, failed_at: now - 3 * minute, succeeded_at: now - hour, waiting: 2, oldest_waiting_at: now - 20 * minute }),
      channel("duty", "email", { by_rule: true, paused: { by: "Mara Lindqvist", at: now - 50 * minute }, waiting: 1, oldest_waiting_at: now - 40 * minute, succeeded_at: now - 9 * hour }),
      channel("railway-room", "matrix", { rests_until: now + 12 * minute, failure: failure("busy", 429, "Too Many Requests"), failed_at: now - minute, succeeded_at: now - minute }),
      channel("press", "slack", { switched_off: failure("gone", 410), failed: 1, failure: failure("gone", 410), failed_at: now - hour }),
      channel("own-program", "webhook", {}),
    ],
    deliveries: [
      { id: "d1", conversation: "nordwind.a", channel: "press", kind: "message", state: "failed", attempts: 1, reason: failure("gone", 410), queued_at: now - hour },
      { id: "d2", conversation: "nordwind.a", channel: "tickets", kind: "reply", state: "waiting", attempts: 3, reason: refused, next_at: now + 4 * minute, queued_at: now - 20 * minute },
      { id: "d3", conversation: "nordwind.b", channel: "duty", kind: "confirmation", state: "waiting", attempts: 0, queued_at: now - 40 * minute },
    ],
  };
}
