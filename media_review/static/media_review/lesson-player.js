/* <lesson-player>: our own controls around a <video>. Everything else on the page speaks to the <video> alone. */

import { asked, clock, percent } from "./clock.js";
import { actOf } from "./keys.js";
import { keep, recall } from "./memory.js";
import { Previews } from "./previews.js";
import { Stream } from "./stream.js";
import { keepLog } from "./viewing-log.js";

const RATES = [0.5, 0.75, 1, 1.25, 1.5, 2];
const PATIENCE_MS = 1000;
const USUAL_FRAME = 1 / 30;
const FRAMES_TO_MEASURE = 12;

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
    this.stream = new Stream(this.video, this.dataset, (name) => this.say(name));
    keepLog(this.video, this.dataset.viewings, () => this.stream.end());
    this.#remember();
    this.#listen();
    this.#show();
    // Other elements may have moved the film before it is there: then its frame is wanted, not the poster.
    setTimeout(() => {
      const moment = asked(location.search);
      if (moment !== null && !location.hash) this.video.currentTime = moment / 1000;
      if (this.video.currentTime) this.stream.load();
    });
  }

  get length() {
    const known = this.video.duration;
    return Number.isFinite(known) && known > 0 ? known * 1000 : Number(this.video.dataset.durationMs);
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
      if (act === "shortcuts") document.getElementById(act).showModal();
      else if (this.acts[act]) this.act(act);
      else return;
      event.preventDefault();
    });
    video.addEventListener("click", () => this.act("toggle"));
    for (const event of ["play", "pause", "ratechange", "volumechange", "timeupdate", "seeking", "durationchange", "ended"])
      video.addEventListener(event, () => this.#show());
    video.addEventListener("play", () => this.#run());
    video.addEventListener("waiting", () => this.#wait());
    for (const event of ["playing", "seeked", "canplay"]) video.addEventListener(event, () => this.#arrived());
    position.addEventListener("input", () => this.#seek(position.value / 1000));
    position.addEventListener("pointermove", (event) => this.#preview(event));
    for (const event of ["pointerleave", "pointerup", "blur"]) position.addEventListener(event, () => this.previews.hide());
    controls.querySelector(".volume")?.addEventListener("input", ({ target }) => {
      video.volume = Number(target.value);
      video.muted = false;
    });
    document.addEventListener("fullscreenchange", () => this.#show());
    video.textTracks.addEventListener("addtrack", () => this.button("captions").toggleAttribute("hidden", false));
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
    captions: () => this.#captions(),
    fullscreen: () => this.#fullscreen(),
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

  #captions() {
    const track = this.video.textTracks[0];
    if (!track) return;
    track.mode = track.mode === "showing" ? "disabled" : "showing";
    this.button("captions").setAttribute("aria-pressed", track.mode === "showing");
  }

  /* The whole of it, with the lanes. A phone that lets nothing but a film fill its screen gets the film. */
  #fullscreen() {
    const frame = this.closest(".watch") ?? this;
    if (document.fullscreenElement) document.exitFullscreen();
    else if (frame.requestFullscreen) frame.requestFullscreen();
    else this.video.webkitEnterFullscreen?.();
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
    const line = this.querySelector(".playhead");
    line.setAttribute("x1", x);
    line.setAttribute("x2", x);
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

  #arrived() {
    clearTimeout(this.patience);
    if (this.said !== "gone") this.say("");
  }

  say(name) {
    if (this.said === "gone") return;
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
      this.frame = gaps.sort((a, b) => a - b)[gaps.length >> 1];
    };
    this.video.requestVideoFrameCallback(next);
  }

  #remember() {
    const kept = recall("player", {});
    const rate = RATES.includes(kept.rate) ? kept.rate : 1;
    this.video.defaultPlaybackRate = this.video.playbackRate = rate;
    if (kept.volume >= 0 && kept.volume <= 1) this.video.volume = kept.volume;
    for (const event of ["ratechange", "volumechange"])
      this.video.addEventListener(event, () =>
        keep("player", { rate: this.video.playbackRate, volume: this.video.volume }));
  }
}

customElements.define("lesson-player", LessonPlayer);
