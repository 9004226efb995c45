// Leads the widget through every state in which a visitor may meet it, one after the other on one page.

import { type BrowserContext, type Page, expect } from "@playwright/test";
import { EDGE } from "./environment";
import { type OwnSite, embed } from "./sites";
import { unique } from "./test";
import { NO_CONNECTION, type Watch, status } from "./watch";
import { Widget } from "./widget";

/** What is done in each state. */
export type Look = (state: string) => Promise<void>;

/** What fails by intention on the way. */
export const FAILURES = [NO_CONNECTION, status(500), /Failed to fetch/];

/** Leads the widget of this site through all states of a visit on a page of the demo site. */
export async function everyState(
  page: Page,
  context: BrowserContext,
  site: OwnSite,
  watch: Watch,
  look: Look,
  path = "/en/",
): Promise<void> {
  watch.expect(...FAILURES);
  await embed(context, site);
  const widget = new Widget(page);
  const { element } = widget;
  const questions = `${EDGE}/v1/sites/*/questions`;

  // Reaching for the launcher begins to fetch, and the answer keeps away.
  const fetched = hold();
  await page.route("**/*.wasm", async route => {
    await fetched.until;
    await route.abort();
  });
  await page.goto(path);
  await expect(widget.launcher).toBeVisible();
  await look("closed");
  await widget.launcher.click();
  await expect(widget.dialog).toBeVisible();
  await look("loading");
  fetched.end();
  const again = element.getByRole("button", { name: "Try again" });
  await expect(again).toBeVisible();
  await look("trouble");
  await page.unroute("**/*.wasm");
  await again.click();
  await expect(widget.question).toBeVisible();
  await look("form");

  await widget.hours.click();
  await expect(widget.week).toBeVisible();
  await look("hours unfolded");
  await widget.hours.click();

  await element.getByRole("textbox", { name: /^E-?mail/i }).fill("nobody");
  await widget.send.click();
  await expect(widget.question).toHaveAttribute("aria-invalid", "true");
  await look("errors");
  await widget.question.fill("x".repeat(10_050));
  await widget.send.click();
  await look("too long");

  const text = unique("Does this journey have every state?");
  await widget.question.fill(text);
  await element.getByRole("textbox", { name: /^E-?mail/i }).fill("ida@example.org");
  await page.route(questions, route => route.fulfill({ status: 500, body: "{}" }));
  await widget.send.click();
  await expect(element.locator(".notice.error")).toBeVisible();
  await look("refused");
  await page.unroute(questions);

  const sent = hold();
  await page.route(questions, async route => {
    await sent.until;
    await route.abort();
  });
  await widget.send.click();
  await expect(element.getByRole("button", { name: "Sending" })).toBeVisible();
  await look("sending");
  sent.end();
  await expect(element.locator(".notice")).toBeVisible();
  await look("offline");
  await page.unroute(questions);
  await element.locator(".action").click();
  await expect(widget.thanks).toBeVisible();
  await look("confirmation");

  const { id } = await site.agent.theOne(text);
  await site.agent.reply(id, "It does: https://example.org/a/long/address/that/cannot/be/broken/anywhere");
  await expect(widget.messages).toHaveCount(2);
  await look("conversation");

  await context.setOffline(true);
  await widget.message.fill("And what if the connection is lost?");
  await widget.send.click();
  await expect(element.locator(".unsent .notice")).toBeVisible();
  await look("unsent");
  await context.setOffline(false);
  await expect(element.locator(".unsent")).toHaveCount(0);

  await widget.erase.click();
  await expect(widget.eraseForGood).toBeVisible();
  await look("erasing");
  await widget.keep.click();

  await site.agent.move(id, "closed");
  await expect(element.locator(".standing", { hasText: "closed" })).toBeVisible();
  await look("closed conversation");

  await widget.another.click();
  // The focus comes with the form; Escape is heard where it is.
  await expect(widget.question).toBeFocused();
  await look("another question");
  await page.keyboard.press("Escape");

  await site.agent.reply(id, "One more thing.");
  await expect(widget.launcher).toHaveAttribute("data-unread");
  await look("unread");
}

/** Something that is held back until it is let go. */
function hold(): { until: Promise<void>; end(): void } {
  let end = () => {};
  const until = new Promise<void>(resolve => (end = resolve));
  return { until, end };
}
