// A page whose policy refuses WebAssembly: the visitor is led to the hosted page, and can ask there.

import { EDGE } from "./support/environment";
import { expect, test, unique } from "./support/test";
import { Widget } from "./support/widget";

test("the launcher leads to the hosted page", async ({ page, context, watch }) => {
  // The browser reports what the policy refuses.
  watch.expect(/policy: script-src refused wasm-eval/, /WebAssembly/);
  await page.goto("/en/nowasm.html");
  const widget = new Widget(page);
  await expect(widget.launcher).toContainText(/Open|Close/);
  await widget.launcher.click();
  await expect(widget.dialog).toContainText("The question form cannot be opened here right now.");
  const opened = context.waitForEvent("page");
  await widget.dialog.getByRole("link", { name: "Ask on a separate page" }).click();
  const hosted = await opened;
  await hosted.waitForLoadState();
  expect(hosted.url()).toBe(`${EDGE}/nordwind`);
  const text = unique("Did you find one glove, left, size 8?");
  await hosted.getByRole("textbox", { name: "Your question" }).fill(text);
  await hosted.getByRole("button", { name: "Send" }).click();
  await expect(hosted.getByRole("heading", { name: "Thank you, we have your question." })).toBeVisible();
  await expect(hosted.getByText(text)).toBeVisible();
});

test("the panel closes by Escape there too", async ({ page, watch }) => {
  watch.expect(/policy: script-src refused wasm-eval/, /WebAssembly/);
  await page.goto("/de/nowasm.html");
  const widget = new Widget(page, "de");
  await widget.launcher.click();
  await expect(widget.dialog).toContainText("Das Formular lässt sich hier gerade nicht öffnen.");
  await page.keyboard.press("Escape");
  await expect(widget.dialog).toBeHidden();
  await expect(widget.launcher).toBeFocused();
});

test("without JavaScript, the page itself leads there", async ({ somebody }) => {
  const page = await somebody({ javaScriptEnabled: false });
  await page.goto("/en/help.html");
  await page.getByRole("link", { name: "our question page" }).click();
  await expect(page.getByRole("textbox", { name: "Your question" })).toBeVisible();
});
