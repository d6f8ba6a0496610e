/* <annotation-form for="film">: the composer. Writing stops the film, and what is written is not lost.
   The time of feedback is when its writing began. Words are kept in this browser until they are in the outbox.

   Others fill fields of its form and need not be known here: a hidden field with `data-beside` is kept, restored and
   emptied with the words, hears "change" then, and may stand without words. At the form, "composer:here" says that
   something is made of the very frame that is seen, "composer:voice" that somebody begins to speak, and "composer:range"
   { start, end } what is to be written of. */

import { clock, exact } from "./clock.js";
import { actOf, kindOf, nameHeldKey } from "./keys.js";
import { keep, recall } from "../coachcycle/memory.js";
import { beginsAt, endsAt, moment, moved, noticed, trouble, typed } from "./range.js";
import { RubricChoice } from "./rubric-choice.js";
import { UnsentCards } from "./unsent-cards.js";
import { settings, showSettings } from "./writing-settings.js";

const LONG_WORDS = 40;
const WIDE = matchMedia("(min-width: 62rem)");
const ASKS = /[?？؟]\s*$/;
const KINDS = ["celebrate", "question", "suggestion", "note", "look"];

class AnnotationForm extends HTMLElement {
  connectedCallback() {
    this.film = document.getElementById(this.getAttribute("for"));
    this.form = this.querySelector("form");
    this.fields = this.form.elements;
    this.refusal = this.form.querySelector(".refusal");
    // Hers alone, also on a tablet she shares.
    this.key = `feedback ${this.dataset.recording} ${this.dataset.reader}`;
    this.usual = this.fields.body.placeholder;
    this.fields.body.dataset.room = ""; // while it is empty: see keys.js
    this.besides = Array.from(this.form.querySelectorAll("[data-beside]"));
    this.rubric = new RubricChoice(this.fields);
    this.unsent = new UnsentCards(this, (letter) => this.#takeBack(letter));
    this.#listen();
    showSettings();
    nameHeldKey();
    if (!this.#restore()) this.#begin();
    this.unsent.open();
  }

  #listen() {
    const { form, film } = this;
    form.addEventListener("beforeinput", ({ target }) => this.#says(target) && this.#write("pauses"));
    form.addEventListener("input", ({ target }) => this.#typed(target));
    form.addEventListener("click", ({ target }) => this.acts[target.closest("[data-act]")?.dataset.act]?.());
    form.addEventListener("keydown", (event) => this.#keydown(event));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    form.addEventListener("composer:here", () => this.#here());
    form.addEventListener("composer:voice", () => {
      this.#write("pauses");
      this.#hold();
    });
    form.addEventListener("composer:range", ({ detail: { start, end } }) => {
      this.#set({ start, end });
      this.#enter();
    });
    form.addEventListener("rubric:asked", () => this.#write("tagsPause"));
    form.addEventListener("rubric:chosen", ({ detail }) => this.#tag(detail));
    document.addEventListener("range:moved", ({ detail }) =>
      this.#set(moved(this.range, detail.which, detail.to, this.length)));
    for (const event of ["timeupdate", "seeking"]) film.addEventListener(event, () => this.#follow());
    document.addEventListener("words:quoted", ({ detail }) => this.#quote(detail));
    document.addEventListener("keydown", (event) => {
      const act = this.acts[actOf(event)];
      if (!act) return;
      event.preventDefault();
      act();
    });
  }

  acts = {
    write: () => this.#enter(),
    rangeStart: () => this.#set(beginsAt(this.range, this.now)),
    rangeEnd: () => this.#set(endsAt(this.range, this.now, this.isSet)),
    ...Object.fromEntries(KINDS.map((kind) => [kind, () => this.#kind(kind)])),
  };

  get length() {
    const { duration, dataset } = this.film;
    return Number(dataset.durationMs) || (duration > 0 && Number.isFinite(duration) ? Math.round(duration * 1000) : 0);
  }

  /** Where in the film it will stand, in milliseconds. */
  get start() {
    return this.range?.start;
  }

  get now() {
    return Math.min(Math.round(this.film.currentTime * 1000), this.length || Infinity);
  }

  /** Is there anything that may be saved? */
  get saysSomething() {
    return this.fields.kind.value === "look" || this.hasWords;
  }

  get hasWords() {
    return Array.from(this.fields).some((field) => this.#says(field) && field.value.trim());
  }

  #says(field) {
    return "says" in field.dataset || "beside" in field.dataset;
  }

  /* --- The time ------------------------------------------------------------------------------ */

  /* Until something is written or set, the time is where the film is. */
  #follow() {
    if (!this.isSet) this.#show(moment(this.now));
  }

  #set(range) {
    this.isSet = true;
    this.#show(range);
    this.#keepWords();
  }

  #show(range) {
    this.range = range;
    this.fields.start.value = clock(range.start);
    this.fields.end.value = range.end === null ? "" : clock(range.end);
    this.#tellRange();
  }

  #tellRange() {
    const { range, isSet, length } = this;
    if (trouble(range, length) === "noTime") return;
    this.toggleAttribute("data-range", range.end !== null);
    document.dispatchEvent(new CustomEvent("range:set", { detail: { ...range, isSet, length } }));
  }

  #typedTime() {
    this.isSet = true;
    this.range = typed(this.fields.start.value, this.fields.end.value);
    this.#tellRange();
  }

  /* Fields show whole seconds; the site gets the millisecond, unless somebody typed a time of their own. */
  #exactTime(name, value) {
    const ms = this.range[name];
    return Number.isInteger(ms) && value === clock(ms) ? exact(ms) : value;
  }

  /* --- Writing ------------------------------------------------------------------------------- */

  /* From a key: afterwards the focus goes back to where it was. */
  #enter() {
    if (!this.contains(document.activeElement)) this.cameFrom = document.activeElement;
    this.fields.body.focus();
  }

  #kind(kind) {
    this.fields.kind.value = kind;
    this.hasKind = true;
    this.#write(null);
    this.#keepWords();
    if (!this.querySelector("rubric-palette:not([hidden])")) this.#enter();
  }

  /* Something begins to be written: fix its time, and let the film pause once if its switch says so. */
  #write(pauses) {
    const plays = !this.film.paused && !this.film.ended;
    if (!this.isSet) this.#set(noticed(this.now, plays ? settings().leadIn * 1000 : 0));
    if (!plays || this.hasPaused || !settings()[pauses]) return;
    this.hasPaused = this.wasPlaying = true;
    this.film.pause();
  }

  /* Words out of the transcript, over the stretch in which they are said. */
  #quote({ start, end, words }) {
    const { body } = this.fields;
    this.#write("pauses");
    body.value = `${body.value.trimEnd()}\n“${words}”\n`.trimStart();
    this.#set({ start, end });
    this.#enter();
  }

  #here() {
    this.#hold();
    this.#set(beginsAt(this.range, this.now));
  }

  /* The film waits, whatever the switches say. */
  #hold() {
    const plays = !this.film.paused && !this.film.ended;
    if (plays) this.hasPaused = this.wasPlaying = true;
    this.film.pause();
  }

  #tag({ criterion, level }) {
    this.rubric.choose(criterion, level);
    this.#keepWords();
    this.fields.body.placeholder = this.dataset.tagged;
    this.#enter();
  }

  #typed(target) {
    if (target === this.fields.start || target === this.fields.end) this.#typedTime();
    if (target === this.fields.criterion) this.rubric.offer();
    if (target.name === "kind") this.hasKind = true;
    // Words that ask are a question, unless she said what they are.
    else if (!this.hasKind) this.fields.kind.value = ASKS.test(this.fields.body.value) ? "question" : "note";
    this.refusal.textContent = "";
    this.#keepWords();
  }

  #keydown(event) {
    const { key, shiftKey, isComposing, target } = event;
    const kind = kindOf(event);
    if (kind) {
      event.preventDefault();
      this.#kind(kind);
      if (this.hasWords) this.form.requestSubmit();
    } else if (key === "Enter" && !shiftKey && !isComposing && target.matches("textarea, input:not([type=radio])")) {
      event.preventDefault();
      if (this.saysSomething) this.form.requestSubmit();
    } else if (key === "Escape" && !event.defaultPrevented) {
      event.stopPropagation();
      const isLittle = this.fields.body.value.trim().length < LONG_WORDS && !this.besides.some(({ value }) => value);
      const isNothing = !this.saysSomething;
      if (isLittle || confirm(this.dataset.giveUp)) this.#leave();
      if (isNothing) target.blur(); // the keys are the room's again
    }
  }

  #submit() {
    const why = this.#trouble();
    if (why) return void (this.refusal.textContent = why);
    const id = crypto.randomUUID(); // sent twice, it is saved once
    const fields = this.#written().map(([name, value]) => [name, this.#exactTime(name, value)]);
    this.unsent.write({ id, address: this.form.action, fields: [["id", id], ...fields] });
    this.#leave();
    // On a phone the sheet folds, so that the card that was just saved can be seen.
    if (!WIDE.matches && this.contains(document.activeElement)) document.activeElement.blur();
  }

  /* What the site would refuse as well, told at once. */
  #trouble() {
    const { dataset, range, length } = this;
    if (!this.saysSomething) return dataset.nothing;
    const long = [this.fields.body, this.fields.interpretation].find(({ value }) => value.length > Number(dataset.longest));
    if (long) return dataset.tooLong.replace("{number}", long.value.length);
    const why = trouble(range, length);
    return why && dataset[why].replace("{start}", clock(range.start || 0)).replace("{length}", clock(length));
  }

  #written() {
    const strange = new Set(["csrfmiddlewaretoken", "id"]);
    return Array.from(new FormData(this.form)).filter(([name]) => !strange.has(name));
  }

  #leave() {
    keep(this.key, null);
    if (this.wasPlaying) this.film.play().catch(() => {});
    this.#begin();
    const { cameFrom } = this;
    this.cameFrom = null;
    if (!cameFrom || !this.contains(document.activeElement)) return;
    document.activeElement.blur();
    if (cameFrom.isConnected && cameFrom !== document.body) cameFrom.focus({ preventScroll: true });
  }

  #begin() {
    this.isSet = this.wasPlaying = this.hasPaused = this.hasKind = false;
    this.form.reset();
    for (const field of this.fields) if (this.#says(field)) this.#fill(field, "");
    this.fields.body.placeholder = this.usual;
    this.form.querySelector(".more")?.removeAttribute("open");
    this.refusal.textContent = "";
    this.rubric.offer();
    this.#show(moment(this.now));
  }

  /* --- Memory -------------------------------------------------------------------------------- */

  #keepWords() {
    const { saysSomething, range } = this;
    keep(this.key, saysSomething ? { range, fields: this.#written() } : null);
  }

  #restore() {
    const isRefused = this.refusal.textContent.trim();
    const kept = recall(this.key);
    if (isRefused || this.fields.body.value || !kept?.fields) {
      this.rubric.offer();
      this.isSet = Boolean(isRefused);
      if (isRefused) this.#typedTime();
      return isRefused;
    }
    this.#refill(kept.fields, Number.isInteger(kept.range.start) ? kept.range : null);
    this.refusal.textContent = this.dataset.restored;
    return true;
  }

  /* A letter that has not gone out comes back, unless something else is being written just now. */
  #takeBack(letter) {
    if (this.saysSomething) return false;
    this.#refill(letter.fields);
    this.#enter();
    return true;
  }

  /* `range` is what the times mean, where that is more exact than what stands in their fields. */
  #refill(fields, range = null) {
    const values = Object.fromEntries(fields);
    this.form.reset();
    for (const [name, value] of fields) if (this.fields[name]) this.#fill(this.fields[name], value);
    this.rubric.offer(values.level);
    this.hasKind = true;
    const more = this.form.querySelector(".more");
    if (more) more.open = Boolean(values.interpretation || values.link);
    this.#typedTime();
    if (range) this.range = range;
  }

  #fill(field, value) {
    if (field.type === "checkbox") field.checked = field.value === value;
    else field.value = value;
    field.dispatchEvent?.(new Event("change")); // several of one name are no element
  }
}

customElements.define("annotation-form", AnnotationForm);
