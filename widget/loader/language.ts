// Which of the site's languages a visitor reads.

/** A chosen language. */
export interface Reading {
  /** The site's language, whose words are shown. */
  language: string;
  /** The tag by which dates and times are written: the visitor's own variant, where there is one. */
  locale: string;
}

/**
 * Chooses among the languages that a site offers: the first wish that can be met, else the site's own, which is its first.
 * Wishes are language tags by falling weight, as page authors write them: `de_AT` and `DE` will do.
 */
export function choose(languages: string[], wishes: (string | undefined)[], own: readonly string[]): Reading {
  const offered = (wish: string | undefined) => languages.find(language => RegExp(`^${language}(?![a-z])`, "i").test(`${wish}`));
  const language = offered([...wishes, ...own].find(offered)) ?? languages[0]!;
  return { language, locale: own.find(tag => tag.startsWith(language)) ?? language };
}
