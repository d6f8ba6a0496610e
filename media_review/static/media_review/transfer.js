/* Sends one film to the store in parts and never gives up: it waits, asks what has arrived, and goes on.
   It knows nothing of the page; it tells what happens by events: progress, trouble, going, refused, finished. */

import { ask, Trouble, Unreadable } from "./asking.js";
import { PartAddresses } from "./part-addresses.js";
import { bytesOf, lanesAfter, missing, rangeOf, waitBefore } from "./parts.js";

const SILENCE = 30_000; // with no byte moving for so long, a connection counts as dead
const QUICK = 1_000; // for one part

export class Transfer extends EventTarget {
  #addresses = null; // of the parts
  #queue = [];
  #fill = null; // puts the next parts on the lanes that are free
  #requests = new Map(); // part number → { request, loaded, heard }
  #sleepers = new Set();
  #failures = 0;
  #isTroubled = false;
  #lanes = 1;
  #wanted = false;
  #active = false;

  /* `upload` is what the server says of it: size, part_size, parts, have, seconds, addresses. */
  constructor(film, upload, hasher) {
    super();
    this.film = film;
    this.#addresses = new PartAddresses(film, hasher);
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
      this.#addresses.rest();
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
  #sendAll() {
    const queue = (this.#queue = missing(this.parts, this.have));
    let underWay = 0;
    let trouble = null;
    return new Promise((resolve, reject) => {
      this.#fill = () => {
        while (this.#wanted && !trouble && queue.length && underWay < this.#lanes) {
          underWay += 1;
          const sending = this.#deliver(queue.shift()).catch((error) => (trouble ??= error));
          sending.then(() => {
            underWay -= 1;
            this.#fill();
          });
        }
        if (underWay) return;
        if (trouble) reject(trouble);
        else resolve(!queue.length);
      };
      this.#fill();
    });
  }

  async #deliver(number) {
    const { url, md5 } = await this.#addresses.of(number, this.#queue);
    if (!this.#wanted) throw new Trouble(); // paused meanwhile
    const began = Date.now();
    try {
      await this.#send(number, url, md5);
    } catch (error) {
      await this.#read(number);
      throw error;
    }
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

  #send(number, url, md5) {
    const [from, to] = rangeOf(number, this.size, this.partSize);
    const request = new XMLHttpRequest();
    const began = Date.now();
    const state = { request, loaded: 0, heard: began };
    this.#requests.set(number, state);
    return new Promise((resolve, reject) => {
      request.upload.onprogress = ({ loaded }) => {
        if (state.loaded * 2 < to - from && loaded * 2 >= to - from) this.#judge(2 * (Date.now() - began));
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
          this.#addresses.drop(number, request.status === 400);
          reject(new Trouble());
        }
        this.#tell("progress");
      };
      request.open("PUT", url);
      request.setRequestHeader("Content-MD5", md5); // the store refuses what was damaged on the way
      request.send(this.film.slice(from, to));
    });
  }

  /* On a quick line half a part tells already that others need not wait for its end. */
  #judge(ms) {
    if (ms > QUICK) return;
    this.#lanes = Math.max(this.#lanes, lanesAfter(this.#lanes, ms));
    this.#fill();
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
    this.#addresses.take(upload);
    this.#tell("progress");
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
