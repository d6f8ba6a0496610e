/* What others said, while this page was open, takes its place in the list: nothing that is read or written here moves,
   no focus is lost, and no half-written word. */

import { follow } from "../coachcycle/live.js";
import { letGo } from "../coachcycle/pressing.js";
import { alike } from "./alike.js";
import { unfold } from "./card-acts.js";
import { layAnew } from "./laid-anew.js";

export class Arrivals {
  /** `list` is the <feedback-list>; `arrange` puts cards in order and hides what is filtered. */
  constructor(list, arrange) {
    Object.assign(this, { list, arrange });
    this.own = `author=${list.querySelector("[data-reader]").dataset.reader.slice(0, 8)}`;
    this.notice = list.querySelector(".arrived");
    this.sight = new IntersectionObserver((cards) => this.#sighted(cards));
    this.notice.querySelector("button").addEventListener("click", () => this.#showNew());
    const { changes, cursor } = list.dataset;
    const address = (known) => {
      // What is saved or deleted here from now on is newer than the answer.
      this.asked = new Set(Array.from(this.cards, (card) => card.id));
      this.counted = document.getElementById("to-share");
      this.waiting = list.querySelector("own-view");
      return `${changes}?since=${known}`;
    };
    this.live = follow(address, { cursor, news: (html) => this.#take(html), ended: (why) => this.#end(why) });
    // A card that is gone stays as long as words are written at it.
    list.addEventListener("click", () => setTimeout(() => this.#sweep()));
    list.addEventListener("focusin", ({ target }) => this.#seen(target.closest("#annotations > li")));
  }

  get cards() {
    return this.list.querySelectorAll("#annotations > li[data-version]");
  }

  /* --- Taking in ------------------------------------------------------------------------------ */

  async #take(html) {
    const told = read(html);
    const there = told.dataset.there === undefined ? null : new Set(Array.from(told.dataset.there.matchAll(/\S+/g), ([id]) => `f-${id}`));
    const cards = await this.#all(Array.from(told.querySelector("ol").children), there);
    const report = { arrived: [], changed: [], gone: [] };
    await letGo();
    this.#still(() => {
      for (const card of cards) this.#place(card, report);
      for (const card of there ? this.cards : []) if (!there.has(card.id) && this.asked.has(card.id)) this.#remove(card, report);
      this.#sweep();
      this.arrange();
    });
    this.#count(told.querySelector("#to-share"));
    this.#open(told.querySelector("own-view"));
    this.#announce(report);
    const laid = told.querySelector(":scope > .laid");
    if (laid) layAnew(laid);
    return told.dataset.cursor;
  }

  /* What was shown to her only now has not changed lately: then all of it is asked for. */
  async #all(cards, there) {
    const known = new Set([...cards, ...this.cards].map((card) => card.id));
    if (!there || Array.from(there).every((id) => known.has(id))) return cards;
    const answer = await fetch(this.list.dataset.changes, { redirect: "manual" });
    if (!answer.ok) throw new TypeError("no answer");
    return Array.from(read(await answer.text()).querySelector("ol").children);
  }

  #place(card, report) {
    const before = document.getElementById(card.id);
    if (before ? Number(before.dataset.version) >= Number(card.dataset.version) : this.asked.has(card.id)) return;
    if (before && isBusy(before)) {
      before.addEventListener("pause", () => this.#late(card), { capture: true, once: true });
      return;
    }
    const others = !card.dataset.marks.split(" ").includes(this.own);
    if (!before) {
      this.#list.append(card);
      htmx.process(card);
      if (others) report.arrived.push(card);
    } else {
      const now = renew(before, card);
      report.changed.push(now);
    }
  }

  #late(card) {
    this.#still(() => {
      this.#place(card, { arrived: [], changed: [], gone: [] });
      this.arrange();
    });
  }

  get #list() {
    return this.list.querySelector("#annotations");
  }

  #remove(card, report) {
    report.gone.push(card);
    if (card.querySelector(":scope > .slot:not(:empty)") || isBusy(card)) {
      const gone = Object.assign(document.createElement("p"), { className: "gone", textContent: this.list.dataset.taken });
      for (const part of Array.from(card.children)) if (!part.matches(".head, .slot")) part.remove();
      card.querySelector(":scope > .head").after(gone);
      delete card.dataset.version;
      card.dataset.gone = "";
      return;
    }
    if (card.contains(document.activeElement)) {
      const next = card.nextElementSibling ?? card.previousElementSibling;
      (next?.querySelector(".moment") ?? this.list.querySelector(".scroll")).focus({ preventScroll: true });
    }
    card.remove();
  }

  #sweep() {
    for (const card of this.list.querySelectorAll("#annotations > [data-gone]"))
      if (card.querySelector(":scope > .slot:empty")) card.remove();
  }

  /* How many drafts there are, and the way to share them: left alone while she is about to. */
  #count(now) {
    const before = document.getElementById("to-share");
    if (!now || before !== this.counted || words(before) === words(now)) return;
    if (before.contains(document.activeElement) || before.querySelector(":popover-open, [open]")) return;
    before.replaceWith(now);
    htmx.process(now);
  }

  /* Her own view is waited for no more, or again. */
  #open(now) {
    const before = this.list.querySelector("own-view");
    if (now && before && before === this.waiting && now.dataset.state !== before.dataset.state) before.replaceWith(now);
  }

  /* --- Nothing moves -------------------------------------------------------------------------- */

  /* What is at the top of the view stays where it is, whatever is put above it. */
  #still(act) {
    const scroller = this.list.querySelector(".scroll");
    const scrolls = getComputedStyle(scroller).overflowY !== "visible" ? scroller : document.scrollingElement;
    const view = scrolls === scroller ? scroller.getBoundingClientRect() : { top: 0, bottom: innerHeight };
    const places = [];
    for (const card of this.#list.children) {
      const { top, bottom } = card.getBoundingClientRect();
      if (bottom > view.top && top < view.bottom && !card.hidden) places.push([card.id, top]);
    }
    act();
    for (const [id, before] of places) {
      const card = document.getElementById(id);
      if (!card || card.hidden) continue;
      scrolls.scrollTop += card.getBoundingClientRect().top - before;
      return;
    }
  }

  /* --- In words ------------------------------------------------------------------------------- */

  #announce({ arrived, changed, gone }) {
    const shown = arrived.filter((card) => !card.hidden);
    for (const card of shown) {
      card.querySelector(".head").dataset.new = this.list.dataset.new;
      this.sight.observe(card); // tells at once whether it is in sight
    }
    const said = [
      this.#say("arrived", shown),
      this.#say("changed", changed.filter((card) => !card.hidden)),
      this.#say("gone", gone),
    ];
    if (said.some(Boolean)) document.getElementById("room-says").textContent = said.filter(Boolean).join(" ");
  }

  #say(what, cards) {
    if (!cards.length) return "";
    const words = this.list.dataset[`${what}${cards.length === 1 ? "One" : "Many"}`];
    return words.replace("{number}", cards.length).replace("{time}", cards[0].querySelector(".moment").textContent);
  }

  /* New, and not yet in sight: those are worth a word. The mark stays until she goes to the card. */
  get #new() {
    return this.list.querySelectorAll("#annotations > li:not([hidden], [data-sighted]) > .head[data-new]");
  }

  #sighted(cards) {
    for (const { isIntersecting, target } of cards) {
      if (!isIntersecting) continue;
      target.dataset.sighted = "";
      this.sight.unobserve(target);
    }
    this.#notify();
  }

  /* For those who see the page: what is new, and the way there. */
  #notify() {
    const number = this.#new.length;
    this.notice.hidden = !number;
    this.notice.querySelector("button").textContent = this.notice.dataset[number === 1 ? "one" : "many"].replace("{number}", number);
  }

  #showNew() {
    const card = this.#new[0]?.closest("li");
    if (!card) return this.#notify();
    card.scrollIntoView({ block: "center" });
    card.querySelector(".moment").focus({ preventScroll: true });
  }

  #seen(card) {
    const head = card?.querySelector(":scope > .head[data-new]");
    if (!head) return;
    delete head.dataset.new;
    this.#notify();
  }

  #end(why) {
    const place = this.list.querySelector(".room-ended");
    place.hidden = !why;
    place.textContent = why ? place.dataset[why] : "";
    if (why === "gone") document.dispatchEvent(new CustomEvent("room:gone"));
  }
}

function read(html) {
  return document.adoptNode(new DOMParser().parseFromString(html, "text/html").querySelector("[data-cursor]"));
}

function words(element) {
  return element.textContent.replace(/\s+/g, " ").trim();
}

function isBusy(card) {
  return Array.from(card.querySelectorAll("audio, video")).some((media) => !media.paused);
}

/** The card as it is now in place of what it was. What is open at it, and the focus, stay. */
function renew(before, now) {
  unfold(now);
  const slot = before.querySelector(":scope > .slot");
  const focused = before.contains(document.activeElement) ? document.activeElement : null;
  if (slot.childElementCount) {
    for (const { name } of Array.from(before.attributes)) if (!now.hasAttribute(name) && name !== "aria-current") before.removeAttribute(name);
    for (const { name, value } of now.attributes) before.setAttribute(name, value);
    for (const part of Array.from(before.children)) if (part !== slot) part.remove();
    now.querySelector(":scope > .slot").remove();
    for (const part of Array.from(now.children)) {
      slot.before(part);
      htmx.process(part);
    }
    now = before;
  } else {
    if (before.hasAttribute("aria-current")) now.setAttribute("aria-current", "true");
    before.replaceWith(now);
    htmx.process(now);
  }
  if (focused && !focused.isConnected) alike(focused, now).focus({ preventScroll: true });
  return now;
}
