// Where the data of date-holidays is put right before holidays are worked out from it, each by the law or the issue
// that says so.

// Rules that begin on a wrong day, with the days by which they are moved. The three days of the
// Korean New Year begin on its eve: https://github.com/commenthol/date-holidays/issues/640
export const MOVED = { "korean 01-0-01 P3D": -1 };

/** Corrects the data of all countries. */
export function correct(countries) {
  Object.values(countries).forEach(capitalise);
  consciousnessDay(countries.BR);
  // Ontario has nine public holidays, and Easter Monday is none of them: Employment Standards Act, 2000, s. 1 (1),
  // "public holiday": https://www.ontario.ca/laws/statute/00e41
  takeOut(countries.CA.states.ON, "easter 1");
  // Neuchâtel leaves Corpus Christi to its communes, of which Le Landeron has it: Loi sur le dimanche et les jours
  // fériés, art. 3: https://rsn.ne.ch/DATA/program/books/RSN2012/20126/htm/94102.htm
  takeOut(countries.CH.states.NE, "easter 60");
  // A day of rest moves to Monday where its holiday falls on a Sunday, not on a Saturday: Estatuto de los Trabajadores,
  // art. 37.2: https://www.boe.es/buscar/act.php?id=BOE-A-2015-11430#a37
  const labourDay = takeOut(countries.ES.states.CT, "substitutes 05-01 if Saturday, Sunday then next Monday");
  countries.ES.states.CT.days["substitutes 05-01 if Sunday then next Monday"] = labourDay;
}

/** The parts of a country or of a state. */
export const parts = (place) => place.states ?? place.regions ?? {};

/** Fails where the rule is no longer there: then the package has been corrected, and the correction here goes. */
function takeOut(place, rule) {
  const taken = place.days[rule];
  if (!taken) throw new Error(`nothing to correct: "${rule}" is no longer there`);
  delete place.days[rule];
  return taken;
}

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
