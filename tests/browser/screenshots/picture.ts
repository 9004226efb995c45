// Writes a picture into `docs/screenshots`.

import { resolve } from "node:path";
import type { Locator, Page } from "@playwright/test";

/** A picture of the window. */
export async function picture(page: Page, name: string): Promise<void> {
  await settle(page);
  await page.screenshot({ path: file(name), caret: "hide" });
}

/** A picture of an element with some of the page around it. */
export async function closeUp(page: Page, locator: Locator, name: string, around: number): Promise<void> {
  await settle(page);
  const { x, y, width, height } = (await locator.boundingBox())!;
  const { width: right, height: bottom } = page.viewportSize()!;
  const [left, top] = [Math.max(0, x - around), Math.max(0, y - around)];
  const clip = {
    x: left,
    y: top,
    width: Math.min(right, x + width + around) - left,
    height: Math.min(bottom, y + height + around) - top,
  };
  await page.screenshot({ path: file(name), caret: "hide", clip });
}

/** Typefaces and images are there. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    await Promise.all([...document.images].map(image => image.decode().catch(() => {})));
  });
}

function file(name: string): string {
  return resolve(__dirname, "../../../docs/screenshots", `${name}.png`);
}
