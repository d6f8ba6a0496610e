/* <annotation-track for="film" list="feedback">: marks of the feedback, at its places in the film.
   The list is the truth: whatever stands in it and is not hidden has a mark, whoever put it there. */

import { percent } from "./clock.js";

const SVG = "http://www.w3.org/2000/svg";
const MIDDLE = 20;
// Drawn outright: a thousand <use> are a thousand shadow trees.
const SHAPES = {
  celebrate: ["circle", { r: 6 }],
  question: ["path", { d: "M0-8L8 0 0 8-8 0z" }],
  suggestion: ["path", { d: "M0-7.5L8 6.5H-8z" }],
  note: ["rect", { x: -5.5, y: -5.5, width: 11, height: 11, rx: 1.5 }],
};

class AnnotationTrack extends HTMLElement {
  connectedCallback() {
    this.film = document.getElementById(this.getAttribute("for"));
    this.list = document.getElementById(this.getAttribute("list"));
    this.marks = this.querySelector(".marks g");
    this.observer = new MutationObserver(() => this.#soon());
    this.observer.observe(this.list, { childList: true, subtree: true, attributes: true, attributeFilter: ["hidden"] });
    this.film.addEventListener("durationchange", () => this.#soon());
    // A range while it is being set, told by the form that sets it.
    document.addEventListener("range:set", ({ detail }) => this.#setting(detail));
    this.#draw();
  }

  disconnectedCallback() {
    this.observer.disconnect();
  }

  get length() {
    return this.film.duration > 0 ? this.film.duration * 1000 : Number(this.film.dataset.durationMs);
  }

  #soon() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.#draw();
    });
  }

  #draw() {
    const cards = this.list.querySelectorAll("#annotations > li[data-start-ms]:not([hidden])");
    if (this.length !== this.drawnFor) [this.drawn, this.drawnFor] = [new WeakMap(), this.length];
    this.marks.replaceChildren(...Array.from(cards, (card) => this.#kept(card)));
  }

  /* A card that changes comes as a new element, so the mark of one that is known is still right. */
  #kept(card) {
    if (!this.drawn.has(card)) this.drawn.set(card, this.#mark(card));
    return this.drawn.get(card);
  }

  #mark(card) {
    const { kind, startMs, endMs } = card.dataset;
    const x = percent(startMs, this.length);
    const word = card.querySelector(".kind").textContent;
    // The list is the keyboard's way to all this; a thousand marks more would only be in it.
    const link = element("a", { href: `#${card.id}`, tabindex: -1, "aria-label": `${card.querySelector(".moment").textContent} ${word}` });
    if (endMs) {
      const width = `${(100 * (endMs - startMs)) / this.length}%`;
      link.append(element("rect", { class: `mark-${kind} mark-range`, x, y: MIDDLE - 3, width, height: 6, rx: 3 }));
    }
    const [shape, geometry] = SHAPES[kind];
    const place = element("svg", { class: "at", x, y: MIDDLE });
    const hollow = card.classList.contains("draft") ? " draft-mark" : "";
    place.append(
      element("rect", { x: -12, y: -MIDDLE, width: 24, height: 2 * MIDDLE, fill: "transparent" }),
      element(shape, { ...geometry, class: `mark-${kind}${hollow}` }),
    );
    link.append(place);
    return link;
  }

  #setting({ start, end }) {
    const bar = this.querySelector(".setting");
    bar.setAttribute("x", percent(start ?? 0, this.length));
    bar.setAttribute("width", end === null ? 0 : percent(end - start, this.length));
  }
}

function element(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  return made;
}

customElements.define("annotation-track", AnnotationTrack);
