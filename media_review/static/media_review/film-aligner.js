/* <film-aligner for="film">: where in the film the clock of an observation began. Marks and list show at once where its
   feedback would stand; without script the time is typed and sent. */

import { clock, exact, read } from "./clock.js";

const BEFORE_MS = 2000; // a moment is understood by what leads to it

class FilmAligner extends HTMLElement {
  connectedCallback() {
    this.film = document.getElementById(this.getAttribute("for"));
    this.field = this.querySelector("[name=begins]");
    this.length = Number(this.dataset.lengthMs) || Infinity;
    this.cards = Array.from(this.querySelectorAll("#annotations > li"));
    for (const each of this.querySelectorAll("[data-with-script]")) each.hidden = false;
    this.addEventListener("click", ({ target }) => this.#click(target.closest("button")));
    this.field.addEventListener("input", () => this.#show());
    // The marks are links to the cards.
    document.querySelector("annotation-track")?.addEventListener("click", (event) => this.#mark(event));
    this.#show();
  }

  get begins() {
    const typed = this.field.value.trim();
    const ms = read(typed.replace(/^[-\u2212\u2013+]\s*/, ""));
    return ms !== null && /^[-\u2212\u2013]/.test(typed) ? -ms : ms;
  }

  set begins(ms) {
    const at = Math.round(ms);
    this.field.value = at < 0 ? `\u2212${exact(-at)}` : exact(at);
    this.#show();
  }

  get now() {
    return this.film.currentTime * 1000;
  }

  #click(button) {
    if (!button) return;
    const card = button.closest("li");
    const { act, nudge } = button.dataset;
    if (act === "here") this.begins = this.now;
    else if (nudge) this.begins = (this.begins ?? 0) + Number(nudge);
    else if (act === "match") this.begins = this.now - Number(card.dataset.clockMs);
    else if (card) this.#look(card);
    if (nudge && this.current) this.#look(this.current);
  }

  #mark(event) {
    const id = event.target.closest("a")?.getAttribute("href")?.slice(1);
    const card = this.cards.find((each) => each.id === id);
    if (!card) return;
    event.preventDefault();
    this.#look(card);
  }

  /* Is this what was meant? The film shows it, a little before, and plays. */
  #look(card) {
    this.current?.removeAttribute("aria-current");
    this.current = card;
    card.setAttribute("aria-current", "true");
    this.film.currentTime = Math.max(0, Number(card.dataset.startMs) - BEFORE_MS) / 1000;
    this.film.play().catch(() => {});
  }

  #show() {
    const { begins } = this;
    if (begins === null) return;
    const sides = { before: 0, after: 0 };
    for (const card of this.cards) {
      const [start, end] = [card.dataset.clockMs, card.dataset.clockEndMs].map((ms) => (ms === undefined ? null : Number(ms) + begins));
      if ((end ?? start) < 0) sides.before += 1;
      else if (start > this.length) sides.after += 1;
      this.#place(card, start, end);
    }
    this.querySelector(".outside").textContent = this.#words(begins, sides);
  }

  #place(card, start, end) {
    const within = (ms) => Math.max(0, Math.min(ms, this.length));
    card.dataset.startMs = within(start);
    if (end !== null && within(end) > within(start)) card.dataset.endMs = within(end);
    else delete card.dataset.endMs;
    card.querySelector(".stands").textContent = clock(within(start));
    card.firstElementChild.replaceWith(card.firstElementChild.cloneNode(true)); // a new head has a new mark
  }

  #words(begins, sides) {
    const { shown, all } = this.dataset;
    const time = begins < 0 ? `\u2212${clock(-begins)}` : clock(begins);
    const out = ["before", "after"].filter((side) => sides[side]).map((side) => this.dataset[side].replace("{n}", sides[side]));
    return [shown.replace("{time}", time), ...(out.length ? out : [all])].join(" ");
  }
}

customElements.define("film-aligner", FilmAligner);
