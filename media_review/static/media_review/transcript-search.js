/* Looking for words in the transcript: how often they are said, and one place after the other. */

import { fold, found } from "./searching.js";
import { textOf } from "./transcript-quotes.js";

const LIT = 500; // so many finds before and after the current one are marked

export class Search {
  /** `go(at)` shows the line of that number. */
  constructor(panel, go) {
    Object.assign(this, { panel, go, texts: [], finds: [], at: -1 });
    this.form = panel.querySelector("form");
    this.field = this.form.querySelector("[type=search]");
    this.form.addEventListener("input", () => this.#find());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#next(event.submitter?.value === "previous" ? -1 : 1);
    });
    this.field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !event.shiftKey) return;
      event.preventDefault();
      this.#next(-1);
    });
  }

  read(line) {
    this.texts.push(fold(textOf(line).data));
  }

  /** When all has been read. */
  again() {
    if (this.field.value) this.#find();
  }

  #find() {
    const query = fold(this.field.value.trim());
    this.finds = found(this.texts, query).map(([number, at]) => ({ number, at, length: query.length }));
    // What comes next in the film is nearer than its beginning.
    const ahead = this.finds.findIndex(({ number }) => number >= this.panel.at);
    this.at = Math.max(ahead, 0) - 1;
    this.#next(1);
  }

  #next(step) {
    const all = this.finds.length;
    this.at = all ? (this.at + step + all) % all : -1;
    this.#count(all);
    this.#mark();
    if (all) this.go(this.finds[this.at].number);
  }

  #count(all) {
    const { count, none } = this.panel.dataset;
    const words = this.field.value.trim() ? none : "";
    this.form.querySelector("output").value = all ? count.replace("{number}", this.at + 1).replace("{all}", all) : words;
    for (const button of this.form.querySelectorAll("button")) button.disabled = !all;
  }

  #mark() {
    if (!CSS.highlights) return; // then the line is shown, and no word in it
    const lit = this.finds.slice(Math.max(0, this.at - LIT), this.at + LIT);
    CSS.highlights.set("found", new Highlight(...lit.map((find) => this.#range(find))));
    const here = this.finds[this.at];
    CSS.highlights.set("found-here", new Highlight(...(here ? [this.#range(here)] : [])));
  }

  #range({ number, at, length }) {
    const text = textOf(this.panel.lines[number]);
    return new StaticRange({ startContainer: text, startOffset: at, endContainer: text, endOffset: at + length });
  }
}
