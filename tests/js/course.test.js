import assert from "node:assert/strict";
import { test } from "node:test";

import { course, place } from "../../media_review/static/media_review/course.js";

const END = 70_000;
const answer = { asked: 1000, answered: 1200, now: 1200 };

test("a film that stands is where it was told to be, however old the news", () => {
  assert.equal(place({ at: 60_000, plays: false, age: 9000 }, { ...answer, now: 5000 }), 60_000);
});

test("a film that plays has gone on since: for its age, half the way of the asking, and what passed here", () => {
  assert.equal(place({ at: 60_000, plays: true, age: 300 }, answer), 60_400);
  assert.equal(place({ at: 60_000, plays: true, age: 300 }, { ...answer, now: 2200 }), 61_400);
});

test("one that plays and is near keeps its pace", () => {
  assert.deepEqual(course(60_000, true, 60_100, END), { plays: true, rate: 1, seek: null });
});

test("one that is behind runs faster, one that is ahead slower, and nothing is missed", () => {
  const behind = course(61_000, true, 60_000, END);
  assert.ok(behind.plays && behind.seek === null && behind.rate > 1 && behind.rate <= 1.25);
  const ahead = course(60_000, true, 61_000, END);
  assert.ok(ahead.plays && ahead.seek === null && ahead.rate < 1 && ahead.rate >= 0.75);
});

test("one that is far away jumps", () => {
  assert.deepEqual(course(66_000, true, 60_000, END), { plays: true, rate: 1, seek: 66_000 });
});

test("one that stands elsewhere goes there, and one that stands there rests", () => {
  assert.deepEqual(course(61_000, false, 60_000, END), { plays: false, rate: 1, seek: 61_000 });
  assert.deepEqual(course(60_000, false, 60_050, END), { plays: false, rate: 1, seek: null });
});

test("nobody is led beyond the end of the clip", () => {
  assert.deepEqual(course(75_000, true, 69_000, END), { plays: false, rate: 1, seek: END });
});

test("who runs after the other is level within seconds and stays so", () => {
  let mine = 60_000;
  let theirs = 61_500;
  for (let second = 0; second < 8; second++) {
    const { rate, seek } = course(theirs, true, mine, 1e9);
    mine = (seek ?? mine) + 1000 * rate;
    theirs += 1000;
  }
  assert.ok(Math.abs(theirs - mine) < 300, `${theirs - mine} ms apart`);
});
