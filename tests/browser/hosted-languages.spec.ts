// The hosted page in every direction and on every surface: languages by address, right to left, narrow windows, paper.

import type { Page } from "@playwright/test";
import { expectAccessible } from "./support/axe";
import { admin } from "./support/edge";
import { DEMO, EDGE } from "./support/environment";
import { expect, test } from "./support/test";

test.use({ javaScriptEnabled: false });

const LANGUAGES = ["en", "de", "fr", "it", "es", "pt", "nl", "pl", "tr", "uk", "ar", "he"];
const SITE = "hosted-languages";

test.beforeAll(async () => {
  await admin("PUT", `/v1/admin/sites/${SITE}`, {
    name: "Nordwind",
    language: "en",
    languages: LANGUAGES,
    origins: [DEMO],
    time_zone: "Europe/Berlin",
    hours: "Mo-Fr 06:00-12:00,13:00-22:00; Sa 08:00-20:00",
    reply_target: "2h",
    look: { accent: "#0f5c73" },
    topics: [{ id: "groups", label: { en: "Group travel" }, schedule: "groups" }],
    schedules: [{ id: "groups", hours: "Mo-Fr 10:00-14:00" }],
    agents: [{ id: "mara", name: "Mara Lindqvist", role: "owner" }],
  });
});

/** What sticks out to the side, or would have to be scrolled to. */
function overflow(page: Page): Promise<number> {
  return page.locator("html").evaluate(root => root.scrollWidth - root.clientWidth);
}

for (const language of LANGUAGES) {
  test(`the page is in ${language}, by its address, and fits into 320 pixels`, async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 700 });
    await page.goto(`${EDGE}/${SITE}?lang=${language}`);
    const root = page.locator("html");
    await expect(root).toHaveAttribute("lang", language);
    await expect(root).toHaveAttribute("dir", ["ar", "he"].includes(language) ? "rtl" : "ltr");
    expect(await overflow(page)).toBe(0);
    await expect(page.locator("nav [aria-current]")).toHaveAttribute("hreflang", language);
    expect(await page.locator("link[rel=alternate][hreflang]").count()).toBe(LANGUAGES.length + 1);
    const title = await page.title();
    expect(await page.locator("meta[property='og:title']").getAttribute("content")).toBe(title);
    const description = await page.locator("meta[name=description]").getAttribute("content");
    expect(description!.length).toBeGreaterThan(60);
    // Small links are as large as a finger needs them, or have the room around them (WCAG 2.2, 2.5.8).
    for (const link of await page.locator("footer a").all()) {
      expect((await link.boundingBox())!.height).toBeGreaterThanOrEqual(24);
    }
  });
}

test("who chooses another language at the foot keeps it while asking", async ({ page }) => {
  await page.goto(`${EDGE}/${SITE}`);
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await page.getByRole("link", { name: "Deutsch" }).click();
  await page.getByRole("textbox", { name: "Ihre Frage" }).fill("Fährt der Zug auch sonntags?");
  await page.getByRole("button", { name: "Senden" }).click();
  await expect(page.getByRole("heading", { name: "Vielen Dank, Ihre Frage ist bei uns." })).toBeVisible();
  await page.getByRole("link", { name: "Noch eine Frage stellen" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
});

test("nothing stands in the way of assistive technology", async ({ browser }) => {
  // The page itself has no script; the checker is one, which the page's own policy would refuse.
  const context = await browser.newContext({ bypassCSP: true, javaScriptEnabled: true });
  const page = await context.newPage();
  for (const language of ["en", "ar"]) {
    await page.goto(`${EDGE}/${SITE}?lang=${language}`);
    await expectAccessible(page, "body");
  }
  await context.close();
});

test("on paper stands when the team is there, in black", async ({ page }) => {
  await page.goto(`${EDGE}/${SITE}`);
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("heading", { level: 1 })).toHaveCSS("color", "rgb(0, 0, 0)");
  await expect(page.getByRole("button", { name: "Send" })).toBeHidden();
  await expect(page.getByRole("table").first()).toBeVisible();
});
