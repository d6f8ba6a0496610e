/* <parts-of-lesson for="film">: the parts of the lesson as links into the film; the one that plays is the current one. */

import { lastAt } from "./clock.js";

class PartsOfLesson extends HTMLElement {
  connectedCallback() {
    this.film = document.getElementById(this.getAttribute("for"));
    this.links = Array.from(this.querySelectorAll("a"));
    this.starts = this.links.map(({ dataset }) => Number(dataset.startMs));
    this.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.film.currentTime = Number(link.dataset.startMs) / 1000;
    });
    this.gone = new AbortController();
    const { signal } = this.gone;
    for (const event of ["timeupdate", "seeking"]) this.film.addEventListener(event, () => this.#follow(), { signal });
    this.#follow();
  }

  disconnectedCallback() {
    this.gone.abort();
  }

  /** What the part is called in which the film is at `ms`. */
  nameAt(ms) {
    return this.links[lastAt(this.starts, ms)]?.querySelector("b").textContent ?? "";
  }

  #follow() {
    const here = lastAt(this.starts, this.film.currentTime * 1000 + 50);
    if (here === this.here) return;
    this.links[this.here]?.removeAttribute("aria-current");
    this.links[here]?.setAttribute("aria-current", "true");
    this.here = here;
  }
}

customElements.define("parts-of-lesson", PartsOfLesson);
