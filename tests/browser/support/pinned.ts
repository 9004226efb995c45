// A page that pins what it runs: the railway's strictest one, with the pinned script in place of its tag.

import type { Page } from "@playwright/test";
import { DEMO, EDGE } from "./environment";

/** The pinned script, as `/v1/pinned` tells it: `protocol::pinned::Pinned`. */
export interface Pinned {
  src: string;
  integrity: string;
}

/** The script of this edge. */
export async function pinned(): Promise<Pinned> {
  return (await (await fetch(`${EDGE}/v1/pinned`)).json()) as Pinned;
}

/** Opens the strict page in a language, with the pinned script, and lets it run no script whose hash it does not name. */
export async function openPinned(page: Page, { src, integrity }: Pinned, site = "nordwind", language = "en"): Promise<void> {
  // Of a page that a test has changed, Chromium does not know that it comes from this machine, as its edge does.
  await page.context().grantPermissions(["local-network-access"]);
  const address = `${DEMO}/${language}/strict.html`;
  await page.route(address, async route => {
    const response = await route.fetch();
    const tag = `<script async src="${src}" integrity="${integrity}" crossorigin="anonymous" data-site="${site}"></script>`;
    const text = await response.text();
    const body = text.replace(/<script async [^>]*><\/script>/, tag);
    if (body == text) throw new Error("The strict page has no script tag to replace.");
    const headers = { ...response.headers(), "integrity-policy": "blocked-destinations=(script)" };
    await route.fulfill({ response, headers, body });
  });
  await page.goto(address);
}
