// Weighs pages that embed a widget: `node widgets.mjs '<what to measure as JSON>'`, with
// `{ chromium, edge, runs, sentry }`. Prints the medians as JSON.
//
// All widgets stand in the same empty page. Each run has a fresh profile, and takes three visits in it:
// - the first one loads the page, waits until nothing moves, and clicks: bytes, requests, times of a first visit,
// - the second one clicks with everything in the browser's cache,
// - the third one rests the pointer on the button before it clicks, as people do.
// Bytes are those of bodies, compressed here one by one with brotli 11, whatever a server does. Time of the main
// thread is its processor time, which other programs disturb less than a clock's.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { chromium } from "@playwright/test";

const options = JSON.parse(process.argv[2]);

/** How long nothing may move before a page counts as loaded. */
const QUIET_MS = 1_000;

/** The same as in the browser tests, and nothing that Chromium does by itself. */
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const page = tag =>
  `<!doctype html><html lang="de"><meta charset="utf-8"><title>Bahn</title><h1>Fahrplan</h1><p>Die Züge fahren.</p>${tag}</html>`;

const WIDGETS = {
  blank: { html: page("") },
  ours: {
    html: page(`<script async src="${options.edge}/nordwind.js"></script>`),
    host: "ask-hours",
    button: "button.launcher",
    field: "textarea",
  },
  sentry: {
    html: page(`<script type="module" src="/sentry.js"></script>`),
    host: "#sentry-feedback",
    button: "button",
    field: "textarea",
  },
};

/** Watches a page from its first moment. */
function watch() {
  window.longTasks = 0;
  window.shift = 0;
  new PerformanceObserver(list => (window.longTasks += list.getEntries().length)).observe({ type: "longtask", buffered: true });
  new PerformanceObserver(list => list.getEntries().forEach(({ value }) => (window.shift += value))).observe({
    type: "layout-shift",
    buffered: true,
  });
}

/** Clicks, and tells after how many milliseconds the field was painted. */
function open({ host, button, field }) {
  const find = selector => document.querySelector(host).shadowRoot.querySelector(selector);
  return new Promise(done => {
    const start = performance.now();
    const look = () => {
      if (!find(field)?.checkVisibility()) return requestAnimationFrame(look);
      // A message comes after the frame in which the field was there.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => done(performance.now() - start);
      port2.postMessage(0);
    };
    find(button).click();
    requestAnimationFrame(look);
  });
}

const median = values => {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
};

/** One run of one widget, as numbers by name; what a list holds is told by its length. */
async function measure(origin, name, slowdown) {
  const widget = WIDGETS[name];
  const profile = await mkdtemp(join(tmpdir(), "askhours-bench-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: options.chromium,
    args: FLAGS,
    locale: "de-DE",
    viewport: { width: 1280, height: 800 },
  });
  try {
    await context.addInitScript(watch);
    const sums = { requests: 0, bytes: 0 };
    const hosts = new Set();
    let moved = Date.now();
    let open_requests = 0;
    const weighing = [];
    context.on("request", request => {
      if (!/^http/.test(request.url())) return;
      moved = Date.now();
      open_requests++;
      if (request.isNavigationRequest()) return;
      sums.requests++;
      hosts.add(new URL(request.url()).host);
    });
    const weigh = async request => {
      if (request.isNavigationRequest()) return;
      const body = await request.response().then(response => response.body()).catch(() => Buffer.alloc(0));
      const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: body.length };
      if (body.length) sums.bytes += brotliCompressSync(body, { params }).length;
    };
    const ended = request => {
      moved = Date.now();
      open_requests--;
    };
    context.on("requestfinished", request => (ended(request), weighing.push(weigh(request))));
    context.on("requestfailed", ended);
    const quiet = async () => {
      moved = Date.now();
      while (open_requests > 0 || Date.now() - moved < QUIET_MS) await new Promise(rested => setTimeout(rested, 100));
      await Promise.all(weighing);
    };
    const visit = async () => {
      const tab = await context.newPage();
      const devtools = await context.newCDPSession(tab);
      await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
      await devtools.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
      await tab.goto(`${origin}/${name}`, { waitUntil: "load" });
      if (widget.host) await tab.locator(`${widget.host} ${widget.button}`).first().waitFor();
      await quiet();
      return { tab, devtools };
    };

    const { tab, devtools } = await visit();
    const { metrics } = await devtools.send("Performance.getMetrics");
    const stored = await tab.evaluate(() => localStorage.length + sessionStorage.length);
    const own = [new URL(origin).host, new URL(options.edge).host];
    const told = {
      task: metrics.find(({ name }) => name == "TaskDuration").value * 1000,
      requests: sums.requests,
      bytes: sums.bytes,
      stored: stored + (await context.cookies()).length,
      thirds: [...hosts].filter(host => !own.includes(host)).length,
      ...(await tab.evaluate(() => ({ long: window.longTasks, shift: window.shift }))),
    };
    if (widget.host) {
      told.cold = await tab.evaluate(open, widget);
      await quiet();
      told.all = sums.bytes;
      await tab.close();
      const second = await visit();
      told.warm = await second.tab.evaluate(open, widget);
      await second.tab.close();
      const third = await visit();
      await third.tab.locator(`${widget.host} ${widget.button}`).first().hover();
      await quiet();
      told.intended = await third.tab.evaluate(open, widget);
    }
    return told;
  } finally {
    await context.close();
    await rm(profile, { recursive: true, force: true });
  }
}

const script = await readFile(options.sentry);
const server = createServer((request, response) => {
  const name = request.url.slice(1);
  if (WIDGETS[name]) response.setHeader("content-type", "text/html").end(WIDGETS[name].html);
  else if (name == "sentry.js") {
    response.setHeader("content-type", "text/javascript").setHeader("cache-control", "max-age=3600").end(script);
  } else response.setHeader("content-type", "application/json").end("{}");
});
await new Promise(listening => server.listen(0, "127.0.0.1", listening));
const origin = `http://127.0.0.1:${server.address().port}`;

const results = {};
for (const slowdown of [1, 4]) {
  const runs = Object.fromEntries(Object.keys(WIDGETS).map(name => [name, []]));
  // By turns, so that what else the machine does hits all alike.
  for (let run = 0; run < options.runs; run++) {
    for (const name in WIDGETS) runs[name].push(await measure(origin, name, slowdown));
  }
  for (const name in WIDGETS) {
    const [first] = runs[name];
    results[name] ??= {};
    results[name][slowdown] = Object.fromEntries(Object.keys(first).map(key => [key, median(runs[name].map(run => run[key]))]));
  }
}
server.close();
console.log(JSON.stringify(results));
