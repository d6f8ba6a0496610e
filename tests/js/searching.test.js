import assert from "node:assert/strict";
import test from "node:test";

import { fold, found } from "../../media_review/static/media_review/searching.js";

test("case and accents make no difference, and every letter keeps its place", () => {
  assert.equal(fold("Mañana ÜBER São"), "manana uber sao");
  for (const words of ["İstanbul", "ﬁ ß ŉ", "不 👩‍👧 e\u0301", "ǅ Ω"]) assert.equal(fold(words).length, words.length);
});

test("every place is found, in order, and none overlaps", () => {
  assert.deepEqual(found(["aaa b", "", "ba"], "a"), [[0, 0], [0, 1], [0, 2], [2, 1]]);
  assert.deepEqual(found(["aaaa"], "aa"), [[0, 0], [0, 2]]);
  assert.deepEqual(found(["a"], ""), []);
});
