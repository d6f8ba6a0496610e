/* A film of the debrief, of which one clip is shown at a time: it begins there, plays that much, and stops. */

import { Quality } from "./quality.js";
import { Stream } from "./stream.js";
import { keepLog } from "./viewing-log.js";

const ALMOST = 30; // milliseconds by which a browser may miss the moment that was sought
const A_GLANCE = 500; // before and after its moment a drawing is shown, also while the film runs
const AWAY = 500; // and by which it is at another one

export class ClipFilm {
  /** `changed()` is called whenever it plays, stops or moves. */
  constructor(box, changed) {
    this.box = box;
    this.video = box.querySelector("video");
    this.video.removeAttribute("src");
    this.video.controls = false;
    this.stream = new Stream(this.video, box.dataset, new Quality(null, null), (name) => this.#say(name), () => {});
    keepLog(this.video, box.dataset.viewings, () => this.stream.end());
    for (const event of ["timeupdate", "seeked"]) this.video.addEventListener(event, () => this.#look());
    for (const event of ["play", "pause", "playing", "waiting", "timeupdate", "seeked", "ended"]) this.video.addEventListener(event, changed);
    this.video.addEventListener("waiting", () => this.#say("waiting"));
    for (const event of ["playing", "canplay", "seeked"]) this.video.addEventListener(event, () => this.#arrive());
    this.video.addEventListener("play", () => this.#watch());
  }

  /** Show the clip, from `at` on. Until it is asked to, nothing of the film is fetched. */
  show(from, to, at = from) {
    Object.assign(this, { from, to });
    this.video.playbackRate = 1;
    this.seek(at);
  }

  load() {
    return this.stream.load();
  }

  /** What somebody drew on the frame at `ms`, as an SVG of the picture, or null: shown while the film is there. */
  draw(strokes, ms) {
    this.box.querySelector(".drawn-over")?.remove();
    this.drawn = strokes?.cloneNode(true);
    this.drawnAt = ms;
    if (this.drawn) this.box.append(this.drawn);
    this.#look();
  }

  #look() {
    this.drawn?.toggleAttribute("hidden", Math.abs(this.at - this.drawnAt) > A_GLANCE);
  }

  get at() {
    return Math.round(this.video.currentTime * 1000);
  }

  get plays() {
    return !this.video.paused;
  }

  seek(ms) {
    this.wanted = Math.max(this.from, Math.min(ms, this.to));
    if (this.at !== this.wanted) this.video.currentTime = this.wanted / 1000;
  }

  /* A film that comes late begins where the first clip did, whatever was sought meanwhile. */
  #arrive() {
    this.#say("");
    if (this.wanted !== null && Math.abs(this.at - this.wanted) > AWAY) this.video.currentTime = this.wanted / 1000;
    else this.wanted = null;
  }

  /** Whether the browser let it. A clip that is over begins again. */
  async play() {
    if (this.at >= this.to - ALMOST || this.at < this.from - ALMOST) this.seek(this.from);
    await this.load();
    try {
      await this.video.play();
      return true;
    } catch (trouble) {
      return trouble.name !== "NotAllowedError"; // a pause that comes before the film does is no refusal
    }
  }

  pause() {
    this.video.pause();
  }

  #watch() {
    const next = () => {
      if (this.video.paused) return;
      if (this.at >= this.to) {
        this.video.pause();
        this.seek(this.to);
      } else requestAnimationFrame(next);
    };
    next();
  }

  #say(name) {
    if (this.gone) return;
    this.gone = name === "gone";
    const place = this.box.querySelector(".film-words");
    const words = name ? (this.box.dataset[name] ?? "") : "";
    if (place.textContent !== words) place.textContent = words;
  }
}
