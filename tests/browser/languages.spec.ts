// In which language the widget speaks, and with which words: the page's, the tag's or the browser's language, the site's
// form of address, and its own words.

import type { BrowserContext, Locator, Page, Request } from "@playwright/test";
import { CAN_MOVE_CLOCKS, pass } from "./support/clocked";
import { EDGE } from "./support/environment";
import { TAG, changePages } from "./support/pages";
import { type Configuration, type OwnSite, embed, makeSite } from "./support/sites";
import { expect, test } from "./support/test";
import { Widget } from "./support/widget";

const MINUTE = 60_000;

/** What the launcher is called. */
const LAUNCHER = {
  ar: "طرح سؤال",
  de: "Frage stellen",
  en: "Ask a question",
  es: "Hacer una pregunta",
  fr: "Poser une question",
  he: "שליחת שאלה",
  it: "Invia una domanda",
  nl: "Stel een vraag",
  pl: "Zadaj pytanie",
  pt: "Fazer uma pergunta",
  tr: "Soru sor",
  uk: "Поставити запитання",
};

type Language = keyof typeof LAUNCHER;

const ALL = Object.keys(LAUNCHER) as Language[];

/** Has the railway's pages say what language they are in, and the tag what the widget shall speak. */
function pageSays(context: BrowserContext, lang: string | undefined, tag?: string): Promise<void> {
  return changePages(context, page => {
    const said = page.replace(/(<html[^>]*) lang="en"/, `$1${lang == undefined ? "" : ` lang="${lang}"`}`);
    return tag ? said.replace(TAG, TAG.replace("async", `async data-lang="${tag}"`)) : said;
  });
}

/** Shows the railway's home page with the widget of a site. */
async function visit(page: Page, context: BrowserContext, configuration: Configuration): Promise<Widget> {
  const site: OwnSite = await makeSite(configuration);
  await embed(context, site);
  await page.goto("/en/");
  return new Widget(page);
}

/** The launcher in whatever language. */
function launcher(page: Page): Locator {
  return page.locator("ask-hours").getByRole("button").first();
}

/** Which words a page asks the edge for. */
function wordsAsked(page: Page): string[] {
  const asked: string[] = [];
  page.on("request", (request: Request) => {
    const words = new URL(request.url()).pathname.match(/\/words\/[^/]+\/(.*)/);
    if (words) asked.push(words[1]!);
  });
  return asked;
}

test.describe("which language", () => {
  const site: Configuration = { language: "de", languages: ["de", "en", "fr", "uk"] };

  test("the page's comes first, and the words come with the loader where the browser prefers them", async ({ page, context }) => {
    const asked = wordsAsked(page);
    await pageSays(context, "en-US", "fr");
    await visit(page, context, site);
    await expect(launcher(page)).toContainText(LAUNCHER.en);
    expect(asked).toEqual([]);
  });

  test("words of a third language are fetched before anything is drawn", async ({ page, context }) => {
    const asked = wordsAsked(page);
    await pageSays(context, "uk");
    await context.addInitScript(() => {
      const texts: string[] = ((window as unknown as { texts: string[] }).texts = []);
      // Whatever stands in the launcher at any frame.
      const look = () => {
        const text = document.querySelector("ask-hours")?.shadowRoot?.querySelector("button")?.textContent;
        if (text && texts.at(-1) != text) texts.push(text);
        requestAnimationFrame(look);
      };
      look();
    });
    await visit(page, context, site);
    await expect(launcher(page)).toContainText(LAUNCHER.uk);
    expect(asked).toEqual(["uk"]);
    const texts = await page.evaluate(() => (window as unknown as { texts: string[] }).texts);
    expect(texts.every(text => text.includes("Поставити"))).toBe(true);
  });

  test("then the tag's, where the page tells none or one that the site does not offer", async ({ page, context }) => {
    await pageSays(context, "ja", "fr-CA");
    await visit(page, context, site);
    await expect(launcher(page)).toContainText(LAUNCHER.fr);
  });

  test("then the browser's", async ({ page, context }) => {
    await pageSays(context, undefined);
    await visit(page, context, site);
    await expect(launcher(page)).toContainText(LAUNCHER.en);
  });

  test("and the site's own as the last resort", async ({ page, context }) => {
    await pageSays(context, undefined);
    await visit(page, context, { ...site, languages: ["de", "fr"] });
    await expect(launcher(page)).toContainText(LAUNCHER.de);
  });

  for (const status of [undefined, 404]) {
    const how = status ? `answers ${status}` : "is away";
    test(`another language serves, as itself, where the edge ${how} when asked for words`, async ({ page, context, watch }) => {
      watch.expect(/ERR_FAILED|Failed to load resource/);
      await pageSays(context, "ar");
      await context.route(`${EDGE}/*/words/**`, route => (status ? route.fulfill({ status, json: { title: "Gone" } }) : route.abort()));
      await visit(page, context, { language: "de", languages: ["de", "ar"] });
      await expect(launcher(page)).toContainText(LAUNCHER.de);
      const region = page.locator("ask-hours").getByRole("region");
      await expect(region).toHaveAttribute("lang", "de");
      await expect(region).toHaveAttribute("dir", "ltr");
    });
  }
});

test.describe("every language", () => {
  for (const language of ALL) {
    test(`${language}, from launcher to form`, async ({ page, context }) => {
      await pageSays(context, language);
      await visit(page, context, { language, languages: [language] });
      await expect(launcher(page)).toContainText(LAUNCHER[language]);
      await launcher(page).click();
      await expect(page.locator("ask-hours").getByRole("textbox").first()).toBeVisible();
      // No name of a placeholder and no form of a counted word is left in what is read.
      const text = await page.locator("ask-hours").evaluate(element => element.shadowRoot!.textContent!);
      expect(text).not.toMatch(/[{}|]|one=|other=/);
    });
  }
});

test.describe("counting", () => {
  test.skip(!CAN_MOVE_CLOCKS, "this system keeps programs from being given another clock");

  const CLOSES: Partial<Record<Language, [twentyTwo: string, five: string, two: string, one: string]>> = {
    ar: ["يُغلق خلال 22 دقيقة", "يُغلق خلال 5 دقائق", "يُغلق خلال دقيقتين", "يُغلق خلال دقيقة واحدة"],
    he: ["נסגר בעוד 22 דקות", "נסגר בעוד 5 דקות", "נסגר בעוד שתי דקות", "נסגר בעוד דקה"],
    pl: ["Zamknięcie za 22 minuty", "Zamknięcie za 5 minut", "Zamknięcie za 2 minuty", "Zamknięcie za minutę"],
    uk: [
      "Зачиняємося через 22 хвилини",
      "Зачиняємося через 5 хвилин",
      "Зачиняємося через 2 хвилини",
      "Зачиняємося через 1 хвилину",
    ],
  };

  for (const [language, [twentyTwo, five, two, one]] of Object.entries(CLOSES)) {
    test(`the last minutes in ${language}`, async ({ page, context, edgeAt }) => {
      const edge = await edgeAt(new Date("2027-06-15T17:38"));
      const hours: Configuration = { hours: "Mo-Su 08:00-18:00", closing_soon: 30 };
      const site = await edge.makeSite({ ...hours, language, languages: [language] });
      await pageSays(context, language);
      await edge.embed(page, site);
      await page.clock.install({ time: edge.now() });
      const renewed = () => page.waitForResponse(new RegExp(`/v1/sites/${site.id}$`));
      await Promise.all([renewed(), page.goto("/en/")]);
      await expect(launcher(page)).toContainText(twentyTwo);
      for (const [minutes, text] of [[17, five], [3, two], [1, one]] as const) {
        await Promise.all([renewed(), pass(page, edge, minutes * MINUTE)]);
        await expect(launcher(page)).toContainText(text);
      }
    });
  }
});

test.describe("how it is said", () => {
  test("du, where the site wants it", async ({ page, context }) => {
    await pageSays(context, "de-CH");
    const widget = await visit(page, context, { language: "de", languages: ["de"], form_of_address: "informal" });
    await launcher(page).click();
    await expect(widget.element.getByRole("textbox", { name: "Deine Frage" })).toBeVisible();
    const text = await widget.element.evaluate(element => element.shadowRoot!.textContent!);
    expect(text).not.toMatch(/\b(Sie|Ihre?n?)\b/);
  });

  test("Sie, where it says nothing", async ({ page, context }) => {
    await pageSays(context, "de");
    const widget = await visit(page, context, { language: "de", languages: ["de"] });
    await launcher(page).click();
    await expect(widget.element.getByRole("textbox", { name: "Ihre Frage" })).toBeVisible();
  });

  test("any word in the site's own way, in launcher and panel", async ({ page, context }) => {
    const words = { en: { launcher: { ask_a_question: "Ask the crew" }, panel: { send: "Off it goes" } } };
    const widget = await visit(page, context, { words });
    await expect(launcher(page)).toContainText("Ask the crew");
    await launcher(page).click();
    await expect(widget.element.getByRole("button", { name: "Off it goes" })).toBeVisible();
  });
});

test.describe("the visitor's region", () => {
  test.skip(!CAN_MOVE_CLOCKS, "this system keeps programs from being given another clock");

  for (const [locale, language, text] of [
    ["en-US", "en", /Open until 6:00\sPM/],
    ["de-AT", "de", "Geöffnet bis 18:00 Uhr"],
    ["fr-CA", "fr", /18\sh\s00/],
    ["pt-BR", "pt", /18:00/],
    ["ar-EG", "ar", /٦:٠٠/],
  ] as const) {
    test.describe(locale, () => {
      test.use({ locale });

      test(`reads ${language}, with times its own way`, async ({ page, context, edgeAt }) => {
        const edge = await edgeAt(new Date("2027-06-15T12:00"));
        const site = await edge.makeSite({ hours: "Mo-Su 08:00-18:00", language: "en", languages: ["en", "de", "fr", "pt", "ar"] });
        await pageSays(context, undefined);
        await edge.embed(page, site);
        await page.clock.install({ time: edge.now() });
        await page.goto("/en/");
        await expect(launcher(page)).toContainText(LAUNCHER[language]);
        await expect(launcher(page)).toContainText(text);
      });
    });
  }
});
