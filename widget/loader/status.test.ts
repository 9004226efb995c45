// Holds the loader's status to the cases that the Rust crate `timeline` is held to.

import assert from "node:assert/strict";
import { test } from "node:test";
import cases from "../../crates/timeline/fixtures/status.json";
import type { Timeline } from "./payload";
import { statusAt } from "./status";

for (const { name, timeline, closing_soon_minutes, now_at, expect } of cases) {
  test(name, () => {
    const [state, change, reason] = statusAt(timeline as Timeline<string>, closing_soon_minutes, now_at);
    // The launcher looks at each minute, so that it need not know the next one that matters.
    const { next_change_at: _, ...told } = expect;
    assert.deepEqual({ state, change_at: change ?? null, reason }, { reason: undefined, ...told });
  });
}
