/* The same cases as tests/media_review/test_reading.py, in the engine in which they are judged for people. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { fold, hides, order, wanted } from "../../media_review/static/media_review/filtering.js";

const { cards, cases } = JSON.parse(readFileSync(new URL("../media_review/filters.json", import.meta.url), "utf8"));

for (const { why, asked, shown } of cases)
  test(`${why}: ${asked}`, () => {
    const want = wanted(asked);
    const seen = Object.entries(cards).filter(([, card]) => !hides(want, { marks: card.marks, said: () => fold(card.said) }));
    // In the browser cards that come as the film has them are put into another order; here, into none but "newest".
    const placed = want.newest ? seen.sort(([, one], [, other]) => order(want)(one, other)) : seen;
    assert.deepEqual(placed.map(([name]) => name), shown);
  });

test("in the film's order a card stands where its moment is", () => {
  const [first, second] = [{ start: 1, at: 9 }, { start: 2, at: 1 }];
  assert.ok(order(wanted(""))(first, second) < 0);
  assert.ok(order(wanted("sort=newest"))(first, second) < 0);
  assert.ok(order(wanted("sort=newest"))({ start: 1, at: 1 }, second) < 0);
});

test("what is said is folded only when words are looked for", () => {
  const card = { marks: "kind=note", said: () => assert.fail("it was folded") };
  assert.equal(hides(wanted("kind=note"), card), false);
  assert.equal(hides(wanted("kind=question&q=word"), card), true);
});
