/* <drawing-stage for="film" list="feedback">: over the picture, what was drawn on this very frame; and where it is drawn.
   While the film stands where a card begins, its strokes are shown. <frame-drawing> asks for some to be drawn. */

import { drawn, fieldOf, isFull, moved, pathOf, placed, read, sized, touched } from "./drawing.js";

const SVG = "http://www.w3.org/2000/svg";
const WIDE = 1000; // units of the SVG across the picture
const SAME_FRAME_MS = 20;
const STEP = 0.01; // of the picture's width, for a press of an arrow key
const REACH = { mouse: 0.015, pen: 0.02, touch: 0.04 };
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const KEYS = { Delete: "delete", Backspace: "delete", Escape: "done", Enter: "place", " ": "place", n: "next", p: "pen", a: "arrow", b: "box" };

class DrawingStage extends HTMLElement {
  connectedCallback() {
    this.film = document.getElementById(this.getAttribute("for"));
    this.list = document.getElementById(this.getAttribute("list"));
    this.svg = this.querySelector("svg");
    this.tools = this.querySelector(".drawing-tools");
    this.tool = "pen";
    [this.names, this.places] = [this.dataset.tools, this.dataset.places].map((words) => words.split("|"));
    new ResizeObserver(() => this.#fit()).observe(this.film);
    for (const event of ["loadedmetadata", "resize"]) this.film.addEventListener(event, () => this.#fit());
    for (const event of ["loadeddata", "play", "pause", "seeking", "seeked"])
      this.film.addEventListener(event, () => this.#look());
    new MutationObserver(() => this.look()).observe(this.list, { subtree: true, childList: true, attributeFilter: ["aria-current"] });
    this.#listen();
    this.#fit();
  }

  #listen() {
    const { svg, tools } = this;
    svg.addEventListener("pointerdown", (event) => this.#down(event));
    svg.addEventListener("pointermove", (event) => this.#move(event));
    svg.addEventListener("pointerup", (event) => this.#up(event));
    svg.addEventListener("pointercancel", (event) => this.#up(event, false));
    tools.addEventListener("click", ({ target }) => this.#act(target.closest("button")?.dataset.act));
    for (const place of [svg, tools]) place.addEventListener("keydown", (event) => this.#keydown(event));
  }

  get aspect() {
    const { videoWidth, videoHeight } = this.film;
    return videoWidth ? videoWidth / videoHeight : this.dataset.width / this.dataset.height;
  }

  /** Does the film stand still on the frame at this moment, and is that frame to be seen? */
  isAt(ms) {
    const { paused, seeking, readyState, currentTime } = this.film;
    return paused && !seeking && readyState > 1 && Math.abs(currentTime * 1000 - ms) <= SAME_FRAME_MS;
  }

  /** "arrow at the upper left, box in the middle" */
  inWords(strokes) {
    const words = strokes.map((stroke) => `${this.names[["pen", "arrow", "box"].indexOf(stroke.tool)]} ${this.places[fieldOf(stroke)]}`);
    return words.join(", ");
  }

  /** Have `strokes` changed by hand on the frame at `ms`; `changed(strokes)` hears each change, `ended` the end. */
  begin({ strokes, ms, changed, ended }) {
    this.end();
    this.task = { ms, changed, ended };
    Object.assign(this, { strokes, past: [], chosen: -1 });
    this.film.pause();
    if (Math.abs(this.film.currentTime * 1000 - ms) > SAME_FRAME_MS) this.film.currentTime = ms / 1000;
    this.#act(this.tool);
    this.toggleAttribute("data-draws", true);
    this.tools.hidden = false;
    this.svg.setAttribute("role", "application");
    this.svg.setAttribute("tabindex", 0);
    this.#look(); // what is hidden takes no focus
    this.svg.focus({ preventScroll: true });
    this.film.closest(".film").scrollIntoView({ block: "nearest" });
  }

  end() {
    if (!this.task) return;
    const { ended } = this.task;
    const hadFocus = this.contains(document.activeElement);
    this.task = this.hand = null;
    this.toggleAttribute("data-draws", false);
    this.tools.hidden = true;
    this.svg.setAttribute("role", "img");
    this.svg.removeAttribute("tabindex");
    ended(hadFocus);
    this.look();
  }

  /* --- What is shown ------------------------------------------------------------------------- */

  look() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.#look();
    });
  }

  #look() {
    const { film, task } = this;
    if (task && (!film.paused || (!film.seeking && Math.abs(film.currentTime * 1000 - task.ms) > SAME_FRAME_MS))) this.end();
    if (this.task) return this.#show(this.hand ? this.#handsWork() : this.strokes, this.dataset.canvas);
    // What is being written goes before what was.
    const unsaved = [...document.querySelectorAll("frame-drawing")].find(({ strokes, ms }) => strokes?.length && this.isAt(ms));
    if (unsaved) return this.#show(unsaved.strokes, this.inWords(unsaved.strokes));
    const card = this.list.querySelector("[aria-current][data-drawing]");
    if (!card || !this.isAt(Number(card.dataset.startMs))) return this.#show([], "");
    return this.#show(read(card.dataset.drawing), card.querySelector(".drawn").textContent);
  }

  #show(strokes, words) {
    this.svg.toggleAttribute("hidden", !strokes.length && !this.task);
    this.svg.setAttribute("aria-label", words);
    this.svg.replaceChildren(...strokes.map((stroke, number) => this.#stroke(stroke, number === this.chosen && this.task)));
    if (!this.task) return;
    this.#button("undo").disabled = !this.past.length;
    this.#button("delete").disabled = !strokes.length;
  }

  #stroke(stroke, isChosen) {
    const group = document.createElementNS(SVG, "g");
    group.toggleAttribute("data-chosen", Boolean(isChosen));
    for (const name of ["rim", "ink"]) {
      const path = document.createElementNS(SVG, "path");
      path.setAttribute("class", name);
      path.setAttribute("d", pathOf(stroke, WIDE, WIDE / this.aspect));
      group.append(path);
    }
    return group;
  }

  /* The SVG lies on the picture itself, not on the black beside it. */
  #fit() {
    const { film, svg, aspect } = this;
    const width = Math.min(film.clientWidth, film.clientHeight * aspect);
    const height = width / aspect;
    svg.setAttribute("viewBox", `0 0 ${WIDE} ${(WIDE / aspect).toFixed(1)}`);
    Object.assign(svg.style, {
      width: `${width}px`,
      height: `${height}px`,
      left: `${film.offsetLeft + (film.clientWidth - width) / 2}px`,
      top: `${film.offsetTop + (film.clientHeight - height) / 2}px`,
    });
    this.look();
  }

  /* --- By hand ------------------------------------------------------------------------------- */

  #placeOf({ clientX, clientY }) {
    const { left, top, width, height } = this.svg.getBoundingClientRect();
    return [(clientX - left) / width, (clientY - top) / height];
  }

  #down(event) {
    if (!this.task || this.hand || event.button > 0) return;
    event.preventDefault();
    this.svg.focus({ preventScroll: true });
    this.svg.setPointerCapture(event.pointerId);
    const place = this.#placeOf(event);
    const hit = touched(this.strokes, place, REACH[event.pointerType] ?? REACH.mouse, this.aspect);
    this.hand = { id: event.pointerId, places: [place], hit, moves: hit >= 0 && hit === this.chosen };
  }

  #move(event) {
    const { hand } = this;
    if (hand?.id !== event.pointerId) return;
    const all = event.getCoalescedEvents?.() ?? [];
    hand.places.push(...(all.length ? all : [event]).map((each) => this.#placeOf(each)));
    this.look();
  }

  #up(event, stays = true) {
    const { hand } = this;
    if (hand?.id !== event.pointerId) return;
    const strokes = this.#handsWork();
    this.hand = null;
    if (stays && strokes !== this.strokes) this.#change(strokes, hand.moves ? this.chosen : -1);
    else if (stays) this.#choose(hand.hit);
    this.look();
  }

  /* The strokes as they are once the hand is lifted here; those from before when it only touched. */
  #handsWork() {
    const { strokes, chosen } = this;
    const { places, moves } = this.hand;
    const stroke = drawn(moves ? "arrow" : this.tool, places, this.aspect);
    if (!stroke || (!moves && isFull(strokes))) return strokes;
    if (!moves) return [...strokes, stroke];
    const [from, to] = [places[0], places.at(-1)];
    return strokes.with(chosen, moved(strokes[chosen], to[0] - from[0], to[1] - from[1]));
  }

  /* --- By keys and buttons ------------------------------------------------------------------- */

  #keydown(event) {
    if (!this.task) return;
    event.stopPropagation(); // the player's keys rest
    const { key, shiftKey, ctrlKey, metaKey } = event;
    const onButton = event.target !== this.svg;
    let act = KEYS[key.length > 1 ? key : key.toLowerCase()];
    if (ctrlKey || metaKey) act = key.toLowerCase() === "z" ? "undo" : null;
    if (onButton && act !== "done" && act !== "undo") return;
    if (ARROWS[key]) this.#push(ARROWS[key], shiftKey ? sized : moved);
    else if (act) this.#act(act);
    else return;
    event.preventDefault();
  }

  #act(act) {
    if (["pen", "arrow", "box"].includes(act)) {
      this.tool = act;
      for (const button of this.tools.querySelectorAll("[aria-pressed]")) button.setAttribute("aria-pressed", button.dataset.act === act);
    } else this.acts[act]?.();
    this.look();
  }

  acts = {
    done: () => this.end(),
    place: () => {
      if (isFull(this.strokes)) return this.#say(this.dataset.full);
      this.#change([...this.strokes, placed(this.tool, this.aspect)], this.strokes.length);
      this.#tell(this.dataset.placed);
    },
    next: () => {
      if (!this.strokes.length) return;
      this.#choose((this.chosen + 1) % this.strokes.length);
    },
    undo: () => {
      if (!this.past.length) return;
      this.strokes = this.past.pop();
      this.chosen = -1;
      this.task.changed(this.strokes);
      this.#say(this.dataset.undone);
      this.#keepFocus();
    },
    delete: () => {
      if (!this.strokes.length) return;
      const gone = this.chosen < 0 ? this.strokes.length - 1 : this.chosen;
      this.#change(this.strokes.toSpliced(gone, 1), -1);
      this.#say(this.dataset.deleted);
      this.#keepFocus();
    },
  };

  #push([x, y], how) {
    if (!this.strokes.length) return this.#say(this.dataset.help);
    const chosen = this.chosen < 0 ? this.strokes.length - 1 : this.chosen;
    const stroke = how(this.strokes[chosen], x * STEP, y * STEP * this.aspect);
    // Many presses in a row are one change: it is told once, and undone at once.
    this.#change(this.strokes.with(chosen, stroke), chosen, this.pushed ? this.past.pop() : this.strokes);
    clearTimeout(this.pushed);
    this.pushed = setTimeout(() => {
      this.pushed = null;
      this.#tell("{stroke}");
    }, 400);
  }

  #change(strokes, chosen, before = this.strokes) {
    this.past.push(before);
    Object.assign(this, { strokes, chosen });
    this.task.changed(strokes);
    this.look();
  }

  #choose(number) {
    this.chosen = number;
    if (number >= 0) this.#tell(this.dataset.chosen);
    this.look();
  }

  #tell(words) {
    if (this.task && this.chosen >= 0) this.#say(words.replace("{stroke}", this.inWords([this.strokes[this.chosen]])));
  }

  #say(words) {
    document.getElementById("room-says").textContent = words;
  }

  #button(act) {
    return this.tools.querySelector(`[data-act=${act}]`);
  }

  /* A button that has nothing more to do takes no focus with it. */
  #keepFocus() {
    if (this.tools.contains(document.activeElement)) this.svg.focus({ preventScroll: true });
  }
}

customElements.define("drawing-stage", DrawingStage);
