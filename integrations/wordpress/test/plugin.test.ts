// The WordPress plugin on a few stubs of WordPress: which tag it adds, what it escapes, and what its settings refuse.
// Left out where there is no PHP.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const FOLDER = "integrations/wordpress";
const PLUGIN = `${FOLDER}/askhours/askhours.php`;
const skip = spawnSync("php", ["--version"]).status !== 0 && "PHP is not installed; on Debian: apt-get install php-cli";

const NORDWIND = { edge: "https://ask.example.com", site: "nordwind" };

/** Runs the plugin. */
function run(told: object) {
  const json = execFileSync("php", ["-d", "display_errors=stderr", `${FOLDER}/test/stubs.php`, PLUGIN, JSON.stringify(told)], { encoding: "utf8" });
  return JSON.parse(json);
}

test("PHP takes the files as they are", { skip }, () => {
  for (const file of ["askhours.php", "uninstall.php"]) {
    const said = spawnSync("php", ["-l", `${FOLDER}/askhours/${file}`], { encoding: "utf8" });
    assert.equal(said.status, 0, said.stdout);
  }
});

test("a page gets one script tag that waits for nothing", { skip }, () => {
  const { seen, attributes, others } = run({ option: NORDWIND });
  assert.deepEqual(seen.enqueued, [["askhours", "https://ask.example.com/nordwind.js", [], null, { strategy: "async" }]]);
  assert.deepEqual(attributes, { id: "askhours-js" });
  assert.deepEqual(others, { id: "jquery-js" }, "other scripts stay as they are");
});

test("what the settings say of language and launcher stands on the tag", { skip }, () => {
  const { attributes, others } = run({ option: { ...NORDWIND, lang: "site", launcher: false } });
  assert.deepEqual(attributes, { id: "askhours-js", "data-lang": "de-DE", "data-launcher": "none" });
  assert.deepEqual(others, { id: "jquery-js" });
});

test("until the settings are complete, pages stay as they are", { skip }, () => {
  for (const option of [false, "odd", {}, { edge: NORDWIND.edge }, { site: "nordwind" }]) {
    const { seen, shortcodes } = run({ option, shortcodes: [[{ mode: "inline" }]] });
    assert.deepEqual([seen.enqueued, shortcodes], [[], [""]]);
  }
});

test("the shortcode is the form, the badge, or a link that works without JavaScript", { skip }, () => {
  const evil = `"><script>alert(1)</script>`;
  const { shortcodes } = run({
    option: NORDWIND,
    shortcodes: [
      [""],
      [{ mode: "inline" }],
      [{ mode: "status" }],
      [{ mode: evil }],
      [{ topic: "tickets" }, "Ask <b>us</b>"],
      [{ topic: evil, text: evil }, `Ask${evil}`],
    ],
  });
  const inline = '<ask-hours site="nordwind" mode="inline"></ask-hours>';
  const link = '<a href="https://ask.example.com/nordwind" data-ask-open="nordwind"';
  assert.deepEqual(shortcodes.slice(0, 5), [
    inline,
    inline,
    '<ask-hours site="nordwind" mode="status"></ask-hours>',
    inline,
    `${link} data-ask-topic="tickets">Ask <b>us</b></a>`,
  ]);
  assert.doesNotMatch(shortcodes[5], /<script/);
  assert.match(shortcodes[5], /data-ask-topic="&quot;&gt;&lt;script&gt;/);
});

test("the settings take an address and an id, and tell what is neither", { skip }, () => {
  const typed = { edge: " https://ask.example.com/ ", site: "nordwind", lang: "site", launcher: "1" };
  assert.deepEqual(run({ typed }).sanitized, { ...NORDWIND, lang: "site", launcher: true });
  assert.deepEqual(run({ typed: { ...NORDWIND, lang: "x" } }).sanitized, { ...NORDWIND, lang: "page", launcher: false });
  for (const edge of ["javascript:alert(1)", "https://ask.example.com/path", "//x", 'https://x"y', ["x"], "https://a.example\nb"]) {
    const { sanitized, errors } = run({ option: NORDWIND, typed: { edge, site: "nordwind" } });
    if (Array.isArray(edge)) continue;
    assert.deepEqual([sanitized.edge, errors], [NORDWIND.edge, ["askhours-edge"]], String(edge));
  }
  for (const site of ["../x", "Nordwind", "a b", "-a"]) {
    const { sanitized, errors } = run({ option: NORDWIND, typed: { edge: NORDWIND.edge, site } });
    assert.deepEqual([sanitized.site, errors], ["nordwind", ["askhours-site"]], site);
  }
  assert.deepEqual(run({ option: NORDWIND, typed: "odd" }).sanitized, { ...NORDWIND, lang: "page", launcher: true });
});

test("what the settings took, they take again, as WordPress does at the first saving", { skip }, () => {
  for (const lang of ["page", "site"]) {
    for (const launcher of ["1", undefined, "0"]) {
      const { sanitized, twice } = run({ typed: { ...NORDWIND, lang, launcher } });
      assert.deepEqual(twice, sanitized, `${lang} ${launcher}`);
      assert.equal(twice.launcher, launcher === "1");
    }
  }
});

test("only those who may change the website see the settings, in which nothing is markup", { skip }, () => {
  const option = { edge: '"><script>', site: "<b>" };
  assert.equal(run({ option }).page, "");
  const { page, seen, links } = run({ option, capabilities: ["manage_options"] });
  assert.equal(seen.page[2], "manage_options");
  assert.match(page, /_wpnonce/);
  assert.doesNotMatch(page, /<script>|<b>/);
  assert.match(page, /value="&quot;&gt;&lt;script&gt;"/);
  for (const [, id] of page.matchAll(/aria-describedby="([^"]+)"/g)) assert.ok(page.includes(`id="${id}"`), id);
  assert.match(links[0], /options-general\.php\?page=askhours/);
});

test("WordPress' directory reads the same from both of its headers", () => {
  const plugin = readFileSync(PLUGIN, "utf8");
  const readme = readFileSync(`${FOLDER}/askhours/readme.txt`, "utf8");
  const header = (text: string, name: string) => text.match(new RegExp(`^[ *]*${name}:\\s*(.+)$`, "m"))?.[1];
  assert.equal(header(readme, "Stable tag"), header(plugin, "Version"));
  for (const name of ["Requires at least", "Requires PHP", "License", "License URI"]) {
    assert.equal(header(readme, name), header(plugin, name), name);
  }
  const [, short] = readme.split(/\n\n/);
  assert.ok(short!.length <= 150, "the directory cuts a longer description");
  const { version } = JSON.parse(readFileSync("widget/npm/package.json", "utf8"));
  assert.equal(header(plugin, "Version"), version, "what is published together has one version");
});
