/* What has been written stands in the list at once, and says of itself how far it is: on its way, waiting for a line,
   refused. It is in the outbox until the site has it; then its card is the site's own. */

import { clock, read } from "./clock.js";
import { Outbox } from "../coachcycle/outbox.js";
import { post } from "../coachcycle/posting.js";

const NO_ID = "00000000-0000-0000-0000-000000000000";

export class UnsentCards {
  /** `takeBack(letter)` puts a letter back where it was written; false when that cannot be just now. */
  constructor(composer, takeBack) {
    Object.assign(this, { composer, takeBack, words: composer.dataset, fields: composer.form.elements });
    this.template = composer.querySelector("template.unsent-card");
    const rubric = JSON.parse(document.getElementById("rubric")?.textContent ?? "[]");
    const criteria = rubric.flatMap((group) => group.criteria.map((criterion) => ({ ...criterion, focus: group.focus })));
    this.criteria = new Map(criteria.map((criterion) => [criterion.id, criterion]));
    this.outbox = new Outbox({ place: this.words.recording, reader: this.words.reader, post });
    this.outbox.addEventListener("sent", ({ detail }) => this.#sent(detail));
    this.outbox.addEventListener("waiting", ({ detail }) => this.#waits(detail));
    this.outbox.addEventListener("refused", ({ detail }) => this.#refused(detail));
    addEventListener("storage", () => this.#elsewhere());
    addEventListener("beforeunload", (event) => this.outbox.unkept.size && event.preventDefault());
    // Who saves and shares in one breath means to share what she has just saved.
    document.addEventListener("htmx:confirm", (event) => this.#shares(event));
    document.addEventListener("htmx:afterSwap", () => this.#paintAll()); // perhaps of the whole list
    document.addEventListener("click", ({ target }) => this.#click(target));
  }

  get list() {
    return document.getElementById("annotations");
  }

  /** Show what an earlier visit could not send, and send it. */
  open() {
    this.#paintAll();
    this.outbox.open();
  }

  write(letter) {
    const isKept = this.outbox.put(letter);
    this.#paint(letter);
    if (!isKept) this.#state(letter.id, this.words.unkept, true);
    // First the card, then the work.
    requestAnimationFrame(() => setTimeout(() => this.outbox.send()));
  }

  #paintAll() {
    for (const letter of this.outbox.all()) this.#paint(letter);
  }

  #card(id) {
    return document.getElementById(`f-${id}`);
  }

  #paint(letter) {
    if (this.#card(letter.id)) return;
    const card = this.#dressed(letter);
    const start = Number(card.dataset.startMs);
    const after = Array.from(this.list.children).find((each) => Number(each.dataset.startMs) > start);
    this.list.insertBefore(card, after ?? null);
    if (letter.refused) this.#refused({ letter, ...letter.refused });
  }

  #dressed({ id, fields }) {
    const { start, end, kind, body, criterion, level, drawing, voice, moved } = Object.fromEntries(fields);
    const card = this.template.content.firstElementChild.cloneNode(true);
    const put = (place, words) => (card.querySelector(place).textContent = words);
    const [from, until] = [read(start), end ? read(end) : null];
    card.id = `f-${id}`;
    Object.assign(card.dataset, { kind, startMs: from, ...(until && { endMs: until }) });
    if (drawing) card.dataset.drawing = drawing;
    if (moved) card.dataset.moved = moved; // on the clock of an observation
    card.querySelector(".drawn").hidden = !drawing;
    card.querySelector(".voice-words").hidden = !voice;
    const about = this.criteria.get(criterion);
    if (about?.focus) card.dataset.focus = "";
    put(".moment", until ? `${clock(from)}–${clock(until)}` : clock(from));
    card.querySelector(".moment").href = `#f-${id}`;
    card.querySelector(".kind").dataset.kind = kind;
    put(".kind", this.composer.querySelector(`.kinds [value=${kind}]`).closest("label").textContent.trim());
    put(".words", body);
    put(".rubric", [about?.name, about?.levels.find(({ id }) => id === level)?.name].filter(Boolean).join(" · "));
    return card;
  }

  #state(id, words, may) {
    const card = this.#card(id);
    if (!card?.matches(".unsent")) return;
    card.querySelector(".state").textContent = words;
    card.querySelector(".acts").hidden = !may;
  }

  #sent({ letter, answer }) {
    const card = this.#card(letter.id);
    const hadFocus = card?.contains(document.activeElement);
    swap(card ?? this.list, answer, card ? "outerHTML" : "beforeend");
    const saved = this.#card(letter.id);
    if (hadFocus) saved?.querySelector(".moment").focus({ preventScroll: true });
    this.#say(this.words.saved.replace("{time}", clock(Number(saved?.dataset.startMs ?? 0))));
  }

  /* The first of them tells why; the others wait behind it. */
  #waits({ why }) {
    const { unkept } = this.outbox;
    const words = { offline: this.words.offline, signed_out: this.words.signedOut }[why] ?? this.words.busy;
    for (const { id, refused } of this.outbox.all()) if (!refused) this.#state(id, unkept.has(id) ? this.words.unkept : words, true);
    const told = unkept.size ? this.words.unkept : words;
    if (told !== this.said) this.#say(told);
  }

  #refused({ letter, why, words }) {
    const card = this.#card(letter.id);
    this.#state(letter.id, this.words.notSaved, true);
    const told = { said: words, forbidden: this.words.forbidden, gone: this.words.gone }[why] ?? this.words.broken;
    if (card?.matches(".unsent")) card.querySelector(".refusal").textContent = told;
  }

  #shares(event) {
    if (this.mayShare || !event.target.matches("#to-share form") || !this.outbox.all().length) return;
    event.preventDefault();
    this.outbox.send().then(() => {
      this.mayShare = true; // what still waits now stays a draft
      document.querySelector("#to-share form")?.requestSubmit(); // it came anew with each that arrived
      this.mayShare = false;
    });
  }

  #click(target) {
    const card = target.closest("[data-act=change]")?.closest(".unsent");
    if (!card) return;
    const id = card.id.slice(2);
    const letter = this.outbox.all().find((each) => each.id === id);
    if (!letter || id === this.outbox.underWay) return;
    if (!this.takeBack(letter)) return void (card.querySelector(".refusal").textContent = this.words.writing);
    this.outbox.take(id);
    card.remove();
  }

  /* Another tab wrote something, sent it, or took it back to change it. */
  #elsewhere() {
    this.#paintAll();
    const waiting = new Set(this.outbox.all().map(({ id }) => `f-${id}`));
    for (const card of this.list.querySelectorAll(":scope > .unsent")) if (!waiting.has(card.id)) this.#fetch(card);
  }

  async #fetch(card) {
    const address = this.words.card.replace(NO_ID, card.id.slice(2));
    const answer = await fetch(address, { headers: { "HX-Request": "true" } }).catch(() => null);
    const words = answer?.ok && !answer.redirected && (await answer.text());
    if (!card.isConnected || !answer) return;
    if (words) swap(card, words, "outerHTML");
    else card.remove();
  }

  #say(words) {
    this.said = words;
    document.getElementById("room-says").textContent = words;
  }
}

/* As an answer that htmx itself asked for: others listen. */
function swap(target, html, swapStyle) {
  htmx.swap(target, html, { swapStyle }, { eventInfo: { target } });
}
