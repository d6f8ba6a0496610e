import assert from "node:assert/strict";
import { test } from "node:test";

import { asked, clock, exact, lastAt, percent, read, tiles } from "../../media_review/static/media_review/clock.js";

test("a place in a film reads as people say it", () => {
  assert.equal(clock(0), "0:00");
  assert.equal(clock(62_999), "1:02");
  assert.equal(clock(3_723_000), "1:02:03");
});

test("what is written exactly is read back the same, to the millisecond", () => {
  for (const ms of [0, 1, 10, 500, 59_999, 62_000, 221_250, 3_600_000, 7_384_007]) assert.equal(read(exact(ms)), ms);
});

test("hand-typed times are understood, and nonsense is told from them", () => {
  assert.equal(read("3:41"), 221_000);
  assert.equal(read(" 3:41,5 "), 221_500);
  assert.equal(read("95"), 95_000);
  for (const typed of ["", "abc", "1:60", "1:75:00", "-3", "1:2:3:4", "1e3"]) assert.equal(read(typed), null, typed);
});

test("an address may ask for a moment, or for a range", () => {
  assert.deepEqual(asked("?t=70"), { start: 70_000, end: null });
  assert.deepEqual(asked("?kind=note&t=1:10"), { start: 70_000, end: null });
  assert.deepEqual(asked("?t=70s"), { start: 70_000, end: null });
  assert.deepEqual(asked("?t=1:02,1:15"), { start: 62_000, end: 75_000 });
  assert.deepEqual(asked("?t=62,75"), { start: 62_000, end: 75_000 });
  assert.deepEqual(asked("?t=62.5,75.25"), { start: 62_500, end: 75_250 });
  assert.deepEqual(asked("?t=,75"), { start: 0, end: 75_000 });
  assert.deepEqual(asked("?t=75,62"), { start: 62_000, end: 75_000 }, "turned round");
  assert.deepEqual(asked("?t=62,62"), { start: 62_000, end: null });
  assert.deepEqual(asked("?t=62,soon"), { start: 62_000, end: null });
  for (const none of ["?t=soon", "?t=soon,9", "", "?kind=note"]) assert.equal(asked(none), null, none);
});

test("marks stay within the film", () => {
  assert.equal(percent(45_000, 90_000), "50.00%");
  assert.equal(percent(99_000, 90_000), "100.00%");
  assert.equal(percent(5, 0), "0%");
});

test("the current card is the last that has begun", () => {
  const starts = [0, 1000, 1000, 5000];
  assert.equal(lastAt(starts, 0), 0);
  assert.equal(lastAt(starts, 1000), 2);
  assert.equal(lastAt(starts, 4999), 2);
  assert.equal(lastAt(starts, 9000), 3);
  assert.equal(lastAt([10], 9), -1);
});

test("previews are found in their file, and anything else in it is passed over", () => {
  const vtt = "WEBVTT\n\nNOTE nothing\n\n00:00:00.000 --> 00:00:02.000\nhttps://x/s.jpg?a=1#xywh=0,0,160,90\n\n00:00:02.000 --> 00:00:04.000\nhttps://x/s.jpg?a=1#xywh=160,0,160,90\n";
  assert.deepEqual(tiles(vtt)[1], { from: 2000, to: 4000, sheet: "https://x/s.jpg?a=1", x: 160, y: 0, width: 160, height: 90 });
  assert.equal(tiles(vtt).length, 2);
  assert.deepEqual(tiles("WEBVTT\n"), []);
});
