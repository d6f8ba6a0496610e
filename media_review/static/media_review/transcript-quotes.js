/* Words chosen in the transcript, which become feedback over the stretch in which they are said. */

import { clock } from "./clock.js";

const LONGEST = 600;

export const textOf = (line) => line.querySelector("span").firstChild;

export class Quotes {
  constructor(panel) {
    Object.assign(this, { panel, place: panel.querySelector(".quote") });
    const button = this.place.querySelector("button");
    document.addEventListener("selectionchange", () => this.#offer());
    button.addEventListener("mousedown", (event) => event.preventDefault()); // or the words were chosen no more
    button.addEventListener("click", () => {
      const detail = this.offered;
      getSelection().removeAllRanges();
      this.goTo(null);
      document.dispatchEvent(new CustomEvent("words:quoted", { detail }));
    });
  }

  get hasSelection() {
    const { isCollapsed, anchorNode, focusNode } = getSelection();
    const { said } = this.panel;
    return !isCollapsed && said.contains(anchorNode) && said.contains(focusNode);
  }

  /** Without words that are chosen, the line that was gone to is meant: with a screen reader nobody chooses words. */
  goTo(line) {
    this.line = line;
    this.#offer();
  }

  #offer() {
    this.offered = this.hasSelection ? this.#selected(getSelection().getRangeAt(0)) : this.line && quoted([this.line]);
    this.place.hidden = !this.offered;
    if (!this.offered) return;
    const { start, end } = this.offered;
    this.place.querySelector("small").textContent = `${clock(start)}–${clock(end)}`;
  }

  #selected(range) {
    const { lines } = this.panel;
    const first = lineOf(range.startContainer) ?? lines.find((line) => range.intersectsNode(line));
    const last = lineOf(range.endContainer) ?? lines.findLast((line) => range.intersectsNode(line));
    return quoted(lines.slice(lines.indexOf(first), lines.indexOf(last) + 1), range);
  }
}

const lineOf = (node) => (node instanceof Element ? node : node.parentElement).closest("li");

/* What of these lines is in the range, or all of it, and from when until when it is said; null when that is nothing. */
function quoted(lines, range) {
  const parts = lines.map((line) => ({ line, words: within(textOf(line), range).trim() })).filter(({ words }) => words);
  if (!parts.length) return null;
  const whole = parts.map(({ words }) => words).join(" ");
  return {
    start: Number(parts[0].line.dataset.startMs),
    end: Math.max(...parts.map(({ line }) => Number(line.dataset.endMs))),
    words: whole.length > LONGEST ? `${whole.slice(0, LONGEST).trimEnd()}…` : whole,
  };
}

function within(text, range) {
  const from = text === range?.startContainer ? range.startOffset : 0;
  const until = text === range?.endContainer ? range.endOffset : text.length;
  return text.data.slice(from, until);
}
