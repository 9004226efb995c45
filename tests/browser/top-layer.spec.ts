// The page's own dialogs and popovers beside the widget: each is closed by its own key press, and none is in the other's way.

import type { Page } from "@playwright/test";
import { expect, test } from "./support/test";
import { Widget } from "./support/widget";

/** Adds a dialog and a popover of the page's own. */
async function furnish(page: Page): Promise<void> {
  await page.evaluate(() => {
    const dialog = Object.assign(document.createElement("dialog"), { id: "own-dialog" });
    const field = Object.assign(document.createElement("input"), { ariaLabel: "Promo code" });
    dialog.append("Sign up for our letter", field);
    const popover = Object.assign(document.createElement("div"), { id: "own-popover", popover: "auto", textContent: "Cookies?" });
    document.body.append(dialog, popover);
    addEventListener("keydown", ({ key }) => {
      if (key == "Escape") document.body.dataset.escaped = "yes";
    });
  });
}

test("a modal dialog of the page covers the open panel, and gives it back as it was", async ({ page }) => {
  await page.goto("/en/");
  const widget = new Widget(page);
  await furnish(page);
  await widget.open();
  await widget.question.fill("Half a question");
  await page.evaluate(() => document.querySelector<HTMLDialogElement>("#own-dialog")!.showModal());
  const field = page.getByRole("textbox", { name: "Promo code" });
  await expect(field).toBeFocused();
  const { x, y, width, height } = (await field.boundingBox())!;
  expect(await page.evaluate(([x, y]) => document.elementFromPoint(x!, y!)?.localName, [x + width / 2, y + height / 2])).toBe("input");
  await page.keyboard.press("Escape");
  await expect(field).toBeHidden();
  await expect(widget.dialog).toBeVisible();
  await expect(widget.question).toHaveValue("Half a question");
  await widget.question.click();
  await page.keyboard.press("Escape");
  await expect(widget.dialog).toBeHidden();
});

for (const [where, viewport] of [["at a desk", { width: 1280, height: 800 }], ["in a narrow window", { width: 400, height: 700 }]] as const) {
  test.describe(where, () => {
    test.use({ viewport });

    test("Escape in the panel closes nothing of the page", async ({ page }) => {
      await page.goto("/en/");
      const widget = new Widget(page);
      await furnish(page);
      await widget.open();
      await page.evaluate(() => document.querySelector<HTMLElement>("#own-popover")!.showPopover());
      await widget.question.focus();
      await page.keyboard.press("Escape");
      await expect(widget.dialog).toBeHidden();
      await expect(page.locator("#own-popover")).toBeVisible();
      await expect(widget.launcher).toBeFocused();
      // It is the page's own again.
      await page.keyboard.press("Escape");
      await expect(page.locator("#own-popover")).toBeHidden();
    });

    test("a button in the page's modal dialog opens the panel on top of it", async ({ page }) => {
      await page.goto("/en/");
      const widget = new Widget(page);
      await expect(widget.launcher).toBeVisible();
      await furnish(page);
      await page.evaluate(() => {
        const dialog = document.querySelector<HTMLDialogElement>("#own-dialog")!;
        const button = Object.assign(document.createElement("button"), { textContent: "Ask us" });
        button.dataset.askOpen = "";
        dialog.append(button);
        dialog.showModal();
      });
      const opener = page.getByRole("button", { name: "Ask us" });
      await opener.click();
      await widget.question.click();
      await page.keyboard.type("From within");
      await expect(widget.question).toHaveValue("From within");
      await page.keyboard.press("Escape");
      await expect(widget.dialog).toBeHidden();
      await expect(page.locator("#own-dialog")).toBeVisible();
      await expect(opener).toBeFocused();
    });
  });
}

test("a panel that comes to fill the window lets nobody behind it, and leaves the page in reach again", async ({ page }) => {
  await page.goto("/en/");
  const widget = new Widget(page);
  await widget.open();
  await widget.question.fill("line\n".repeat(40));
  const place = () => widget.question.evaluate((field: HTMLTextAreaElement) => [field.selectionStart, field.scrollTop]);
  await widget.question.evaluate((field: HTMLTextAreaElement) => {
    field.setSelectionRange(100, 100);
    field.scrollTop = 50;
  });
  const before = await place();
  const isModal = () => widget.dialog.evaluate(dialog => dialog.matches(":modal"));
  expect(await isModal()).toBe(false);
  for (const [width, modal] of [[320, true], [1280, false], [400, true]] as const) {
    await page.setViewportSize({ width, height: 800 });
    await expect.poll(isModal).toBe(modal);
    await expect(widget.question).toBeFocused();
    await expect(widget.question).toHaveValue("line\n".repeat(40));
    expect(await place()).toEqual(before);
  }
  for (let step = 0; step < 20; step += 1) {
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => [null, document.body, document.querySelector("ask-hours")].includes(document.activeElement as HTMLElement))).toBe(true);
  }
  await page.keyboard.press("Escape");
  await expect(widget.launcher).toBeFocused();
});

test("an opener that a click does not focus, as in Safari, gets the focus back from a dialog without a launcher", async ({ page }) => {
  await page.goto("/en/help.html");
  const dialog = page.locator("ask-hours[mode=dialog]").getByRole("dialog");
  await page.evaluate(() => {
    const opener = Object.assign(document.createElement("button"), { textContent: "Ask us", onmousedown: () => false });
    opener.dataset.askOpen = "";
    document.querySelector("main")!.prepend(opener);
  });
  const opener = page.getByRole("button", { name: "Ask us" });
  await opener.click();
  await expect(dialog.getByRole("textbox", { name: "Your question" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(opener).toBeFocused();
});

test("what the page shows in full screen is not covered, and the launcher is there again afterwards", async ({ page }) => {
  await page.goto("/en/");
  const widget = new Widget(page);
  await expect(widget.launcher).toBeVisible();
  const onTop = async () => {
    const { x, y, width, height } = (await widget.launcher.boundingBox())!;
    return page.evaluate(([x, y]) => document.elementFromPoint(x!, y!)?.localName, [x + width / 2, y + height / 2]);
  };
  expect(await onTop()).toBe("ask-hours");
  await page.evaluate(() => {
    const film = Object.assign(document.createElement("section"), { id: "film", textContent: "A film", onclick: () => film.requestFullscreen() });
    document.querySelector("main")!.prepend(film);
  });
  await page.locator("#film").click();
  await expect.poll(() => page.evaluate(() => document.fullscreenElement?.id)).toBe("film");
  expect(await onTop()).toBe("section");
  await page.evaluate(() => document.exitFullscreen());
  await expect.poll(onTop).toBe("ask-hours");
});
