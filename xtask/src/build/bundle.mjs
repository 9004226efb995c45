// Bundles with esbuild: `node bundle.mjs '<options of esbuild's build() as JSON>'`.
//
// A style sheet that a script imports becomes its minified text, which esbuild
// alone would include with all its comments. `instead` names files by path, and for
// each the one that is taken in its place. `squeeze` has UglifyJS go over what
// esbuild has made: it puts functions where they are called, which makes the
// loader a twentieth smaller. Properties that `widget/loader/names.json` lists are
// one letter long in all scripts of the widget, which speak to each other by them. `metafile` is where esbuild's account
// of the files goes.
import { readFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { build, transform } from "esbuild";
import uglify from "uglify-js";

const { squeeze, metafile, instead = {}, ...options } = JSON.parse(process.argv[2]);

const styles = {
  name: "styles-as-text",
  setup({ onLoad, initialOptions }) {
    if (initialOptions.loader?.[".css"] !== "text") return;
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, "utf8"), {
        loader: "css",
        minify: true,
        target: initialOptions.target,
      });
      return { contents: code.trim(), loader: "text" };
    });
  },
};

const replacements = {
  name: "one-file-instead-of-another",
  setup({ onLoad }) {
    for (const [file, other] of Object.entries(instead)) {
      const filter = new RegExp(`^${file.replace(/[^\w/]/g, "\\$&")}$`);
      onLoad({ filter }, async () => ({
        contents: await readFile(other, "utf8"),
        loader: "ts",
        resolveDir: dirname(other),
      }));
    }
  },
};

/** How the widget's own properties are called where nobody reads them. */
function shortNames() {
  const widget = /^.*[/\\]widget[/\\]/.exec(String(options.entryPoints[0]));
  if (!widget || options.minify === false) return {};
  const names = JSON.parse(readFileSync(`${widget[0]}loader/names.json`, "utf8"));
  const letters = names.map((name, index) => [name, "enatosrildcuphmgfbvkwjqABCDEFGHIJ"[index]]);
  return { mangleProps: new RegExp(`^(${names.join("|")})$`), mangleCache: Object.fromEntries(letters) };
}

try {
  const told = await build({
    metafile: Boolean(metafile),
    bundle: true,
    minify: true,
    charset: "utf8",
    legalComments: "none",
    logLevel: "warning",
    plugins: [styles, replacements],
    ...shortNames(),
    ...options,
  });
  if (metafile) await writeFile(metafile, JSON.stringify(told.metafile));
} catch {
  process.exit(1); // esbuild has printed its errors.
}
if (squeeze) {
  const compress = { passes: 3, keep_fargs: false, pure_getters: true };
  let code = await readFile(options.outfile, "utf8");
  // What the first round has put together, the second one finds shorter names for.
  for (let round = 0; round < 2; round++) {
    const squeezed = uglify.minify(code, { compress });
    if (squeezed.error) throw squeezed.error;
    code = squeezed.code;
  }
  await writeFile(options.outfile, code);
}
