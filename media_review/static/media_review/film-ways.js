/* <film-ways for="film" list="feedback">: other ways through the film than from its beginning to its end. A range again
   and again, or what is marked and nothing else. There is one way at a time; it says how to leave it. */

import { asked, clock, exact, percent } from "./clock.js";
import { actOf } from "./keys.js";
import { copyLink } from "./links.js";
import { Loop } from "./loop.js";
import { spoken, total } from "./ranges.js";
import { OVER, Reel } from "./reel.js";
import { announce, sayBriefly } from "./saying.js";

const SVG = "http://www.w3.org/2000/svg";

class FilmWays extends HTMLElement {
  connectedCallback() {
    this.film = document.getElementById(this.getAttribute("for"));
    this.list = document.getElementById(this.getAttribute("list"));
    this.player = this.closest("lesson-player");
    this.sign = this.player.querySelector(".way");
    this.drawn = this.player.querySelector(".only");
    this.composed = { start: 0, end: null };
    this.observer = new MutationObserver(() => this.#marked());
    this.#listen();
    // A link to a range makes it ready. It plays when its reader says so: she may sit in a quiet room.
    const { start, end } = (!location.hash && asked(location.search)) || {};
    if (end) this.#go(new Loop(start, this.#within(end)));
  }

  get length() {
    return this.film.duration > 0 && Number.isFinite(this.film.duration) ? this.film.duration * 1000 : Number(this.film.dataset.durationMs);
  }

  get now() {
    return this.film.currentTime * 1000;
  }

  #listen() {
    const { film } = this;
    const press = ({ target }) => this.acts[target.closest("[data-way]")?.dataset.way]?.(target);
    for (const place of [this, this.sign, this.list]) place.addEventListener("click", press);
    document.addEventListener("keydown", (event) => {
      const act = this.acts[actOf(event)];
      if (!act) return;
      event.preventDefault();
      act(event.target);
    });
    document.addEventListener("range:set", ({ detail }) => (this.composed = detail));
    film.addEventListener("play", () => this.#follow());
    film.addEventListener("timeupdate", () => this.#step()); // in a tab that is not looked at, nothing is painted
    film.addEventListener("seeking", () => this.#sought());
    film.addEventListener("ended", () => this.#step(true));
    film.addEventListener("durationchange", () => this.#draw());
  }

  acts = {
    loop: () => (this.way instanceof Loop ? this.#leave() : this.#loop(this.composed.end ? this.composed : this.#rangeOf(this.#current))),
    loopCard: (target) => this.#loop(this.#rangeOf(target.closest("li"))),
    marked: () => (this.way instanceof Reel ? this.#leave() : this.#reel()),
    reel: () => this.#reel(),
    leave: () => this.#leave(),
    link: () => copyLink(this.way instanceof Loop ? `?t=${exact(this.way.start)},${exact(this.way.end)}` : `?t=${clock(this.now)}`),
  };

  get #current() {
    return this.list.querySelector("#annotations > [aria-current]");
  }

  #rangeOf(card) {
    const { startMs, endMs } = card?.dataset ?? {};
    return { start: Number(startMs), end: endMs ? Number(endMs) : null };
  }

  #within(ms) {
    return this.length ? Math.min(ms, this.length) : ms;
  }

  /* --- Ways ---------------------------------------------------------------------------------- */

  #loop({ start, end }) {
    if (!end) return sayBriefly(this.dataset.noRange);
    this.#go(new Loop(start, this.#within(end)));
    if (this.now < start || this.now >= end) this.#jump(start);
    this.#play();
  }

  #reel() {
    const reel = this.#reelNow();
    if (!reel.stretches.length) return sayBriefly(this.dataset.noMarks);
    this.#go(reel);
    this.#play();
  }

  /* The list is the truth: what stands in it and is not hidden is marked. A filter by criterion makes its reel. */
  #reelNow() {
    const cards = this.list.querySelectorAll("#annotations > li[data-start-ms]:not([hidden])");
    return new Reel(Array.from(cards, ({ dataset }) => [Number(dataset.startMs), dataset.endMs ? Number(dataset.endMs) : null]), this.length);
  }

  #marked() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      if (!(this.way instanceof Reel)) return;
      const reel = this.#reelNow();
      if (String(reel.stretches) === String(this.way.stretches)) return;
      if (reel.stretches.length) this.#go(reel);
      else this.#leave();
    });
  }

  #go(way) {
    this.way = way;
    const name = way instanceof Loop ? "loop" : "marked";
    if (name === "marked")
      this.observer.observe(this.list, { childList: true, subtree: true, attributes: true, attributeFilter: ["hidden"] });
    else this.observer.disconnect();
    const words = this.dataset[name].replace("{range}", spoken(way.stretches[0])).replace("{total}", clock(total(way.stretches))).replace("{length}", clock(this.length));
    this.#show(name, words);
    announce(words);
  }

  #leave() {
    if (!this.way) return;
    this.way = null;
    this.observer.disconnect();
    const hadFocus = this.sign.contains(document.activeElement);
    const pressed = this.querySelector("[aria-pressed=true]");
    this.#show();
    if (hadFocus) pressed.focus();
    announce(this.dataset.left);
  }

  #show(name, words = "") {
    for (const button of this.querySelectorAll("[aria-pressed]")) {
      const isOn = button.dataset.way === name;
      button.setAttribute("aria-pressed", isOn);
      if (isOn) this.sign.querySelector("kbd").textContent = button.getAttribute("aria-keyshortcuts");
    }
    this.sign.hidden = !name;
    this.sign.querySelector("span").textContent = words;
    this.#draw();
  }

  #draw() {
    this.drawn.replaceChildren(
      ...(this.way?.stretches ?? []).map(([from, to]) => {
        const rect = document.createElementNS(SVG, "rect");
        rect.setAttribute("x", percent(from, this.length));
        rect.setAttribute("width", percent(to - from, this.length));
        rect.setAttribute("height", "100%");
        return rect;
      }),
    );
  }

  /* --- The film on its way -------------------------------------------------------------------- */

  #play() {
    if (this.film.paused) this.player.act("toggle");
    else this.#follow();
  }

  #follow() {
    if (this.way instanceof Reel && this.way.next(this.now) === OVER) this.#jump(this.way.starts[0]);
    const next = () => {
      if (this.film.paused || !this.way) return (this.follows = false);
      this.#step();
      requestAnimationFrame(next);
    };
    if (this.follows || !this.way) return;
    this.follows = true;
    next();
  }

  #step(hasEnded = false) {
    const { film, way } = this;
    if (film.seeking) return;
    this.last = this.now;
    if (!way || (film.paused && !hasEnded)) return;
    const place = way.next(this.now, hasEnded);
    if (place === OVER) {
      film.pause();
      sayBriefly(this.dataset.over);
    } else if (place !== null) {
      this.#jump(place);
      if (hasEnded) film.play().catch(() => {});
    }
  }

  #jump(ms) {
    this.last = this.jumpsTo = ms;
    this.film.currentTime = ms / 1000;
  }

  /* Somebody else moved the film. */
  #sought() {
    if (!this.way || Math.abs(this.now - this.jumpsTo) < 1) return (this.jumpsTo = null);
    if (this.way.isLeftAt(this.now, this.film.paused)) return this.#leave();
    const before = this.film.paused ? null : (this.way.before?.(this.now, this.last ?? 0) ?? null);
    if (before !== null) this.#jump(before);
  }
}

customElements.define("film-ways", FilmWays);
