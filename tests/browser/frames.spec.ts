// The widget on a page that is shown in a frame of another page: of its own site, of another, and in a locked one.

import type { Page } from "@playwright/test";
import { DEMO } from "./support/environment";
import { expect, test, unique } from "./support/test";
import { Widget } from "./support/widget";

/** The same server under another name is another site to browsers. */
const ELSEWHERE = DEMO.replace("127.0.0.1", "localhost");

/** Shows the railway's home page in a frame, with these attributes. */
async function frame(page: Page, parent: string, attributes = ""): Promise<Widget> {
  const body = `<!doctype html><html lang="en"><title>Portal</title><h1>Portal</h1>
    <iframe title="Railway" src="${DEMO}/en/" width="700" height="600" ${attributes}></iframe>`;
  await page.context().grantPermissions(["local-network-access"]);
  await page.route(`${parent}/portal.html`, route => route.fulfill({ contentType: "text/html", body }));
  await page.goto(`${parent}/portal.html`);
  return new Widget(page, "en", page.frameLocator("iframe"));
}

for (const [whose, parent] of [["the same site", DEMO], ["another site", ELSEWHERE]] as const) {
  test(`in a frame of ${whose}, visitors ask and read the answer's promise`, async ({ page, watch }) => {
    // Chromium tells developers that a dialog does not take the focus by itself there; the panel's field gets it.
    if (parent == ELSEWHERE) watch.expect(/request to a third party: http:\/\/localhost/, /favicon/, /Blocked autofocusing/);
    const widget = await frame(page, parent);
    await widget.ask(unique("Am I in a frame?"));
    await expect(widget.messages).toHaveCount(1);
    await page.keyboard.press("Escape");
    await expect(widget.launcher).toBeFocused();
  });
}

test("in a sandbox without an origin, nothing is stored, and who sends is told where to ask", async ({ page, watch }) => {
  watch.expect(/status of 403/, /\.woff2/, /ERR_FAILED/, /Blocked autofocusing/);
  const widget = await frame(page, DEMO, 'sandbox="allow-scripts"');
  await widget.open();
  await widget.question.fill(unique("Who am I?"));
  await widget.send.click();
  await expect(widget.dialog).toContainText("Questions cannot be sent from this page. Please ask on our website.");
  await widget.close.click();
  await expect(widget.launcher).toBeVisible();
});
