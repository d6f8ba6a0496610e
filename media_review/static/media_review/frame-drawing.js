/* <frame-drawing>: part of a form. Has its drawing made on the film, and keeps it in a hidden field of the form.
   Whoever sets that field by script says so by a "change" event on it. */

import { read, write } from "./drawing.js";
import { actOf } from "./keys.js";

class FrameDrawing extends HTMLElement {
  connectedCallback() {
    this.stage = document.querySelector("drawing-stage");
    this.isDrawing = false;
    this.input = this.querySelector("input");
    this.draws = this.querySelector("[data-act=draw]");
    this.erases = this.querySelector("[data-act=erase]");
    this.input.addEventListener("change", () => this.#show());
    this.draws.addEventListener("click", () => this.#draw());
    this.erases.addEventListener("click", () => {
      this.stage.end();
      this.#set([]);
      this.draws.focus();
    });
    if (this.composer) document.addEventListener("keydown", this.#key);
    this.#show();
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.#key);
    if (this.isDrawing) this.stage.end();
    this.stage?.look();
  }

  get composer() {
    return this.closest("annotation-form");
  }

  /** Where in the film this drawing stands, in milliseconds. */
  get ms() {
    return this.composer?.start ?? Number(this.closest("[data-start-ms]")?.dataset.startMs);
  }

  #key = (event) => {
    if (actOf(event) !== "draw") return;
    event.preventDefault();
    this.#draw();
  };

  #draw() {
    // New feedback stands at the frame that is drawn on; other feedback has its place already.
    if (this.composer && !this.strokes.length)
      this.dispatchEvent(new CustomEvent("composer:here", { bubbles: true }));
    this.isDrawing = true;
    this.#show();
    this.stage.begin({
      strokes: this.strokes,
      ms: this.ms,
      changed: (strokes) => this.#set(strokes),
      ended: (hadFocus) => {
        this.isDrawing = false;
        if (hadFocus && this.isConnected) this.draws.focus();
        this.#show();
      },
    });
  }

  #set(strokes) {
    this.input.value = write(strokes);
    this.#show();
    this.input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #show() {
    this.strokes = read(this.input.value);
    const has = this.strokes.length > 0;
    this.toggleAttribute("data-has", has || this.isDrawing); // the form it stands in stays open
    this.draws.querySelector("span").textContent = has ? this.dataset.change : this.dataset.draw;
    this.erases.hidden = !has;
    this.querySelector(".drawn").textContent = has ? this.stage.inWords(this.strokes) : "";
    this.stage.look();
  }
}

customElements.define("frame-drawing", FrameDrawing);
