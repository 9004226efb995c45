// Bundles with esbuild: `node bundle.mjs '<options of esbuild's build() as JSON>'`.
//
// A style sheet that a script imports becomes its minified text, which esbuild
// alone would include with all its comments.
import { readFile } from "node:fs/promises";
import { build, transform } from "esbuild";

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

try {
  await build({
    bundle: true,
    minify: true,
    charset: "utf8",
    legalComments: "none",
    logLevel: "warning",
    plugins: [styles],
    ...JSON.parse(process.argv[2]),
  });
} catch {
  process.exit(1); // esbuild has printed its errors.
}
