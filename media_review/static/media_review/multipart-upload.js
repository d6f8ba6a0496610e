/* <multipart-upload>: the page on which a film is chosen, sent straight to the store, and awaited.

   <multipart-upload data-hasher="…" data-start="address">                           begins an upload
   <multipart-upload data-hasher="…" data-parts="address" data-fingerprint="size-…">  goes on with one

   Inside it the server has put a form [data-choose] with the file field, [data-sending] with [data-how-far], [data-bar],
   [data-note] and [data-pause], [data-after] for what becomes of the film, and a <template data-words> with every
   sentence. How parts travel stands in transfer.js, what they reckon with in parts.js. Several films go one after the
   other: each has an upload from the start, and a row in film-rows.js. Some browsers find a film again by film-handles.js. */

import { ask, Trouble, Unreadable } from "./asking.js";
import { canPick, dropped, forget, mayRead, pick, readAgain, recall, remember } from "./film-handles.js";
import { FilmRows } from "./film-rows.js";
import { askBeforeLeaving } from "./leaving.js";
import { fill, fingerprintOf, sizesInWords, speedOf, timeLeft } from "./parts.js";
import { Transfer } from "./transfer.js";
import { WakeLock } from "./wake-lock.js";

const ASK_AGAIN = 2_000;
const MUTE = 4_000; // no page waits longer than this without a word
const SHOW_EVERY = 250; // milliseconds: lanes tell more often than anybody can read
const LIFE = ["online", "pageshow", "beforeunload"];

class MultipartUpload extends HTMLElement {
  #transfer = null;
  #films = []; // agreed with the server and not sent yet: { film, upload }
  #rows = null;
  #handles = Promise.resolve([]); // of the films dropped last
  #samples = [];
  #showing = null;
  #lock = new WakeLock();

  connectedCallback() {
    const words = this.querySelector("template[data-words]").content.querySelectorAll("[data-word]");
    this.words = Object.fromEntries([...words].map((each) => [each.dataset.word, each.textContent]));
    this.language = document.documentElement.lang;
    this.#part("choose").addEventListener("change", ({ target }) => target.type === "file" && this.#takeFrom(target));
    this.#part("choose").addEventListener("click", (event) => event.target.type === "file" && this.#pickInstead(event));
    this.addEventListener("drop", ({ dataTransfer }) => (this.#handles = dropped(dataTransfer)));
    this.#part("choose").addEventListener("submit", (event) => event.preventDefault());
    this.#part("pause").addEventListener("click", () => this.#pauseOrResume());
    this.querySelector("form[data-cancel]").addEventListener("submit", () => this.#forget());
    for (const name of ["dragover", "dragleave", "drop"])
      this.addEventListener(name, () => this.querySelector(".drop").classList.toggle("over", name === "dragover"));
    for (const name of LIFE) addEventListener(name, this);
    document.addEventListener("visibilitychange", this);
    this.endAsking = askBeforeLeaving(this.querySelector("dialog[data-leave]"), this.#isBusy, () => this.#forget());
    if (this.dataset.parts) this.#showWhatIsHere();
    const field = this.querySelector("[type=file]");
    if (field.files.length) this.#takeFrom(field); // chosen before this was here to hear of it
  }

  disconnectedCallback() {
    for (const name of LIFE) removeEventListener(name, this);
    document.removeEventListener("visibilitychange", this);
    this.endAsking();
    this.#forget();
  }

  #isBusy = () => Boolean(this.#transfer?.isSending || this.#films.length);

  handleEvent(event) {
    if (event.type === "beforeunload") {
      if (this.#isBusy()) event.preventDefault();
    } else if (this.#transfer?.isSending && document.visibilityState === "visible") {
      this.#transfer.wake();
      this.#lock.hold();
    }
  }

  async #takeFrom(field) {
    const films = [...field.files];
    const handles = await this.#handles;
    this.#handles = Promise.resolve([]);
    field.value = ""; // so that choosing the same film again is a change
    this.#choose(films, films.map((film) => handles.find((handle) => handle?.name === film.name)));
  }

  /* The browser's better way to choose files, which lets them be found again. */
  async #pickInstead(event) {
    if (!canPick()) return;
    event.preventDefault();
    const handles = await pick(event.target.multiple);
    this.#choose(await Promise.all(handles.map((handle) => handle.getFile())), handles);
  }

  async #choose(films, handles) {
    if (!films.length) return;
    const most = this.dataset.most ?? 1;
    if (films.length > most) return this.#refuse(fill(this.words.too_many, { most }));
    this.#rows?.clear();
    this.#rows = films.length > 1 ? new FilmRows(this.#part("rows"), films, this.words) : null;
    this.#part("choose").setAttribute("aria-busy", "true");
    this.#say(this.words.looking);
    try {
      for (const [index, film] of films.entries()) await this.#enqueue(film, handles[index]);
    } finally {
      this.#part("choose").removeAttribute("aria-busy");
    }
    this.#next();
  }

  async #enqueue(film, handle) {
    try {
      const upload = await this.#agree(film);
      if (handle) remember(upload.recording, handle);
      this.#films.push({ film, upload });
      this.#refuse("");
    } catch (error) {
      this.#refuse(this.#sentence(error), film);
    }
  }

  /* The next film, if there is one. */
  #next() {
    const next = this.#films.shift();
    if (next) this.#send(next);
    return Boolean(next);
  }

  /* What the server says to this film: the upload to go on with. */
  async #agree(film) {
    let fingerprint = "";
    try {
      if (film.size) fingerprint = await fingerprintOf(film);
    } catch (error) {
      if (error.name === "NotReadableError" || error.name === "NotFoundError") throw new Unreadable();
    }
    if (this.dataset.parts) {
      if (this.dataset.fingerprint && this.dataset.fingerprint !== `${film.size}-${fingerprint}`) {
        throw new Error(this.words.another_film);
      }
      return this.#patiently(() => ask(this.dataset.parts));
    }
    const about = { file_name: film.name, content_type: film.type, size: film.size, fingerprint };
    return this.#patiently(() => {
      const body = new FormData(this.#part("choose")); // anew: she may have signed in again meanwhile
      for (const [name, value] of Object.entries(about)) body.set(name, value);
      return ask(this.dataset.start, { body });
    });
  }

  /* Until the server answers. Asking twice to start is harmless: the same film is the same upload. */
  async #patiently(question) {
    for (;;) {
      const slow = setTimeout(() => this.#say(this.words.waiting), MUTE);
      try {
        return await question();
      } catch (error) {
        if (!(error instanceof Trouble)) throw error;
        this.#say(this.words[error.why]);
        await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN));
      } finally {
        clearTimeout(slow);
      }
    }
  }

  #send({ film, upload }) {
    this.#transfer = new Transfer(film, upload, this.dataset.hasher);
    this.#samples = [];
    const on = (name, act) => this.#transfer.addEventListener(name, act);
    on("progress", () => this.#showSoon());
    on("going", () => this.#note(this.words.lock));
    on("trouble", ({ why }) => this.#waitFor(why));
    on("finishing", () => this.#note(this.words.finishing));
    on("finished", ({ progress }) => this.#arrived(film, upload, progress));
    on("refused", ({ error }) => this.#giveBack(error, film));
    this.#show({ choose: false, sending: true });
    this.#head(this.#rows ? fill(this.words.sending_one_of, { name: film.name }) : this.words.sending_heading);
    this.#rows?.say(film, this.words.row_sending);
    this.#settleIn(upload.addresses);
    this.#showProgress();
    this.#goOn();
  }

  /* From now on a reload of this page goes on with this upload. */
  #settleIn({ page, cancel, about }) {
    this.querySelector("form[data-cancel]").action = cancel;
    history.replaceState(history.state, "", page);
    const chapter = this.#part("about");
    // Of several films, hers to describe is the one being sent; but never is a form taken away under her hands.
    if (!chapter || chapter.dataset.of === about || chapter.contains(document.activeElement)) return;
    chapter.dataset.of = about;
    chapter.hidden = false;
    htmx.ajax("GET", about, { target: this.#part("about-form"), swap: "innerHTML" });
  }

  #pauseOrResume() {
    if (this.#transfer.isSending) {
      this.#transfer.stop();
      this.#lock.release();
      this.#note(this.words.paused);
      this.#part("pause").textContent = this.words.resume;
    } else {
      this.#goOn();
    }
  }

  #goOn() {
    this.#samples = [];
    this.#note(this.words.lock);
    this.#part("pause").textContent = this.words.pause;
    this.#transfer.run();
    this.#lock.hold();
  }

  #waitFor(why) {
    this.#note(this.words[why]);
    this.#samples = []; // nobody knows how long it will take now
    this.#showProgress();
  }

  async #arrived(film, { addresses, recording }, progress) {
    this.#lock.release();
    forget(recording);
    this.#rows?.say(film, this.words.row_arrived, addresses.page);
    if (this.#next()) return;
    this.#show({ sending: false });
    this.#head(this.words.arrived_heading);
    await htmx.ajax("GET", `${progress}?path`, { target: this.#part("after"), swap: "innerHTML" });
  }

  /* It cannot go on by itself: the film is asked for again, or the reason is said. */
  #giveBack(error, film) {
    this.#lock.release();
    this.#refuse(this.#sentence(error), film);
    if (!this.#next()) this.#show({ choose: true, sending: false });
  }

  #sentence(error) {
    if (error instanceof Unreadable) return this.words.unreadable;
    return error.message || this.words[error.status === 404 ? "gone" : "unknown"];
  }

  async #showWhatIsHere() {
    const upload = await this.#patiently(() => ask(this.dataset.parts)).catch((error) => this.#giveBack(error));
    if (!upload || this.#transfer) return;
    // What she chose meanwhile may have been refused: those words stay.
    if (!this.#part("refused").classList.contains("refused")) this.#say("");
    const { sent, size } = new Transfer(null, upload);
    this.#show({ sending: true });
    this.#part("pause").hidden = true;
    this.#part("bar").value = sent / size;
    this.#part("how-far").textContent = fill(this.words.held, sizesInWords(sent, size, this.language));
    this.#findAgain(upload.recording);
  }

  /* When this browser remembers where the film lies: go on, at once or after a click. */
  async #findAgain(recording) {
    const handle = await recall(recording);
    if (!handle) return;
    const goOn = async () => {
      try {
        const film = await readAgain(handle);
        if (film && !this.#transfer) this.#choose([film], [handle]);
      } catch {
        this.#part("known").hidden = true; // it was moved or deleted
        this.#refuse(this.words.unreadable);
      }
    };
    this.#part("known").hidden = false;
    this.#part("go-on").addEventListener("click", goOn);
    if (await mayRead(handle)) goOn();
  }

  #showSoon() {
    this.#showing ??= setTimeout(() => {
      this.#showing = null;
      this.#showProgress();
    }, SHOW_EVERY);
  }

  #showProgress() {
    const { sent, size, isSending } = this.#transfer;
    this.#samples = [...this.#samples.slice(-200), [Date.now(), sent]];
    const time = isSending ? timeLeft(size - sent, speedOf(this.#samples), this.language) : "";
    const sentence = time ? this.words.how_far_and_time : this.words.how_far;
    this.#part("how-far").textContent = fill(sentence, { ...sizesInWords(sent, size, this.language), time });
    this.#part("bar").value = sent / size;
    this.#part("pause").hidden = false;
  }

  #forget() {
    this.#films = [];
    this.#transfer?.stop();
    this.#lock.release();
  }

  #head(words) {
    this.#part("heading").textContent = words;
    this.#part("lead")?.remove();
    document.title = `${words} · coachcycle`;
  }

  #note(words) {
    const note = this.#part("note");
    if (note.textContent !== words) note.textContent = words;
  }

  #refuse(words, film) {
    this.#rows?.say(film, words);
    this.#say(words);
    this.#part("refused").classList.toggle("refused", Boolean(words));
  }

  #say(words) {
    this.#part("refused").classList.remove("refused");
    this.#part("refused").textContent = words;
  }

  #show(parts) {
    for (const [name, isShown] of Object.entries(parts)) this.#part(name).hidden = !isShown;
  }

  #part(name) {
    return this.querySelector(`[data-${name}]`);
  }
}

customElements.define("multipart-upload", MultipartUpload);
