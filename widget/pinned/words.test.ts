// A pinned script finds its words at an edge that has been built later.

import assert from "node:assert/strict";
import { test } from "node:test";
import { inOrder } from "./words";

const known = {
  launcher: [["ask", "Ask"], ["close", "Close"]],
  panel: [["send", "Send"]],
} as Parameters<typeof inOrder>[1];

test("words stand where this script looks for them, whatever the edge has added or moved", () => {
  const told = { panel: { new: "Neu", send: "Senden" }, launcher: { other: "Anders", close: "Zu", ask: "Fragen" } };
  assert.deepEqual(inOrder(told, known), [["Fragen", "Zu"], ["Senden"]]);
});

test("for a word that the edge has no longer, English stands in", () => {
  assert.deepEqual(inOrder({ launcher: { close: "Zu" } }, known), [["Ask", "Zu"], ["Send"]]);
});
