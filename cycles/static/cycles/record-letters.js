/* The words of a record on their way: a letter of the outbox for each form, the last edition of it, from whatever page
   of ours is open. Beside it this browser keeps what no answer has confirmed, so that nobody clashes with herself, and
   what the site did not take by itself. */

import { keep, recall } from "../coachcycle/memory.js";
import { Outbox } from "../coachcycle/outbox.js";
import { post } from "../coachcycle/posting.js";
import { alike, changes, read } from "./sheet.js";

export const PLACE = "record";
const MOST_ATTEMPTS = 30;

const attemptsKey = (place, reader) => `attempts ${place} ${reader}`;
const restKey = (place, reader) => `rest ${place} ${reader}`;

export class RecordLetters extends Outbox {
  /** `place` names the form, as "pre-conference-<id of its cycle>". */
  constructor(place, reader) {
    super({ place: `${PLACE} ${place}`, reader, post: (letter) => this.#post(letter) });
    Object.assign(this, { id: place, attemptsKey: attemptsKey(place, reader), restKey: restKey(place, reader) });
    this.addEventListener("sent", ({ detail }) => this.#arrived(detail));
  }

  get attempts() {
    return recall(this.attemptsKey, []);
  }

  /** What of an earlier visit is not in the record: { fields, answer }, `answer` being the form as it stood since. */
  get rest() {
    const [waiting] = this.all();
    return waiting ? { ...recall(this.restKey, {}), fields: waiting.fields } : recall(this.restKey);
  }

  set rest(rest) {
    keep(this.restKey, rest);
  }

  /** All that was sent is answered for. */
  settle() {
    this.take(this.id);
    keep(this.attemptsKey, null);
  }

  forget() {
    this.settle();
    this.rest = null;
  }

  async #post(letter) {
    const before = this.attempts;
    const { seen, typed } = read(letter.fields);
    const attempt = changes(seen, typed);
    const isNew = !before.some((each) => alike(each, attempt));
    if (isNew) keep(this.attemptsKey, [...before, attempt].slice(-MOST_ATTEMPTS));
    const wasOnline = navigator.onLine;
    const seenToo = before.map((each) => ["seen", JSON.stringify(each)]);
    const outcome = await post({ ...letter, fields: [...letter.fields, ...seenToo] }, this.reader);
    if (isNew && outcome.waits === "offline" && !wasOnline) keep(this.attemptsKey, before); // it cannot have arrived
    return outcome;
  }

  /* Also when no form is open to say what became of it. */
  #arrived({ letter, answer }) {
    this.rest = { fields: letter.fields, answer };
  }
}
