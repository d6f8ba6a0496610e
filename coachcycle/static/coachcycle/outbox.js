/* An outbox in this browser: what was written is kept until the site has said that it has it, also over a reload.
   It goes out by itself, in its order, as soon as there is a line. A letter carries an id that its writer chose and by
   which the site knows it again: sent twice, it arrives once. It goes out only under the name of who wrote it.

   A letter is { id, address, fields }, fields being pairs of name and value, and whatever else its writer wants kept.
   What becomes of it is told by events with { letter } and more in their detail:
   "sent" { answer }, "waiting" { why: "offline", "busy" or "signed_out" }, and, not tried again by itself,
   "refused" { why: "said" (then `words` are the site's own), "forbidden", "gone" or "broken" }. */

import { rounds } from "./rounds.js";

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 60_000;

export class Outbox extends EventTarget {
  /** `place` names what is written about: of one reader and one place there is one box, whatever tab looks at it.
      `post(letter, reader)` sends, and answers with an `outcome`: see `posting`. */
  constructor({ place, reader, post, storage = ownStorage() }) {
    super();
    Object.assign(this, { reader, post, storage, prefix: `outbox ${place} ${reader} ` });
    this.unkept = new Map(); // for which this browser had no room: they live as long as the page
    this.failures = 0;
    this.sendInRounds = rounds(this.prefix, () => this.#sendAll());
  }

  /** Try now, and from now on whenever the line may be back. */
  open() {
    for (const event of ["online", "pageshow"]) addEventListener(event, () => this.send());
    document.addEventListener("visibilitychange", () => document.hidden || this.send());
    return this.send();
  }

  /** Keep a letter, or new words under an id that is still here. False when it is kept on this page only. */
  put(letter) {
    const others = this.all();
    const at = others.find(({ id }) => id === letter.id)?.at ?? Math.max(Date.now(), 1 + (others.at(-1)?.at ?? 0));
    const { refused, ...fresh } = letter;
    return this.#write({ ...fresh, at, edition: crypto.randomUUID() });
  }

  /** All that has not arrived, in the order in which it was written. */
  all() {
    const kept = keys(this.storage).filter((key) => key.startsWith(this.prefix)).map((key) => this.#read(key));
    return [...kept.filter(Boolean), ...this.unkept.values()].sort((one, other) => one.at - other.at);
  }

  /** Take a letter out again; null when there is none, or it is on its way this very moment. */
  take(id) {
    const letter = id === this.underWay ? null : (this.all().find((each) => each.id === id) ?? null);
    if (letter) this.#remove(id);
    return letter;
  }

  /** Send what can be sent. One page at a time does; the others find the box empty. */
  send() {
    return this.sendInRounds();
  }

  async #sendAll() {
    clearTimeout(this.timer);
    const passed = new Set(); // the site stumbles over these: they must not hold up the rest
    for (;;) {
      const letter = this.all().find(({ id, refused }) => !refused && !passed.has(id));
      if (!letter) break;
      this.underWay = letter.id;
      const { answer, waits, refused, words } = await this.post(letter, this.reader);
      this.underWay = null;
      if (waits) this.#tell("waiting", letter, { why: waits });
      else if (refused) this.#refused(letter, { why: refused, words });
      else this.#arrived(letter, answer);
      if (waits === "stumbled") passed.add(letter.id);
      else if (waits) return this.#sendLater();
      else this.failures = 0;
    }
    if (passed.size) this.#sendLater();
  }

  #sendLater() {
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.failures++);
    this.timer = setTimeout(() => this.send(), wait * (0.5 + Math.random() / 2));
    this.timer.unref?.();
  }

  /* Its words may have changed while it was under way: then it goes once more. */
  #arrived(letter, answer) {
    if (this.#current(letter)) this.#remove(letter.id);
    this.#tell("sent", letter, { answer });
  }

  #refused(letter, refused) {
    if (this.#current(letter)) this.#write({ ...letter, refused });
    this.#tell("refused", letter, refused);
  }

  #current({ id, edition }) {
    return this.all().some((each) => each.id === id && each.edition === edition);
  }

  #tell(name, letter, more) {
    this.dispatchEvent(new CustomEvent(name, { detail: { letter, ...more } }));
  }

  #read(key) {
    try {
      return JSON.parse(this.storage.getItem(key));
    } catch {
      return null;
    }
  }

  #write(letter) {
    try {
      this.storage.setItem(this.prefix + letter.id, JSON.stringify(letter));
      this.unkept.delete(letter.id);
      return true;
    } catch {
      this.#remove(letter.id); // of two editions the older one must not be what stays
      this.unkept.set(letter.id, letter);
      return false;
    }
  }

  #remove(id) {
    this.unkept.delete(id);
    try {
      this.storage.removeItem(this.prefix + id);
    } catch {} // no storage at all: then it was never in it
  }
}

function ownStorage() {
  try {
    return localStorage;
  } catch {
    return null; // forbidden by its person: then all letters are unkept
  }
}

function keys(storage) {
  try {
    return Array.from({ length: storage.length }, (_, number) => storage.key(number));
  } catch {
    return [];
  }
}

/** What an answer of the site means for a letter. */
export function outcome(status, words) {
  if (status >= 200 && status < 300) return { answer: words };
  if ([302, 401, 409].includes(status)) return { waits: "signed_out" };
  if (status === 500) return { waits: "stumbled" };
  if (status === 429 || status > 500) return { waits: "busy" };
  if (status === 422) return { refused: "said", words: words.trim() };
  return { refused: { 403: "forbidden", 404: "gone" }[status] ?? "broken" };
}
