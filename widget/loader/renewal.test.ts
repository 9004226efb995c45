// What an open page learns from the edge, and when it asks.

import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { KnownSite } from "./panel";
import type { Site } from "./payload";
import { hearScript, renewSite, takeOver } from "./renewal";

const NOW = Date.UTC(2026, 2, 2, 12);

/** What a test's edge answers, and the visitor's clock. */
interface Case {
  /** The visitor's clock, in milliseconds beside the edge's. */
  wrong?: number;
  /** How the script tag's request is recorded. */
  entry?: Partial<PerformanceResourceTiming>;
  answer?: () => Response;
}

function start(context: TestContext, { wrong = 0, entry, answer }: Case) {
  context.mock.timers.enable({ apis: ["Date"], now: NOW + wrong });
  const asked: string[] = [];
  context.mock.method(performance, "getEntriesByName", () => (entry ? [entry] : []));
  context.mock.method(performance, "now", () => 500);
  context.mock.method(globalThis, "fetch", async (url: string) => {
    asked.push(url);
    return answer!();
  });
  const payload = {
    ...{ site: "nordwind", timeline: "old", schedules: {}, revision: 1 },
    ...{ closing_soon: 15, words: { en: ["old"] } },
  };
  const site = { payload, edge: "https://edge", tag: {}, ahead: 0 } as unknown as KnownSite;
  return { site, asked, clock: context.mock.timers };
}

/** The edge's answer, with what it tells of the time. */
function answer(timing: string, status = 200): Response {
  const body = status == 200 ? { timeline: "new", revision: 2, closing_soon: 30, words: { en: ["new"] } } : { title: "Sorry" };
  return new Response(JSON.stringify(body), { status, headers: timing ? { "server-timing": timing } : {} });
}

/** The script's request, answered over the network half a second after the page's beginning. */
function script(edge: number): Partial<PerformanceResourceTiming> {
  const serverTiming = [{ name: "cdn", duration: 12, description: "" }, { name: "now", duration: edge, description: "" }];
  return { transferSize: 300, startTime: 400, responseStart: 500, serverTiming } as unknown as Partial<PerformanceResourceTiming>;
}

test("the script's own request tells the time, and nothing is asked", async context => {
  const { site, asked } = start(context, { wrong: -7_200_000, entry: script(NOW) });
  hearScript(site);
  await renewSite(site);
  // The edge told it in the midst of the tenth of a second that the answer took.
  assert.equal(site.ahead, 7_200_050);
  assert.deepEqual(asked, []);
});

test("less than a second is not the clock's fault", async context => {
  const { site } = start(context, { wrong: 900, entry: script(NOW) });
  hearScript(site);
  assert.equal(site.ahead, 0);
});

test("nor is an answer that is long on its way", async context => {
  const { site, clock } = start(context, {
    answer: () => {
      clock.setTime(NOW + 9_000);
      return answer(`now;dur=${NOW + 4_500}`);
    },
  });
  await renewSite(site);
  assert.equal(site.ahead, 0);
});

for (const [share, told] of [["early", 450], ["late", 8_550]] as const) {
  test(`nor is one that was told ${share} in a long way`, async context => {
    const { site, clock } = start(context, {
      answer: () => {
        clock.setTime(NOW + 9_000);
        return answer(`now;dur=${NOW + told}`);
      },
    });
    await renewSite(site);
    assert.equal(site.ahead, 0);
  });
}

test("a script out of a cache tells nothing, so the edge is asked", async context => {
  const entry = { ...script(NOW - 86_400_000), transferSize: 0 };
  const { site, asked } = start(context, { wrong: 5_000, entry, answer: () => answer(`cdn;dur=3, now;dur=${NOW}`) });
  hearScript(site);
  await renewSite(site);
  assert.deepEqual(asked, ["https://edge/v1/sites/nordwind"]);
  assert.equal(site.ahead, -5_000);
});

test("the edge is asked once a minute, and at once where the clock was set", async context => {
  const { site, asked, clock } = start(context, { answer: () => answer(`now;dur=${NOW}`) });
  const asks = async (now: number) => {
    clock.setTime(now);
    await renewSite(site);
    return asked.splice(0).length;
  };
  const times = [NOW, NOW + 59_999, NOW + 60_000, NOW + 60_001, NOW - 86_400_000];
  const counts: number[] = [];
  for (const time of times) counts.push(await asks(time));
  assert.deepEqual(counts, [1, 0, 1, 0, 1]);
});

test("what has changed is taken over, but for what belongs to this loader", async context => {
  const { site } = start(context, { answer: () => answer(`now;dur=${NOW}`) });
  await renewSite(site);
  const { timeline, schedules, closing_soon, words } = site.payload;
  assert.deepEqual([timeline, schedules, closing_soon, words], ["new", {}, 30, { en: ["old"] }]);
});

test("an error and an answer without a time change nothing", async context => {
  const { site } = start(context, { answer: () => answer("", 503) });
  site.ahead = 7_200_000;
  await renewSite(site);
  assert.deepEqual([site.payload.timeline, site.ahead], ["old", 7_200_000]);
});

test("an answer that was asked for before an event came changes nothing", async context => {
  const { site } = start(context, { answer: () => answer(`now;dur=${NOW + 5_000}`) });
  const asked = renewSite(site);
  takeOver(site.payload, { timeline: "newest", closing_soon: 15, revision: 3 } as unknown as Site);
  await asked;
  const { timeline, revision, closing_soon } = site.payload;
  assert.deepEqual([timeline, revision, closing_soon, site.ahead], ["newest", 3, 15, 5_000]);
});

test("what comes in its order is taken", () => {
  const payload = { revision: 2 } as Site;
  const takes = (revision: number) => {
    takeOver(payload, { revision, closing_soon: revision } as Site);
    return payload.closing_soon == revision;
  };
  assert.deepEqual([takes(1), takes(2), takes(3), takes(2)], [false, true, true, false]);
});
