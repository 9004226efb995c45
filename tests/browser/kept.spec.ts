// What a visitor is at outlives what happens to the page: reloads, another language, a panel that fails at first. And what
// a page takes away leaves nothing behind.

import type { Page } from "@playwright/test";
import type { Api } from "../../widget/loader/api";
import { embed } from "./support/sites";
import { expect, test, unique } from "./support/test";
import { NO_CONNECTION } from "./support/watch";
import { Widget } from "./support/widget";

/** Has the page go on in another language without a reload. */
async function turn(page: Page, language: string): Promise<void> {
  await page.evaluate(language => {
    document.documentElement.lang = language;
    document.dispatchEvent(new Event("visibilitychange"));
  }, language);
}

test("a message that is being written outlives a reload, until it is sent", async ({ page, context, site, watch }) => {
  watch.expect(NO_CONNECTION);
  await embed(context, site);
  await page.goto("/en/");
  const widget = new Widget(page);
  await widget.ask(unique("Is it kept?"));
  await widget.message.fill("Half a message");
  await page.reload();
  await widget.open();
  await expect(widget.message).toHaveValue("Half a message");
  await widget.send.click();
  await expect(widget.messages).toHaveCount(2);
  await page.reload();
  await widget.open();
  await expect(widget.messages).toHaveCount(2);
  await expect(widget.message).toHaveValue("");
  expect(await page.evaluate(() => Object.keys(sessionStorage))).toEqual([]);
});

test("another language leaves the visitor where they were, with the page's words", async ({ page, context, site, watch }) => {
  watch.expect(NO_CONNECTION);
  await embed(context, site);
  await page.goto("/en/");
  const widget = new Widget(page);
  await widget.ask(unique("In which language?"));
  await widget.another.click();
  await expect(widget.question).toBeFocused();
  await page.evaluate(site => (window.askhours as Api).ask({ text: "Of the page", site }), site.id);
  await expect(widget.question).toHaveValue("Of the page");
  await turn(page, "de");
  const german = new Widget(page, "de");
  await expect(german.question).toHaveValue("Of the page");
  await expect(german.message).toBeHidden();
});

test("what the page puts in is there when trying again has helped", async ({ page, context, site, watch }) => {
  watch.expect(NO_CONNECTION);
  await embed(context, site);
  await page.route("**/*.wasm", route => route.abort());
  await page.goto("/en/");
  const widget = new Widget(page);
  await expect(widget.launcher).toBeVisible();
  await page.evaluate(site => (window.askhours as Api).ask({ text: "Do not lose me", site }), site.id);
  const again = widget.dialog.getByRole("button", { name: "Try again" });
  await expect(again).toBeVisible();
  await page.unrouteAll();
  await again.click();
  await expect(widget.question).toHaveValue("Do not lose me");
});

test("what was taken away listens to nothing and waits for nothing, also where its panel never came", async ({ page, context, site, watch }) => {
  watch.expect(NO_CONNECTION);
  await embed(context, site);
  await page.addInitScript(() => {
    const signals: AbortSignal[] = [];
    const add = visualViewport!.addEventListener.bind(visualViewport);
    visualViewport!.addEventListener = (type: string, listener: EventListener, options: AddEventListenerOptions) => {
      signals.push(options.signal!);
      add(type, listener, options);
    };
    const timers = new Set<number>();
    const [begin, end] = [setTimeout, clearTimeout];
    Object.assign(window, {
      signals,
      timers,
      setTimeout: (act: TimerHandler, after: number, ...rest: unknown[]) => {
        const timer = begin(act, after, ...rest);
        // Only midnight is that far.
        if (after > 61_000) timers.add(timer);
        return timer;
      },
      clearTimeout: (timer: number) => {
        timers.delete(timer);
        end(timer);
      },
    });
  });
  const left = () => page.evaluate(() => {
    const { signals, timers } = window as unknown as { signals: AbortSignal[]; timers: Set<number> };
    return { heard: signals.length, still: signals.filter(signal => !signal.aborted).length, timers: timers.size };
  });
  await page.route("**/*.wasm", route => route.abort());
  await page.goto("/en/");
  const widget = new Widget(page);
  await widget.launcher.click();
  await expect(widget.dialog.getByRole("button", { name: "Try again" })).toBeVisible();
  expect(await left()).toEqual({ heard: 2, still: 2, timers: 0 });
  await widget.element.evaluate(element => element.remove());
  expect(await left()).toEqual({ heard: 2, still: 0, timers: 0 });

  await page.unrouteAll();
  await page.reload();
  await widget.open();
  await widget.hours.click();
  await expect(widget.week).toBeVisible();
  expect(await left()).toEqual({ heard: 2, still: 2, timers: 1 });
  await widget.element.evaluate(element => element.remove());
  expect(await left()).toEqual({ heard: 2, still: 0, timers: 0 });
});
