import assert from "node:assert/strict";
import { test } from "node:test";

import { beginsAt, endsAt, moment, moved, noticed, trouble, typed } from "../../media_review/static/media_review/range.js";

test("what is written while the film plays was seen a little earlier, and never before the film", () => {
  assert.deepEqual(noticed(10_000, 2000), { start: 8000, end: null });
  assert.deepEqual(noticed(1500, 2000), { start: 0, end: null });
});

test("I and O set a range, in whatever order", () => {
  assert.deepEqual(beginsAt(moment(5), 1000), { start: 1000, end: null });
  assert.deepEqual(beginsAt({ start: 0, end: 3000 }, 1000), { start: 1000, end: 3000 });
  assert.deepEqual(beginsAt({ start: 0, end: 3000 }, 4000), { start: 4000, end: null });
  assert.deepEqual(endsAt({ start: 1000, end: null }, 4000, true), { start: 1000, end: 4000 });
  assert.deepEqual(endsAt({ start: 4000, end: null }, 1000, true), { start: 1000, end: 4000 });
  assert.deepEqual(endsAt(moment(9000), 9000, false), { start: 4000, end: 9000 }, "only an end: the five seconds before");
  assert.deepEqual(endsAt(moment(0), 0, false), { start: 0, end: null });
});

test("ends that are dragged stay in the film and do not pass each other", () => {
  const range = { start: 2000, end: 5000 };
  assert.deepEqual(moved(range, "start", 3000.4, 9000), { start: 3000, end: 5000 });
  assert.deepEqual(moved(range, "start", 8000, 9000), { start: 4900, end: 5000 });
  assert.deepEqual(moved(range, "start", -5, 9000), { start: 0, end: 5000 });
  assert.deepEqual(moved(range, "end", 99_000, 9000), { start: 2000, end: 9000 });
  assert.deepEqual(moved(range, "end", 1000, 9000), { start: 2000, end: null }, "back at the start it is a moment");
  assert.deepEqual(moved(moment(2000), "end", 4000, NaN), { start: 2000, end: 4000 }, "the length is not known");
});

test("typed times are read, and what cannot be is told", () => {
  assert.equal(trouble(typed("1:02", ""), 90_000), null);
  assert.equal(trouble(typed("1:02", "1:10,5"), 90_000), null);
  assert.equal(trouble(typed("soon", ""), 90_000), "noTime");
  assert.equal(trouble(typed("", ""), 90_000), "noTime");
  assert.equal(trouble(typed("1:02", "later"), 90_000), "noTime");
  assert.equal(trouble(typed("1:10", "1:02"), 90_000), "reversed");
  assert.equal(trouble(typed("1:10", "1:10"), 90_000), "reversed");
  assert.equal(trouble(typed("1:31", ""), 90_000), "late");
  assert.equal(trouble(typed("1:10", "1:31"), 90_000), "late");
  for (const unknown of [0, NaN, undefined]) assert.equal(trouble(typed("99:00", ""), unknown), null);
});
