/* <multipart-upload>: the page on which a film is chosen, sent straight to the store, and awaited.

   <multipart-upload data-hasher="…" data-start="address">                           begins an upload
   <multipart-upload data-hasher="…" data-parts="address" data-fingerprint="size-…">  goes on with one

   Inside it the server has put a form [data-choose] with the file field, [data-sending] with [data-how-far], [data-bar],
   [data-note] and [data-pause], [data-after] for what becomes of the film, and a <template data-words> with every
   sentence. How parts travel stands in transfer.js, what they reckon with in parts.js. */

import { fill, fingerprintOf, sizesInWords, speedOf, timeLeft } from "./parts.js";
import { ask, Transfer, Trouble, Unreadable } from "./transfer.js";

const ASK_AGAIN = 2_000;

class MultipartUpload extends HTMLElement {
  #transfer = null;
  #samples = [];
  #lock = null;

  connectedCallback() {
    const words = this.querySelector("template[data-words]").content.querySelectorAll("[data-word]");
    this.words = Object.fromEntries([...words].map((each) => [each.dataset.word, each.textContent]));
    this.language = document.documentElement.lang;
    this.#part("choose").addEventListener("change", ({ target }) => target.type === "file" && this.#choose(target));
    this.#part("choose").addEventListener("submit", (event) => event.preventDefault());
    this.#part("pause").addEventListener("click", () => this.#pauseOrResume());
    this.querySelector("form[data-cancel]").addEventListener("submit", () => this.#forget());
    for (const name of ["dragover", "dragleave", "drop"])
      this.addEventListener(name, () => this.querySelector(".drop").classList.toggle("over", name === "dragover"));
    addEventListener("online", this);
    addEventListener("pageshow", this);
    addEventListener("beforeunload", this);
    document.addEventListener("visibilitychange", this);
    if (this.dataset.parts) this.#showWhatIsHere();
  }

  disconnectedCallback() {
    for (const name of ["online", "pageshow", "beforeunload"]) removeEventListener(name, this);
    document.removeEventListener("visibilitychange", this);
    this.#forget();
  }

  handleEvent(event) {
    if (!this.#transfer?.isSending) return;
    if (event.type === "beforeunload") {
      event.preventDefault();
    } else if (document.visibilityState === "visible") {
      this.#transfer.wake();
      this.#stayAwake();
    }
  }

  async #choose(field) {
    const [film] = field.files;
    if (!film) return;
    this.#part("choose").setAttribute("aria-busy", "true");
    this.#say(this.words.looking);
    try {
      const upload = await this.#agree(film);
      this.#refuse("");
      this.#send(film, upload);
    } catch (error) {
      this.#refuse(this.#sentence(error));
    } finally {
      this.#part("choose").removeAttribute("aria-busy");
      field.value = ""; // so that choosing the same film again is a change
    }
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
    const body = new FormData(this.#part("choose"));
    const about = { file_name: film.name, content_type: film.type, size: film.size, fingerprint };
    for (const [name, value] of Object.entries(about)) body.set(name, value);
    return this.#patiently(() => ask(this.dataset.start, { body }));
  }

  /* Until the server answers. Asking twice to start is harmless: the same film is the same upload. */
  async #patiently(question) {
    for (;;) {
      try {
        return await question();
      } catch (error) {
        if (!(error instanceof Trouble)) throw error;
        this.#say(this.words[error.why]);
        await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN));
      }
    }
  }

  #send(film, upload) {
    this.#transfer = new Transfer(film, upload, this.dataset.hasher);
    this.#samples = [];
    const on = (name, act) => this.#transfer.addEventListener(name, act);
    on("progress", () => this.#showProgress());
    on("going", () => this.#note(this.words.lock));
    on("trouble", ({ why }) => this.#waitFor(why));
    on("finishing", () => this.#note(this.words.finishing));
    on("finished", ({ progress }) => this.#arrived(progress));
    on("refused", ({ error }) => this.#giveBack(error));
    this.#show({ choose: false, sending: true });
    this.#head(this.words.sending_heading);
    this.#settleIn(upload.addresses);
    this.#showProgress();
    this.#goOn();
  }

  /* From now on a reload of this page goes on with this upload. */
  #settleIn({ page, cancel, about }) {
    this.querySelector("form[data-cancel]").action = cancel;
    history.replaceState(history.state, "", page);
    const chapter = this.#part("about");
    if (!chapter?.hidden) return;
    chapter.hidden = false;
    htmx.ajax("GET", about, { target: this.#part("about-form"), swap: "innerHTML" });
  }

  #pauseOrResume() {
    if (this.#transfer.isSending) {
      this.#transfer.stop();
      this.#rest();
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
    this.#stayAwake();
  }

  #waitFor(why) {
    this.#note(this.words[why]);
    this.#samples = []; // nobody knows how long it will take now
    this.#showProgress();
  }

  async #arrived(progress) {
    this.#rest();
    this.#show({ sending: false });
    this.#head(this.words.arrived_heading);
    await htmx.ajax("GET", `${progress}?path`, { target: this.#part("after"), swap: "innerHTML" });
  }

  /* It cannot go on by itself: the film is asked for again, or the reason is said. */
  #giveBack(error) {
    this.#rest();
    this.#show({ choose: true, sending: false });
    this.#refuse(this.#sentence(error));
  }

  #sentence(error) {
    if (error instanceof Unreadable) return this.words.unreadable;
    return error.message || this.words[error.status === 404 ? "gone" : "unknown"];
  }

  async #showWhatIsHere() {
    const upload = await this.#patiently(() => ask(this.dataset.parts)).catch((error) => this.#giveBack(error));
    if (!upload || this.#transfer) return;
    this.#refuse("");
    const { sent, size } = new Transfer(null, upload);
    this.#show({ sending: true });
    this.#part("pause").hidden = true;
    this.#part("bar").value = sent / size;
    this.#part("how-far").textContent = fill(this.words.held, sizesInWords(sent, size, this.language));
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

  async #stayAwake() {
    try {
      this.#lock ??= await navigator.wakeLock?.request("screen");
      this.#lock?.addEventListener("release", () => (this.#lock = null), { once: true });
    } catch {
      // A battery that is low may refuse; then the phone locks, and sending goes on when she is back.
    }
  }

  #rest() {
    this.#lock?.release();
    this.#lock = null;
  }

  #forget() {
    this.#transfer?.stop();
    this.#rest();
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

  #refuse(words) {
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
