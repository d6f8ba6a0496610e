/* Captions over the film: one button, there where there are any, and what was chosen holds for the next film. */

import { keep, recall } from "../coachcycle/memory.js";

const SHOWN = "captions";

export class Captions {
  constructor(video, button) {
    Object.assign(this, { video, button });
    video.textTracks.addEventListener("addtrack", () => this.#show(recall(SHOWN, false)));
    if (video.textTracks.length) this.#show(recall(SHOWN, false));
  }

  toggle() {
    const shown = this.video.textTracks[0]?.mode !== "showing";
    keep(SHOWN, shown);
    this.#show(shown);
  }

  #show(shown) {
    const [track] = this.video.textTracks;
    if (!track) return;
    track.mode = shown ? "showing" : "disabled";
    this.button.hidden = false;
    this.button.setAttribute("aria-pressed", shown);
  }
}
