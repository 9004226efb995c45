// What a screen reader says without being asked: each thing that happens, once, and nothing else.

import type { Page } from "@playwright/test";
import { EDGE } from "./support/environment";
import { embed } from "./support/sites";
import { expect, test, unique } from "./support/test";
import { NO_CONNECTION, status } from "./support/watch";
import { Widget } from "./support/widget";

/** Writes down what the live regions of a widget say: their text, whenever it has become another. */
class Reader {
  readonly #expected: (string | RegExp)[] = [];

  private constructor(private readonly page: Page) {}

  static async of(page: Page): Promise<Reader> {
    await page.evaluate(() => {
      const said: string[] = [];
      const known = new Map<Element, string>();
      const root = document.querySelector("ask-hours")!.shadowRoot!;
      const regions = "[aria-live=polite], [aria-live=assertive], [role=status], [role=alert], [role=log]";
      const hear = () => {
        for (const region of root.querySelectorAll(regions)) {
          const text = region.textContent!;
          if (text.trim() && text != known.get(region) && region.checkVisibility()) said.push(text.trim());
          known.set(region, text);
        }
      };
      hear();
      new MutationObserver(hear).observe(root, { subtree: true, childList: true, characterData: true, attributes: true });
      Object.assign(window, { said });
    });
    return new Reader(page);
  }

  /** Waits until this was said after all that was said before, and nothing else. */
  async says(...texts: (string | RegExp)[]): Promise<void> {
    this.#expected.push(...texts);
    const expected = this.#expected.map(text => (typeof text == "string" ? text : expect.stringMatching(text)));
    const said = () => this.page.evaluate(() => (window as unknown as { said: string[] }).said);
    await expect.poll(async () => (await said()).length).toBeGreaterThanOrEqual(expected.length);
    // What is on its way is said before the next but one picture is drawn.
    await this.page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)))));
    expect(await said()).toEqual(expected);
  }
}

const FAILED = /^Something went wrong on our side/;

test("what becomes of a question is said once", async ({ page, context, site, watch }) => {
  watch.expect(status(500));
  await embed(context, site);
  await page.goto("/en/");
  const widget = new Widget(page);
  await expect(widget.launcher).toBeVisible();
  const reader = await Reader.of(page);
  await widget.open();
  await reader.says("Opening…");

  // What is wrong with a field is its description, which is read where the focus goes to.
  await widget.send.click();
  await expect(widget.question).toBeFocused();
  await expect(widget.question).toHaveAccessibleDescription(/There is nothing to send yet/);
  await reader.says();

  const questions = `${EDGE}/v1/sites/*/questions`;
  await page.route(questions, route => route.fulfill({ status: 500, body: "{}" }));
  await widget.question.fill(unique("Who speaks?"));
  await widget.send.click();
  await reader.says("Sending…", FAILED);
  // What fails again is said again.
  await widget.send.click();
  await reader.says("Sending…", FAILED);
  await page.unroute(questions);
  await widget.send.click();
  await reader.says("Sending…");
  // The focus is on what is to be read next.
  await expect(widget.thanks).toBeFocused();
  await reader.says();
});

test("answers, messages, the end of a conversation and another status are said once", async ({ page, context, site, watch }) => {
  watch.expect(NO_CONNECTION);
  await embed(context, site);
  await page.goto("/en/");
  const widget = new Widget(page);
  const text = unique("Do you hear that?");
  await widget.ask(text);
  const reader = await Reader.of(page);
  const { id } = await site.agent.theOne(text);
  await site.agent.reply(id, "Loud and clear.");
  await reader.says("New answer from Mara Lindqvist: Loud and clear.");
  // Two answers of the same words are two answers.
  await site.agent.reply(id, "Loud and clear.");
  await reader.says("New answer from Mara Lindqvist: Loud and clear.");

  await widget.message.fill("Wonderful.");
  await widget.send.click();
  await reader.says("Sending…", "Sent");
  await context.setOffline(true);
  await widget.message.fill("Even now?");
  await widget.send.click();
  await reader.says("Sending…", /^You are offline/);
  await context.setOffline(false);
  await reader.says("Sent");

  await site.agent.turn("paused");
  await expect(widget.dialog.locator("header")).toContainText("Paused");
  await reader.says("Paused");
  await site.agent.turnBack();
  await reader.says("Open now");
  await site.agent.move(id, "closed");
  await reader.says("This conversation is closed.");
  await widget.erase.click();
  await widget.eraseForGood.click();
  await expect(widget.question).toBeFocused();
  await reader.says(/erased/);
});

test("what is wrong with the field in which one is, and how much room is left, is said", async ({ page, context, site }) => {
  await embed(context, site);
  await page.goto("/en/");
  const widget = new Widget(page);
  await widget.open();
  const reader = await Reader.of(page);
  // The focus cannot come to where it is.
  await widget.question.focus();
  await page.keyboard.press("Control+Enter");
  await expect(widget.question).toHaveAttribute("aria-invalid", "true");
  await reader.says(/^There is nothing to send yet/);
  await page.keyboard.press("Control+Enter");
  await reader.says(/^There is nothing to send yet/);
  await widget.question.fill("a".repeat(7_950));
  await reader.says("50 characters left");
  await widget.question.pressSequentially("bc");
  await expect(widget.question).toHaveAccessibleDescription("48 characters left");
  await reader.says();
});
