import assert from "node:assert/strict";
import { test } from "node:test";

import { changes, inOrder, merge, read, withAttempts } from "../../cycles/static/cycles/sheet.js";

const seen = { fields: { setting: "", focus: ["1"] }, rows: { goals: { k1: { text: "Wait" } }, segments: {} } };
const sent = (...pairs) => [["seen", JSON.stringify(seen)], ...pairs];

test("what only one of them changed is taken, and where both wrote she is asked", () => {
  assert.deepEqual(merge("wait", "longer", "wait"), { value: "longer", clashes: false });
  assert.deepEqual(merge("wait", "wait", "ask"), { value: "ask", clashes: false });
  assert.deepEqual(merge("wait", "longer", "ask"), { value: "ask", clashes: true });
  assert.deepEqual(merge(undefined, "longer", "ask"), { value: "ask", clashes: true });
  assert.deepEqual(merge("wait", "ask", "ask"), { value: "ask", clashes: false });
});

test("of several choices each is one of its own", () => {
  assert.deepEqual(merge(["1"], ["1", "2"], ["1", "3"]), { value: ["1", "2", "3"], clashes: false });
  assert.deepEqual(merge(["1", "2"], ["2"], ["1", "2", "3"]), { value: ["2", "3"], clashes: false });
});

test("rows keep their places, and the other's new one follows the row it followed", () => {
  assert.deepEqual(inOrder(["a", "b"], ["a", "b"], ["b", "a", "c"]), ["b", "a", "c"]);
  assert.deepEqual(inOrder(["a", "b"], ["b", "a"], ["a", "c", "b"]), ["b", "a", "c"]);
  assert.deepEqual(inOrder(["a", "b"], ["a", "b", "new"], ["a", "b", "new"]), ["a", "b", "new"]);
});

test("a form is read by the keys of its rows, in the order in which they stand", () => {
  const { typed, out } = read(
    sent(
      ["setting", " On the\r\nrug "],
      ["focus", "2"], ["focus", "1"],
      ["goals-0-id", "k1"], ["goals-0-text", "Wait longer"],
      ["goals-1-id", "k2"], ["goals-1-text", "New"],
      ["segments-0-id", "s1"], ["segments-0-name", "Last"], ["segments-0-ORDER", "2"],
      ["segments-1-id", "s2"], ["segments-1-name", "First"], ["segments-1-ORDER", "1"], ["segments-1-DELETE", "on"],
    ),
  );
  assert.deepEqual(typed.fields, { setting: "On the\nrug", focus: ["1", "2"] });
  assert.deepEqual(typed.rows.goals, { k1: { text: "Wait longer" }, k2: { text: "New" } });
  assert.deepEqual(Object.keys(typed.rows.segments), ["s2", "s1"]);
  assert.deepEqual([...out], ["s2"]);
  assert.deepEqual(changes(seen, typed).rows.goals, typed.rows.goals);
  assert.deepEqual(changes(seen, { fields: { setting: "" , focus: ["1"] }, rows: { goals: seen.rows.goals } }), { fields: {}, rows: {} });
});

test("whoever sent something has seen it, though no answer reached her", () => {
  const stands = { fields: { setting: "Rug", focus: ["1"] }, rows: { goals: { k2: { text: "New" } }, segments: {} } };
  const attempts = [{ fields: { setting: "Rug" }, rows: { goals: { k2: { text: "New" }, k3: { text: "Lost" } } } }];
  const known = withAttempts(seen, attempts, stands);
  assert.equal(known.fields.setting, "Rug");
  assert.deepEqual(known.rows.goals, { k1: { text: "Wait" }, k2: { text: "New" } });
  assert.equal(seen.fields.setting, "", "what was given stays as it was");
});
