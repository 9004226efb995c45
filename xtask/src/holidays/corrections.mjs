// Where the data of date-holidays is put right before holidays are worked out from it, each by the law or the issue that
// says so.

// Rules that begin on a wrong day, with the days by which they are moved. The three days of the
// Korean New Year begin on its eve: https://github.com/commenthol/date-holidays/issues/640
export const MOVED = { "korean 01-0-01 P3D": -1 };

/** Corrects the data of all countries. */
export function correct(countries) {
  Object.values(countries).forEach(capitalise);
  consciousnessDay(countries.BR);
}

/** The parts of a country or of a state. */
export const parts = (place) => place.states ?? place.regions ?? {};

/**
 * date-holidays asks by codes in capitals, but has some in small letters, and never finds CK-Aitutaki:
 * https://github.com/commenthol/date-holidays-parser/pull/69
 */
function capitalise(place) {
  for (const kind of ["states", "regions"]) {
    if (!place[kind]) continue;
    const entries = Object.entries(place[kind]).map(([code, part]) => [code.toUpperCase(), part]);
    place[kind] = Object.fromEntries(entries);
    Object.values(place[kind]).forEach(capitalise);
  }
}

/**
 * Since Lei 14.759 of 2023 the 20th of November is a holiday of all Brazil. date-holidays knows, but also keeps the rules
 * of states and cities that had it before; they are over, and yet take the place of the country's rule.
 */
function consciousnessDay(place) {
  for (const part of Object.values(parts(place))) {
    for (const rule of Object.keys(part.days ?? {})) {
      if (rule.startsWith("11-20")) delete part.days[rule];
    }
    consciousnessDay(part);
  }
}
