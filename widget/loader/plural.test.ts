// Which form of a counted word a number takes. The Rust crate `words` is held to the same cases.

import assert from "node:assert/strict";
import { test } from "node:test";
import cases from "../../crates/words/fixtures/categories.json";
import { counted } from "./sentence";

for (const [language, forms] of Object.entries(cases.forms)) {
  test(`the forms of ${language} are those of the runtime`, () => {
    const rules = new Intl.PluralRules(language);
    assert.equal(cases.counts.map(count => rules.select(count)).join(" "), forms);
  });
}

test("a count takes its form, and the number stands in it the visitor's way", () => {
  const polish = "one={minutes} minutę|few={minutes} minuty|many={minutes} minut";
  const told = [1, 2, 5, 22, 1234].map(count => counted(polish, "pl", count));
  assert.deepEqual(told, ["1 minutę", "2 minuty", "5 minut", "22 minuty", "1234 minuty"]);
  assert.equal(counted("one=a day|other={days} days", "de", 1), "a day");
  assert.equal(counted("one={n} день|few={n} дні|many={n} днів", "uk-UA", 21), "21 день");
});

test("where a form is missing, the last one serves", () => {
  assert.equal(counted("one=a|few=b {n}", "pl", 5), "b 5");
  assert.equal(counted("one={n}=1|other={n}≠1", "en", 1), "1=1");
});
