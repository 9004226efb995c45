// Whatever accent a page sets, in light and in dark: all that is written on it and in it can be read (WCAG 2.2, 1.4.3).

import { faults } from "./support/measure";
import { embed } from "./support/sites";
import { expect, test, unique } from "./support/test";
import { Widget } from "./support/widget";

/** Colours from all around the wheel, dull and vivid, dark and light, and those between black and white. */
const ACCENTS = [
  ...["black", "white", "#777", "#808080", "#ffd400", "#f0f", "lime", "color(display-p3 1 0 0)", "color-mix(in srgb, red, blue)"],
  ...[0, 40, 80, 120, 160, 200, 240, 280, 320].flatMap(hue =>
    [25, 50, 75].map(lightness => `hsl(${hue + lightness} ${lightness == 75 ? 60 : 100}% ${lightness}%)`),
  ),
];

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme, contextOptions: { reducedMotion: "reduce" } });

    test("form, errors, conversation and what the mouse is over can be read on every accent", async ({ page, context, site }) => {
      await embed(context, site);
      await page.goto("/en/");
      const widget = new Widget(page);
      const wrong: string[] = [];
      const look = async (what: string) => {
        for (const accent of ACCENTS) {
          await page.evaluate(accent => document.documentElement.style.setProperty("--ask-accent", accent), accent);
          wrong.push(...(await faults(page, "ask-hours")).map(fault => `${what} on ${accent}: ${fault}`));
        }
      };
      await widget.open();
      await widget.send.click();
      await expect(widget.question).toHaveAttribute("aria-invalid", "true");
      const accents = new Set<string>();
      for (const accent of ACCENTS) {
        await page.evaluate(accent => document.documentElement.style.setProperty("--ask-accent", accent), accent);
        accents.add(await widget.send.evaluate(send => getComputedStyle(send).backgroundColor));
      }
      expect(accents.size, "accents that are seen").toBeGreaterThan(30);
      // The mouse is over the button that sends.
      await look("errors");
      const text = unique("Which colour are you?");
      await widget.question.fill(text);
      await widget.send.click();
      await expect(widget.thanks).toBeVisible();
      await site.agent.reply((await site.agent.theOne(text)).id, "Yours.");
      await expect(widget.messages).toHaveCount(2);
      await widget.another.hover();
      await look("conversation");
      expect(wrong).toEqual([]);
    });
  });
}
