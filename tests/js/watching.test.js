import assert from "node:assert/strict";
import { test } from "node:test";

import { estimate } from "../../media_review/static/media_review/line.js";
import { Loop } from "../../media_review/static/media_review/loop.js";
import { levelFor, sideOf } from "../../media_review/static/media_review/quality.js";
import { boxes, inWords, merged, total } from "../../media_review/static/media_review/ranges.js";
import { OVER, Reel, stretchOf } from "../../media_review/static/media_review/reel.js";

test("a loop goes back at its end, is led into, and is not left by ten seconds while it plays", () => {
  const loop = new Loop(12_000, 20_000);
  assert.equal(loop.next(15_000), null);
  assert.equal(loop.next(20_000), 12_000);
  assert.equal(loop.next(19_999, true), 12_000, "the film ends before the range does");
  assert.equal(loop.next(5000), null);
  assert.equal(loop.isLeftAt(30_000), false);
  assert.equal(loop.isLeftAt(2000), false);
  assert.equal(loop.isLeftAt(31_000), true);
  assert.equal(loop.isLeftAt(25_000, true), true, "a film that stands still is moved on purpose");
  assert.equal(loop.isLeftAt(12_000, true), false);
});

test("a moment is played from a little before to a few seconds after, a range as it is, neither beyond the film", () => {
  assert.deepEqual(stretchOf(10_000, null, 60_000), [8000, 15_000]);
  assert.deepEqual(stretchOf(1000, null, 60_000), [0, 6000]);
  assert.deepEqual(stretchOf(58_000, null, 60_000), [56_000, 60_000]);
  assert.deepEqual(stretchOf(10_000, 20_000, 15_000), [10_000, 15_000]);
});

test("a reel jumps from stretch to stretch, and ends", () => {
  const reel = new Reel([[40_000, 45_000], [10_000, null], [12_000, 18_000], [18_500, 19_000]], 60_000);
  assert.deepEqual(reel.stretches, [[8000, 19_000], [40_000, 45_000]]);
  assert.equal(reel.next(0), 8000);
  assert.equal(reel.next(8000), null);
  assert.equal(reel.next(19_000), 40_000);
  assert.equal(reel.next(45_000), OVER);
  assert.equal(reel.next(44_999, true), OVER);
});

test("going back out of a stretch leads to the one before, going on to the next", () => {
  const reel = new Reel([[10_000, 20_000], [40_000, 45_000]], 60_000);
  assert.equal(reel.before(32_000, 42_000), 10_000);
  assert.equal(reel.before(32_000, 15_000), null);
  assert.equal(reel.before(41_000, 44_000), null, "it stands in a stretch");
  assert.equal(reel.before(2000, 12_000), null, "there is none before");
  assert.deepEqual(new Reel([], 60_000).stretches, []);
});

test("stretches that touch are one, and what is empty is none", () => {
  assert.deepEqual(merged([[5, 9], [0, 3], [3, 4], [7, 12], [20, 20]]), [[0, 4], [5, 12]]);
  assert.deepEqual(merged([[0, 3], [5, 9]], 2), [[0, 9]]);
  assert.equal(total([[0, 4], [5, 12]]), 11);
  const mine = [[0, 3]];
  merged([...mine, [2, 9]]);
  assert.deepEqual(mine, [[0, 3]], "what was given stays as it was");
});

test("what was watched is said in words, and only as much as anybody listens to", () => {
  const words = { none: "Nothing.", all: "All.", some: "{seen} of {length}: {stretches}." };
  assert.equal(inWords([], 60_000, words), "Nothing.");
  assert.equal(inWords([[0, 59_000]], 60_000, words), "All.");
  assert.equal(inWords([[0, 5000], [10_000, 20_000]], 60_000, words), "0:15 of 1:00: 0:00–0:05, 0:10–0:20.");
  const many = Array.from({ length: 9 }, (_, number) => [number * 2000, number * 2000 + 1000]);
  assert.match(inWords(many, 60_000, words), /0:10–0:11, …\.$/);
  assert.equal(boxes([[0, 30_000]], 60_000, 8), "M0.0 0h500.0v8H0.0z");
  assert.equal(boxes([[0, 30_000]], 0, 8), "");
});

test("a line is known by what came over it, and by what the browser says of it", () => {
  const nothing = { kept: null, connection: undefined, files: [], now: 0 };
  assert.equal(estimate(nothing), 1_500_000);
  assert.equal(estimate({ ...nothing, connection: { downlink: 0.4 } }), 400_000);
  assert.equal(estimate({ ...nothing, connection: { downlink: 10, saveData: true } }), 200_000, "she asked to be spared");
  assert.equal(estimate({ ...nothing, connection: { downlink: 0.05 } }), 200_000);
  const files = [{ bytes: 100_000, ms: 200 }, { bytes: 60_000, ms: 600 }, { bytes: 900, ms: 0.1 }, { bytes: 0, ms: 0 }];
  assert.equal(estimate({ ...nothing, files, connection: { downlink: 1.5 } }), 4_000_000, "what came is surer than what is said");
  const kept = { bps: 5_000_000, at: 0 };
  assert.equal(estimate({ ...nothing, kept, now: 1000, connection: { downlink: 1.5 } }), 5_000_000);
  assert.equal(estimate({ ...nothing, kept, files, now: 1000 }), 4_000_000, "and what comes now than what came this morning");
  assert.equal(estimate({ ...nothing, kept, now: 8 * 3600 * 1000 }), 1_500_000, "yesterday's line");
});

test("the size that was chosen is kept where a film has it, and the next smaller where not", () => {
  const levels = [{ width: 854, height: 480 }, { width: 1280, height: 720 }];
  assert.equal(levelFor(levels, null), -1);
  assert.equal(levelFor(levels, 720), 1);
  assert.equal(levelFor(levels, 1080), 1);
  assert.equal(levelFor(levels, 500), 0);
  assert.equal(levelFor(levels, 240), 0);
  assert.equal(sideOf({ width: 480, height: 854 }), 480, "held upright");
});
