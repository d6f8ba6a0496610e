/* <watched-lane for="film">: which parts of the film its viewer has seen: what the site knows of, and what plays now. */

import { boxes, inWords, merged } from "./ranges.js";

const HEIGHT = 8;
const HICCUP_MS = 500; // between two stretches that were played one after the other

class WatchedLane extends HTMLElement {
  connectedCallback() {
    this.film = document.getElementById(this.getAttribute("for"));
    this.earlier = JSON.parse(this.dataset.ranges);
    for (const event of ["timeupdate", "pause", "ended"]) this.film.addEventListener(event, () => this.#show());
    // Opened anew, a film has forgotten what was played of it.
    this.film.addEventListener("emptied", () => (this.earlier = this.ranges));
    this.#show();
  }

  #show() {
    const { played } = this.film;
    const now = Array.from({ length: played.length }, (_, number) => [played.start(number) * 1000, played.end(number) * 1000]);
    this.ranges = merged([...this.earlier, ...now], HICCUP_MS);
    const length = Number(this.film.dataset.durationMs) || this.film.duration * 1000 || 0;
    const drawn = boxes(this.ranges, length, HEIGHT);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    this.querySelector("path").setAttribute("d", drawn);
    this.querySelector("svg").setAttribute("aria-label", inWords(this.ranges, length, this.dataset));
  }
}

customElements.define("watched-lane", WatchedLane);
