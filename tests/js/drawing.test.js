import assert from "node:assert/strict";
import { test } from "node:test";

import {
  drawn, fieldOf, isFull, moved, pathOf, placed, read, sized, touched, write,
} from "../../media_review/static/media_review/drawing.js";

const WIDE = 16 / 9;
const box = { tool: "box", points: [[0.25, 0.5], [0.75, 1]] };
const arrow = { tool: "arrow", points: [[0.1, 0.1], [0.9, 0.5]] };

test("a drawing is written and read back, and nothing is written of an empty one", () => {
  assert.deepEqual(read(write([box, arrow])), [box, arrow]);
  assert.equal(write([]), "");
  assert.deepEqual(read(""), []);
});

test("strokes stand where they were drawn, in a picture of any size", () => {
  assert.equal(pathOf(box, 1000, 500), "M250.0 250.0H750.0V500.0H250.0Z");
  assert.equal(pathOf({ tool: "pen", points: [[0, 0], [0.5, 0.5], [1, 0]] }, 200, 100), "M0.0 0.0L100.0 50.0L200.0 0.0");
  assert.match(pathOf(arrow, 1600, 900), /^M160\.0 90\.0L1440\.0 450\.0M.+L1440\.0 450\.0L.+$/);
});

test("a steady line keeps the points that matter, and none outside the picture", () => {
  const places = Array.from({ length: 2000 }, (_, number) => [number / 1500 - 0.1, number < 1000 ? 0.2 : 0.8]);
  const { points } = drawn("pen", places, WIDE);
  assert.ok(points.length < 12, `${points.length} points`);
  assert.ok(points.flat().every((share) => share >= 0 && share <= 1));
  assert.deepEqual([points[0], points.at(-1)], [[0, 0.2], [1, 0.8]]);
});

test("however wildly a hand scribbles, a line has at most 300 points", () => {
  const places = Array.from({ length: 5000 }, (_, number) => [0.5 + 0.4 * Math.sin(number), 0.5 + 0.4 * Math.cos(number * 1.7)]);
  assert.ok(drawn("pen", places, WIDE).points.length <= 300);
});

test("a touch is no stroke; an arrow and a box go from where the hand began to where it ended", () => {
  assert.equal(drawn("box", [[0.5, 0.5], [0.503, 0.502]], WIDE), null);
  assert.deepEqual(drawn("arrow", [[0.1, 0.1], [0.4, 0.9], [0.5, 0.25]], WIDE).points, [[0.1, 0.1], [0.5, 0.25]]);
});

test("without a hand a stroke is placed in the middle, moved and sized, and stays in the picture", () => {
  for (const tool of ["pen", "arrow", "box"]) {
    let stroke = placed(tool, WIDE);
    assert.equal(stroke.tool, tool);
    assert.equal(fieldOf(stroke), 4);
    stroke = moved(stroke, 0.3, 0.3);
    assert.equal(fieldOf(stroke), 8);
    for (let time = 0; time < 50; time++) stroke = moved(sized(stroke, 0.02, 0.02), 0.05, 0.05);
    assert.ok(stroke.points.flat().every((share) => share >= 0 && share <= 1), tool);
  }
  assert.deepEqual(sized(arrow, 0.05, -0.1).points, [[0.1, 0.1], [0.95, 0.4]]);
});

test("the uppermost stroke under a finger is the one that is meant; beside all of them there is none", () => {
  assert.equal(touched([box, arrow], [0.5, 0.3], 0.02, WIDE), 1);
  assert.equal(touched([box, arrow], [0.25, 0.8], 0.02, WIDE), 0);
  assert.equal(touched([box, arrow], [0.5, 0.75], 0.02, WIDE), -1, "the inside of a box is not the box");
});

test("there is an end to what one drawing holds", () => {
  assert.ok(!isFull([box]));
  assert.ok(isFull(Array(30).fill(box)));
  assert.ok(isFull(Array(3).fill({ tool: "pen", points: Array(250).fill([0, 0]) })));
});
