/* How often an open page asks what is new. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { pace } from "../../coachcycle/static/coachcycle/live.js";

const MINUTE = 60_000;

test("while something happens, every three seconds", () => {
  assert.equal(pace(0, 0), 3_000);
  assert.equal(pace(MINUTE, 0), 3_000);
});

test("slower the longer nothing has happened, and never slower than every twenty seconds", () => {
  assert.equal(pace(3 * MINUTE, 0), 9_000);
  assert.equal(pace(60 * MINUTE, 0), 20_000);
});

test("a site in trouble is asked less and less, and at least once a minute", () => {
  const waits = [1, 2, 3, 4, 5, 20].map((failures) => pace(0, failures));
  assert.deepEqual(waits, [6_000, 12_000, 24_000, 48_000, 60_000, 60_000]);
});

test("who drives a film with another asks oftener", () => {
  assert.equal(pace(0, 0, { soonest: 500, latest: 2_000 }), 500);
  assert.equal(pace(MINUTE, 0, { soonest: 500, latest: 2_000 }), 2_000);
});
