/* Each at their own screen: one page drives, and tells where its film is; the others ask once a second and follow.
   No clock of a browser is believed: see `course.js`. */

import { csrfToken } from "../coachcycle/csrf.js";
import { course, place } from "./course.js";
import { follow } from "../coachcycle/live.js";

const ASK_MS = 1000;
const TELL_AGAIN_MS = 4000; // so that the site knows that the page is still there
const SILENCE_MS = 5000; // without an answer for so long, the line counts as lost
const TYPED_IN = "textarea, input:not([type=range], [type=hidden]), select";

export class Together {
  /** `stage` shows items and plays their clips; `addresses` are where to ask and tell; `stale(version)` hears of news. */
  constructor(row, stage, addresses, stale) {
    Object.assign(this, { row, stage, addresses, stale });
    this.page = crypto.randomUUID();
    this.state = { driver: "", mine: false };
    this.answered = performance.now();
    row.hidden = false;
    row.addEventListener("click", ({ target }) => this.acts[target.closest("[data-wheel]")?.dataset.wheel]?.());
    document.addEventListener("focusout", () => setTimeout(() => this.#follow()));
    addEventListener("pagehide", () => this.state.mine && navigator.sendBeacon(addresses.leave, this.#body()));
    this.asking = follow(() => this.#question(), {
      news: (words) => this.#hear(JSON.parse(words), this.askedAt),
      ended: (why) => this.#end(why),
      soonest: ASK_MS,
      latest: ASK_MS,
    });
    this.asking.soon();
    setInterval(() => this.#beat(), ASK_MS);
  }

  acts = {
    take: () => this.#tell("take"),
    leave: () => this.#tell("leave"),
    apart: () => this.#goApart(),
    follow: () => {
      this.isApart = false;
      this.asking.soon();
    },
    play: () => {
      this.isBlocked = false;
      this.#follow();
    },
  };

  get isFollowing() {
    return Boolean(this.state.driver) && !this.state.mine && !this.isApart;
  }

  /** Somebody here did something with the film or the agenda: a driver's page tells, one that follows goes its own way. */
  byHand() {
    if (this.state.mine) this.tellSoon();
    else if (this.isFollowing) this.#goApart();
  }

  tellSoon() {
    if (!this.state.mine) return;
    clearTimeout(this.telling);
    this.telling = setTimeout(() => this.#tell("tell"), 60);
  }

  #goApart() {
    this.isApart = true;
    this.stage.rate(1);
    this.#show();
  }

  /* --- Asking and telling ------------------------------------------------------------------------------ */

  #question() {
    this.askedAt = performance.now();
    return `${this.addresses.now}?${new URLSearchParams({ page: this.page, ...(this.isFollowing && { follows: 1 }) })}`;
  }

  /* A page that drives says so now and then, also while something else is looked at. */
  #beat() {
    const now = performance.now();
    if (this.state.mine && now - this.told > TELL_AGAIN_MS) this.#tell("tell");
    this.isOffline = !document.hidden && now - this.answered > SILENCE_MS;
    this.#show();
  }

  async #tell(act) {
    clearTimeout(this.telling);
    const asked = (this.told = performance.now());
    const answer = await fetch(this.addresses[act], { method: "POST", body: this.#body(), redirect: "manual" }).catch(() => null);
    const state = answer?.ok ? await answer.json().catch(() => null) : null;
    if (state) this.#hear(state, asked);
  }

  #body() {
    const { item, at, runs } = this.stage;
    const late = runs ? (this.way ?? 0) : 0; // so much further it will be when this arrives
    const told = { page: this.page, item, at: Math.round(at + late), csrfmiddlewaretoken: csrfToken(), ...(runs && { plays: 1 }) };
    const body = new FormData();
    for (const [name, value] of Object.entries(told)) body.append(name, value);
    return body;
  }

  /* Answers may overtake each other: one that was asked for earlier than what is known says nothing new. */
  #hear(state, asked) {
    const answered = performance.now();
    if (asked < (this.asked ?? 0)) return;
    if (state.mine && !this.state.mine) this.isApart = false;
    Object.assign(this, { state, asked, answered, way: (answered - asked) / 2, isOffline: false });
    this.stale(state.agenda);
    this.#follow();
    this.#show();
  }

  #end(why) {
    this.isOver = Boolean(why);
    if (why) this.state = { driver: "", mine: false };
    this.stage.rate(1);
    this.#show();
  }

  /* --- Following --------------------------------------------------------------------------------------- */

  get isWriting() {
    return Boolean(document.activeElement?.closest?.("debrief-stage")) && document.activeElement.matches(TYPED_IN);
  }

  async #follow() {
    const { state, stage } = this;
    if (!this.isFollowing) return stage.rate(1);
    if (stage.item !== state.item && (this.isWriting || !stage.has(state.item))) return this.#show();
    if (stage.item !== state.item) stage.show(state.item);
    const now = performance.now();
    const theirs = place(state, { asked: this.asked, answered: this.answered, now });
    const { plays, rate, seek } = course(theirs, state.plays, stage.at, stage.end);
    stage.rate(rate);
    if (!plays && stage.plays) stage.pause();
    if (seek !== null && !stage.isSeeking) stage.seek(seek);
    if (plays && !stage.plays && !this.isBlocked) this.isBlocked = !(await stage.play());
    this.#show();
  }

  /* --- Saying ------------------------------------------------------------------------------------------ */

  get #mood() {
    const { state, stage } = this;
    if (this.isOver) return "ended";
    if (this.isOffline) return "offline";
    if (state.mine) return state.followed ? "joined" : "lonely";
    if (!state.driver) return "alone";
    if (this.isApart) return "apart";
    if (state.item && !stage.has(state.item)) return "elsewhere";
    if (state.item !== stage.item) return "writing";
    return this.isBlocked && state.plays ? "blocked" : "follows";
  }

  #show() {
    const mood = this.#mood;
    const words = this.row.dataset[mood].replace("{name}", this.state.driver);
    const place = this.row.querySelector("[role=status]");
    if (place.textContent !== words) place.textContent = words;
    this.row.dataset.mood = mood;
    const { driver, mine } = this.state;
    this.#offer("take", !mine && !this.isOver, driver ? "over" : "anew");
    this.#offer("leave", mine);
    this.#offer("apart", this.isFollowing);
    this.#offer("follow", Boolean(driver) && !mine && this.isApart);
    this.#offer("play", mood === "blocked");
  }

  /* A button that goes away while it has the focus gives it to the one that undoes what it did. */
  #offer(name, is, words) {
    const button = this.row.querySelector(`[data-wheel=${name}]`);
    if (words && button.textContent !== button.dataset[words]) button.textContent = button.dataset[words];
    if (button.hidden === !is) return;
    const hadFocus = document.activeElement === button;
    button.hidden = !is;
    if (hadFocus) setTimeout(() => this.row.querySelector("button:not([hidden])")?.focus());
  }
}
