/* <feedback-list for="film">: the cards follow the film, the film follows the cards, filters hide. */

import { lastAt } from "./clock.js";
import { actOf } from "./keys.js";

const WIDE = matchMedia("(min-width: 62rem)");
const LONG_ENOUGH_MS = 4000; // a moment stays in the light this long

class FeedbackList extends HTMLElement {
  connectedCallback() {
    this.film = document.getElementById(this.getAttribute("for"));
    this.filter = this.querySelector(".filter");
    this.scroller = this.querySelector(".scroll");
    this.follows = true;
    new MutationObserver(() => this.#soon()).observe(this.scroller, { childList: true, subtree: true });
    this.#read();
    this.#listen();
    this.#openAddress();
  }

  get list() {
    return this.querySelector("#annotations");
  }

  #listen() {
    this.addEventListener("click", (event) => this.#click(event));
    this.addEventListener("keydown", (event) => this.#keydown(event));
    this.addEventListener("htmx:afterSettle", ({ target }) => this.#opened(target));
    this.filter.addEventListener("change", () => this.#filtered());
    this.filter.addEventListener("submit", (event) => event.preventDefault());
    this.querySelector(".nothing-matches button").addEventListener("click", () => this.#showAll());
    this.filter.querySelector(".follow").addEventListener("click", () => this.#follow(true));
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
    if (!card) return;
    if (card.hidden) this.#showAll();
    this.open(card);
    card.scrollIntoView({ block: WIDE.matches ? "center" : "nearest" });
  }

  #go(step) {
    const here = this.cards.indexOf(this.current);
    const at = here >= 0 ? here : lastAt(this.starts, this.film.currentTime * 1000) + (step < 0 ? 1 : 0);
    const card = this.cards[at + step];
    if (!card) return;
    this.open(card);
    card.querySelector(".moment").focus({ preventScroll: true });
  }

  /* --- What is current ----------------------------------------------------------------------- */

  #light() {
    const now = this.film.currentTime * 1000;
    if (this.current && this.#isAt(this.current, now) && this.film.paused) return;
    const card = this.cards[lastAt(this.starts, now + 50)];
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
    // On a phone the page itself scrolls, and the controls with it: there the film leads nobody away.
    if (card && this.follows && WIDE.matches) card.scrollIntoView({ block: "nearest" });
  }

  #follow(follows) {
    this.follows = follows;
    this.filter.querySelector(".follow").hidden = follows || !WIDE.matches;
    if (follows && this.current && WIDE.matches) this.current.scrollIntoView({ block: "nearest" });
  }

  /* --- Filters and what arrives --------------------------------------------------------------- */

  #soon() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.#sort();
      this.#filterCards();
      this.#read();
    });
  }

  /* A card that was just saved stands at the end: put it where its moment is, and in place of its former self. */
  #sort() {
    const { list } = this;
    const last = list.lastElementChild;
    if (!last || list.lastSorted === last) return;
    for (const twin of list.querySelectorAll(`:scope > [id="${last.id}"]`)) if (twin !== last) twin.remove();
    const after = Array.from(list.children).find((card) => card !== last && Number(card.dataset.startMs) > Number(last.dataset.startMs));
    if (after) after.before(last);
    list.lastSorted = list.lastElementChild;
  }

  #read() {
    this.cards = Array.from(this.list.children).filter((card) => !card.hidden);
    this.starts = this.cards.map((card) => Number(card.dataset.startMs));
    if (this.current && !this.current.isConnected) {
      const again = document.getElementById(this.current.id);
      this.current = null;
      this.#makeCurrent(again);
    }
    this.querySelector(".nothing-matches").hidden = this.cards.length > 0 || this.list.children.length === 0;
  }

  #filtered() {
    const chosen = new URLSearchParams(Array.from(new FormData(this.filter)).filter(([, value]) => value));
    history.replaceState(null, "", `${location.pathname}${chosen.size ? `?${chosen}` : ""}${location.hash}`);
    this.#filterCards();
    this.#read();
  }

  #filterCards() {
    const { kind, focus, open } = Object.fromEntries(new FormData(this.filter));
    for (const card of this.list.children) {
      const { dataset } = card;
      card.hidden = Boolean((kind && dataset.kind !== kind) || (focus && !("focus" in dataset)) || (open && !("open" in dataset)));
    }
  }

  #showAll() {
    this.filter.querySelector("select").value = "";
    for (const box of this.filter.querySelectorAll("[type=checkbox]")) box.checked = false;
    this.#filtered();
  }
}

customElements.define("feedback-list", FeedbackList);
