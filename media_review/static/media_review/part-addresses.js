/* Addresses for the parts of one film, each signed for the MD5 of its bytes. Reading and reckoning run ahead of sending.
   Batches grow: the first part goes soon, and a whole film takes few questions. */

import { ask, Trouble } from "./asking.js";
import { Hasher } from "./md5s.js";
import { rangeOf } from "./parts.js";

const FIRST_BATCH = 4;
const LARGEST_BATCH = 50; // the server signs no more at a time

export class PartAddresses {
  #hasher = null;
  #md5s = new Map(); // part number → promise of its MD5, in base64
  #signed = new Map(); // part number → { url, until }
  #batch = FIRST_BATCH;
  #signing = null;

  constructor(film, hasher) {
    this.film = film;
    this.hasher = hasher;
  }

  /* `upload` is what the server says of it now; addresses from before may have been for other parts. */
  take(upload) {
    this.upload = upload;
    this.#signed.clear();
    this.#batch = FIRST_BATCH;
  }

  /* { url, md5 } of a part. `waiting` are the parts that come after it, in order. */
  async of(number, waiting) {
    while (!this.#has(number)) {
      this.#signing ??= this.#sign([number, ...waiting]);
      await this.#signing;
    }
    this.#signAhead(waiting);
    return { url: this.#signed.get(number).url, md5: await this.#md5(number) };
  }

  /* The part was refused, or lost: it needs a new address, and a new MD5 when it was not the bytes announced. */
  drop(number, isDamaged) {
    this.#signed.delete(number);
    if (isDamaged) this.#md5s.delete(number);
  }

  /* Ends the worker, not the work: what was reckoned is kept. */
  rest() {
    this.#hasher?.end();
    this.#hasher = null;
  }

  #signAhead(waiting) {
    const without = waiting.filter((number) => !this.#has(number));
    if (this.#signing || !without.length || waiting.length - without.length > LARGEST_BATCH / 2) return;
    this.#signing = this.#sign(without);
    this.#signing.catch(() => {}); // whoever needs these addresses asks again, and hears of it
  }

  async #sign(numbers) {
    const next = numbers.filter((number) => !this.#has(number)).slice(0, LARGEST_BATCH);
    const md5s = next.map((number) => this.#md5(number)); // more than this batch: reckoning never pauses
    try {
      const body = new URLSearchParams();
      for (const [index, md5] of (await Promise.all(md5s.slice(0, this.#batch))).entries())
        body.append("part", `${next[index]}:${md5}`);
      this.#keep((await ask(this.upload.addresses.parts, { body })).urls);
      this.#batch = Math.min(LARGEST_BATCH, this.#batch * 4);
    } catch (error) {
      // It has arrived already, perhaps from another tab: what is missing is asked anew.
      throw error.status === 409 ? new Trouble() : error;
    } finally {
      this.#signing = null;
    }
  }

  #md5(number) {
    if (!this.#md5s.has(number)) {
      if (!this.#hasher?.worker) this.#hasher = new Hasher(this.hasher);
      const { size, part_size: partSize } = this.upload;
      const md5 = this.#hasher.md5(this.film.slice(...rangeOf(number, size, partSize)));
      md5.catch(() => this.#md5s.delete(number)); // asked for again when it is needed again
      this.#md5s.set(number, md5);
    }
    return this.#md5s.get(number);
  }

  #keep(urls) {
    // An address must still live when a slow line comes to use it.
    const until = Date.now() + this.upload.seconds * 800;
    for (const [number, url] of Object.entries(urls)) this.#signed.set(Number(number), { url, until });
  }

  #has(number) {
    return Date.now() < (this.#signed.get(number)?.until ?? 0);
  }
}
