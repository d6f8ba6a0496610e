import assert from "node:assert/strict";
import { test } from "node:test";

import { ENDS, moved, stretches } from "../../media_review/static/media_review/borders.js";

const lesson = () => new Map([["a", 10_000], ["b", 60_000], ["c", null]]);

test("parts lie side by side in the order of the film, and one without a place is not in it", () => {
  assert.deepEqual(stretches(lesson(), null, 90_000), [
    { part: "a", start: 10_000, end: 60_000 },
    { part: "b", start: 60_000, end: 90_000 },
  ]);
  assert.deepEqual(stretches(new Map([["a", 60_000], ["b", 10_000]]), 80_000, 90_000), [
    { part: "b", start: 10_000, end: 60_000 },
    { part: "a", start: 60_000, end: 80_000 },
  ]);
  assert.deepEqual(stretches(lesson(), 40_000, 90_000), [{ part: "a", start: 10_000, end: 40_000 }], "what lies beyond");
  assert.deepEqual(stretches(new Map(), null, 90_000), []);
});

test("a border does not pass its neighbours, nor the ends of the film", () => {
  assert.equal(moved(lesson(), null, 90_000, "a", -5), 0);
  assert.equal(moved(lesson(), null, 90_000, "a", 70_000), 59_000);
  assert.equal(moved(lesson(), null, 90_000, "b", 0), 11_000);
  assert.equal(moved(lesson(), null, 90_000, "b", 95_000), 89_000);
  assert.equal(moved(lesson(), 80_000, 90_000, "b", 85_000), 79_000);
  assert.equal(moved(lesson(), null, 90_000, ENDS, 20_000), 61_000);
  assert.equal(moved(lesson(), null, 90_000, ENDS, 99_000), 90_000);
  assert.equal(moved(lesson(), null, 90_000, "b", 30_000.4), 30_000);
});
