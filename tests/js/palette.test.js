import assert from "node:assert/strict";
import { test } from "node:test";

import { offered, pressed } from "../../media_review/static/media_review/palette.js";

const level = (number) => ({ id: `l${number}`, number, name: `${number} level` });
const criterion = (name, numbers = [1, 2, 3]) => ({ id: name, name, levels: numbers.map(level) });
const RUBRIC = [
  { name: "Our focus", focus: true, criteria: [criterion("Waits"), criterion("Counts")] },
  { name: "Language", criteria: [criterion("Open questions"), criterion("Words", [])] },
  { name: "Room", criteria: [criterion("Light")] },
];

function press(rubric, keys) {
  let path = [];
  for (const key of keys) {
    const next = pressed(rubric, path, key);
    if (!next?.path) return next;
    path = next.path;
  }
  return { path };
}

const names = (rubric, path = []) => offered(rubric, path).map(({ key, name }) => `${key} ${name}`);

test("what the pair agreed to look at comes first, and takes two digits", () => {
  assert.deepEqual(names(RUBRIC), ["1 Waits", "2 Counts", "3 Language", "4 Room"]);
  const { criterion, level } = press(RUBRIC, "23");
  assert.deepEqual([criterion.name, level.id], ["Counts", "l3"]);
});

test("anything else takes three: domain, criterion, level", () => {
  const { criterion, level } = press(RUBRIC, "312");
  assert.deepEqual([criterion.name, level.id], ["Open questions", "l2"]);
});

test("a criterion without levels ends the choice, a digit without meaning changes nothing", () => {
  assert.deepEqual(press(RUBRIC, "32"), { criterion: RUBRIC[1].criteria[1], level: null });
  assert.equal(pressed(RUBRIC, [], "9"), null);
  assert.equal(pressed(RUBRIC, [], "0"), null);
});

test("levels go by their own numbers where these are digits, and by their place where not", () => {
  const keys = (numbers) => offered([], [criterion("Climate", numbers)]).map(({ key }) => key);
  assert.deepEqual(keys([3, 5, 7]), ["3", "5", "7"]);
  assert.deepEqual(keys([0, 1, 2]), ["1", "2", "3"]);
  assert.deepEqual(keys([8, 9, 10]), ["1", "2", "3"]);
});

test("a domain that stands alone is open; beyond nine there is no key", () => {
  const many = [{ name: "Only", criteria: Array.from({ length: 11 }, (_, at) => criterion(`c${at}`)) }];
  assert.equal(press(many, "42").criterion.name, "c3");
  assert.deepEqual(names(many).slice(8), ["9 c8", "null c9", "null c10"]);
});
