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
  look: ["path", { d: "M-9 0Q0-10 9 0 0 10-9 0z" }],
  note: ["rect", { x: -5.5, y: -5.5, width: 11, height: 11, rx: 1.5 }],
};

class AnnotationTrack extends HTMLElement {
  connectedCallback() {
    this.film = document.getElementById(this.getAttribute("for"));
    this.list = document.getElementById(this.getAttribute("list"));
    this.marks = this.querySelector(".marks g");
    this.observer = new MutationObserver((changes) => changes.some(moves) && this.#soon());
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
    return this.film.rulerMs ?? (this.film.duration > 0 ? this.film.duration * 1000 : Number(this.film.dataset.durationMs));
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
    const marks = Array.from(cards, (card) => this.#kept(card));
    const there = this.marks.children;
    const wanted = new Set(marks);
    for (const mark of Array.from(there)) if (!wanted.has(mark)) mark.remove();
    let next = this.marks.firstElementChild;
    for (const mark of marks) {
      if (mark === next) next = next.nextElementSibling;
      else this.marks.insertBefore(mark, next);
    }
  }

  /* A card that changes gets a new head, so the mark of a head that is known is still right. */
  #kept(card) {
    const head = card.firstElementChild;
    if (!this.drawn.has(head)) this.drawn.set(head, this.#mark(card));
    return this.drawn.get(head);
  }

  #mark(card) {
    const { kind, startMs, endMs } = card.dataset;
    const x = percent(startMs, this.length);
    const [moment, word] = card.firstElementChild.children;
    const link = pattern(kind, card.classList.contains("draft")).cloneNode(true);
    link.setAttribute("href", `#${card.id}`);
    link.setAttribute("aria-label", `${moment.textContent} ${word.textContent}`);
    link.firstChild.setAttribute("x", x);
    if (endMs) {
      const width = `${(100 * (endMs - startMs)) / this.length}%`;
      link.prepend(element("rect", { class: `mark-${kind} mark-range`, x, y: MIDDLE - 3, width, height: 6, rx: 3 }));
    }
    return link;
  }

  #setting({ start, end }) {
    const bar = this.querySelector(".setting");
    bar.setAttribute("x", percent(start ?? 0, this.length));
    bar.setAttribute("width", end === null ? 0 : percent(end - start, this.length));
  }
}

/* Does it concern what stands in the list, or a head? What can be done with a card has no mark. */
function moves({ type, target, addedNodes }) {
  if (type === "attributes") return target.matches("#annotations > li");
  return target.matches("#annotations, .scroll") || Array.from(addedNodes).some((node) => node.matches?.(".head"));
}

/* The mark of a kind, to be put to its place: made once, as a thousand of them are made of thousands of parts. */
const patterns = new Map();
function pattern(kind, isDraft) {
  const name = `${kind} ${isDraft}`;
  if (!patterns.has(name)) {
    const [shape, geometry] = SHAPES[kind];
    // The list is the keyboard's way to all this; a thousand marks more would only be in it.
    const link = element("a", { tabindex: -1 });
    link.append(element("svg", { class: "at", y: MIDDLE }));
    link.firstChild.append(
      element("rect", { x: -12, y: -MIDDLE, width: 24, height: 2 * MIDDLE, fill: "transparent" }),
      element(shape, { ...geometry, class: `mark-${kind}${isDraft ? " draft-mark" : ""}` }),
    );
    patterns.set(name, link);
  }
  return patterns.get(name);
}

function element(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  return made;
}

customElements.define("annotation-track", AnnotationTrack);
