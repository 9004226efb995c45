// Sites of a test's own: with its own hours, team and empty inbox, for the pages of the demo site.

import { randomUUID } from "node:crypto";
import type { BrowserContext } from "@playwright/test";
import { Agent, admin } from "./edge";
import { DEMO, EDGE } from "./environment";

/** The demo site's own site. */
export const NORDWIND = "nordwind";

/** What a test sets of a site's configuration: `protocol::admin::SiteConfiguration`. */
export interface Configuration {
  name?: string;
  language?: string;
  languages?: string[];
  form_of_address?: "formal" | "informal";
  words?: Record<string, Record<string, Record<string, string | Record<string, string>>>>;
  region?: string;
  hours?: string;
  exceptions?: { from: string; to?: string; hours?: string; note?: Record<string, string> }[];
  time_zone?: string;
  reply_target?: string;
  closing_soon?: number;
  look?: { accent?: string; position?: "left" | "right"; theme?: "page" | "light" | "dark" | "system" };
  greeting?: Record<string, string>;
  schedules?: { id: string; hours: string }[];
  topics?: { id: string; label: Record<string, string>; schedule?: string }[];
  ask_for?: { name?: Need; email?: Need; phone?: Need };
}

type Need = "hidden" | "optional" | "required";

/** A site, and its owner. */
export interface OwnSite {
  id: string;
  /** The owner's link into the inbox. */
  signIn: string;
  /** The owner, signed in. */
  agent: Agent;
}

/** Makes a site that is always open, unless the configuration says otherwise. */
export async function makeSite(configuration: Configuration = {}, edge?: string): Promise<OwnSite> {
  const id = `own-${randomUUID().slice(0, 18)}`;
  await admin("PUT", `/v1/admin/sites/${id}`, {
    name: "Nordwind",
    language: "en",
    languages: ["en", "de"],
    origins: [DEMO],
    time_zone: "Europe/Berlin",
    hours: "24/7",
    reply_target: "2h",
    agents: [
      { id: "mara", name: "Mara Lindqvist", role: "owner" },
      { id: "jonas", name: "Jonas Petersen", role: "agent" },
    ],
    ...configuration,
  }, edge);
  const signIn = await mintKey(id, "mara", edge);
  return { id, signIn, agent: await Agent.signIn(signIn) };
}

/** Gives an agent a new personal key, and thereby ends the earlier one. */
export async function mintKey(site: string, agent: string, edge?: string): Promise<string> {
  const path = `/v1/admin/sites/${site}/agents/${agent}/key`;
  const minted = await admin<{ sign_in: string }>("POST", path, undefined, edge);
  return minted.sign_in;
}

/** Has the railway's script tag bring this site. The page itself stays untouched. */
export async function embed(context: BrowserContext, { id }: OwnSite): Promise<void> {
  await context.route(`${EDGE}/${NORDWIND}.js`, async route => {
    await route.fulfill({ response: await route.fetch({ url: `${EDGE}/${id}.js` }) });
  });
}
