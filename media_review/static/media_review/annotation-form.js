/* <annotation-form for="film">: writing stops the film, and what is written is not lost.
   The time of feedback is when its writing began. Words are kept in this browser until the site has said "saved". */

import { clock, exact, read } from "./clock.js";
import { actOf } from "./keys.js";
import { keep, recall } from "./memory.js";

const SETTINGS = "writing";
const BEFORE_END_MS = 5000; // how far a range reaches back when only its end was set
const LONG_WORDS = 40;
const WIDE = matchMedia("(min-width: 62rem)");

class AnnotationForm extends HTMLElement {
  connectedCallback() {
    this.film = document.getElementById(this.getAttribute("for"));
    this.form = this.querySelector("form");
    this.fields = this.form.elements;
    // Hers alone, also on a tablet she shares.
    this.key = `feedback ${this.dataset.recording} ${this.dataset.reader}`;
    this.levels = Array.from(this.fields.level?.querySelectorAll("optgroup") ?? []);
    this.#listen();
    this.#settings();
    if (!this.#restore()) this.#begin();
  }

  #listen() {
    const { form, film } = this;
    this.fields.body.addEventListener("beforeinput", () => this.#startWriting());
    form.addEventListener("input", ({ target }) => this.#typed(target));
    form.addEventListener("click", ({ target }) => this.acts[target.closest("[data-act]")?.dataset.act]?.());
    form.addEventListener("keydown", (event) => this.#keydown(event));
    form.addEventListener("htmx:configRequest", ({ detail }) => this.#fillIn(detail.parameters));
    form.addEventListener("htmx:afterRequest", ({ detail }) => {
      if (detail.elt === form && detail.successful) this.#saved();
    });
    for (const event of ["timeupdate", "seeking"]) film.addEventListener(event, () => this.#follow());
    document.addEventListener("keydown", (event) => {
      const act = this.acts[actOf(event)];
      if (!act) return;
      event.preventDefault();
      act();
    });
  }

  acts = {
    write: () => this.fields.body.focus(),
    rangeStart: () => this.#range(this.now, this.end > this.now ? this.end : null),
    rangeEnd: () => {
      const from = this.isSet && this.start < this.now ? this.start : Math.max(0, this.now - BEFORE_END_MS);
      this.#range(from, this.now > from ? this.now : null);
    },
  };

  get now() {
    const length = Number(this.film.dataset.durationMs) || Infinity;
    return Math.min(Math.round(this.film.currentTime * 1000), length);
  }

  /* --- The time ------------------------------------------------------------------------------ */

  /* Until something is written or set, the time is where the film is. */
  #follow() {
    if (!this.isSet) this.#show(this.now, null);
  }

  #range(start, end) {
    this.isSet = true;
    this.#show(start, end);
    this.#keepWords();
  }

  #show(start, end) {
    Object.assign(this, { start, end });
    this.fields.start.value = clock(start);
    this.fields.end.value = end === null ? "" : clock(end);
    this.toggleAttribute("data-range", end !== null);
    document.dispatchEvent(new CustomEvent("range:set", { detail: { start, end } }));
  }

  #typedTime() {
    this.isSet = true;
    this.start = read(this.fields.start.value) ?? this.start;
    this.end = this.fields.end.value.trim() ? read(this.fields.end.value) : null;
    document.dispatchEvent(new CustomEvent("range:set", { detail: { start: this.start, end: this.end } }));
  }

  /* Fields show whole seconds; the site gets the millisecond, unless somebody typed a time of their own. */
  #fillIn(parameters) {
    for (const name of ["start", "end"]) {
      const shown = this[name] === null ? "" : clock(this[name] ?? 0);
      if (this.fields[name].value === shown && this[name] !== null) parameters.set?.(name, exact(this[name]));
    }
  }

  /* --- Writing ------------------------------------------------------------------------------- */

  #startWriting() {
    if (this.isWriting) return;
    this.isWriting = true;
    const { pauses, leadIn } = recall(SETTINGS, { pauses: true, leadIn: 2 });
    const plays = !this.film.paused && !this.film.ended;
    if (!this.isSet) {
      this.isSet = true;
      this.#show(Math.max(0, this.now - (plays ? leadIn * 1000 : 0)), null);
    }
    if (plays && pauses) {
      this.wasPlaying = true;
      this.film.pause();
    }
  }

  #typed(target) {
    if (target === this.fields.start || target === this.fields.end) this.#typedTime();
    if (target === this.fields.criterion) this.#offerLevels();
    this.#keepWords();
  }

  #keydown(event) {
    const { body } = this.fields;
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.target === body) {
      event.preventDefault();
      if (body.value.trim()) this.form.requestSubmit();
    } else if (event.key === "Escape") {
      event.stopPropagation();
      if (body.value.trim().length < LONG_WORDS || confirm(this.dataset.giveUp)) this.#leave();
    }
  }

  #saved() {
    this.#announce(this.dataset.saved.replace("{time}", clock(this.start)));
    this.#leave();
    // On a phone the sheet folds, so that the card that was just saved can be seen.
    if (!WIDE.matches && this.contains(document.activeElement)) document.activeElement.blur();
  }

  #leave() {
    keep(this.key, null);
    this.fields.body.value = "";
    if (this.wasPlaying) this.film.play().catch(() => {});
    this.#begin();
  }

  /* An id of its own for every piece of feedback: sent twice, it is saved once. */
  #begin() {
    this.isWriting = this.isSet = this.wasPlaying = false;
    this.fields.id.value = crypto.randomUUID();
    if (this.fields.criterion) this.fields.criterion.value = "";
    this.form.querySelector(".refusal").textContent = "";
    this.#offerLevels();
    this.#show(this.now, null);
  }

  #offerLevels() {
    const { criterion, level } = this.fields;
    if (!level) return;
    const name = criterion.selectedOptions[0]?.textContent;
    const groups = criterion.value ? this.levels.filter((group) => group.label === name) : [];
    level.replaceChildren(level.options[0], ...groups);
    level.hidden = !groups.length;
    level.value = "";
  }

  /* --- Memory -------------------------------------------------------------------------------- */

  #keepWords() {
    const { id, body, kind, criterion, level } = this.fields;
    const words = { id: id.value, body: body.value, kind: kind.value, start: this.start, end: this.end };
    keep(this.key, body.value.trim() ? { ...words, criterion: criterion?.value, level: level?.value } : null);
  }

  #restore() {
    const kept = recall(this.key);
    const { id, body, kind, criterion, level } = this.fields;
    const refused = this.form.querySelector(".refusal").textContent.trim();
    if (!kept || body.value) {
      this.#offerLevels();
      if (!refused) return false;
      return (this.isSet = true);
    }
    Object.assign(body, { value: kept.body });
    id.value = kept.id;
    kind.value = kept.kind;
    if (criterion && kept.criterion) criterion.value = kept.criterion;
    this.#offerLevels();
    if (level && kept.level) level.value = kept.level;
    this.isSet = this.isWriting = true;
    this.#show(kept.start, kept.end);
    this.form.querySelector(".refusal").textContent = this.dataset.restored;
    return true;
  }

  #settings() {
    const settings = recall(SETTINGS, { pauses: true, leadIn: 2 });
    for (const field of document.querySelectorAll("[data-setting]")) {
      const name = field.dataset.setting;
      if (field.type === "checkbox") field.checked = settings[name];
      else field.value = settings[name];
      field.addEventListener("change", () => {
        settings[name] = field.type === "checkbox" ? field.checked : Number(field.value);
        keep(SETTINGS, settings);
      });
    }
  }

  #announce(words) {
    document.getElementById("room-says").textContent = words;
  }
}

customElements.define("annotation-form", AnnotationForm);
