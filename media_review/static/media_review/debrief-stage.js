/* <debrief-stage>: the agenda as a sequence of clips. The list is the truth about what is on it, and in which order.
   One piece is shown; all of them are on the page, for print and for whoever has no script. */

import { clock } from "./clock.js";
import { ClipFilm } from "./clip-film.js";
import { actOf } from "./keys.js";
import { fetched, replace } from "./page-news.js";
import { Together } from "./together.js";

const PAGES = { PageUp: "previous", PageDown: "next" }; // what a presenter's remote sends
const TYPED_IN = "textarea, select, dialog, input:not([type=range])";
const QUIET = new Set(["mute", "fullscreen"]); // acts that are nobody else's business

class DebriefStage extends HTMLElement {
  connectedCallback() {
    if (this.films) return;
    this.position = this.querySelector(".position");
    this.controls = this.querySelector(".controls");
    this.films = new Map();
    for (const box of this.querySelectorAll(".film")) this.#addFilm(box);
    this.together = new Together(this.querySelector(".together"), this, this.dataset, (version) => this.#notice(version));
    this.#listen();
    this.show(itemOf(this.querySelector(".piece[data-here]")));
  }

  #addFilm(box) {
    this.films.set(box.id, new ClipFilm(box, () => this.#moved(box.id)));
  }

  #listen() {
    for (const event of ["pointerdown", "keydown"]) document.addEventListener(event, () => this.#touch(), { once: true });
    this.addEventListener("click", (event) => this.#click(event));
    document.addEventListener("keydown", (event) => this.#keydown(event));
    this.position.addEventListener("input", () => this.#byHand(() => this.seek(Number(this.position.value))));
    // A note on its way to the site is not there yet.
    addEventListener("beforeunload", (event) => Array.from(this.querySelectorAll(".piece")).some(isDirty) && event.preventDefault());
    this.addEventListener("htmx:afterSettle", ({ target }) => this.#swapped(target));
    this.addEventListener("htmx:afterRequest", ({ detail }) => detail.successful && this.#answered(detail));
  }

  /* Until somebody touches the page nothing of a film is fetched; then its frame is wanted, not the poster. */
  #touch() {
    this.isTouched = true;
    this.film?.load();
  }

  acts = {
    toggle: () => (this.plays ? this.pause() : this.play()),
    back10: () => this.seek(this.at - 10_000),
    forward10: () => this.seek(this.at + 10_000),
    back5: () => this.seek(this.at - 5000),
    forward5: () => this.seek(this.at + 5000),
    previous: () => this.#turn(-1),
    next: () => this.#turn(1),
    mute: () => this.film && (this.film.video.muted = !this.film.video.muted),
    fullscreen: () => this.#fullscreen(),
  };

  #act(name) {
    if (QUIET.has(name)) this.acts[name]();
    else this.#byHand(this.acts[name]);
  }

  #byHand(act) {
    this.together.byHand();
    act();
  }

  #click(event) {
    const on = (selector) => event.target.closest(selector);
    const act = on("[data-act]")?.dataset.act ?? (event.target.matches("video") ? "toggle" : null);
    const item = on("a[data-item]")?.dataset.item;
    if (on("[aria-disabled=true]")) event.stopPropagation();
    else if (act) this.#act(act);
    else if (item) this.#byHand(() => this.show(item));
    else if (on(".piece .moment")) this.#byHand(() => this.seek(Number(this.piece.dataset.start)));
    else if (on("[data-leaves]")) this.#close(on(".slot"), "[id^=step-of]");
    else return;
    event.preventDefault();
  }

  #keydown(event) {
    const isFree = !event.ctrlKey && !event.metaKey && !event.altKey && !event.target.closest?.(TYPED_IN);
    const act = actOf(event) ?? (isFree ? PAGES[event.key] : null);
    if (!this.acts[act]) return;
    event.preventDefault();
    this.#act(act);
  }

  #close(slot, then) {
    slot.replaceChildren();
    this.piece.querySelector(then)?.focus();
  }

  #fullscreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else if (this.requestFullscreen) this.requestFullscreen();
    else this.film?.video.webkitEnterFullscreen?.();
  }

  /* --- The stage, as `Together` needs it ---------------------------------------------------------------- */

  get at() {
    return this.film?.at ?? 0;
  }

  get end() {
    return Number(this.piece.dataset.to);
  }

  get plays() {
    return Boolean(this.film?.plays);
  }

  /** It plays, and does not wait for more of the film. */
  get runs() {
    return this.plays && this.film.video.readyState > 2;
  }

  get isSeeking() {
    return Boolean(this.film?.video.seeking);
  }

  has(item) {
    return Boolean(document.getElementById(`item-${item}`));
  }

  /** Whether the browser let it. */
  async play() {
    return this.film ? this.film.play() : true;
  }

  pause() {
    this.film?.pause();
  }

  seek(ms) {
    this.film?.seek(ms);
    this.film?.load();
  }

  rate(rate) {
    if (this.film && this.film.video.playbackRate !== rate) this.film.video.playbackRate = rate;
  }

  /** Show this item, at the beginning of its clip. */
  show(item) {
    const piece = document.getElementById(`item-${item}`);
    if (!piece) return;
    const before = this.piece?.isConnected ? this.piece : null;
    const hadFocus = before !== piece && before?.contains(document.activeElement);
    if (before !== piece) this.#keepNote(before);
    this.film?.pause();
    before?.removeAttribute("data-here");
    piece.setAttribute("data-here", "");
    const { film: id, from, to } = piece.dataset;
    Object.assign(this, { piece, item, film: this.films.get(id) });
    for (const [other, { box }] of this.films) box.hidden = other !== id;
    this.querySelector(".no-film").hidden = Boolean(this.film);
    this.controls.hidden = !this.film;
    Object.assign(this.position, { min: from, max: to });
    this.film?.show(Number(from), Number(to));
    this.film?.draw(piece.querySelector(".drawn-over"), Number(piece.dataset.start));
    if (this.isTouched) this.film?.load();
    if (hadFocus) piece.querySelector(".moment").focus({ preventScroll: true });
    history.replaceState(null, "", `?item=${item}`);
    this.#mark();
    this.#moved(id);
    this.#announce();
  }

  /* --- What is shown ------------------------------------------------------------------------------------ */

  get entries() {
    return Array.from(this.querySelectorAll("#agenda-list a[data-item]"));
  }

  #turn(places) {
    const there = this.entries[this.place + places];
    if (there) this.show(there.dataset.item);
  }

  /** The list, and the way through it, as they are now. */
  #mark() {
    const { entries } = this;
    this.place = entries.findIndex((entry) => entry.dataset.item === this.item);
    entries.forEach((entry, number) => {
      const row = entry.closest("li");
      if (number === this.place) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    });
    this.#way("previous", entries[this.place - 1]);
    this.#way("next", entries[this.place + 1]);
    this.words = this.dataset.place.replace("{number}", this.place + 1).replace("{count}", entries.length);
    this.querySelector(".place").textContent = this.words;
  }

  #way(name, entry) {
    const turn = this.querySelector(`[data-act=${name}]`);
    turn.setAttribute("href", `?item=${entry?.dataset.item ?? this.item}`);
    if (entry) turn.removeAttribute("aria-disabled");
    else turn.setAttribute("aria-disabled", "true");
  }

  #announce() {
    const what = this.entries[this.place]?.textContent.trim().replace(/\s+/g, " ") ?? "";
    document.getElementById("room-says").textContent = `${this.words}: ${what}`;
  }

  #moved(id) {
    if (!this.film || id !== this.piece?.dataset.film) return;
    const { at, end, plays, runs } = this;
    this.position.value = at;
    const of = this.dataset.of.replace("{now}", clock(at)).replace("{end}", clock(end));
    if (this.position.getAttribute("aria-valuetext") !== of) this.position.setAttribute("aria-valuetext", of);
    this.controls.querySelector(".clock b").textContent = clock(at);
    const play = this.controls.querySelector(".play");
    play.setAttribute("aria-label", plays ? play.dataset.playing : play.dataset.paused);
    this.toggleAttribute("data-playing", plays);
    if (runs !== this.ran) this.together.tellSoon(); // also when a clip stops by itself, or waits for its film
    this.ran = runs;
  }

  /* --- What is kept, and what arrives ------------------------------------------------------------------- */

  /* Whoever goes on without pressing "Keep" has kept her words all the same. */
  #keepNote(piece) {
    if (isDirty(piece)) piece.querySelector(".note").requestSubmit();
  }

  #answered({ elt, requestConfig }) {
    if (elt.matches(".note") && elt.querySelector("[data-kept]")) {
      elt.querySelector("textarea").defaultValue = requestConfig.formData.get("note");
    } else if (elt.matches(".slot form")) {
      this.#close(elt.closest(".slot"), "[id^=discussed]");
    }
  }

  #swapped(target) {
    if (target.matches(".slot")) target.querySelector("input:not([type=hidden]), textarea")?.focus();
    else this.#settle();
  }

  /* The list has changed: what left it goes, and if that was what is shown, its neighbour comes. */
  #settle() {
    const { entries } = this;
    if (!entries.length) return location.reload(); // an empty agenda says what to do
    const listed = new Set(entries.map(({ dataset }) => dataset.item));
    for (const piece of this.querySelectorAll(".piece")) if (!listed.has(itemOf(piece))) piece.remove();
    this.dataset.version = document.getElementById("agenda-list").dataset.version;
    if (this.piece.isConnected) this.#mark();
    else this.show(entries[Math.min(Math.max(this.place, 0), entries.length - 1)].dataset.item);
  }

  /* Somebody has changed the agenda. What is being written here stays as it is. */
  async #notice(version) {
    if (String(version) === this.dataset.version || this.isLooking) return;
    this.isLooking = true;
    const fresh = await fetched(location.href);
    this.isLooking = false;
    if (!fresh) return;
    for (const box of fresh.querySelectorAll(".film")) this.#arriveFilm(box);
    for (const piece of fresh.querySelectorAll(".piece")) this.#arrive(piece);
    replace(document.getElementById("agenda-list"), fresh.getElementById("agenda-list"));
    this.#settle();
  }

  #arriveFilm(box) {
    if (this.films.has(box.id)) return;
    box.hidden = true;
    this.querySelector(".no-film").before(box);
    this.#addFilm(box);
  }

  #arrive(piece) {
    const known = document.getElementById(piece.id);
    if (!known) {
      piece.removeAttribute("data-here");
      document.getElementById("agenda-list").before(piece);
      return window.htmx.process(piece);
    }
    for (const part of [".said-large", ".piece-acts"]) replace(known.querySelector(part), piece.querySelector(part));
    const note = known.querySelector(".note");
    if (!isDirty(known) && !note?.contains(document.activeElement)) replace(note, piece.querySelector(".note"));
  }
}

const isDirty = (piece) => {
  const words = piece?.querySelector(".note textarea");
  return Boolean(words) && words.value !== words.defaultValue;
};

const itemOf = (piece) => piece.id.slice("item-".length);

customElements.define("debrief-stage", DebriefStage);
