// The site's payload as it stands in the loader: the shape of `protocol::site::Site`.

/** A text per language of the site. */
export type Localised = Record<string, string>;

/** Opening hours as lengths: the periods are open and not open by turns. */
export interface Timeline<Reason = Localised> {
  /** Where the first period begins, in minutes since the Unix epoch. */
  from: number;
  /** Whether the first period is open. */
  open: boolean;
  /** The length of each period in minutes. */
  lengths: number[];
  /** Why a period is not open, by its index. */
  reasons?: Record<string, Reason>;
  /** Which periods are not closed but paused, by their index. */
  paused?: number[];
}

/** Whether a field is asked for. */
export type Need = "hidden" | "optional" | "required";

/** What only the panel reads of a site. In the loader there is none of it: it comes with the words. */
export interface Form {
  /** The opening hours of the schedules that topics pick, by the schedule's id. */
  schedules?: Record<string, Timeline>;
  reply: { target_minutes?: number; target_days?: number; usual_minutes?: number };
  topics?: { id: string; label: Localised; schedule?: string }[];
  ask_for: { name: Need; email: Need; phone: Need };
  greeting?: Localised;
}

/** What the loader knows of a site. */
export interface Site extends Partial<Form> {
  site: string;
  name: string;
  language: string;
  /** What the site offers, its own language first. */
  languages: string[];
  time_zone: string;
  timeline: Timeline;
  /** Counts up whenever the opening hours are changed. */
  revision: number;
  closing_soon: number;
  look: { accent: string; position: "left" | "right"; theme?: "light" | "dark" | "system" };
  /** The launcher's words, each in the order of `Word`: in the site's language and the browser's, others are fetched. */
  words: Record<string, string[]>;
  /** Addresses of what is fetched on intent, relative to the edge; that of the words is completed by the language. */
  app: { script: string; wasm: string; words: string };
}

/** The words of one language, the launcher's and the panel's; and the form, unless the payload has it already. */
export type Words = [launcher: string[], panel: string[], form?: Form];

/** What changes while a page is open. */
export type Renewal = Pick<Site, "timeline" | "schedules" | "closing_soon" | "revision">;
