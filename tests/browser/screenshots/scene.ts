// Who asks what on the stage: a handful of questions as a railway gets them.

import { ask, writeOn } from "../support/edge";
import { type Configuration, type OwnSite, makeSite } from "../support/sites";
import { type Moments, at } from "./stage";

/** The railway's own configuration where it is seen, with an English inbox. */
const RAILWAY: Configuration = {
  name: "Nordwind",
  language: "en",
  closing_soon: 30,
  look: { accent: "#0f5c73", position: "right" },
  greeting: {
    en: "Hello! We sit in the Kiel travel centre and know every train by name. What would you like to know?",
    de: "Moin! Wir sitzen im Reisezentrum Kiel und kennen jeden Zug beim Namen. Was möchten Sie wissen?",
  },
  topics: [
    { id: "tickets", label: { en: "Tickets and fares", de: "Tickets und Preise" } },
    { id: "accessibility", label: { en: "Accessible travel", de: "Barrierefrei reisen" } },
    { id: "lost-property", label: { en: "Lost property", de: "Fundbüro" } },
    { id: "jobs", label: { en: "Jobs", de: "Jobs" } },
  ],
};

/** The railway's site with an empty inbox. */
export function railway(): Promise<OwnSite> {
  return makeSite(RAILWAY);
}

/** The visitor's question, and the team's answer. */
export const QUESTION = "Does the evening train to the quay wait if the train from Hamburg is late?";
export const ANSWER =
  "Yes. The F 1 waits for up to 40 minutes, and the ship waits for the F 1. If it ever gets later than that, our team on the quay books you a hotel and the next ship.";
export const THANKS = "That is good to know, thank you!";

/** When all of this was written. */
export const MOMENTS: Moments = {
  [QUESTION]: { at: at("10:42"), due: at("12:42") },
  [ANSWER]: { at: at("10:54") },
  [THANKS]: { at: at("10:56"), due: at("12:56") },

  "Wir fahren am Samstag": { at: at("09:58") },
  "Guten Morgen, Frau Möller": { at: at("10:09") },
  "Family ticket, two": { at: at("10:10") },
  "Wunderbar! Und": { at: at("10:31"), asked: at("09:58"), due: at("11:04") },
  "My father uses": { at: at("09:49"), due: at("11:49") },
  "Gestern Abend ist": { at: at("10:06"), due: at("12:06") },
  "We would like to": { at: at("10:24"), due: at("12:24") },
  "Is the traineeship": { at: at("10:39"), due: at("12:39") },
};

/** Fills the inbox with a morning's questions. */
export async function morning({ id: site, agent }: OwnSite): Promise<void> {
  const done = [
    "Ist das Deutschlandticket im Fährzug gültig?",
    "Do you sell tickets on board?",
    "Wie lange dauert die Erstattung?",
    "Is there Wi-Fi on the NW 3?",
    "Was kostet ein Fahrrad?",
  ];
  for (const [index, text] of done.entries()) {
    const { conversation } = await ask(site, { text });
    await agent.reply(conversation, "Answered.");
    if (index > 2) await agent.move(conversation, "closed");
  }
  const spam = await ask(site, { text: "Rank number one in a week!" });
  await agent.move(spam.conversation, "spam");

  // In the order of their promises.
  const ida = await ask(site, {
    text: "Wir fahren am Samstag zu viert nach Husum, zwei Erwachsene und zwei Kinder (9 und 15). Welches Ticket ist für uns das günstigste?",
    name: "Ida Möller",
    email: "ida.moeller@example.org",
    topic: "tickets",
    locale: "de",
    page: "https://www.nordwind.example/de/tickets.html",
  });
  await agent.reply(
    ida.conversation,
    "Guten Morgen, Frau Möller,\n\nnehmen Sie zweimal das Winterlicht-Ticket: je 19 € für zwei, auf allen Linien bis 3 Uhr nachts. Ihr jüngeres Kind fährt ohnehin umsonst.",
  );
  await agent.note(ida.conversation, "Family ticket, two adults. If they ask about bicycles: 6 € each, spaces are free on Saturday.");
  await writeOn(ida, "Wunderbar! Und nehmen Sie auch unsere Fahrräder mit? Es wären drei.");
  await agent.assign(ida.conversation, "mara");
  const tom = await ask(site, {
    text: "My father uses a wheelchair. Can somebody help him to board in Husum on Friday, the 14:07?",
    name: "Tom Whitaker",
    topic: "accessibility",
  });
  await agent.assign(tom.conversation, "jonas");
  await ask(site, {
    text: "Gestern Abend ist im NW 3 ein Geigenkasten stehen geblieben, mit Geige. Wagen 2, oben im Netz.",
    topic: "lost-property",
    locale: "de",
  });
  await ask(site, {
    text: "We would like to celebrate a birthday on the museum train, about 20 people. Whom do we talk to?",
    name: "Familie Petersen",
  });
  await ask(site, {
    text: "Is the traineeship for drivers open to people without a German school certificate?",
    name: "Aisha Rahman",
    topic: "jobs",
  });
}
