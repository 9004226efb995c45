// The package as npm would publish it, and its types as projects see them.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, test } from "node:test";

const PACKAGE = resolve("widget/npm");
const FILES = ["LICENSE-APACHE", "LICENSE-MIT", "README.md", "index.d.ts", "index.js", "package.json", "react.d.ts", "react.js"];

const folder = mkdtempSync(join(tmpdir(), "askhours-package-"));
after(() => rmSync(folder, { recursive: true }));

test("what is published is what its users need, and nothing else", () => {
  const json = execFileSync("npm", ["pack", "--dry-run", "--json", "--loglevel=error"], { cwd: PACKAGE, encoding: "utf8" });
  const [packed] = JSON.parse(json) as [{ files: { path: string }[] }];
  assert.deepEqual(packed.files.map(({ path }) => path).sort(), FILES);
  const manifest = JSON.parse(readFileSync(join(PACKAGE, "package.json"), "utf8"));
  assert.equal(manifest.license, "MIT OR Apache-2.0");
  assert.equal(manifest.sideEffects, false);
  assert.equal(manifest.scripts, undefined, "no script runs when it is installed");
  assert.equal(manifest.dependencies, undefined);
});

test("everything that it exports is there", () => {
  const { exports } = JSON.parse(readFileSync(join(PACKAGE, "package.json"), "utf8"));
  const named = Object.values(exports).flatMap(entry => (typeof entry == "string" ? [entry] : Object.values(entry as object)));
  for (const file of named) assert.ok(FILES.includes(file.replace("./", "")), file);
});

/** Checks a file as a project does that has installed the package; gives what TypeScript finds wrong. */
function check(file: string, text: string, options: object): string {
  const project = mkdtempSync(join(folder, "project-"));
  const modules = join(project, "node_modules");
  for (const name of FILES) cpSync(join(PACKAGE, name), join(modules, "askhours", name));
  // The shape of @types/react, as far as JSX is concerned: the package adds to the innermost interface.
  mkdirSync(join(modules, "react"), { recursive: true });
  writeFileSync(join(modules, "react/package.json"), '{"name":"react","types":"index.d.ts"}');
  const react = `
    export interface HTMLAttributes<T> { className?: string; onClick?: (event: { currentTarget: T }) => void }
    export interface ClassAttributes<T> { ref?: (instance: T | null) => void; key?: string }
    export namespace JSX { interface Element {} interface IntrinsicElements { p: HTMLAttributes<HTMLParagraphElement> } }`;
  writeFileSync(join(modules, "react/index.d.ts"), react);
  writeFileSync(join(modules, "react/jsx-runtime.d.ts"), 'export { JSX } from "react";');
  writeFileSync(join(project, file), text);
  writeFileSync(join(project, "package.json"), '{"type":"module"}');
  const compilerOptions = {
    ...{ strict: true, noEmit: true, exactOptionalPropertyTypes: true, target: "es2022", lib: ["es2022", "dom"], types: [] },
    ...options,
  };
  writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files: [file] }));
  try {
    execFileSync("node", [resolve("node_modules/typescript/bin/tsc"), "--project", project], { encoding: "utf8" });
    return "";
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

const USE = `
  import { load, type Askhours, type QuestionDetail, type StatusDetail } from "askhours";
  const askhours: Askhours = await load({ edge: "https://ask.example.com", site: "nordwind", lang: "de", launcher: false });
  askhours.open(); askhours.open("nordwind"); askhours.close(); askhours.remove();
  askhours.ask({ text: "Hello", topic: "tickets" });
  askhours.ask();
  askhours.identify({ email: "ida@example.org", signature: "00" });
  const off: () => void = askhours.on("status", ({ state, text, change }: StatusDetail) => [state == "open", text, change]);
  askhours.on("answer", ({ conversation, name }) => conversation + name);
  off();
  (window.askhours ??= []).push(["open"], ["on", "question", ({ conversation }: QuestionDetail) => conversation.trim()]);
  document.addEventListener("askhours:answer", event => event.detail.conversation.trim());
  document.querySelector("ask-hours")?.addEventListener("askhours:status", event => event.detail.state == "paused");
  document.createElement("ask-hours").setAttribute("site", "nordwind");
  // @ts-expect-error: a site has to be named.
  load({ edge: "https://ask.example.com" });
  // @ts-expect-error: there is no such event.
  askhours.on("answered", () => {});
  // @ts-expect-error: nobody is identified without a signature.
  askhours.identify({ email: "ida@example.org" });
  // @ts-expect-error: there is no such state.
  askhours.on("status", ({ state }) => state == "away");
  // @ts-expect-error: a call that is written down has a name.
  window.askhours.push(["opens"]);
`;

test("the types say what can be called, to bundlers and to Node.js", () => {
  assert.equal(check("use.ts", USE, { module: "nodenext", moduleResolution: "nodenext" }), "");
  assert.equal(check("use.ts", USE, { module: "esnext", moduleResolution: "bundler" }), "");
});

test("React's JSX knows the element where the project asks for it", () => {
  const use = (site: string, first: string) => `${first}\nexport const help = <ask-hours ${site} mode="inline" className="help" ref={own => own?.focus()} />;`;
  const options = { module: "esnext", moduleResolution: "bundler", jsx: "react-jsx" };
  assert.equal(check("use.tsx", use('site="nordwind"', 'import "askhours/react";'), options), "");
  assert.match(check("use.tsx", use("", 'import "askhours/react";'), options), /'site' is missing/);
  assert.match(check("use.tsx", use('site="nordwind"', "export {};"), options), /'ask-hours' does not exist/);
});
