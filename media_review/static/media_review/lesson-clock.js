/* <lesson-clock id="film">: stands where a film would, and speaks as a <video> does, so that the composer, the list and
   the marks need not know the difference. A lesson cannot be stopped or wound: `pause()` and seeking do nothing while
   the clock runs. While it stands, seeking shows where a piece of feedback was.

   The clock is kept in this browser, for its observer alone, and goes by the clock on the wall. The site is told how far
   it got and how its start was corrected, when there is a line; what is written carries the correction it was written
   under, so nothing depends on the order in which things arrive. */

import { clock, exact, percent, read } from "./clock.js";
import { catchUp, elapsed, fresh, hasRun, isRunning, moveStart, pause, ruler, start } from "./clock-runs.js";
import { KeptPage } from "./kept-page.js";
import { keep, recall } from "../coachcycle/memory.js";
import { post } from "../coachcycle/posting.js";
import { WakeLock } from "./wake-lock.js";

const TICK_MS = 250;
const TELL_AGAIN_MS = 30_000;

class LessonClock extends HTMLElement {
  connectedCallback() {
    if (this.state) return;
    const { observation, reader, reached, moved } = this.dataset;
    this.key = `observation ${observation} ${reader}`;
    this.reached = Number(reached);
    this.state = (this.isHers && recall(this.key)) || fresh(this.reached, Number(moved));
    this.#moveCards();
    this.lock = new WakeLock();
    this.place = null; // where a reader looks while the clock stands, in milliseconds
    this.composer = document.querySelector("annotation-form");
    if (this.isHers) this.#run();
    this.#show();
  }

  get isHers() {
    return "runs" in this.dataset;
  }

  /* --- As a <video> ---------------------------------------------------------------------------- */

  get ms() {
    return Math.round(elapsed(this.state, Date.now()));
  }

  get currentTime() {
    return (this.place ?? this.ms) / 1000;
  }

  set currentTime(seconds) {
    if (this.runsOn) return;
    this.place = Math.round(seconds * 1000);
    this.dispatchEvent(new Event("seeking"));
    this.#show();
  }

  get duration() {
    return Infinity;
  }

  get paused() {
    return !this.runsOn;
  }

  get ended() {
    return false;
  }

  pause() {}

  async play() {}

  /** Nothing but its observer stops it, and no card leads it elsewhere. */
  get runsOn() {
    return this.isHers && isRunning(this.state);
  }

  /** How long the ruler is under the marks, in milliseconds. */
  get rulerMs() {
    return ruler(Math.max(this.ms, this.reached));
  }

  /* --- Its observer's hand --------------------------------------------------------------------- */

  #run() {
    this.addEventListener("click", ({ target }) => this.#click(target.closest("button")));
    this.querySelector(".correct form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#setTo(event.target.elements.shows);
    });
    // Whatever comes in may have been made before the site heard of a correction. To others the site's word is the last.
    new MutationObserver(() => this.#moveCards()).observe(document.getElementById("annotations"), { childList: true });
    // Another tab of hers runs the same clock.
    addEventListener("storage", ({ key }) => key === this.key && this.#take(recall(this.key, this.state)));
    for (const event of ["online", "pageshow"]) addEventListener(event, () => this.#tell());
    document.addEventListener("visibilitychange", () => {
      this.#stayAwake();
      if (!document.hidden) this.#tell();
    });
    this.#stayAwake();
    setInterval(() => this.#tick(), TICK_MS);
    setInterval(() => this.#tell(), TELL_AGAIN_MS);
    this.page = new KeptPage(this.querySelector(".kept"), this.composer, this.dataset);
    customElements.whenDefined("annotation-form").then(() => this.page.open());
    this.#tell();
  }

  acts = {
    start: () => this.#change(start(this.state, Date.now())),
    pause: () => this.#change(pause(this.state, Date.now())),
    catchUp: () => this.#change(catchUp(this.state)),
  };

  #click(button) {
    if (!button) return;
    const { act, by, leads } = button.dataset;
    if (act) this.acts[act]();
    else if (by) this.#moveStart(Number(by));
    else if (leads) this.#mark(leads);
  }

  #change(state) {
    const hadFocus = this.contains(document.activeElement);
    this.place = null;
    this.#take({ ...state, untold: true });
    this.page.isFull = !keep(this.key, this.state);
    this.page.look(true);
    // The button that was pressed has gone: the one in its place is there for the next press.
    if (hadFocus && (document.activeElement === document.body || document.activeElement.hidden)) this.querySelector(".acts button:not([hidden])").focus();
    this.#tell();
  }

  #take(state) {
    this.state = state;
    this.#show();
    this.#stayAwake();
    this.dispatchEvent(new Event("timeupdate"));
  }

  /* She looks at the room, not at the tablet. */
  #stayAwake() {
    if (this.runsOn && !document.hidden) this.lock.hold();
    else if (!this.runsOn) this.lock.release();
  }

  #moveStart(by) {
    const allowed = Math.max(by, -this.ms); // the clock does not show less than nothing
    if (!allowed) return;
    this.#change(moveStart(this.state, allowed));
    this.#moveCards();
    this.#say(this.dataset.corrected.replace("{time}", clock(this.ms)));
  }

  #setTo(field) {
    const shows = read(field.value);
    const refusal = this.querySelector(".correct .refusal");
    refusal.textContent = shows === null ? this.dataset.noTime : "";
    if (shows === null) return;
    this.#moveStart(shows - this.ms);
    field.value = "";
  }

  /* What is written moves along at once. A card says under which correction it was timed: one of a page that was kept,
     or asked for while a correction was on its way, knows less than this browser does. */
  #moveCards() {
    for (const card of document.querySelectorAll("#annotations > [data-moved]")) {
      const by = this.state.moved - Number(card.dataset.moved);
      if (!by) continue;
      const [start, end] = [card.dataset.startMs, card.dataset.endMs].map((ms) => ms && Math.max(0, Number(ms) + by));
      Object.assign(card.dataset, { moved: this.state.moved, startMs: start, ...(end && { endMs: end }) });
      const head = card.querySelector(".head");
      const anew = head.cloneNode(true); // a new head has a new mark
      anew.querySelector(".moment").textContent = end ? `${clock(start)}–${clock(end)}` : clock(start);
      head.replaceWith(anew);
    }
  }

  /* "Now: side by side." A note of one tap, beside whatever is being written. */
  #mark(words) {
    const id = crypto.randomUUID();
    const fields = { id, start: exact(this.ms), end: "", kind: "note", body: words, moved: this.state.moved };
    this.composer.unsent.write({ id, address: this.composer.form.action, fields: Object.entries(fields) });
  }

  /* --- What is shown --------------------------------------------------------------------------- */

  #tick() {
    this.page.look();
    if (!this.runsOn) return;
    const ms = this.ms;
    if (clock(ms) === this.shown) return;
    this.#show();
    this.dispatchEvent(new Event("timeupdate"));
    if (this.rulerMs !== this.ruled) this.dispatchEvent(new Event("durationchange"));
    this.ruled = this.rulerMs;
  }

  #show() {
    const ms = this.ms;
    const state = this.runsOn ? "running" : hasRun(this.state) ? "standing" : "fresh";
    this.shown = clock(ms);
    this.dataset.state = state;
    this.querySelector(".time").textContent = this.isHers ? this.shown : clock(this.place ?? this.reached);
    for (const place of this.querySelectorAll("[data-while]")) place.hidden = !place.dataset.while.split(" ").includes(state);
    const asIf = this.querySelector(".as-if");
    if (asIf) asIf.textContent = clock(elapsed(catchUp(this.state), Date.now()));
    const ends = this.querySelector(".ruler-end");
    if (ends) ends.textContent = clock(this.rulerMs);
    const x = percent(this.place ?? ms, this.rulerMs);
    for (const line of this.querySelectorAll(".playhead")) for (const end of ["x1", "x2"]) line.setAttribute(end, x);
    this.#carry();
  }

  /* What is being written now was timed under the correction that held when it began. */
  #carry() {
    const field = this.composer?.fields?.moved;
    if (field && !this.composer.isSet) field.value = this.state.moved;
  }

  /* --- The site -------------------------------------------------------------------------------- */

  async #tell() {
    const { state } = this;
    if (!state.untold || this.telling) return;
    this.telling = true;
    const fields = { moved: state.moved, reached: this.ms };
    const { answer, refused } = await post({ address: this.dataset.address, fields }, this.dataset.reader);
    this.telling = false;
    if (state !== this.state) return void this.#tell(); // it was corrected once more meanwhile
    if (answer === undefined && !refused) return; // later: see the clocks in #run
    this.state = { ...state, untold: false };
    keep(this.key, this.state);
    this.page.keep();
  }

  #say(words) {
    document.getElementById("room-says").textContent = words;
  }
}

customElements.define("lesson-clock", LessonClock);
