/* <rubric-palette rubric="id of its JSON">: criterion and level by digits, while no field is used, or an empty one that
   is part of the room. Each digit waits a while for the next; what can be pressed is shown, and said. It tells its form
   "rubric:asked" when somebody begins, and "rubric:chosen" { criterion, level }. */

import { digitOf } from "./keys.js";
import { chosen, offered, pressed } from "./palette.js";
import { settings } from "./writing-settings.js";

class RubricPalette extends HTMLElement {
  connectedCallback() {
    this.rubric = JSON.parse(document.getElementById(this.getAttribute("rubric")).textContent);
    // Before all others: while it is open, Enter and Escape are its own.
    document.addEventListener("keydown", (event) => this.#keydown(event), { capture: true });
    document.addEventListener("focusin", ({ target }) => this.contains(target) || this.#leave());
    this.addEventListener("click", ({ target }) => this.#click(target.closest("button")));
    for (const event of ["pointerenter", "focusin"]) this.addEventListener(event, () => clearTimeout(this.timer));
    for (const event of ["pointerleave", "focusout"]) this.addEventListener(event, () => this.#wait());
  }

  #keydown(event) {
    const digit = digitOf(event);
    const isOpen = !this.hidden;
    if (digit && (isOpen || pressed(this.rubric, [], digit))) this.#press(digit, event.target);
    else if (isOpen && event.key === "Escape") this.#leave(this.dataset.left);
    else if (isOpen && event.key === "Enter" && this.path.at(-1)?.levels && !this.contains(event.target))
      this.#choose({ criterion: this.path.at(-1), level: null });
    else return isOpen && this.#wereWords(event);
    event.preventDefault();
    event.stopPropagation();
  }

  #press(digit, target) {
    if (this.hidden) {
      this.path = [];
      this.typed = "";
      this.dispatchEvent(new CustomEvent("rubric:asked", { bubbles: true }));
    }
    this.typed += digit;
    this.field = "room" in target.dataset ? target : null;
    const next = pressed(this.rubric, this.path, digit);
    if (!next || next.path) this.#ask(next?.path ?? this.path);
    else this.#choose(next);
  }

  /* "3 children…": the digits in the empty field were the beginning of words. */
  #wereWords({ key, ctrlKey, metaKey, altKey }) {
    if (!this.field || key.length > 1 || ctrlKey || metaKey || altKey) return;
    this.#leave();
    this.field.setRangeText(this.typed, 0, 0, "end");
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #click(button) {
    if (!button) return;
    const next = chosen(this.path, button.item);
    if (next.path) this.#ask(next.path);
    else this.#choose(next);
  }

  #ask(path) {
    this.path = path;
    const options = offered(this.rubric, path);
    const last = path.at(-1);
    const asks = last?.levels ? `${last.name}: ${this.dataset.level}` : (last?.name ?? this.dataset.group);
    this.querySelector(".asks").textContent = asks;
    const hadFocus = this.contains(document.activeElement);
    this.querySelector("ol").replaceChildren(...options.map((option) => this.#option(option)));
    this.hidden = false;
    if (hadFocus) this.querySelector("button").focus();
    const heard = options.filter(({ key }) => key).map(({ key, name }) => `${key} ${bare(name, key)}`);
    this.#say(`${asks} ${heard.join(", ")}.`);
    this.#wait();
  }

  #option({ key, name, item }) {
    const button = Object.assign(document.createElement("button"), { type: "button", item });
    const digit = Object.assign(document.createElement("kbd"), { textContent: key ?? "" });
    digit.hidden = key === null;
    button.append(digit, ` ${bare(name, key)}`);
    const row = document.createElement("li");
    row.append(button);
    return row;
  }

  #choose({ criterion, level }) {
    this.#leave();
    this.#say([criterion.name, level?.name].filter(Boolean).join(" · ") + `. ${this.dataset.chosen}`);
    this.dispatchEvent(new CustomEvent("rubric:chosen", { bubbles: true, detail: { criterion, level } }));
  }

  #wait() {
    clearTimeout(this.timer);
    if (this.hidden) return;
    const { patience } = settings();
    this.style.setProperty("--patience", `${patience}s`);
    this.toggleAttribute("data-waits", Boolean(patience));
    if (patience) this.timer = setTimeout(() => this.#leave(this.dataset.left), patience * 1000);
  }

  #leave(words = "") {
    clearTimeout(this.timer);
    if (this.hidden) return;
    this.hidden = true;
    if (words) this.#say(words);
  }

  #say(words) {
    document.getElementById("room-says").textContent = words;
  }
}

/* Levels carry their number in their name. */
function bare(name, key) {
  return name.startsWith(`${key} `) ? name.slice(key.length + 1) : name;
}

customElements.define("rubric-palette", RubricPalette);
