// The pictures. Each shows one state; what it needs is on the stage (`stage.ts`, `scene.ts`).

import type { Page } from "@playwright/test";
import { Channels, stageChannels } from "../support/channels";
import { EDGE } from "../support/environment";
import { Inbox } from "../support/inbox";
import type { OwnSite } from "../support/sites";
import { expect, test as base } from "../support/test";
import { status } from "../support/watch";
import { Widget } from "../support/widget";
import { closeUp, picture } from "./picture";
import { ANSWER, MOMENTS, QUESTION, THANKS, morning, railway } from "./scene";
import { NOW, at, stage, stopClock } from "./stage";

const test = base.extend({
  site: async ({ context }, use) => {
    const site = await railway();
    await stage(context, site, MOMENTS);
    await use(site);
  },
});

/** The railway's home page at a moment. */
async function home(page: Page, now: number = NOW): Promise<Widget> {
  await stopClock(page, now);
  await page.goto("/en/");
  const widget = new Widget(page);
  await expect(widget.launcher).toBeVisible();
  return widget;
}

/** The answer to the visitor's question. */
async function answer(site: OwnSite): Promise<void> {
  await site.agent.reply((await site.agent.theOne(QUESTION)).id, ANSWER);
}

test.describe("on a desk", () => {
  test.use({ viewport: { width: 900, height: 720 } });

  test("panel-open", async ({ page, site: _ }) => {
    const widget = await home(page);
    await widget.open();
    await widget.question.fill(QUESTION);
    await picture(page, "panel-open");
  });

  test("panel-dark", async ({ page, site }) => {
    await page.emulateMedia({ colorScheme: "dark" });
    const widget = await home(page);
    await widget.ask(QUESTION);
    await answer(site);
    await expect(widget.messages).toHaveCount(2);
    await picture(page, "panel-dark");
  });
});

test.describe("close", () => {
  test.use({ viewport: { width: 900, height: 720 }, deviceScaleFactor: 2 });

  test.describe(() => {
    // Low enough for nothing but the picture of the quay to be behind it.
    test.use({ viewport: { width: 900, height: 560 } });

    test("launcher-open", async ({ page, site: _ }) => {
      const { launcher } = await home(page);
      await closeUp(page, launcher, "launcher-open", 24);
    });

    test("launcher-closed", async ({ page, site: _ }) => {
      const { launcher } = await home(page, at("22:40"));
      await closeUp(page, launcher, "launcher-closed", 24);
    });
  });

  test("panel-error", async ({ page, site: _ }) => {
    const widget = await home(page);
    await widget.open();
    await widget.dialog.getByRole("textbox", { name: "E-mail" }).fill("ida at home");
    await widget.send.click();
    await expect(widget.question).toBeFocused();
    await closeUp(page, widget.dialog, "panel-error", 16);
  });

  test("panel-closed", async ({ page, site: _ }) => {
    const widget = await home(page, at("22:40"));
    await widget.open();
    await closeUp(page, widget.dialog, "panel-closed", 16);
  });

  test("panel-sent", async ({ page, site: _ }) => {
    const widget = await home(page);
    await widget.ask(QUESTION);
    await closeUp(page, widget.dialog, "panel-sent", 16);
  });

  test("panel-answered", async ({ page, site }) => {
    const widget = await home(page);
    await widget.ask(QUESTION);
    await stopClock(page, at("10:57"));
    await answer(site);
    await expect(widget.messages).toHaveCount(2);
    await widget.message.fill(THANKS);
    await widget.send.click();
    // Stored, no longer on its way.
    await expect(widget.messages.nth(2)).toContainText("You wrote at 10:56");
    await closeUp(page, widget.dialog, "panel-answered", 16);
  });
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 780 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true });

  test("panel-phone", async ({ page, site: _ }) => {
    await stopClock(page);
    await page.goto("/de/");
    const widget = new Widget(page, "de");
    await widget.open();
    await widget.question.fill("Nimmt der Fährzug auch Fahrräder mit?");
    await picture(page, "panel-phone");
  });

  test("inbox-phone", async ({ page, site }) => {
    await morning(site);
    await stopClock(page);
    const inbox = new Inbox(page);
    await inbox.enter(site.signIn);
    await expect(inbox.rows).toHaveCount(5);
    await picture(page, "inbox-phone");
  });
});

for (const [name, colorScheme] of [["inbox", "light"], ["inbox-dark", "dark"]] as const) {
  test.describe(() => {
    test.use({ viewport: { width: 1280, height: 800 }, colorScheme });

    test(name, async ({ page, site }) => {
      await morning(site);
      await stopClock(page);
      const inbox = new Inbox(page);
      await inbox.enter(site.signIn);
      await inbox.row("Ida Möller").click();
      await expect(inbox.entries).toHaveCount(4);
      await inbox.reply.fill("Ja, gern: 6 € je Fahrrad und Tag. Am Samstag ist im NW 2 noch Platz");
      await picture(page, name);
    });
  });
}

test.describe(() => {
  test.use({ viewport: { width: 1280, height: 960 } });

  test("channels", async ({ page, site }) => {
    await morning(site);
    await stopClock(page);
    await stageChannels(page, NOW, "https://ask.nordwind.example");
    const channels = new Channels(page);
    await channels.enter(site.signIn);
    await expect(channels.channel("support")).toBeVisible();
    await page.mouse.move(0, 0);
    await picture(page, "channels");
  });
});

test.describe(() => {
  test.use({ viewport: { width: 800, height: 960 } });

  test("hosted", async ({ page, site, watch }) => {
    watch.expect(status(404));
    await page.goto(`${EDGE}/${site.id}`);
    await page.getByRole("textbox", { name: "Your question" }).fill(QUESTION);
    await picture(page, "hosted");
  });
});
