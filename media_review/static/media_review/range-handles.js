/* <range-handles for="film" tail="selector">: both ends of what is being written about, on the timeline. They are dragged,
   or moved by arrows; the tail beside the typed times, elsewhere on the page, draws the end along as well. The composer
   tells "range:set", and hears "range:moved" { which, to }. A film that stands shows where an end has come to. */

import { clock, percent } from "./clock.js";

const STEPS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 };
const SECOND = 1000;
const FINE = 0.1;

class RangeHandles extends HTMLElement {
  connectedCallback() {
    this.film = document.getElementById(this.getAttribute("for"));
    this.handles = Object.fromEntries(Array.from(this.querySelectorAll("[role=slider]"), (each) => [each.dataset.which, each]));
    document.addEventListener("range:set", ({ detail }) => this.#show(detail));
    this.film.addEventListener("seeked", () => this.wanted && this.#look(this.wanted));
    for (const [which, handle] of Object.entries(this.handles)) {
      this.#draggable(handle, which);
      handle.addEventListener("keydown", (event) => this.#keydown(event, which));
    }
    const tail = document.querySelector(this.getAttribute("tail"));
    if (tail) this.#draggable(tail, "end");
  }

  #show(range) {
    this.range = range;
    this.hidden = !range.isSet || !range.length;
    if (this.hidden) return;
    this.toggleAttribute("data-moment", range.end === null);
    for (const [which, handle] of Object.entries(this.handles)) {
      const at = Math.min(this.#at(which), range.length); // what is typed may be anything
      handle.style.setProperty("--x", percent(at, range.length));
      handle.setAttribute("aria-valuemax", Math.round(range.length / SECOND));
      handle.setAttribute("aria-valuenow", Math.round(at / SECOND));
      handle.setAttribute("aria-valuetext", which === "end" && range.end === null ? this.dataset.moment : clock(at));
    }
  }

  #at(which) {
    return this.range[which] ?? this.range.start;
  }

  #draggable(handle, which) {
    handle.addEventListener("pointerdown", (event) => {
      if (!this.range?.length) return;
      event.preventDefault();
      handle.setPointerCapture(event.pointerId);
      this.drag = { which, from: this.#at(which), x: event.clientX };
    });
    handle.addEventListener("pointermove", ({ clientX }) => this.drag?.which === which && this.#drag(clientX));
    for (const event of ["pointerup", "pointercancel"]) handle.addEventListener(event, () => (this.drag = null));
  }

  #drag(clientX) {
    const { which, from, x } = this.drag;
    // Before anything is set the handles are hidden, and have no width; the track has.
    const { width } = this.parentElement.getBoundingClientRect();
    this.#move(which, from + ((clientX - x) * this.range.length) / width);
  }

  #keydown(event, which) {
    const { key, shiftKey, ctrlKey, metaKey, altKey } = event;
    if (ctrlKey || metaKey || altKey) return;
    const to = { Home: 0, End: this.range.length }[key] ?? this.#at(which) + STEPS[key] * SECOND * (shiftKey ? FINE : 1);
    if (Number.isNaN(to)) return;
    event.preventDefault();
    this.#move(which, to);
  }

  #move(which, to) {
    document.dispatchEvent(new CustomEvent("range:moved", { detail: { which, to } }));
    this.#look(which);
  }

  /* A film that is still looking for the place before looks for the newest one afterwards. */
  #look(which) {
    this.wanted = this.film.seeking ? which : null;
    if (this.film.paused && !this.film.seeking) this.film.currentTime = this.#at(which) / SECOND;
  }
}

customElements.define("range-handles", RangeHandles);
