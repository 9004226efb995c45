// The launcher before anybody reaches for it: there in both languages, light, and leaving no trace.

import { expect, test } from "./support/test";
import { EDGE } from "./support/environment";
import { Widget } from "./support/widget";

const STATUS = {
  en: /(Open until \d\d:\d\d|Closes in \d+ minutes?|Closed\b.*opens .* at \d\d:\d\d)$/,
  de: /(Geöffnet bis \d\d:\d\d Uhr|Schließt in \d+ Minuten?|Geschlossen\b.*öffnet .* um \d\d:\d\d Uhr)$/,
};

for (const [language, label] of [["en", "Ask a question"], ["de", "Frage stellen"]] as const) {
  test(`the home page in ${language} has a launcher with the status`, async ({ page }) => {
    await page.goto(`/${language}/`);
    const { element, launcher } = new Widget(page, language);
    await expect(launcher).toBeVisible();
    await expect(launcher).toContainText(label);
    await expect(launcher).toHaveAccessibleName(STATUS[language]);
    await expect(element.getByRole("region", { name: "Nordwind" })).toHaveAttribute("lang", language);
  });
}

test("one request goes to the edge before a visitor shows intent", async ({ page }) => {
  const requests: string[] = [];
  page.on("request", request => {
    if (request.url().startsWith(EDGE)) requests.push(request.url());
  });
  await page.goto("/en/");
  await expect(new Widget(page).launcher).toBeVisible();
  await page.waitForLoadState("networkidle");
  expect(requests).toEqual([`${EDGE}/nordwind.js`]);
});

test("reaching for the launcher fetches the panel once", async ({ page }) => {
  const requests: string[] = [];
  page.on("request", request => {
    const [kind] = /\.wasm$|widget\.\w+\.js|\/words\//.exec(request.url()) ?? [];
    if (kind) requests.push(kind.replace(/\w{12}/, ""));
  });
  await page.goto("/en/");
  const widget = new Widget(page);
  await widget.launcher.hover();
  await expect.poll(() => requests.toSorted()).toEqual([".wasm", "/words/", "widget..js"]);
  await widget.open();
  await widget.close.click();
  await widget.open();
  expect(requests.toSorted()).toEqual([".wasm", "/words/", "widget..js"]);
});

test("neither looking nor opening leaves a cookie or anything stored", async ({ page, context }) => {
  await page.goto("/en/");
  const widget = new Widget(page);
  await widget.open();
  await widget.close.click();
  expect(await context.cookies()).toEqual([]);
  const stored = await page.evaluate(async () => [
    ...Object.keys(localStorage),
    ...Object.keys(sessionStorage),
    ...(await indexedDB.databases()),
    ...(await caches.keys()),
  ]);
  expect(stored).toEqual([]);
});

test("the page does not move when the launcher comes and the panel opens", async ({ page }) => {
  await page.addInitScript(() => {
    const shifts: number[] = [];
    Object.assign(window, { shifts });
    new PerformanceObserver(list => {
      for (const entry of list.getEntries()) shifts.push((entry as PerformanceEntry & { value: number }).value);
    }).observe({ type: "layout-shift", buffered: true });
  });
  const place = () => page.evaluate(() => {
    const { scrollWidth, scrollHeight } = document.documentElement;
    const { x, y, width, height } = document.querySelector("main")!.getBoundingClientRect();
    return { scrollWidth, scrollHeight, x, y, width, height };
  });
  // First without the widget, then with it.
  await page.route(`${EDGE}/nordwind.js`, route => route.fulfill({ contentType: "text/javascript", body: "" }), { times: 1 });
  await page.goto("/en/", { waitUntil: "networkidle" });
  const without = await place();
  await page.reload({ waitUntil: "networkidle" });
  const widget = new Widget(page);
  await widget.open();
  expect(await place()).toEqual(without);
  await widget.close.click();
  await expect(widget.launcher).toBeVisible();
  expect(await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts)).toEqual([]);
});

test("the keyboard reaches the launcher after the page's own links, and opens the panel", async ({ page }) => {
  await page.goto("/en/");
  const widget = new Widget(page);
  await expect(widget.launcher).toBeVisible();
  await page.getByRole("contentinfo").getByRole("link").last().focus();
  await page.keyboard.press("Tab");
  await expect(widget.launcher).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(widget.dialog).toBeVisible();
});

test("data-launcher=\"none\" adds no launcher", async ({ page }) => {
  await page.goto("/en/help.html");
  const { element, launcher, question } = new Widget(page);
  await expect(question).toBeVisible();
  await expect(element).toHaveCount(1);
  await expect(launcher).toHaveCount(0);
});

test("the launcher is not printed", async ({ page }) => {
  await page.goto("/en/");
  const { launcher } = new Widget(page);
  await expect(launcher).toBeVisible();
  await page.emulateMedia({ media: "print" });
  await expect(launcher).toBeHidden();
});
