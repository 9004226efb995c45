// Which language a visitor reads: the page's, else the tag's, else the browser's, else the site's.

import assert from "node:assert/strict";
import { test } from "node:test";
import { choose } from "./language";

const languages = ["de", "en", "pt-br"];

function check(page: string | undefined, tag: string | undefined, own: string[], language: string, locale: string) {
  assert.deepEqual(choose(languages, [page, tag], own), { language, locale });
}

test("the page's language comes first", () => {
  check("en", "de", ["de-DE"], "en", "en");
  check("en-GB", undefined, ["de"], "en", "en");
});

test("the tag's language stands in for a page that tells none, or one that the site does not have", () => {
  check(undefined, "en", ["de"], "en", "en");
  check("", "en", [], "en", "en");
  check("fr", "en", ["de"], "en", "en");
});

test("then the browser's languages in their order, and the site's own as the last resort", () => {
  check(undefined, undefined, ["fr", "en-US", "de"], "en", "en-US");
  check("fr", undefined, ["it"], "de", "de");
});

test("tags are taken as authors write them", () => {
  check("DE_at", undefined, [], "de", "de");
  check("pt-BR", undefined, [], "pt-br", "pt-br");
});

test("dates and times follow the visitor's variant of the language", () => {
  check("en", undefined, ["de-CH", "en-GB", "en-US"], "en", "en-GB");
});
