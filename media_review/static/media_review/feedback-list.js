/* <feedback-list for="film">: the cards follow the film, and the film follows the cards. */

import { Arrivals } from "./arrivals.js";
import { unfold, unfoldAll } from "./card-acts.js";
import { lastAt } from "./clock.js";
import { FeedbackFilter } from "./feedback-filter.js";
import { order } from "./filtering.js";
import { actOf } from "./keys.js";
import { sayBriefly } from "./saying.js";

const WIDE = matchMedia("(min-width: 62rem)");
const LONG_ENOUGH_MS = 4000; // a moment stays in the light this long

class FeedbackList extends HTMLElement {
  connectedCallback() {
    this.film = document.getElementById(this.getAttribute("for"));
    this.filter = new FeedbackFilter(this.querySelector(".filter"), {
      cards: () => this.list.children,
      changed: () => this.#arrange(),
    });
    this.scroller = this.querySelector(".scroll");
    this.follows = true;
    new MutationObserver((changes) => {
      if (!changes.some(({ target }) => target === this.list || target === this.scroller)) return;
      this.#soon();
      unfoldAll(this.list);
    }).observe(this.scroller, { childList: true, subtree: true });
    this.#read();
    this.#listen();
    this.#openAddress();
    unfoldAll(this.list);
    this.arrivals = new Arrivals(this, () => this.#arrange());
  }

  get list() {
    return this.querySelector("#annotations");
  }

  #listen() {
    this.addEventListener("click", (event) => this.#click(event));
    this.addEventListener("keydown", (event) => this.#keydown(event));
    this.addEventListener("focusin", ({ target }) => unfold(target.closest("#annotations > li")));
    this.addEventListener("htmx:afterSettle", ({ target }) => this.#opened(target));
    this.querySelector(".nothing-matches button").addEventListener("click", () => {
      this.filter.clear();
      this.querySelector("[popovertarget=filter-panel]").focus();
    });
    this.querySelector(".follow").addEventListener("click", () => this.#follow(true));
    for (const event of ["timeupdate", "seeking"]) this.film.addEventListener(event, () => this.#light());
    // Whoever scrolls wants to read: the list stays where it is until it is told to follow again.
    for (const event of ["wheel", "touchmove"])
      this.scroller.addEventListener(event, () => this.#follow(false), { passive: true });
    document.addEventListener("keydown", (event) => {
      const step = { previous: -1, next: 1 }[actOf(event)];
      if (!step) return;
      event.preventDefault();
      this.#go(step);
    });
    addEventListener("hashchange", () => this.#openAddress());
  }

  #click(event) {
    const { target } = event;
    const card = target.closest("#annotations > li");
    if (target.closest(".moment") && card) {
      event.preventDefault();
      this.open(card);
    } else if (target.closest("[data-leaves]")) {
      event.preventDefault();
      const slot = target.closest(".slot");
      slot.replaceChildren();
      card.querySelector(".moment").focus();
    }
  }

  /* A form that was asked for: it wants to be seen, and written in. */
  #opened(slot) {
    if (!slot.matches(".slot")) return;
    (slot.querySelector("textarea") ?? slot.querySelector("input:not([type=hidden])"))?.focus({ preventScroll: true });
    slot.scrollIntoView({ block: "nearest" });
  }

  #keydown(event) {
    const form = event.target.closest?.("form[data-enter-sends]");
    if (form && event.key === "Enter" && !event.shiftKey && !event.isComposing && event.target.matches("textarea")) {
      event.preventDefault();
      form.requestSubmit();
    } else if (event.key === "Escape") {
      event.target.closest?.(".slot")?.querySelector("[data-leaves]")?.click();
    } else if (event.target === this.scroller && /^(Page|Home|End|ArrowUp|ArrowDown)/.test(event.key)) {
      this.#follow(false);
    }
  }

  /** Show the film where this card stands, and the card beside it. */
  open(card) {
    this.film.pause();
    this.film.currentTime = Number(card.dataset.startMs) / 1000;
    history.replaceState(null, "", `#${card.id}`);
    this.#follow(true);
    this.#makeCurrent(card);
  }

  /* The address may name a card, or something inside one. */
  #openAddress() {
    const id = /[0-9a-f-]{36}$/.exec(location.hash)?.[0];
    const card = id && document.getElementById(`f-${id}`)?.closest("#annotations > li");
    if (!card) return id && sayBriefly(document.getElementById("said-briefly").dataset.notHere);
    if (card.hidden) this.filter.clear();
    this.open(card);
    card.scrollIntoView({ block: WIDE.matches ? "center" : "nearest" });
  }

  #go(step) {
    const here = this.cards.indexOf(this.current);
    const near = lastAt(this.starts, this.film.currentTime * 1000) + (step < 0 ? 1 : 0);
    const card = here >= 0 ? this.cards[here + step] : this.byTime[near + step];
    if (!card) return;
    this.open(card);
    card.querySelector(".moment").focus({ preventScroll: true });
  }

  /* --- What is current ----------------------------------------------------------------------- */

  #light() {
    if (this.film.runsOn) return; // a lesson that is seen live leads nobody away from a card
    const now = this.film.currentTime * 1000;
    if (this.current && this.#isAt(this.current, now) && this.film.paused) return;
    const card = this.byTime[lastAt(this.starts, now + 50)];
    if (card && this.#isAt(card, now)) this.#makeCurrent(card);
    else if (this.current && !this.#isAt(this.current, now)) this.#makeCurrent(null);
  }

  #isAt(card, now) {
    const start = Number(card.dataset.startMs);
    return start <= now + 50 && now <= Math.max(Number(card.dataset.endMs ?? 0), start + LONG_ENOUGH_MS);
  }

  #makeCurrent(card) {
    if (card === this.current && card?.isConnected) return;
    this.current?.removeAttribute("aria-current");
    this.current = card;
    card?.setAttribute("aria-current", "true");
    unfold(card);
    // On a phone the page itself scrolls, and the controls with it: there the film leads nobody away.
    if (card && this.follows && WIDE.matches) card.scrollIntoView({ block: "nearest" });
  }

  #follow(follows) {
    this.follows = follows;
    this.querySelector(".follow").hidden = follows || !WIDE.matches;
    if (follows && this.current && WIDE.matches) this.current.scrollIntoView({ block: "nearest" });
  }

  /* --- What stands in the list ---------------------------------------------------------------- */

  #soon() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.#arrange();
    });
  }

  #arrange() {
    this.#sort();
    this.filter.apply();
    this.#read();
  }

  /* Each card once, at its place: one that was just saved stands at the end, perhaps beside its former self. */
  #sort() {
    const cards = new Map();
    for (const card of Array.from(this.list.children)) {
      const twin = cards.get(card.id)?.card;
      if (twin && Number(twin.dataset.version) > Number(card.dataset.version)) {
        card.remove();
        continue;
      }
      twin?.remove();
      cards.delete(card.id);
      cards.set(card.id, { card, start: Number(card.dataset.startMs), at: Number(card.dataset.at) });
    }
    let next = this.list.firstElementChild;
    for (const { card } of Array.from(cards.values()).sort(order(this.filter.wanted))) {
      if (card === next) next = next.nextElementSibling;
      else this.list.insertBefore(card, next);
    }
  }

  #read() {
    this.cards = Array.from(this.list.children).filter((card) => !card.hidden);
    this.byTime = this.cards.toSorted((one, other) => one.dataset.startMs - other.dataset.startMs);
    this.starts = this.byTime.map((card) => Number(card.dataset.startMs));
    if (this.current && !this.current.isConnected) {
      const again = document.getElementById(this.current.id);
      this.current = null;
      this.#makeCurrent(again);
    }
    this.querySelector(".nothing-matches").hidden = this.cards.length > 0 || this.list.children.length === 0;
  }
}

customElements.define("feedback-list", FeedbackList);
