/* <voice-recorder>: part of a form. Records a voice, lets it be heard again, and keeps its id in a hidden field of the
   form; the sound goes to the store by itself. Whoever sets that field by script says so by a "change" event on it. */

import { clock } from "./clock.js";
import { actOf } from "./keys.js";
import { VoiceSending } from "./voice-sending.js";

const TYPES = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
const BITS_PER_SECOND = 48_000;
const SOUND = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
const [LEAST_MS, LOOK_MS, QUIET_MS] = [700, 100, 3000];
const QUIET = 0.01; // of full loudness: less than a whisper
const WHY = { NotAllowedError: "refused", SecurityError: "refused", NotFoundError: "none", NotReadableError: "taken", AbortError: "taken" };

let sending; // one for the page: all recorders are of one person

class VoiceRecorder extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input");
    this.audio = this.querySelector("audio");
    this.level = this.querySelector("meter");
    this.first = this.dataset.said; // what the site has already
    if (!sending) {
      sending = new VoiceSending(this.dataset.reader, this.dataset.md5);
      sending.open();
    }
    for (const name of ["sent", "waiting", "refused"]) sending.addEventListener(name, this);
    this.input.addEventListener("change", () => this.#filled());
    this.addEventListener("click", ({ target }) => this.acts[target.closest("[data-act]")?.dataset.act]?.());
    this.input.form.addEventListener("submit", (event) => this.#finishFirst(event), true);
    this.audio.addEventListener("loadedmetadata", () => this.#measure());
    if (this.closest("annotation-form")) document.addEventListener("keydown", this.#key);
    this.#filled();
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.#key);
    for (const name of ["sent", "waiting", "refused"]) sending.removeEventListener(name, this);
    this.#cut();
    URL.revokeObjectURL(this.audio.src);
  }

  acts = {
    record: () => this.#record(),
    stop: () => this.#stop(),
    discard: () => this.#discard(),
  };

  #key = (event) => {
    if (actOf(event) !== "voice") return;
    event.preventDefault();
    if (this.state === "recording") this.#stop();
    else if (this.state === "idle") this.#record();
  };

  /* --- Recording ----------------------------------------------------------------------------- */

  async #record() {
    const { mediaDevices } = navigator;
    if (!mediaDevices?.getUserMedia || !window.MediaRecorder) return this.#say("unsupported");
    this.dispatchEvent(new CustomEvent("composer:voice", { bubbles: true }));
    this.#turn("asking");
    this.#say("asking");
    try {
      this.stream = await mediaDevices.getUserMedia({ audio: SOUND });
    } catch (error) {
      this.#turn("idle", "record");
      return this.#say(WHY[error.name] ?? "taken");
    }
    if (!this.isConnected || this.state !== "asking") return this.#cut();
    return this.#begin();
  }

  #begin() {
    const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
    const recorder = new MediaRecorder(this.stream, { mimeType, audioBitsPerSecond: BITS_PER_SECOND });
    const pieces = [];
    Object.assign(this, { recorder, began: performance.now(), loudest: 0, isTold: false });
    recorder.addEventListener("dataavailable", ({ data }) => pieces.push(data));
    recorder.addEventListener("stop", () => this.recorder === recorder && this.#take(new Blob(pieces, { type: recorder.mimeType })));
    this.stream.getTracks()[0].addEventListener("ended", () => this.#stop()); // unplugged: what there is is kept
    this.#listen();
    recorder.start(1000);
    this.looking = setInterval(() => this.#look(), LOOK_MS);
    addEventListener("beforeunload", this.#stay);
    this.#turn("recording", "stop");
    this.#say("recording");
    this.#look();
  }

  #stay = (event) => event.preventDefault();

  /* How loud it is, so that she sees that she is heard. */
  #listen() {
    this.ear = new AudioContext();
    const analyser = this.ear.createAnalyser();
    this.ear.createMediaStreamSource(this.stream).connect(analyser);
    const waves = new Float32Array(analyser.fftSize);
    this.loudness = () => {
      analyser.getFloatTimeDomainData(waves);
      return Math.sqrt(waves.reduce((sum, wave) => sum + wave * wave, 0) / waves.length);
    };
  }

  #look() {
    const loudness = this.loudness();
    this.level.value = Math.min(1, 3 * Math.sqrt(loudness));
    this.loudest = Math.max(this.loudest, loudness);
    this.querySelector(".voice-time").textContent = this.dataset.of.replace("{now}", clock(this.lasted)).replace("{most}", clock(this.most));
    if (this.lasted > QUIET_MS && this.loudest < QUIET && !this.isTold) {
      this.isTold = true;
      this.#say("quiet");
    }
    if (this.lasted >= this.most) this.#stop("full");
  }

  get lasted() {
    return performance.now() - this.began;
  }

  get most() {
    return Number(this.dataset.most) * 1000;
  }

  #stop(words = "kept") {
    if (this.state !== "recording") return;
    this.words = words;
    this.length = Math.min(this.lasted, this.most);
    this.recorder.stop();
    this.#letGo();
  }

  /* The microphone is nobody's any more. */
  #letGo() {
    clearInterval(this.looking);
    removeEventListener("beforeunload", this.#stay);
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.ear?.close().catch(() => {});
    this.stream = this.ear = null;
  }

  #cut() {
    this.recorder = null;
    this.#letGo();
  }

  async #take(blob) {
    this.recorder = null;
    if (this.length < LEAST_MS || !blob.size) {
      this.submits = false;
      this.#turn("idle", "record");
      return this.#say("short");
    }
    const id = crypto.randomUUID();
    this.waiting = this.dataset[this.words];
    const sound = await blob.arrayBuffer();
    const isKept = await sending.add({ id, sound, type: blob.type, place: this.dataset.start });
    if (!isKept) this.waiting = this.dataset.unkept;
    this.input.value = id;
    await this.#filled();
    this.#turn("kept", "audio");
    this.#tell(this.waiting);
    this.input.dispatchEvent(new Event("input", { bubbles: true }));
    if (this.submits) this.input.form.requestSubmit();
    return (this.submits = false);
  }

  /* Who saves while she speaks has finished speaking. */
  #finishFirst(event) {
    if (this.state !== "recording") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.submits = true;
    this.#stop();
  }

  /* --- What was said ------------------------------------------------------------------------- */

  async #filled() {
    const id = this.input.value;
    if (id === this.shown) return;
    if (this.shown && !id) sending.leave(this.shown);
    this.shown = id;
    URL.revokeObjectURL(this.audio.src);
    this.audio.removeAttribute("src");
    if (!id) {
      if (this.state === "recording") this.#cut();
      this.#turn("idle");
      return this.#tell("");
    }
    const take = id === this.first ? null : await sending.kept.get(id);
    if (take) this.audio.src = URL.createObjectURL(new Blob([take.sound], { type: take.type }));
    else if (id === this.first && this.dataset.heard) this.audio.src = this.dataset.heard;
    this.audio.toggleAttribute("hidden", !this.audio.hasAttribute("src"));
    return this.#turn("kept");
  }

  /* Chromium writes no length into what it records: it learns it by going to the end. */
  #measure() {
    if (this.audio.duration !== Infinity) return;
    this.audio.addEventListener("timeupdate", () => (this.audio.currentTime = 0), { once: true });
    this.audio.currentTime = 1e6;
  }

  #discard() {
    const id = this.input.value;
    this.shown = this.input.value = "";
    this.audio.pause();
    if (id !== this.first) sending.discard(id, this.dataset.discard.replace(this.dataset.noId, id));
    this.#turn("idle", "record");
    this.#say("discarded");
    this.input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  handleEvent({ type, detail }) {
    if (detail.id !== this.input.value) return;
    if (type === "refused") this.#tell(detail.words || this.dataset.broken);
    else if (type === "waiting") this.#say(detail.why === "signed_out" ? "signedOut" : "offline");
    else this.#tell(this.waiting ?? "");
  }

  /* --- What is shown ------------------------------------------------------------------------- */

  #turn(state, focus = null) {
    const hadFocus = this.contains(document.activeElement);
    this.state = state;
    this.toggleAttribute("data-has", state !== "idle"); // the form it stands in stays open
    for (const part of this.querySelectorAll("[data-when]")) part.hidden = part.dataset.when !== state;
    if (!focus || !(hadFocus || document.activeElement === document.body)) return;
    (focus === "audio" ? this.audio : this.querySelector(`[data-act=${focus}]`)).focus({ preventScroll: true });
  }

  #say(name) {
    this.#tell(this.dataset[name]);
  }

  #tell(words) {
    this.querySelector(".voice-words").textContent = words;
  }
}

customElements.define("voice-recorder", VoiceRecorder);
