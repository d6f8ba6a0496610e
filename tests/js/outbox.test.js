import assert from "node:assert/strict";
import { test } from "node:test";

import { Outbox, outcome } from "../../coachcycle/static/coachcycle/outbox.js";

/** As `localStorage`, with room for so many letters. */
function storage(room = Infinity) {
  const kept = new Map();
  return {
    get length() {
      return kept.size;
    },
    key: (number) => [...kept.keys()][number],
    getItem: (key) => kept.get(key) ?? null,
    removeItem: (key) => kept.delete(key),
    setItem(key, value) {
      if (kept.size >= room) throw new Error("QuotaExceededError");
      kept.set(key, value);
    },
  };
}

/** A line that answers as told, one answer a letter, and then with "saved"; `went` is what was sent over it. */
function line(...answers) {
  const went = [];
  const post = async ({ id, fields }, reader) => {
    went.push([id, Object.fromEntries(fields).body, reader]);
    return answers.shift() ?? { answer: "saved" };
  };
  return { went, post };
}

const letter = (id, body = id) => ({ id, address: "/here/", fields: [["body", body]] });
const box = (post, more = {}) => new Outbox({ place: "film", reader: "7", storage: storage(), post, ...more });
const ids = (outbox) => outbox.all().map(({ id }) => id);

function told(outbox) {
  const heard = [];
  for (const name of ["sent", "waiting", "refused"])
    outbox.addEventListener(name, ({ detail }) => heard.push([name, detail.letter.id, detail.why ?? detail.answer]));
  return heard;
}

test("letters go out in their order, under their writer's name, and are gone when they have arrived", async () => {
  const { went, post } = line();
  const outbox = box(post);
  const heard = told(outbox);
  for (const id of ["b", "a", "c"]) assert.equal(outbox.put(letter(id)), true);
  await outbox.send();
  assert.deepEqual(went, [["b", "b", "7"], ["a", "a", "7"], ["c", "c", "7"]]);
  assert.deepEqual(heard, [["sent", "b", "saved"], ["sent", "a", "saved"], ["sent", "c", "saved"]]);
  assert.deepEqual(ids(outbox), []);
});

test("without a line all of them stay, over a reload too, and go out later", async () => {
  const kept = storage();
  const before = box(line({ waits: "offline" }).post, { storage: kept });
  const heard = told(before);
  for (const id of ["a", "b"]) before.put(letter(id));
  await before.send();
  assert.deepEqual(heard, [["waiting", "a", "offline"]]);
  const { went, post } = line();
  const after = box(post, { storage: kept });
  assert.deepEqual(ids(after), ["a", "b"]);
  await after.send();
  assert.deepEqual(went.map(([id]) => id), ["a", "b"]);
});

test("what the site refuses stays with its words and is not tried again; the rest goes on", async () => {
  const { went, post } = line({ refused: "said", words: "Too long." });
  const outbox = box(post);
  const heard = told(outbox);
  for (const id of ["a", "b"]) outbox.put(letter(id));
  await outbox.send();
  await outbox.send();
  assert.deepEqual(heard, [["refused", "a", "said"], ["sent", "b", "saved"]]);
  assert.deepEqual(outbox.all().map(({ id, refused }) => [id, refused.words]), [["a", "Too long."]]);
  outbox.put(letter("a", "shorter"));
  await outbox.send();
  assert.deepEqual(went.at(-1), ["a", "shorter", "7"]);
  assert.deepEqual(ids(outbox), []);
});

test("a letter over which the site stumbles holds up nobody else's", async () => {
  const outbox = box(line({ waits: "stumbled" }).post);
  for (const id of ["a", "b"]) outbox.put(letter(id));
  await outbox.send();
  assert.deepEqual(ids(outbox), ["a"]);
  await outbox.send();
  assert.deepEqual(ids(outbox), []);
});

test("words that change while they are under way go out once more", async () => {
  const went = [];
  const outbox = box(async ({ id, fields }) => {
    went.push(fields[0][1]);
    if (went.length === 1) {
      assert.equal(outbox.take(id), null, "what is under way cannot be taken out");
      outbox.put(letter("a", "second thoughts"));
    }
    return { answer: "saved" };
  });
  outbox.put(letter("a"));
  await outbox.send();
  assert.deepEqual(went, ["a", "second thoughts"]);
  assert.deepEqual(ids(outbox), []);
});

test("a letter that waits goes again at once where it was asked to while it was under way", async () => {
  const { went, post } = line({ waits: "signed_out" });
  const outbox = box(async (...what) => {
    const outcome = await post(...what);
    if (went.length === 1) outbox.send(); // she signed in again in another tab, just now
    return outcome;
  });
  outbox.put(letter("a"));
  await outbox.send();
  assert.deepEqual(went.map(([id]) => id), ["a", "a"]);
  assert.deepEqual(ids(outbox), []);
});

test("a letter can be taken out again", async () => {
  const outbox = box(line().post);
  outbox.put(letter("a"));
  assert.equal(outbox.take("a").id, "a");
  assert.equal(outbox.take("a"), null);
  assert.deepEqual(ids(outbox), []);
});

test("a browser without room says so, and still sends", async () => {
  for (const room of [0, 1]) {
    const { went, post } = line();
    const outbox = box(post, { storage: storage(room) });
    const kept = ["a", "b"].map((id) => outbox.put(letter(id)));
    assert.deepEqual(kept, [room > 0, false]);
    assert.deepEqual(ids(outbox), ["a", "b"]);
    await outbox.send();
    assert.deepEqual(went.map(([id]) => id), ["a", "b"]);
  }
});

test("everybody has a box of their own for each film", () => {
  const kept = storage();
  box(line().post, { storage: kept }).put(letter("a"));
  assert.deepEqual(ids(box(line().post, { storage: kept, reader: "8" })), []);
  assert.deepEqual(ids(box(line().post, { storage: kept, place: "another" })), []);
});

test("answers mean what they mean", () => {
  assert.deepEqual(outcome(200, "<li>"), { answer: "<li>" });
  for (const status of [302, 401, 409]) assert.deepEqual(outcome(status, ""), { waits: "signed_out" });
  assert.deepEqual(outcome(500, ""), { waits: "stumbled" });
  for (const status of [429, 502, 503]) assert.deepEqual(outcome(status, ""), { waits: "busy" });
  assert.deepEqual(outcome(422, " Words.\n"), { refused: "said", words: "Words." });
  assert.equal(outcome(403, "").refused, "forbidden");
  assert.equal(outcome(404, "").refused, "gone");
  assert.equal(outcome(413, "").refused, "broken");
});
