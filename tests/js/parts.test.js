import assert from "node:assert/strict";
import { test } from "node:test";

import {
  bytesOf, fill, fingerprintOf, lanesAfter, missing, rangeOf, sizesInWords, speedOf, timeLeft, waitBefore,
} from "../../media_review/static/media_review/parts.js";

const MIB = 1024 * 1024;

test("the parts of a film cover it without gap or overlap, and only the last is shorter", () => {
  for (const size of [1, 8 * MIB, 8 * MIB + 1, 41 * MIB]) {
    const count = Math.ceil(size / (8 * MIB));
    let end = 0;
    for (let number = 1; number <= count; number++) {
      const [from, to] = rangeOf(number, size, 8 * MIB);
      assert.equal(from, end);
      if (number < count) assert.equal(bytesOf(number, size, 8 * MIB), 8 * MIB);
      end = to;
    }
    assert.equal(end, size);
  }
});

test("only parts that have not arrived are missing", () => {
  assert.deepEqual(missing(5, [2, 5]), [1, 3, 4]);
  assert.deepEqual(missing(2, [1, 2]), []);
});

test("waits double up to half a minute, differ by chance, and never stop being tried", () => {
  assert.equal(waitBefore(1, 1), 500);
  assert.equal(waitBefore(3, 1), 2000);
  assert.equal(waitBefore(3, 0), 1000);
  assert.equal(waitBefore(20, 1), 2000);
  assert.equal(waitBefore(500, 1), 30_000);
});

test("a quick line takes three parts at once, a slow one a single part", () => {
  assert.equal(lanesAfter(1, 900), 3);
  assert.equal(lanesAfter(1, 1500), 2);
  assert.equal(lanesAfter(3, 1500), 3);
  assert.equal(lanesAfter(2, 4000), 2);
  assert.equal(lanesAfter(3, 9000), 1);
});

test("speed is that of the last seconds and unknown at first", () => {
  assert.equal(speedOf([[0, 0]]), 0);
  assert.equal(speedOf([[0, 0], [500, 900]]), 0);
  assert.equal(speedOf([[0, 0], [2000, 4000]]), 2000);
  assert.equal(speedOf([[0, 0], [60_000, 6_000_000], [70_000, 6_000_000]]), 0);
});

test("how far it is, in the unit of the whole", () => {
  assert.deepEqual(sizesInWords(412 * MIB, 980 * MIB, "en"), { done: "412", total: "980 MB" });
  assert.deepEqual(sizesInWords(1.5 * 1024 * MIB, 2 * 1024 * MIB, "en"), { done: "1.5", total: "2 GB" });
  assert.equal(sizesInWords(412 * MIB, 980 * MIB, "de").total, "980 MB");
});

test("the time left is rounded as people say it, and unsaid while unknown", () => {
  assert.equal(timeLeft(100, 0, "en"), "");
  assert.equal(timeLeft(180, 1, "en"), "3 minutes");
  assert.equal(timeLeft(60, 1, "en"), "1 minute");
  assert.equal(timeLeft(7, 1, "en"), "10 seconds");
  assert.equal(timeLeft(3 * 3600, 1, "en"), "3 hours");
  assert.equal(timeLeft(180, 1, "es"), "3 minutos");
});

test("a sentence is filled, and a gap nobody knows stays to be seen", () => {
  assert.equal(fill("{done} of {total}.", { done: 4, total: "9 MB" }), "4 of 9 MB.");
  assert.equal(fill("{who}", {}), "{who}");
});

test("a film is known by its ends, whatever it is called", async () => {
  const film = (last) => new Blob([new Uint8Array(3 * MIB), new Uint8Array([last])]);
  const known = await fingerprintOf(film(1));
  assert.match(known, /^[0-9a-f]{64}$/);
  assert.equal(await fingerprintOf(film(1)), known);
  assert.notEqual(await fingerprintOf(film(2)), known);
});
