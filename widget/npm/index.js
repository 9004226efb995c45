// Adds the script tag of an edge to the page, and waits for what it brings. The script comes from the edge and from
// nowhere else, because launcher, panel and API have to be of one version.

/** The tags that were added, by the address of their script and their site. */
const added = new Map();

/** Adds the script tag, once per site, and gives `window.askhours`: see `index.d.ts`. */
export function load(options) {
  return new Promise(resolve => resolve(place(check(options))));
}

/** The options with the script's address, or an error that says what to mend. */
function check({ edge, site, lang, launcher = true, src, integrity } = {}) {
  if (typeof document == "undefined") throw new Error("askhours: load() needs a page, so call it in the browser.");
  if (!URL.canParse(edge ?? "")) throw new Error("askhours: `edge` is an address such as https://ask.example.com.");
  if (!/^[a-z0-9-]+$/.test(site ?? "")) throw new Error("askhours: `site` is the id of a site, such as nordwind.");
  if (!src != !integrity) throw new Error("askhours: `src` and `integrity` of the pinned script go together.");
  const address = new URL(src ?? `/${site}.js`, edge).href;
  return { site, lang, launcher, address, integrity };
}

/** Adds the tag, unless it is there and what it has brought is, too. */
function place(options) {
  const key = `${options.address} ${options.site}`;
  const known = added.get(key);
  if (known && (known.waits || isShown(options))) return known.promise;
  known?.tag.remove();
  const entry = { waits: true };
  entry.tag = makeTag(options);
  entry.promise = new Promise((resolve, reject) => {
    entry.tag.addEventListener("error", () => {
      added.delete(key);
      entry.tag.remove();
      reject(new Error(`askhours: ${options.address} cannot be loaded.`));
    });
    // The script makes the calls that wait in the list, and tells the status at once to whoever asks for it.
    entry.tag.addEventListener("load", () => {
      (window.askhours ??= []).push(["on", "status", () => resolve(window.askhours)]);
    });
  }).finally(() => (entry.waits = false));
  added.set(key, entry);
  document.head.append(entry.tag);
  return entry.promise;
}

/** Whether the page has not removed the site since. Without a launcher nothing shows that, and a second tag does no harm. */
function isShown({ site, launcher }) {
  return launcher && document.querySelector(`ask-hours[site="${site}"]`) != null;
}

function makeTag({ site, lang, launcher, address, integrity }) {
  const tag = document.createElement("script");
  tag.async = true;
  if (lang) tag.dataset.lang = lang;
  if (!launcher) tag.dataset.launcher = "none";
  if (integrity) {
    tag.integrity = integrity;
    tag.crossOrigin = "anonymous";
    tag.dataset.site = site;
  }
  tag.src = address;
  return tag;
}
