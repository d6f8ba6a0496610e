/* <lay-parts for="film">: the parts of the lesson, laid along the film. The fields are the truth, with or without script:
   the borders under the film are dragged or moved by keys, and write into them. What changes is drawn at once, saved in
   the background, and can be undone. If somebody else saved meanwhile, the site sends the fields back with her places. */

import { csrfToken } from "../coachcycle/csrf.js";
import { ENDS, moved, stretches } from "./borders.js";
import { clock, exact, percent, read } from "./clock.js";

const STEPS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 };
const SECOND = 1000;
const FINE = 0.1;
const REST_MS = 500; // after a key, before it is saved
const REFUSED = 422;

class LayParts extends HTMLElement {
  history = [];

  connectedCallback() {
    this.film = document.getElementById(this.getAttribute("for"));
    this.track = document.getElementById("borders");
    this.form = this.querySelector("form");
    this.length = Number(this.dataset.lengthMs);
    this.handles = new Map();
    this.track.replaceChildren();
    for (const button of this.querySelectorAll("[data-act=here]")) button.hidden = false;
    this.#listen();
    this.#toggle();
  }

  disconnectedCallback() {
    this.gone.abort();
  }

  #listen() {
    this.gone = new AbortController();
    const { signal } = this.gone;
    const details = this.querySelector("details");
    details.addEventListener("toggle", () => this.#toggle());
    this.form.addEventListener("change", () => this.#typed());
    this.form.addEventListener("focusin", ({ target }) => target.type === "text" && (this.before = this.#values()));
    this.form.addEventListener("click", (event) => this.#click(event));
    this.form.addEventListener("submit", (event) => this.#submit(event));
    this.film.addEventListener("seeked", () => this.wanted !== undefined && this.#look(this.wanted), { signal });
    addEventListener("pagehide", () => this.timer && this.#save(), { signal });
  }

  /** Something of hers is under way that is not saved yet. */
  get isBusy() {
    const isWriting = this.contains(document.activeElement) && this.before && String(this.before) !== String(this.#values());
    return Boolean(this.drag || this.timer || this.isSaving || isWriting);
  }

  get version() {
    return this.form.elements.version.value;
  }

  #toggle() {
    const { open } = this.querySelector("details");
    for (const part of document.querySelectorAll(".laying")) part.hidden = !open;
    this.#draw();
  }

  /* --- The fields ----------------------------------------------------------------------------- */

  get fields() {
    return Array.from(this.form.querySelectorAll(".places > li"), (row) => [row.dataset.part, row.querySelector("input")]);
  }

  get places() {
    return new Map(this.fields.filter(([part]) => part !== ENDS).map(([part, field]) => [part, read(field.value)]));
  }

  get ends() {
    return read(this.#field(ENDS).value);
  }

  #field(part) {
    return this.form.querySelector(`.places > [data-part="${part}"] input`);
  }

  #at(part) {
    return read(this.#field(part).value) ?? this.length;
  }

  #values() {
    return this.fields.map(([, field]) => field.value);
  }

  #remember(values = this.#values()) {
    this.history.push(values);
    this.#offerUndo();
  }

  #offerUndo() {
    this.form.querySelector("[data-act=undo]").hidden = !this.history.length;
  }

  #undo() {
    const values = this.history.pop();
    for (const [number, [, field]] of this.fields.entries()) field.value = values[number];
    this.#offerUndo();
    this.#draw();
    this.#save();
  }

  #typed() {
    this.#remember(this.before);
    this.before = this.#values();
    this.#draw();
    this.#save();
  }

  #click({ target }) {
    const button = target.closest("button[type=button]");
    if (button?.dataset.act === "undo") this.#undo();
    else if (button?.dataset.act === "here") {
      this.#remember();
      this.#field(button.closest("li").dataset.part).value = exact(Math.round(this.film.currentTime * SECOND));
      this.#draw();
      this.#save();
    }
  }

  #submit(event) {
    if (event.submitter?.name) return; // the plan again: a page of its own
    event.preventDefault();
    this.#save();
  }

  /* --- The borders ---------------------------------------------------------------------------- */

  #draw() {
    const found = stretches(this.places, this.ends, this.length);
    this.#drawBorders(found);
    for (const { part, start, end } of found) {
      const [x, width] = [percent(start, this.length), percent(end - start, this.length)];
      for (const lane of document.querySelectorAll(`#leads svg[data-part="${part}"]`)) set(lane, { x, width });
      for (const tick of document.querySelectorAll(`#ticks [data-part="${part}"]`)) set(tick, { x1: x, x2: x });
      const link = document.querySelector(`#parts [data-part="${part}"] a`);
      if (!link) continue;
      set(link, { href: `?t=${clock(start)}`, "data-start-ms": start });
      link.querySelector("span").textContent = clock(start);
    }
  }

  #drawBorders(found) {
    const last = found.at(-1)?.end;
    const wanted = [...found, ...(found.length ? [{ part: ENDS, start: last, end: last }] : [])];
    for (const [part, { handle, name }] of this.handles)
      if (!wanted.some((each) => each.part === part)) {
        handle.remove();
        name.remove();
        this.handles.delete(part);
      }
    for (const { part, start, end } of wanted) {
      const { handle, name } = this.handles.get(part) ?? this.#newBorder(part);
      handle.style.setProperty("--x", percent(start, this.length));
      set(handle, { "aria-valuenow": Math.round(start / SECOND), "aria-valuetext": clock(start) });
      name.style.setProperty("--x", percent(start, this.length));
      name.style.setProperty("--w", percent(end - start, this.length));
    }
  }

  #newBorder(part) {
    const called = this.form.querySelector(`.places > [data-part="${part}"] label`).textContent;
    const [handle, name] = [document.createElement("span"), document.createElement("b")];
    const label = part === ENDS ? this.dataset.end : this.dataset.border.replace("{name}", called);
    set(handle, { role: "slider", tabindex: 0, "data-border": part, "aria-label": label, "aria-valuemin": 0, "aria-valuemax": Math.round(this.length / SECOND) });
    set(name, { "aria-hidden": "true" });
    name.textContent = part === ENDS ? "" : called;
    this.track.append(name, handle);
    handle.addEventListener("keydown", (event) => this.#keydown(event, part));
    this.#draggable(handle, part);
    this.handles.set(part, { handle, name });
    return { handle, name };
  }

  #draggable(handle, part) {
    handle.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      handle.focus();
      handle.setPointerCapture(event.pointerId);
      this.drag = { part, from: this.#at(part), x: event.clientX, before: this.#values() };
    });
    handle.addEventListener("pointermove", ({ clientX }) => {
      if (this.drag?.part !== part) return;
      const { from, x } = this.drag;
      this.#move(part, from + ((clientX - x) * this.length) / this.track.getBoundingClientRect().width);
    });
    handle.addEventListener("pointerup", () => this.#drop());
    handle.addEventListener("pointercancel", () => this.#drop());
  }

  #drop() {
    const { before } = this.drag ?? {};
    this.drag = null;
    if (!before || String(before) === String(this.#values())) return;
    this.#remember(before);
    this.#save();
  }

  #keydown(event, part) {
    const { key, shiftKey, ctrlKey, metaKey, altKey } = event;
    if (ctrlKey || metaKey || altKey) return;
    const to = { Home: 0, End: this.length }[key] ?? this.#at(part) + STEPS[key] * SECOND * (shiftKey ? FINE : 1);
    if (Number.isNaN(to)) return;
    event.preventDefault();
    if (!this.timer) this.#remember(); // several keys in a row are one change
    this.#move(part, to);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#save(), REST_MS);
  }

  #move(part, to) {
    const at = moved(this.places, this.ends, this.length, part, to);
    this.#field(part).value = exact(at);
    this.#draw();
    this.#look(at);
  }

  /* A film that stands shows where the border has come to; one that is still looking, the newest place afterwards. */
  #look(ms) {
    this.wanted = this.film.seeking ? ms : undefined;
    if (this.film.paused && !this.film.seeking) this.film.currentTime = Math.min(ms, this.length - 1) / SECOND;
  }

  /* --- Saving --------------------------------------------------------------------------------- */

  async #save() {
    clearTimeout(this.timer);
    this.timer = null;
    if (this.isSaving) return (this.again = true);
    this.isSaving = true;
    this.again = false;
    this.#say(this.dataset.saving);
    await this.#send();
    this.isSaving = false;
    if (this.again && this.isConnected) this.#save();
  }

  async #send() {
    try {
      const answer = await fetch(this.form.action, {
        method: "POST",
        body: new URLSearchParams(new FormData(this.form)),
        headers: { "HX-Request": "true", "X-CSRFToken": csrfToken() },
        redirect: "manual",
        keepalive: true,
      });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (answer.ok) this.#saved(page);
      else if (answer.status === REFUSED) this.#refused(page.querySelector("lay-parts"));
      else this.#say(this.dataset.gone);
    } catch {
      this.#say(this.dataset.offline);
      addEventListener("online", () => this.#save(), { once: true, signal: this.gone.signal });
    }
  }

  /* What is typed, or dragged, meanwhile stays: only what the site alone knows comes from it. */
  #saved(page) {
    for (const id of ["leads", "ticks", "parts"]) document.getElementById(id).replaceWith(page.getElementById(id));
    this.form.elements.version.value = page.querySelector("[name=version]").value;
    this.form.querySelector(".refusal").textContent = "";
    for (const old of this.form.querySelectorAll(".errorlist, .beside-it")) old.remove();
    this.#say(page.querySelector(".kept").textContent);
    this.#draw();
  }

  #refused(fresh) {
    const { name } = document.activeElement;
    this.again = false;
    this.replaceWith(fresh);
    fresh.history = this.history;
    fresh.#offerUndo();
    fresh.form.elements[name]?.focus();
  }

  #say(words) {
    this.form.querySelector(".kept").textContent = words;
  }
}

function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}

customElements.define("lay-parts", LayParts);
