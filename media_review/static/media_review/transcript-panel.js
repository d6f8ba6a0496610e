/* <transcript-panel for="film">: what is said, beside the film. The words follow the film, and the film follows them.
   They are fetched when they are opened for the first time: there may be tens of thousands of lines. */

import { lastAt } from "./clock.js";
import { actOf } from "./keys.js";
import { Quotes, textOf } from "./transcript-quotes.js";
import { Search } from "./transcript-search.js";

const AT_ONCE_MS = 8; // so long is put into the page before anything else gets its turn
const STEPS = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity };
const WIDE = matchMedia("(min-width: 62rem)");
const CARDS = new Set(["previous", "next"]);

const turn = () => globalThis.scheduler?.yield?.() ?? new Promise((go) => setTimeout(go));

class TranscriptPanel extends HTMLElement {
  connectedCallback() {
    if (this.film) return;
    this.film = document.getElementById(this.getAttribute("for"));
    this.list = this.closest("feedback-list");
    this.said = this.querySelector(".words-said");
    this.lines = [];
    this.starts = [];
    this.follows = true;
    this.#offerViews(this.list.querySelector(".views"));
    if (!this.said) return;
    this.search = new Search(this, (at) => this.#show(at));
    this.quotes = new Quotes(this);
    this.#listen();
  }

  /* --- Feedback or transcript ---------------------------------------------------------------- */

  #offerViews(views) {
    views.hidden = false;
    views.addEventListener("click", ({ target }) => {
      const button = target.closest("button");
      if (button) this.view(button.dataset.view);
    });
    // Whoever asks for a card wants to see it.
    addEventListener("hashchange", () => this.view("feedback"));
    this.list.addEventListener("click", ({ target }) => target.closest(".arrived") && this.view("feedback"), { capture: true });
    document.addEventListener("keydown", (event) => CARDS.has(actOf(event)) && this.view("feedback"), { capture: true });
  }

  get isShown() {
    return this.list.dataset.view === "transcript";
  }

  /** "feedback" or "transcript". */
  view(name) {
    this.list.dataset.view = name;
    for (const button of this.list.querySelectorAll(".views button")) button.setAttribute("aria-pressed", button.dataset.view === name);
    if (!this.isShown || !this.said) return;
    if (!WIDE.matches) scrollBy(0, this.list.getBoundingClientRect().top - this.film.clientHeight); // below the film, which stays
    if (this.lines.length) this.#light(true);
    else this.#fetch();
  }

  async #fetch() {
    if (this.isFetching) return;
    this.isFetching = true;
    this.#tell("waiting");
    try {
      const answer = await fetch(this.dataset.words, { headers: { "HX-Request": "true" }, redirect: "manual" });
      if (!answer.ok) throw new Error(answer.status);
      await this.#fill(await answer.text());
      this.#tell("");
    } catch {
      this.#tell(navigator.onLine ? "gone" : "offline");
    }
    this.isFetching = false;
  }

  async #fill(html) {
    let since = performance.now();
    for (const section of html.split(/(?=<section>)/)) {
      this.said.insertAdjacentHTML("beforeend", section);
      for (const line of this.said.lastElementChild?.querySelectorAll("li") ?? []) {
        this.lines.push(line);
        this.starts.push(Number(line.dataset.startMs));
        this.search.read(line);
      }
      if (performance.now() - since < AT_ONCE_MS) continue;
      await turn();
      since = performance.now();
    }
    this.#stopAt(0);
    this.#light(true);
    this.search.again();
  }

  #tell(name) {
    this.querySelector(".how-far").textContent = name && this.dataset[name];
  }

  /* --- The film and the words ------------------------------------------------------------------ */

  #listen() {
    const { said, film } = this;
    said.addEventListener("click", (event) => this.#click(event));
    said.addEventListener("keydown", (event) => this.#keydown(event));
    said.addEventListener("focusin", ({ target }) => this.quotes.goTo(target.closest("li")));
    // Whoever scrolls wants to read: the words stay where they are until they are told to follow again.
    for (const event of ["wheel", "touchmove"]) said.addEventListener(event, () => this.#follow(false), { passive: true });
    for (const event of ["timeupdate", "seeking"]) film.addEventListener(event, () => this.#light());
    this.querySelector(".follow-words").addEventListener("click", () => this.#follow(true));
  }

  /* The line that is being said, or was said last. */
  #light(again = false) {
    if (!this.isShown) return;
    const at = lastAt(this.starts, this.film.currentTime * 1000 + 50);
    if (at === this.at && !again) return;
    this.lines[this.at]?.removeAttribute("aria-current");
    this.at = at;
    const line = this.lines[at];
    if (!line) return;
    line.setAttribute("aria-current", "true");
    if (!this.said.contains(document.activeElement)) this.#stopAt(at);
    if (this.follows && !this.quotes.hasSelection) this.#see(line);
  }

  #follow(follows) {
    this.follows = follows;
    this.querySelector(".follow-words").hidden = follows;
    if (follows && this.lines[this.at]) this.#see(this.lines[this.at]);
  }

  #show(at) {
    this.#follow(false);
    this.#stopAt(at);
    this.#see(this.lines[at]);
  }

  /* This box scrolls, and never the page. How high lines are that were not drawn yet is a guess: hence again. */
  #see(line, tries = 5) {
    const box = this.said.getBoundingClientRect();
    const { top, height } = line.getBoundingClientRect();
    const away = top - box.top - (box.height - height) / 3;
    this.said.scrollTop += away;
    if (tries && Math.abs(away) > 1) requestAnimationFrame(() => this.#see(line, tries - 1));
  }

  #click(event) {
    const line = event.target.closest("li");
    if (!line || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (this.quotes.hasSelection && !event.target.closest("a")) return; // its words were chosen
    event.preventDefault();
    this.film.currentTime = Number(line.dataset.startMs) / 1000;
    this.#follow(true);
    this.#stopAt(this.lines.indexOf(line));
    this.quotes.goTo(line);
  }

  #keydown(event) {
    const here = this.lines.indexOf(event.target.closest("li"));
    const step = STEPS[event.key];
    if (here < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") getSelection().removeAllRanges();
    if (step === undefined) return;
    event.preventDefault();
    let next = Math.max(0, Math.min(this.lines.length - 1, here + step));
    if (event.shiftKey) next = this.#extend(here, next);
    this.#follow(false);
    this.#stopAt(next);
    this.lines[next].scrollIntoView({ block: "nearest" });
    this.stop.focus({ preventScroll: true });
  }

  /* Chooses whole lines; the first press takes the line itself. */
  #extend(here, next) {
    if (!this.quotes.hasSelection) this.anchor = next = here;
    const [first, last] = [textOf(this.lines[this.anchor]), textOf(this.lines[next])];
    if (this.anchor <= next) getSelection().setBaseAndExtent(first, 0, last, last.length);
    else getSelection().setBaseAndExtent(first, first.length, last, 0);
    return next;
  }

  /* The Tab key stops at one line; the arrows reach all others. */
  #stopAt(at) {
    this.stop?.setAttribute("tabindex", "-1");
    this.stop = this.lines[at]?.querySelector("a");
    this.stop?.setAttribute("tabindex", "0");
  }
}

customElements.define("transcript-panel", TranscriptPanel);
