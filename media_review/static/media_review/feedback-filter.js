/* The filter of a room's feedback: its form, the address and the cards always say the same. */

import { ALL_NAMES, fold, hides, wanted } from "./filtering.js";

const PAUSE_MS = 400; // after the last letter, what was found is told

export class FeedbackFilter {
  /** `cards()` are all of them; `changed` is called when others are wanted, or in another order. */
  constructor(form, { cards, changed }) {
    Object.assign(this, { form, cards, changed });
    this.said = new WeakMap();
    this.wanted = wanted(this.#chosen());
    form.addEventListener("submit", (event) => {
      // Buttons with an address of their own take the feedback along, filtered by this very form.
      if (!event.submitter?.hasAttribute("formaction")) event.preventDefault();
    });
    form.addEventListener("input", ({ target }) => this.#choose(target));
    form.addEventListener("click", (event) => this.#click(event));
    addEventListener("popstate", () => this.#follow());
    // What a browser has kept in the fields of a page left earlier is not what the address says.
    addEventListener("pageshow", () => this.#follow());
  }

  /** Hide what is not wanted. Returns whether anything else is hidden now. */
  apply() {
    const all = this.cards();
    let shown = 0;
    let differs = false;
    for (const card of all) {
      const hidden = hides(this.wanted, { marks: card.dataset.marks ?? "", said: () => this.#said(card) });
      if (card.hidden !== hidden) {
        card.hidden = hidden;
        differs = true;
      }
      if (!hidden) shown += 1;
    }
    this.#tell(shown, all.length);
    return differs;
  }

  clear() {
    this.#fill(new URLSearchParams());
    this.#changed(true);
  }

  get isOn() {
    return this.#chosen().size > 0;
  }

  #click(event) {
    const { target } = event;
    const sieve = target.closest(".sieve");
    if (!sieve && !target.closest(".show-all")) return;
    event.preventDefault();
    if (!sieve) {
      this.clear();
    } else {
      this.#set(sieve.dataset.name, "");
      this.#changed(true);
    }
    (this.form.querySelector(".sieve") ?? this.form.querySelector("[popovertarget]")).focus();
  }

  #choose(field) {
    if (field.name === "domain") this.#narrow();
    if (field.name === "criterion" && field.value && this.form.elements.domain) this.#set("domain", "");
    // One word that is typed is one step back in the history, not one for each letter.
    this.#changed(field.name !== "q" || !this.isTyping);
    this.isTyping = field.name === "q";
  }

  /* What is looked for within another domain would show nothing. */
  #narrow() {
    const { domain, criterion } = this.form.elements;
    if (domain.value && criterion && !criterion.value.startsWith(`${domain.value}.`)) criterion.value = "";
  }

  /* Back and forward: the address says what is wanted. */
  #follow() {
    this.isTyping = false;
    this.#fill(new URLSearchParams(location.search));
    this.#changed(null);
  }

  #changed(isStep) {
    const chosen = this.#chosen();
    if (isStep !== null) {
      const asked = new URLSearchParams(location.search);
      for (const name of ALL_NAMES) asked.delete(name);
      for (const [name, value] of chosen) asked.append(name, value);
      const address = `${location.pathname}${asked.size ? `?${asked}` : ""}${location.hash}`;
      if (address !== location.pathname + location.search + location.hash)
        history[isStep ? "pushState" : "replaceState"](null, "", address);
    }
    const before = this.wanted;
    this.wanted = wanted(chosen);
    if (JSON.stringify(before) === JSON.stringify(this.wanted)) return;
    this.changed();
    clearTimeout(this.telling);
    this.telling = setTimeout(() => (document.getElementById("room-says").textContent = this.count), PAUSE_MS);
  }

  #chosen() {
    return new URLSearchParams(Array.from(new FormData(this.form)).filter(([name, value]) => value.trim() && ALL_NAMES.includes(name)));
  }

  #fill(asked) {
    for (const name of ALL_NAMES) if (this.form.elements[name]) this.#set(name, asked.getAll(name).at(-1) ?? "");
  }

  #set(name, value) {
    const field = this.form.elements[name];
    if (field.type === "checkbox") field.checked = value === "on";
    else field.value = value;
    if (field.selectedIndex === -1) field.value = ""; // not offered here
  }

  /* Kept folded: a thousand cards are looked through with every letter. */
  #said(card) {
    const kept = this.said.get(card);
    if (kept?.version === card.dataset.version) return kept.folded;
    const folded = fold(Array.from(card.querySelectorAll("[data-said]"), (said) => said.textContent).join("\n"));
    this.said.set(card, { version: card.dataset.version, folded });
    return folded;
  }

  /* --- What is on, in words ------------------------------------------------------------------ */

  #tell(shown, all) {
    const { form } = this;
    const chosen = this.#chosen();
    this.count = form.dataset.count.replace("{shown}", shown).replace("{all}", all);
    for (const place of form.querySelectorAll(".count")) {
      place.textContent = this.count;
      place.hidden = !chosen.size;
    }
    form.querySelector(".filtered").hidden = !chosen.size;
    form.querySelector(".show-all").hidden = !shown;
    chosen.delete("kind");
    const number = form.querySelector(".how-many");
    number.hidden = !chosen.size;
    number.firstChild.data = chosen.size;
    this.#sieves([...chosen.keys()]);
  }

  #sieves(names) {
    const list = this.form.querySelector(".sieves");
    const words = names.map((name) => this.#inWords(name));
    if (words.join("\n") === Array.from(list.children, (item) => item.textContent).join("\n")) return;
    list.replaceChildren(...names.map((name, number) => this.#sieve(name, words[number])));
  }

  #sieve(name, words) {
    const item = this.form.querySelector(".a-sieve").content.cloneNode(true);
    const link = item.querySelector("a");
    const rest = this.#chosen();
    rest.delete(name);
    Object.assign(link, { href: `?${rest}`, textContent: words });
    link.dataset.name = name;
    link.setAttribute("aria-label", this.form.dataset.without.replace("{words}", words));
    return item;
  }

  #inWords(name) {
    const field = this.form.elements[name];
    if (name === "q") return `“${field.value.trim()}”`;
    return (field.selectedOptions?.[0] ?? field.labels[0]).textContent.trim();
  }
}
