/* <lesson-player>: our own controls around a <video>. Everything else on the page speaks to the <video> alone. */

import { Captions } from "./captions.js";
import { asked, clock, percent } from "./clock.js";
import { actOf } from "./keys.js";
import { keep, recall } from "../coachcycle/memory.js";
import { Previews } from "./previews.js";
import { Quality } from "./quality.js";
import { Screens } from "./screens.js";
import { Stream } from "./stream.js";
import { keepLog } from "./viewing-log.js";

const RATES = [0.5, 0.75, 1, 1.25, 1.5, 2];
const PATIENCE_MS = 1000;
const BRIEFLY = 0.25; // seconds before its end at which a film may stop for want of more
const USUAL_FRAME = 1 / 30;
const FRAMES_TO_MEASURE = 12;
const OF_PICTURES = new Set(["frameBack", "frameForward", "fullscreen", "picture"]);

class LessonPlayer extends HTMLElement {
  connectedCallback() {
    if (this.video) return;
    this.video = this.querySelector("video");
    this.position = this.querySelector(".position");
    this.controls = this.querySelector(".controls");
    this.button = (act) => this.controls.querySelector(`[data-act=${act}]`);
    // Without this script the browser's own controls and its own HLS served.
    this.video.removeAttribute("src");
    this.video.controls = false;
    this.controls.hidden = false;
    this.previews = new Previews(this.querySelector(".preview"), this.dataset.sprites);
    this.screens = new Screens(this.video, this.closest(".room") ?? this, this.button("picture"));
    const quality = new Quality(this.controls.querySelector(".quality"), this.#remembered(), (side) => this.#remember({ quality: side }));
    this.stream = new Stream(this.video, this.dataset, quality, (name) => this.say(name), () => this.#grow());
    keepLog(this.video, this.dataset.viewings, () => this.stream.end());
    document.addEventListener("room:gone", () => this.stream.end());
    this.#listen();
    this.#show();
    // Other elements may have moved the film before it is there: then its frame is wanted, not the poster.
    setTimeout(() => {
      const moment = asked(location.search);
      if (moment && !location.hash) this.video.currentTime = Math.min(moment.start, this.length || Infinity) / 1000;
      if (this.video.currentTime) this.stream.load();
    });
  }

  get length() {
    const known = this.video.duration;
    return Number.isFinite(known) && known > 0 ? known * 1000 : Number(this.video.dataset.durationMs);
  }

  /** At a moment of a growing film that is not there yet. */
  get isAhead() {
    return this.video.currentTime > this.stream.made - BRIEFLY && this.video.readyState < 3;
  }

  /* Then the shape of the sound stands where the picture would, and lies under the <video>, which shows nothing. */
  get isSound() {
    return "sound" in this.dataset;
  }

  #listen() {
    const { video, controls, position } = this;
    for (const event of ["pointerdown", "focusin", "keydown"])
      document.addEventListener(event, () => this.stream.load(), { once: true });
    controls.addEventListener("click", ({ target }) => {
      const button = target.closest("button");
      if (button?.dataset.act) this.act(button.dataset.act);
      else if (button?.dataset.opens) document.getElementById(button.dataset.opens).showModal();
    });
    document.addEventListener("keydown", (event) => {
      const act = actOf(event);
      if (act === "shortcuts") document.getElementById(act)?.showModal();
      else if (this.acts[act] && !(this.isSound && OF_PICTURES.has(act))) this.act(act);
      else return;
      event.preventDefault();
    });
    video.addEventListener("click", (event) => {
      if (this.isSound) this.#point(event);
      else if (!video.controls) this.act("toggle");
    });
    for (const event of ["play", "pause", "ratechange", "volumechange", "timeupdate", "seeking", "durationchange", "ended"])
      video.addEventListener(event, () => this.#show());
    video.addEventListener("play", () => this.#run());
    video.addEventListener("waiting", () => this.#wait());
    video.addEventListener("seeking", () => this.isAhead && this.say(""));
    for (const event of ["playing", "seeked", "canplay"]) video.addEventListener(event, () => this.#arrived());
    position.addEventListener("input", () => this.#seek(position.value / 1000));
    position.addEventListener("pointermove", (event) => this.#preview(event));
    for (const event of ["pointerleave", "pointerup", "blur"]) position.addEventListener(event, () => this.previews.hide());
    controls.querySelector(".volume")?.addEventListener("input", ({ target }) => {
      video.volume = Number(target.value);
      video.muted = false;
    });
    this.captions = new Captions(video, this.button("captions"));
  }

  acts = {
    toggle: () => (this.video.paused ? this.#play() : this.video.pause()),
    back10: () => this.#move(-10),
    forward10: () => this.#move(10),
    back5: () => this.#move(-5),
    forward5: () => this.#move(5),
    frameBack: () => this.#step(-1),
    frameForward: () => this.#step(1),
    slower: () => this.#rate(-1),
    faster: () => this.#rate(1),
    speed: () => this.#rate(1, true),
    mute: () => (this.video.muted = !this.video.muted),
    captions: () => this.captions.toggle(),
    fullscreen: () => this.screens.toggleFull(),
    picture: () => this.screens.togglePicture(),
  };

  act(name) {
    this.stream.load();
    this.acts[name]();
  }

  async #play() {
    if (this.video.ended) this.video.currentTime = 0;
    this.#wait();
    await this.stream.load();
    await this.video.play().catch(() => {}); // a pause that comes before the film does is no error
  }

  #seek(seconds) {
    this.video.currentTime = Math.max(0, Math.min(seconds, this.length / 1000));
  }

  #point({ clientX }) {
    const box = this.video.getBoundingClientRect();
    this.stream.load();
    this.#seek((((clientX - box.left) / box.width) * this.length) / 1000);
  }

  #move(seconds) {
    this.#seek(this.video.currentTime + seconds);
  }

  #step(frames) {
    this.video.pause();
    this.#move(frames * (this.frame ?? USUAL_FRAME));
  }

  #rate(step, round = false) {
    const here = RATES.findIndex((rate) => rate >= this.video.playbackRate);
    const next = round ? (here + step) % RATES.length : Math.min(RATES.length - 1, Math.max(0, here + step));
    this.video.playbackRate = this.video.defaultPlaybackRate = RATES[next];
  }

  /* --- What is shown ------------------------------------------------------------------------- */

  #run() {
    this.#measure();
    const next = () => {
      if (this.video.paused) return;
      this.#place();
      requestAnimationFrame(next);
    };
    next();
  }

  #place() {
    const ms = this.video.currentTime * 1000;
    const x = percent(ms, this.length);
    for (const line of this.querySelectorAll(".playhead")) {
      line.setAttribute("x1", x);
      line.setAttribute("x2", x);
    }
    this.querySelector("#heard rect")?.setAttribute("width", x);
    this.position.value = ms;
    return ms;
  }

  #show() {
    const { video, position, length } = this;
    if (Number(position.max) !== Math.round(length)) position.max = Math.round(length);
    const now = clock(this.#place());
    const of = this.dataset.of.replace("{now}", now).replace("{length}", clock(length));
    if (position.getAttribute("aria-valuetext") !== of) position.setAttribute("aria-valuetext", of);
    this.querySelector(".clock b").textContent = now;
    const play = this.button("toggle");
    play.setAttribute("aria-label", video.paused ? play.dataset.paused : play.dataset.playing);
    this.toggleAttribute("data-playing", !video.paused);
    const speed = this.button("speed");
    speed.textContent = `${video.playbackRate}×`;
    speed.setAttribute("aria-label", this.dataset.speed.replace("{rate}", video.playbackRate));
    this.button("mute")?.setAttribute("aria-pressed", video.muted);
    const volume = this.controls.querySelector(".volume");
    if (volume) volume.value = video.muted ? 0 : video.volume;
  }

  #preview(event) {
    const box = this.position.getBoundingClientRect();
    const inset = 8; // half a thumb: the range's ruler begins there
    const share = (event.clientX - box.left - inset) / (box.width - 2 * inset);
    if (share < 0 || share > 1) return this.previews.hide();
    this.previews.show(share * this.length, event.clientX - this.position.parentElement.getBoundingClientRect().left);
  }

  /* A wait of over a second is said in words. */
  #wait() {
    clearTimeout(this.patience);
    this.patience = setTimeout(() => this.video.readyState < 3 && !this.said && this.say("waiting"), PATIENCE_MS);
  }

  #grow() {
    const { made } = this.stream;
    this.style.setProperty("--made", percent(Math.min(made * 1000, this.length), this.length));
    this.querySelector(".still-made")?.toggleAttribute("hidden", made === Infinity);
    if (this.said === "preparing") this.say("");
  }

  #arrived() {
    clearTimeout(this.patience);
    if (this.said !== "gone") this.say("");
  }

  say(name) {
    if (this.said === "gone") return;
    if ((name === "" || name === "waiting") && this.isAhead) name = "preparing";
    if (name === "waiting" && (this.stream.isCut || !navigator.onLine)) name = "offline";
    this.said = name === "waiting" ? "" : name;
    const words = name ? this.dataset[name] : "";
    const place = this.querySelector(".film-words");
    if (place.textContent !== words) place.textContent = words;
  }

  /* --- Small memory -------------------------------------------------------------------------- */

  /* How long a frame of this film lasts, from the first ones that are shown. */
  #measure() {
    if (this.frame || !this.video.requestVideoFrameCallback) return;
    const times = [];
    const next = (_, { mediaTime }) => {
      times.push(mediaTime);
      if (times.length < FRAMES_TO_MEASURE) return void (this.video.paused || this.video.requestVideoFrameCallback(next));
      const gaps = times.slice(1).map((time, number) => time - times[number]).filter((gap) => gap > 0.005);
      this.frame = gaps.sort((a, b) => a - b)[gaps.length >> 2]; // many gaps may have lost a frame
    };
    this.video.requestVideoFrameCallback(next);
  }

  /* Volume and speed as they were with the last film; answers the size that was chosen, if any. */
  #remembered() {
    const kept = recall("player", {});
    const rate = RATES.includes(kept.rate) ? kept.rate : 1;
    this.video.defaultPlaybackRate = this.video.playbackRate = rate;
    if (kept.volume >= 0 && kept.volume <= 1) this.video.volume = kept.volume;
    for (const event of ["ratechange", "volumechange"])
      this.video.addEventListener(event, () => this.#remember({ rate: this.video.playbackRate, volume: this.video.volume }));
    return kept.quality ?? null;
  }

  #remember(more) {
    keep("player", { ...recall("player", {}), ...more });
  }
}

customElements.define("lesson-player", LessonPlayer);
