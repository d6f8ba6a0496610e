import assert from "node:assert/strict";
import { test } from "node:test";

import { rounds } from "../../coachcycle/static/coachcycle/rounds.js";

/** Work whose rounds end when told: `begun` counts them. */
function work() {
  const ends = [];
  const round = () => new Promise((resolve, reject) => ends.push({ resolve, reject }));
  return { round, ends, get begun() { return ends.length; } };
}

const soon = () => new Promise((resolve) => setTimeout(resolve));

test("however often it is asked for, one round is under way and one more follows", async () => {
  const its = work();
  const ask = rounds("letters", its.round);
  const first = ask();
  await soon();
  const [second, third] = [ask(), ask()];
  await soon();
  assert.equal(its.begun, 1);
  its.ends[0].resolve();
  await soon();
  assert.equal(its.begun, 2);
  its.ends[1].resolve();
  await Promise.all([first, second, third]);
  await soon();
  assert.equal(its.begun, 2);
});

test("a round that breaks hinders none that is asked for later", async () => {
  const its = work();
  const ask = rounds("letters", its.round);
  const broken = ask();
  await soon();
  its.ends[0].reject(new Error("no storage"));
  await assert.rejects(broken);
  const next = ask();
  await soon();
  its.ends[1].resolve();
  await next;
});
