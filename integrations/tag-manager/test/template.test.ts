// The template for Google Tag Manager: its sections are what Tag Manager imports, and its code adds one script.
// The sections are those of Google's documentation of custom templates; so are the names of fields and permissions.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const template = readFileSync("integrations/tag-manager/template.tpl", "utf8");
const [, ...parts] = template.split(/^___([A-Z_]+)___$/m);
const sections = new Map<string, string>();
for (let part = 0; part < parts.length; part += 2) sections.set(parts[part]!, parts[part + 1]!.trim());
const json = (name: string) => JSON.parse(sections.get(name)!);

test("Tag Manager finds every section", () => {
  const order = ["INFO", "TEMPLATE_PARAMETERS", "SANDBOXED_JS_FOR_WEB_TEMPLATE", "WEB_PERMISSIONS", "TESTS", "NOTES"];
  assert.deepEqual([...sections.keys()], order);
  const info = json("INFO");
  assert.equal(info.type, "TAG");
  assert.deepEqual(info.containerContexts, ["WEB"]);
  assert.ok(info.description.length <= 200, "the gallery shows 200 characters");
  assert.match(sections.get("TESTS")!, /^scenarios:\n- name: /);
});

test("every field that the code reads can be filled in", () => {
  const fields = json("TEMPLATE_PARAMETERS").map(({ name }: { name: string }) => name);
  const code = sections.get("SANDBOXED_JS_FOR_WEB_TEMPLATE")!;
  const read = new Set([...code.matchAll(/data\.(\w+)/g)].map(([, name]) => name!).filter(name => !name.startsWith("gtm")));
  assert.deepEqual([...read].sort(), [...fields].sort());
});

/** Whether a field takes a text, by its validators. */
function takes(field: string, text: string): boolean {
  const { valueValidators } = json("TEMPLATE_PARAMETERS").find(({ name }: { name: string }) => name == field);
  return valueValidators.every(({ type, args }: { type: string; args?: string[] }) => (type == "NON_EMPTY" ? text : new RegExp(args![0]!).test(text)));
}

test("fields refuse what is no edge and no site", () => {
  for (const edge of ["https://ask.example.com", "https://ask.example.com/", "https://ask.example.com:8443"]) assert.ok(takes("edge", edge), edge);
  for (const edge of ["", "ask.example.com", "http://ask.example.com", "https://ask.example.com/x.js?"]) assert.ok(!takes("edge", edge), edge);
  assert.ok(takes("site", "nordwind") && !takes("site", "../x") && !takes("site", ""));
});

test("what the code may do is what it asks for", () => {
  const asked = json("WEB_PERMISSIONS").map((permission: { instance: { key: { publicId: string } } }) => permission.instance.key.publicId);
  // `injectScript` needs a permission, `logToConsole` too; the others of the code need none.
  assert.deepEqual(asked, ["inject_script", "logging"]);
  const required = [...sections.get("SANDBOXED_JS_FOR_WEB_TEMPLATE")!.matchAll(/require\('(\w+)'\)/g)].map(([, name]) => name);
  assert.deepEqual(required, ["injectScript", "logToConsole", "makeString", "queryPermission"]);
});

/** Runs the code as the sandbox does: with nothing but `data` and `require`. */
function run(data: object, { isAllowed = true, loads = true } = {}): string[] {
  const told: string[] = [];
  const apis: Record<string, unknown> = {
    injectScript(url: string, onSuccess: () => void, onFailure: () => void, cacheToken: string) {
      told.push(`inject ${url}`, `once by ${cacheToken}`);
      (loads ? onSuccess : onFailure)();
    },
    logToConsole: (text: string) => told.push(text.slice(0, 9)),
    makeString: String,
    queryPermission: (permission: string, url: string) => permission == "inject_script" && url.startsWith("https://") && isAllowed,
  };
  const outcome = { gtmOnSuccess: () => told.push("success"), gtmOnFailure: () => told.push("failure") };
  const none = ["window", "document", "globalThis", "process", "console"];
  const code = `"use strict";${sections.get("SANDBOXED_JS_FOR_WEB_TEMPLATE")}`;
  new Function("data", "require", ...none, code)({ ...data, ...outcome }, (name: string) => apis[name]);
  return told;
}

test("it adds the site's script once, and says what came of it", () => {
  const script = "https://ask.example.com/nordwind.js";
  for (const edge of ["https://ask.example.com", "https://ask.example.com/"]) {
    assert.deepEqual(run({ edge, site: "nordwind" }), [`inject ${script}`, `once by ${script}`, "success"]);
  }
  const data = { edge: "https://ask.example.com", site: "nordwind" };
  assert.equal(run(data, { loads: false }).at(-1), "failure");
  assert.deepEqual(run(data, { isAllowed: false }), ["Askhours:", "failure"]);
});

test("the gallery's metadata has its three keys", () => {
  const metadata = readFileSync("integrations/tag-manager/metadata.yaml", "utf8");
  const keys = [...metadata.matchAll(/^(\w+):/gm)].map(([, key]) => key);
  assert.deepEqual(keys, ["homepage", "documentation", "versions"]);
});
