import assert from "node:assert/strict";
import test from "node:test";

import { catchUp, elapsed, fresh, hasRun, isRunning, moveStart, pause, ruler, start } from "../../media_review/static/media_review/clock-runs.js";

const AT = 1_700_000_000_000;
const MINUTE = 60_000;

test("it runs by the clock on the wall, and stands while it is paused", () => {
  const running = start(fresh(), AT);
  assert.equal(elapsed(running, AT + 90_000), 90_000);
  const standing = pause(running, AT + MINUTE);
  assert.equal(elapsed(standing, AT + 10 * MINUTE), MINUTE);
  const again = start(standing, AT + 10 * MINUTE);
  assert.equal(elapsed(again, AT + 11 * MINUTE), 2 * MINUTE);
  assert.deepEqual([isRunning(running), isRunning(standing), isRunning(again)], [true, false, true]);
});

test("going on as if it had run leaves out no second", () => {
  const standing = pause(start(fresh(), AT), AT + MINUTE);
  assert.equal(elapsed(catchUp(standing), AT + 5 * MINUTE), 5 * MINUTE);
  assert.equal(catchUp(fresh()).runs.length, 0);
});

test("a start that is corrected moves everything, and never below nothing", () => {
  const running = start(fresh(), AT);
  assert.equal(elapsed(moveStart(running, 2 * MINUTE), AT + MINUTE), 3 * MINUTE);
  assert.equal(elapsed(moveStart(running, -2 * MINUTE), AT + MINUTE), 0);
  assert.equal(elapsed(moveStart(moveStart(running, -2 * MINUTE), 2 * MINUTE), AT + MINUTE), MINUTE);
});

test("on another device it goes on where the site knows it to be", () => {
  const known = fresh(5 * MINUTE, MINUTE);
  assert.equal(elapsed(known, AT), 5 * MINUTE);
  assert.equal(hasRun(known), true);
  assert.equal(hasRun(fresh()), false);
  assert.equal(elapsed(fresh(0, MINUTE), AT), MINUTE);
});

test("a clock on the wall that was set back does not make it run backwards", () => {
  assert.equal(elapsed(start(fresh(), AT), AT - 5 * MINUTE), 0);
  assert.equal(elapsed(pause(start(fresh(), AT), AT - MINUTE), AT), 0);
});

test("pressing twice is pressing once", () => {
  const running = start(fresh(), AT);
  assert.equal(start(running, AT + 5), running);
  const standing = pause(running, AT + MINUTE);
  assert.equal(pause(standing, AT + 2 * MINUTE), standing);
});

test("the ruler is a round length beyond the clock", () => {
  assert.deepEqual([0, 10 * MINUTE, 10 * MINUTE + 1, 61 * MINUTE, 250 * MINUTE].map((ms) => ruler(ms) / MINUTE), [10, 10, 20, 90, 300]);
});
