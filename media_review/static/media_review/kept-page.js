/* The page of a live observation opens again without a line: this browser keeps it, for its reader alone, with the
   static files it is made of, and a service worker opens it (`page-worker.js`). And it says in words what is kept
   and what has not gone out yet. Never is a film kept, nor a page of anybody else: see `coachcycle/kept-pages.js`. */

import { keepPage } from "../coachcycle/kept-pages.js";
import { keep, recall } from "../coachcycle/memory.js";

const LOOK_MS = 2000;

export class KeptPage {
  /** `words` holds the sentences and settings of the element it belongs to. */
  constructor(place, composer, words) {
    Object.assign(this, { place, composer, words, path: location.pathname, looked: 0 });
    this.key = `saved ${words.observation} ${words.reader}`;
  }

  open() {
    const outbox = this.composer.unsent?.outbox;
    outbox?.addEventListener("sent", ({ detail }) => this.#saved(detail));
    outbox?.addEventListener("waiting", ({ detail }) => (this.why = detail.why));
    for (const event of ["online", "offline"]) addEventListener(event, () => this.look(true));
    addEventListener("online", () => this.keep());
    addEventListener("beforeunload", () => (this.isLeaving = true));
    // Whatever is changed, deleted or shared here shall look the same without a line.
    document.addEventListener("htmx:afterRequest", ({ detail }) => detail.successful && detail.requestConfig.verb !== "get" && this.keep());
    this.#show();
    if (document.readyState === "complete") this.keep();
    else addEventListener("load", () => this.keep());
  }

  /* The site has it, and the page as it is kept does not know that yet: should the line go now, its card is here. */
  #saved({ letter, answer }) {
    this.why = null;
    keep(this.key, { ...recall(this.key, {}), [letter.id]: answer });
    this.keep();
  }

  #show() {
    const list = document.getElementById("annotations");
    for (const [id, card] of Object.entries(recall(this.key, {})))
      if (!document.getElementById(`f-${id}`)) htmx.swap(list, card, { swapStyle: "beforeend" });
  }

  /* All that was saved before the page was asked for is in it; but the page that comes next, when this one is being left,
     may have been taken from what was kept before. */
  #isIn(known) {
    if (this.isLeaving) return;
    const left = Object.entries(recall(this.key, {})).filter(([id]) => !(id in known));
    keep(this.key, left.length ? Object.fromEntries(left) : null);
  }

  /** Keep it as the site has it now. One at a time; a wish that comes meanwhile is one more round. */
  async keep() {
    this.wanted = true;
    if (this.isKeeping) return;
    this.isKeeping = true;
    while (this.wanted) {
      this.wanted = false;
      this.isKept = (await this.#keep().catch(() => null)) ?? this.isKept;
    }
    this.isKeeping = false;
    this.look(true);
  }

  /* Whether it is kept; null when it could not be asked for now. */
  async #keep() {
    const known = recall(this.key, {});
    const { reader, worker, files, keepSeconds: seconds } = this.words;
    const isKept = await keepPage({ path: this.path, reader, worker, files, seconds });
    if (isKept) this.#isIn(known);
    return isKept;
  }

  /* --- In words -------------------------------------------------------------------------------- */

  /** Say how it stands, now and then or at once. */
  look(now = false) {
    if (!now && Date.now() - this.looked < LOOK_MS) return;
    this.looked = Date.now();
    const waiting = this.composer.unsent?.outbox.all().filter(({ refused }) => !refused).length ?? 0;
    this.say([this.isFull && this.words.unkept, this.#waits(waiting), this.#opens()].filter(Boolean).join(" "));
  }

  #waits(waiting) {
    const { words } = this;
    if (!waiting) return navigator.onLine ? "" : words.offline;
    const some = words.keptSome.replace("{n}", waiting);
    return this.why === "signed_out" ? `${some} ${words.signedOut}` : `${some} ${words.later}`;
  }

  #opens() {
    if (this.isKept === undefined) return "";
    return this.isKept ? this.words.opens : this.words.leaveOpen;
  }

  say(words) {
    // The same sentence again would be read out again.
    if (this.place.textContent !== words) this.place.textContent = words;
  }
}
