// A page with a strict Content-Security-Policy and Trusted Types: the whole journey without one
// violation. The watch of every test hears violations, and fails the test.

import { Agent } from "./support/edge";
import { DEMO, EDGE, SIGN_IN } from "./support/environment";
import { everyState } from "./support/states";
import { expect, test, unique } from "./support/test";
import { Widget } from "./support/widget";

test("the page is as strict as it says", async ({ page, watch }) => {
  watch.expect(/policy: /, /Content Security Policy/, /Trusted ?(Type|HTML)/);
  const response = await page.goto("/en/strict.html");
  const policy = response!.headers()["content-security-policy"];
  expect(policy).toContain("require-trusted-types-for 'script'");
  expect(policy).not.toContain("unsafe-inline");
  expect(policy).not.toContain("'unsafe-eval'");
  const refused = await page.evaluate(() => {
    try {
      document.createElement("div").innerHTML = "<b>markup</b>";
      return false;
    } catch {
      return true;
    }
  });
  expect(refused).toBe(true);
});

for (const language of ["en", "de"] as const) {
  test(`asking, reading, writing on and erasing violate nothing (${language})`, async ({ page }) => {
    const agent = await Agent.signIn(SIGN_IN);
    const text = unique("Bekomme ich Geld zurück, wenn der Zug ausfällt?");
    await page.goto(`/${language}/strict.html`);
    const widget = new Widget(page, language);
    await widget.open();
    // Errors, too.
    await widget.send.click();
    await expect(widget.question).toHaveAttribute("aria-invalid", "true");
    await widget.question.fill(text);
    await widget.send.click();
    await expect(widget.thanks).toBeVisible();
    await agent.reply((await agent.theOne(text)).id, "Yes, all of it.");
    await expect(widget.messages).toHaveCount(2);
    await widget.message.fill("How long does it take?");
    await widget.send.click();
    await expect(widget.messages).toHaveCount(3);
    await widget.another.click();
    await expect(widget.question).toBeVisible();
    await page.reload();
    await widget.open();
    await expect(widget.messages).toHaveCount(3);
    await widget.erase.click();
    await widget.eraseForGood.click();
    await expect(widget.question).toBeVisible();
  });
}

test("the colours and the layout are there, though no inline style is allowed", async ({ page }) => {
  await page.goto("/en/strict.html");
  const widget = new Widget(page);
  await expect(widget.launcher).toHaveCSS("position", "fixed");
  await widget.open();
  // The accent of the site, #0f5c73.
  await expect(widget.send).toHaveCSS("background-color", "rgb(15, 92, 115)");
});

test("every state keeps to the policy that the documentation asks for, where no page may make trusted types", async ({ page, context, site, watch }) => {
  const policy = `script-src 'self' ${EDGE} 'wasm-unsafe-eval'; style-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'`;
  await context.grantPermissions(["local-network-access"]);
  await context.route(`${DEMO}/en/strict.html`, async route => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), "content-security-policy": policy } });
  });
  const states: string[] = [];
  await everyState(page, context, site, watch, async state => void states.push(state), "/en/strict.html");
  expect(states.length).toBeGreaterThan(15);
});
