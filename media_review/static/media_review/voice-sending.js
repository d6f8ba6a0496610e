/* Sends what was said straight to the store, by itself and until it is there: at once, or when the line is back.
   Events, each with { id } in its detail: "sent", "waiting" { why: "waiting" or "signed_out" }, and "refused" { words },
   after which it is not tried again. */

import { rounds } from "../coachcycle/rounds.js";
import { ask, Refused, Trouble } from "./asking.js";
import { waitBefore } from "./parts.js";
import { VoiceKeeping } from "./voice-keeping.js";

const SILENCE_MS = 60_000; // for a megabyte or two
const [ANOTHER_READER, NOT_WHOLE] = [409, 409];
const KEPT_MS = 7 * 24 * 3600 * 1000;

export class VoiceSending extends EventTarget {
  /** `md5` is the address of the script that reckons it. */
  constructor(reader, md5) {
    super();
    Object.assign(this, { reader, md5, kept: new VoiceKeeping(), failures: 0 });
    Object.assign(this, { refused: new Set(), left: new Set(), gone: new Map() });
    this.sendInRounds = rounds(`voices ${reader}`, () => this.#sendAll());
  }

  /** Send what an earlier visit could not, and from now on whenever the line may be back. */
  open() {
    for (const event of ["online", "pageshow"]) addEventListener(event, () => this.send());
    document.addEventListener("visibilitychange", () => document.hidden || this.send());
    addEventListener("beforeunload", (event) => this.kept.unkept.size && event.preventDefault());
    return this.send();
  }

  async add(take) {
    const isKept = await this.kept.put({ ...take, reader: this.reader, at: Date.now(), isSent: false });
    this.send();
    return isKept;
  }

  /** It will never be asked for again here. What has not been sent goes on being sent: a card waits for it. */
  async leave(id) {
    const take = await this.kept.get(id);
    if (take?.isSent) await this.kept.remove(id);
    else this.left.add(id);
  }

  /** Nobody is ever to hear it; `address` tells the site so. It may be on its way just now. */
  async discard(id, address) {
    this.gone.set(id, address);
    await this.kept.remove(id);
    this.#forget(id);
  }

  #forget(id) {
    ask(this.gone.get(id), { body: new URLSearchParams() }).catch(() => {}); // it may never have come there
  }

  send() {
    return this.sendInRounds();
  }

  async #sendAll() {
    clearTimeout(this.timer);
    for (const take of await this.kept.of(this.reader)) {
      if (this.gone.has(take.id)) continue;
      if (take.isSent && Date.now() - take.at > KEPT_MS) await this.kept.remove(take.id);
      if (take.isSent || this.refused.has(take.id)) continue;
      try {
        await this.#sendOne(take);
      } catch (error) {
        if (error instanceof Refused) this.#refuse(take, error);
        else return this.#sendLater(take, error);
      }
    }
    this.failures = 0;
    return undefined;
  }

  async #sendOne(take) {
    const about = { id: take.id, size: take.sound.byteLength, md5: await this.#md5(take.sound), type: take.type };
    const { url, type, finish } = await this.#ask(take.place, new URLSearchParams(about));
    if (url) await this.#put(url, take.sound, about.md5, type);
    try {
      await ask(finish, { body: new URLSearchParams() });
    } catch (error) {
      throw error.status === NOT_WHOLE ? new Trouble() : error;
    }
    if (this.gone.has(take.id)) return this.#forget(take.id);
    if (this.left.has(take.id)) await this.kept.remove(take.id);
    else await this.kept.put({ ...take, isSent: true });
    return this.#tell("sent", take);
  }

  /* By now somebody else may be signed in here: the site compares her with who spoke. */
  async #ask(address, body) {
    try {
      return await ask(address, { body, reader: this.reader });
    } catch (error) {
      throw error.status === ANOTHER_READER ? new Trouble("signed_out") : error;
    }
  }

  async #put(url, sound, md5, type) {
    const headers = { "Content-MD5": md5, "Content-Type": type };
    const signal = AbortSignal.timeout(SILENCE_MS);
    const answer = await fetch(url, { method: "PUT", body: sound, headers, signal }).catch(() => null);
    if (!answer?.ok) throw new Trouble();
  }

  async #md5(sound) {
    try {
      this.reckoning ??= import(this.md5).then(({ makeMd5 }) => makeMd5());
      return btoa((await this.reckoning)(sound));
    } catch {
      this.reckoning = null; // its script could not be fetched: that passes
      throw new Trouble();
    }
  }

  #refuse(take, { message }) {
    this.refused.add(take.id);
    this.#tell("refused", take, { words: message });
  }

  #sendLater(take, { why = "waiting" }) {
    this.#tell("waiting", take, { why });
    this.failures += 1;
    this.timer = setTimeout(() => this.send(), waitBefore(this.failures, Math.random()));
  }

  #tell(name, { id }, more = {}) {
    this.dispatchEvent(new CustomEvent(name, { detail: { id, ...more } }));
  }
}
