// Which of the site's languages a visitor reads.

/** A chosen language. */
export interface Reading {
  /** The site's language, whose words are shown. */
  language: string;
  /** The tag by which dates and times are written: the visitor's own variant, where there is one. */
  locale: string;
}

/**
 * Chooses among the languages that have words: the first wish that can be met, else the last resort.
 * Wishes are language tags by falling weight, as page authors write them: `de_AT` and `DE` will do.
 */
export function choose(
  words: object,
  wishes: (string | undefined)[],
  own: readonly string[],
  resort: string,
): Reading {
  const tags = [...wishes, ...own].flatMap(wish => {
    const tag = `${wish}`.toLowerCase().replace("_", "-");
    return [tag, tag.replace(/-.*/, "")];
  });
  const language = tags.find(tag => tag in words) ?? resort;
  return { language, locale: own.find(tag => tag.startsWith(language)) ?? language };
}
