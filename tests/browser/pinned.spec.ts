// Subresource Integrity: one hash on the tag covers all code that runs. Under the strictest policy that a page can have.

import type { Page } from "@playwright/test";
import { Agent } from "./support/edge";
import { EDGE, SIGN_IN } from "./support/environment";
import { openPinned, pinned } from "./support/pinned";
import { expect, test, unique } from "./support/test";
import { NO_CONNECTION, status } from "./support/watch";
import { Widget } from "./support/widget";

for (const language of ["en", "de"] as const) {
  test(`a question is asked and answered, and one script is all that runs (${language})`, async ({ page }) => {
    const scripts: string[] = [];
    page.on("request", request => {
      if (request.resourceType() == "script") scripts.push(request.url());
    });
    const script = await pinned();
    await openPinned(page, script, "nordwind", language);
    const widget = new Widget(page, language);
    const text = unique("Why is there a hash on your tag?");
    await widget.ask(text);
    const agent = await Agent.signIn(SIGN_IN);
    await agent.reply((await agent.theOne(text)).id, "So that nobody but us changes it.");
    await expect(widget.messages).toHaveCount(2);
    expect(scripts).toEqual([script.src]);
  });
}

test("the address stands for these very bytes, for every page and for good", async ({ request }) => {
  const { src, integrity } = await pinned();
  expect(src).toMatch(new RegExp(`^${EDGE}/assets/pinned\\.[0-9a-f]{12}\\.js$`));
  const response = await request.get(src);
  expect(response.headers()["cache-control"]).toContain("immutable");
  expect(response.headers()["access-control-allow-origin"]).toBe("*");
  const hash = Buffer.from(await crypto.subtle.digest("SHA-384", new Uint8Array(await response.body()))).toString("base64");
  expect(integrity).toBe(`sha384-${hash}`);
});

test("a script that somebody has changed does not run", async ({ page, watch }) => {
  watch.expect(/Failed to find a valid digest in the 'integrity' attribute/);
  const script = await pinned();
  await page.route(script.src, async route => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${await response.text()};document.title="changed";` });
  });
  const refused = page.waitForEvent("console", message => message.text().includes("valid digest"));
  await openPinned(page, script);
  await refused;
  expect(await page.evaluate(() => customElements.get("ask-hours"))).toBeUndefined();
  await expect(page).not.toHaveTitle("changed");
});

test("WebAssembly that somebody has changed does not run, and the visitor can ask elsewhere", async ({ page, watch }) => {
  watch.expect(/integrity|digest/, NO_CONNECTION);
  await page.route(`${EDGE}/assets/pinned.*.wasm`, async route => {
    const response = await route.fetch();
    // An empty section of one's own at the end: as valid as before, and other bytes.
    const body = Buffer.concat([await response.body(), Buffer.from([0, 1, 0])]);
    await route.fulfill({ response, body });
  });
  await openPinned(page, await pinned());
  const widget = new Widget(page);
  await widget.launcher.click();
  await expect(widget.element.getByRole("link", { name: "Ask on a separate page" })).toBeVisible();
  await expect(widget.question).toHaveCount(0);
});

test("without a hash on its tag, such a page runs nothing from the edge", async ({ page }) => {
  const refused = errorOfTag(page);
  await openPinned(page, { ...(await pinned()), integrity: "" });
  await refused;
  expect(await page.evaluate(() => customElements.get("ask-hours"))).toBeUndefined();
});

test("words that the edge cannot give are English ones", async ({ page, watch }) => {
  watch.expect(status(500));
  await page.route(`${EDGE}/v1/sites/nordwind/words/*`, route => route.fulfill({ status: 500, body: "{}" }));
  await openPinned(page, await pinned(), "nordwind", "de");
  await expect(new Widget(page).launcher).toBeVisible();
});

test("who asks early for the status is told of one", async ({ page }) => {
  await page.addInitScript(() => {
    const told: string[] = [];
    const tell = ({ text }: { text: string }) => told.push(text);
    Object.assign(window, { told, askhours: [["on", "status", tell]] });
  });
  await openPinned(page, await pinned());
  await expect(new Widget(page).launcher).toBeVisible();
  await expect.poll(() => page.evaluate(() => window.told)).toEqual([expect.stringMatching(/Open|Close/)]);
});

test("a site that does not exist is told to whoever waits for the tag", async ({ page, watch }) => {
  watch.expect(status(404), /askhours: .* answers 404/);
  const told = errorOfTag(page);
  await openPinned(page, await pinned(), "nobody");
  await told;
});

/** Waits until a script tag of the page tells of an error. */
async function errorOfTag(page: Page): Promise<void> {
  const told = page.waitForEvent("console", message => message.text() == "told: SCRIPT");
  await page.addInitScript(() => {
    document.addEventListener("error", ({ target }) => console.log(`told: ${(target as Element).tagName}`), true);
  });
  await told;
}
