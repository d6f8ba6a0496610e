/* <written-together>: around the form of a record that two people write. What is typed is kept in this browser at once,
   saved by itself after a pause, and goes out later when there is no line; what the other saves comes in. The page opens
   without a line, too: see `kept-pages.js`. Without this the form is saved by its button, and merged in the same way. */

import { keepPage } from "../coachcycle/kept-pages.js";
import { follow } from "../coachcycle/live.js";
import { RecordForm } from "./record-form.js";
import { RecordLetters } from "./record-letters.js";

const KEEP_MS = 250;
const PAUSE_MS = 1200;

class WrittenTogether extends HTMLElement {
  connectedCallback() {
    if (this.record) return;
    this.words = this.dataset;
    this.form = this.querySelector("form");
    this.line = this.querySelector(".kept");
    this.version = Number(this.words.version);
    this.record = new RecordForm(this.form, this.words);
    this.letters = new RecordLetters(this.words.place, this.words.reader);
    this.#listen();
    this.#open();
    this.following = follow((cursor) => `${this.form.action}?after=${cursor}`, {
      cursor: "typed" in this.words ? "" : this.version,
      headers: { "HX-Request": "true", "X-Reader": this.words.reader },
      news: (answer) => this.#adopt(answer),
    });
    this.#keepPage();
    addEventListener("online", () => this.#keepPage());
  }

  disconnectedCallback() {
    this.following.stop();
    clearTimeout(this.keeping);
    clearTimeout(this.pausing);
  }

  #listen() {
    for (const event of ["input", "change"]) this.form.addEventListener(event, () => this.#typed());
    this.form.addEventListener("submit", () => (clearTimeout(this.pausing), this.#put()));
    this.form.addEventListener("htmx:configRequest", ({ detail }) => (detail.headers["X-Reader"] = this.words.reader));
    this.form.addEventListener("htmx:beforeOnLoad", ({ detail }) => this.#saved(detail));
    this.letters.addEventListener("sent", ({ detail }) => this.#sent(detail));
    this.letters.addEventListener("waiting", ({ detail }) => this.#waits(detail.why));
    this.letters.addEventListener("refused", ({ detail }) => this.#say(detail.words || this.words.refused));
    document.addEventListener("visibilitychange", () => document.hidden && this.isConnected && this.#leaves());
    addEventListener("beforeunload", (event) => this.isConnected && this.letters.unkept.size && event.preventDefault());
  }

  /* What was typed comes back, over what has become of the record since. */
  #open() {
    const rest = this.letters.rest;
    if ("typed" in this.words) return this.#remember();
    const answer = rest?.answer && this.#isNewer(rest.answer) ? rest.answer : null; // than a page that was kept
    if (answer) this.#take(answer);
    if (rest?.fields) {
      const answered = rest.answer && this.#formIn(rest.answer);
      this.record.restore(rest.fields, this.form.cloneNode(true), this.words.by, this.letters.attempts, answered);
    }
    if (this.record.clashes.size) this.#say(this.words.clash);
    this.#remember(answer);
    if (this.record.isDirty) this.#typed();
    else this.letters.settle();
    this.letters.open();
  }

  #typed() {
    this.isTyping = true;
    if (this.isSaid) this.#say(""); // what is typed now is not saved
    clearTimeout(this.keeping);
    clearTimeout(this.pausing);
    this.keeping = setTimeout(() => this.#put(), KEEP_MS);
    this.pausing = setTimeout(() => this.#send(), PAUSE_MS);
  }

  #put() {
    clearTimeout(this.keeping);
    if (!this.record.isDirty) return this.letters.take(this.letters.id);
    const { pathname: address } = new URL(this.form.action);
    if (!this.letters.put({ id: this.letters.id, address, fields: this.record.fields })) this.#say(this.words.unkept);
  }

  #send() {
    clearTimeout(this.pausing);
    this.isTyping = false;
    this.#put();
    if (!this.record.isDirty) this.#caughtUp(""); // an earlier letter, tried again meanwhile, took these words along
    return this.letters.send();
  }

  /* A page that is put away may never come back. */
  #leaves() {
    if (this.isTyping) this.#send();
  }

  #sent({ answer }) {
    this.#caughtUp(this.#take(answer));
    this.#remember(answer);
  }

  #adopt(answer) {
    const news = this.#take(answer);
    if (this.isWaiting) this.#caughtUp(news); // another page of hers sent the words
    this.#remember(answer);
    return this.version;
  }

  #caughtUp(news) {
    if (this.isTyping || this.letters.all().length) return;
    this.letters.settle();
    if (!news) this.#sayHowItStands();
  }

  #take(answer) {
    if (!this.#isNewer(answer)) return "";
    const fresh = this.#formIn(answer);
    const { by, version } = fresh.closest("written-together").dataset;
    const news = this.record.adopt(fresh, by, this.letters.attempts);
    this.version = Number(version);
    this.words.by = by;
    if (this.record.clashes.size) this.#say(this.words.clash);
    else if (news) this.#say(this.words.news.replace("{name}", news));
    this.isSaid ||= Boolean(news);
    return news;
  }

  /* So that the page is as it was when it is opened next, with or without a line. */
  #remember(answer = this.letters.rest?.answer) {
    const { isDirty, fields } = this.record;
    this.letters.rest = answer || isDirty ? { answer, fields: isDirty ? fields : null } : null;
  }

  #sayHowItStands() {
    if (this.record.clashes.size) return this.#say(this.words.clash);
    const time = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "short" }).format();
    const saved = this.words.saved.replace("{time}", time);
    this.#say(this.record.isDirty ? `${saved} ${this.words.rest}` : saved);
    this.isSaid = true;
  }

  #waits(why) {
    this.#say({ offline: this.words.offline, signed_out: this.words.signedOut }[why] ?? this.words.busy);
    this.isWaiting = true;
  }

  /* By the button: whoever was sent to the door instead has saved nothing. */
  #saved({ xhr }) {
    const cycle = new URL("..", this.form.action).pathname;
    if (xhr.status < 300 && new URL(xhr.responseURL).pathname.startsWith(cycle)) this.letters.forget();
  }

  #formIn(answer) {
    return new DOMParser().parseFromString(answer, "text/html").querySelector("written-together form");
  }

  #isNewer(answer) {
    return Number(this.#formIn(answer)?.closest("written-together").dataset.version) >= this.version;
  }

  #keepPage() {
    if (!this.isConnected) return;
    const { reader, worker, files, keepSeconds: seconds } = this.words;
    keepPage({ path: new URL(this.form.action).pathname, reader, worker, files, seconds }).catch(() => null);
  }

  /* What has just been said is not read out again, when it comes back after a few more words. */
  #say(words) {
    this.isSaid = this.isWaiting = false;
    if (this.line.textContent === words) return;
    this.line.setAttribute("aria-live", words === this.announced ? "off" : "polite");
    if (words) this.announced = words;
    this.line.textContent = words;
  }
}

customElements.define("written-together", WrittenTogether);
