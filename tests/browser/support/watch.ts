// Watches a browser for what nobody may ever see: errors in the console, violations of a page's policy,
// and requests to anyone but the page's own server and its edge.

import { type BrowserContext, expect } from "@playwright/test";
import { DEMO, EDGE } from "./environment";

/** What went wrong in a context, and what a test expects to go wrong. */
export class Watch {
  readonly #wrong: string[] = [];
  readonly #expected: RegExp[] = [];

  /** Starts watching. Violations are told through the console, so that all pages are heard. */
  async start(context: BrowserContext): Promise<void> {
    context.on("console", message => {
      const bad = message.type() == "error" || message.type() == "warning";
      if (bad) this.#wrong.push(`console: ${message.text()} (${message.location().url})`);
    });
    context.on("weberror", error => this.#wrong.push(`uncaught: ${error.error()}`));
    context.on("request", request => {
      const { origin, protocol } = new URL(request.url());
      const own = origin == DEMO || origin == EDGE || protocol == "data:" || protocol == "blob:";
      if (!own) this.#wrong.push(`request to a third party: ${request.url()}`);
    });
    await context.addInitScript(() => {
      addEventListener("securitypolicyviolation", event => {
        console.error(`policy: ${event.effectiveDirective} refused ${event.blockedURI} ${event.sample}`);
      });
    });
  }

  /** Says what this test makes go wrong by intention. */
  expect(...patterns: RegExp[]): void {
    this.#expected.push(...patterns);
  }

  /** Fails where anything else went wrong. */
  check(): void {
    const unexpected = this.#wrong.filter(line => !this.#expected.some(pattern => pattern.test(line)));
    expect(unexpected, "errors, violations and requests to third parties").toEqual([]);
  }
}

/** What Chromium says when a test takes the connection away. */
export const NO_CONNECTION = /ERR_(INTERNET_DISCONNECTED|FAILED|CONNECTION_\w+|ABORTED)|WebSocket connection/;

/** What Chromium says of an answer with this status. */
export function status(code: number): RegExp {
  return new RegExp(`the server responded with a status of ${code} `);
}
