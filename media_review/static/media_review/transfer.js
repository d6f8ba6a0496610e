/* Sends one film to the store in parts and never gives up: it waits, asks what has arrived, and goes on.
   It knows nothing of the page; it tells what happens by events: progress, trouble, going, refused, finished. */

import { ask, Trouble, Unreadable } from "./asking.js";
import { Hasher } from "./md5s.js";
import { bytesOf, lanesAfter, missing, rangeOf, waitBefore } from "./parts.js";

// The first addresses are wanted at once, and each needs the MD5 of its part; later ones are asked for in large batches.
const FIRST_BATCH = 8;
const LARGEST_BATCH = 50;
const SILENCE = 30_000; // with no byte moving for so long, a connection counts as dead

export class Transfer extends EventTarget {
  #hasher = null;
  #md5s = new Map(); // part number → MD5 of its bytes, in base64
  #queue = [];
  #batch = FIRST_BATCH;
  #requests = new Map(); // part number → { request, loaded, heard }
  #sleepers = new Set();
  #urls = new Map(); // part number → { url, until }
  #signing = null;
  #failures = 0;
  #isTroubled = false;
  #lanes = 1;
  #wanted = false;
  #active = false;

  /* `upload` is what the server says of it: size, part_size, parts, have, seconds, addresses. */
  constructor(film, upload, hasher) {
    super();
    this.film = film;
    this.hasher = hasher;
    this.#take(upload);
  }

  get sent() {
    let bytes = 0;
    for (const number of this.have) bytes += this.#bytes(number);
    for (const [number, { loaded }] of this.#requests) bytes += Math.min(loaded, this.#bytes(number));
    return bytes;
  }

  get isSending() {
    return this.#wanted;
  }

  async run() {
    this.#wanted = true;
    if (this.#active) return;
    this.#active = true;
    const watchdog = setInterval(() => this.#dropSilent(SILENCE), 5_000);
    try {
      while (this.#wanted && !(await this.#tryAll()));
    } catch (error) {
      if (this.#wanted) this.#tell("refused", { error });
      this.#wanted = false;
    } finally {
      this.#active = false;
      this.#hasher?.end();
      this.#hasher = null;
      clearInterval(watchdog);
    }
  }

  /* Stops sending; what is under way is dropped, what has arrived stays. `run` goes on. */
  stop() {
    this.#wanted = false;
    for (const { request } of this.#requests.values()) request.abort();
    this.wake();
  }

  /* The network is back, or the page is looked at again: wait no longer, and distrust what was asleep. */
  wake() {
    this.#failures = 0;
    this.#dropSilent(5_000);
    for (const end of this.#sleepers) end();
  }

  /* True once the film is whole and the server has taken it over. */
  async #tryAll() {
    try {
      if (!(await this.#sendAll())) return false;
      await this.#finish();
      this.#wanted = false;
      return true;
    } catch (error) {
      if (!(error instanceof Trouble)) throw error;
      if (this.#wanted) await this.#rest(error);
      if (this.#wanted) await this.#refresh();
      return false;
    }
  }

  /* True when nothing is left to send, false when it was paused. The first trouble ends it, once all under way has ended. */
  async #sendAll() {
    const queue = (this.#queue = missing(this.parts, this.have));
    const underWay = new Set();
    let trouble = null;
    for (;;) {
      while (this.#wanted && !trouble && queue.length && underWay.size < this.#lanes) {
        const number = queue.shift();
        const sending = this.#deliver(number).catch((error) => (trouble ??= error));
        underWay.add(sending);
        sending.then(() => underWay.delete(sending));
      }
      if (!underWay.size) break;
      await Promise.race(underWay);
    }
    if (trouble) throw trouble;
    return !queue.length;
  }

  async #deliver(number) {
    const url = await this.#urlFor(number);
    this.#signAhead();
    await this.#read(number);
    const began = Date.now();
    await this.#send(number, url);
    this.#lanes = lanesAfter(this.#lanes, Date.now() - began);
    this.#failures = 0;
    if (this.#isTroubled) this.#recover();
  }

  /* A file that was moved or changed would look like a lost connection for ever. */
  async #read(number) {
    const [from] = rangeOf(number, this.size, this.partSize);
    try {
      await this.film.slice(from, from + 1).arrayBuffer();
    } catch {
      throw new Unreadable();
    }
  }

  #send(number, url) {
    const [from, to] = rangeOf(number, this.size, this.partSize);
    const request = new XMLHttpRequest();
    const state = { request, loaded: 0, heard: Date.now() };
    this.#requests.set(number, state);
    return new Promise((resolve, reject) => {
      request.upload.onprogress = ({ loaded }) => {
        Object.assign(state, { loaded, heard: Date.now() });
        this.#tell("progress");
        if (this.#isTroubled) this.#recover();
      };
      // Safari calls a lost connection an abort: all that is not success is the same trouble.
      request.onloadend = () => {
        this.#requests.delete(number);
        if (request.status >= 200 && request.status < 300) {
          this.have.add(number);
          resolve();
        } else {
          this.#urls.delete(number);
          if (request.status === 400) this.#md5s.delete(number); // not the bytes that were announced
          reject(new Trouble());
        }
        this.#tell("progress");
      };
      request.open("PUT", url);
      request.setRequestHeader("Content-MD5", this.#md5s.get(number)); // the store refuses what was damaged on the way
      request.send(this.film.slice(from, to));
    });
  }

  /* An address for this part: one in hand, else a fresh batch for it and the parts that come after it. */
  async #urlFor(number) {
    while (!this.#hasUrl(number)) {
      this.#signing ??= this.#sign([number, ...this.#queue]);
      await this.#signing;
    }
    return this.#urls.get(number).url;
  }

  /* Reading and reckoning take their time: the next batch is made while this one is sent. */
  #signAhead() {
    const waiting = this.#queue.filter((number) => !this.#hasUrl(number));
    if (this.#signing || !waiting.length || this.#queue.length - waiting.length > LARGEST_BATCH / 2) return;
    this.#signing = this.#sign(waiting);
    this.#signing.catch(() => {}); // whoever needs these addresses asks again, and hears of it
  }

  async #sign(numbers) {
    const batch = numbers.filter((number) => !this.#hasUrl(number)).slice(0, this.#batch);
    try {
      const body = new URLSearchParams();
      for (const number of batch) body.append("part", `${number}:${await this.#md5(number)}`);
      this.#keep((await ask(this.addresses.parts, { body })).urls);
      this.#batch = Math.min(LARGEST_BATCH, this.#batch * 2);
    } catch (error) {
      // It has arrived already, perhaps from another tab: what is missing is asked anew.
      throw error.status === 409 ? new Trouble() : error;
    } finally {
      this.#signing = null;
    }
  }

  async #md5(number) {
    if (!this.#md5s.has(number)) {
      if (!this.#hasher?.worker) this.#hasher = new Hasher(this.hasher);
      this.#md5s.set(number, await this.#hasher.md5(this.film.slice(...rangeOf(number, this.size, this.partSize))));
    }
    return this.#md5s.get(number);
  }

  async #finish() {
    this.#tell("finishing");
    try {
      this.#tell("finished", await ask(this.addresses.finish, { body: new URLSearchParams() }));
    } catch (error) {
      if (error.status !== 409) throw error;
      for (const number of error.said.missing) this.have.delete(number);
      throw new Trouble();
    }
  }

  async #refresh() {
    for (;;) {
      try {
        return this.#take(await ask(this.addresses.parts));
      } catch (error) {
        if (!(error instanceof Trouble)) throw error;
        await this.#rest(error);
        if (!this.#wanted) return undefined;
      }
    }
  }

  #take(upload) {
    this.size = upload.size;
    this.partSize = upload.part_size;
    this.parts = upload.parts;
    this.have = new Set(upload.have);
    this.addresses = upload.addresses;
    this.seconds = upload.seconds;
    this.#urls.clear();
    this.#batch = FIRST_BATCH;
    this.#tell("progress");
  }

  #keep(urls) {
    // An address must still live when a slow line comes to use it.
    const until = Date.now() + this.seconds * 800;
    for (const [number, url] of Object.entries(urls)) this.#urls.set(Number(number), { url, until });
  }

  #hasUrl(number) {
    return Date.now() < (this.#urls.get(number)?.until ?? 0);
  }

  #recover() {
    this.#isTroubled = false;
    this.#tell("going");
  }

  async #rest(trouble) {
    this.#failures += 1;
    this.#isTroubled = true;
    this.#tell("trouble", { why: trouble.why });
    const wait = waitBefore(this.#failures, Math.random());
    await new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.#sleepers.delete(end);
        resolve();
      };
      const timer = setTimeout(end, wait);
      this.#sleepers.add(end);
    });
  }

  #dropSilent(limit) {
    for (const { request, heard } of this.#requests.values()) if (Date.now() - heard > limit) request.abort();
  }

  #bytes(number) {
    return bytesOf(number, this.size, this.partSize);
  }

  #tell(what, detail = {}) {
    this.dispatchEvent(Object.assign(new Event(what), detail));
  }
}
