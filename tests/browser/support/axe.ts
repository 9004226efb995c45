// Checks accessibility with axe: WCAG 2.2 A and AA, and axe's own best practices.

import { expect, type Page } from "@playwright/test";
import { type AxeResults, source } from "axe-core";

/** Fails where axe finds something wrong in this part of the page, shadow roots included. */
export async function expectAccessible(page: Page, part: string): Promise<void> {
  await page.evaluate(source);
  // What fades in has no contrast yet.
  await page.evaluate(() => Promise.all(document.getAnimations().map(animation => animation.finished.catch(() => {}))));
  const results = await page.evaluate(async part => {
    const { axe } = window as unknown as { axe: { run(context: object): Promise<AxeResults> } };
    return axe.run({ include: [[part]] });
  }, part);
  const violations = results.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(node => `${id}: ${help}: ${node.target.join(" ")}: ${node.failureSummary}`),
  );
  expect(violations, `accessibility of ${part}`).toEqual([]);
  expect(results.passes.length, "axe has looked at something").toBeGreaterThan(5);
}
