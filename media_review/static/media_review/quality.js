/* Which size of the film is played: what the line carries, or the one its viewer has chosen, in this film and the next. */

import { keepLine } from "./line.js";

/** The side that people name a size by: that of a film held upright is its width. */
export const sideOf = ({ width, height }) => Math.min(width, height);

/** Of sizes in rising order, the largest that is not above what she wants; the smallest where all are. -1 is automatic. */
export function levelFor(levels, wanted) {
  if (!wanted) return -1;
  return Math.max(0, levels.findLastIndex((level) => sideOf(level) <= wanted));
}

export class Quality {
  /** `wanted` is a side in pixels, or null; `onChoice` hears what is wanted from now on. */
  constructor(select, wanted, onChoice) {
    Object.assign(this, { select, wanted });
    select?.addEventListener("change", () => {
      this.wanted = Number(select.value) || null;
      onChoice(this.wanted);
      // What stands still is looked at closely: it is fetched anew. What plays goes on, and changes on its way.
      this.isStill = Boolean(this.hls?.media?.paused);
      this.#apply(this.isStill ? "currentLevel" : "nextLevel");
    });
  }

  attach(Hls, hls) {
    this.hls = hls;
    hls.on(Hls.Events.FRAG_BUFFERED, () => keepLine(hls.bandwidthEstimate));
    if (!this.select) return;
    hls.on(Hls.Events.MANIFEST_PARSED, () => this.#offer());
    hls.on(Hls.Events.LEVELS_UPDATED, () => this.#offer());
    hls.on(Hls.Events.LEVEL_SWITCHED, () => {
      this.#name();
      if (this.isStill && hls.media.paused) hls.media.currentTime += 0; // or the old frame would stay on the screen
      this.isStill = false;
    });
  }

  /** Where the browser plays by itself it chooses by itself. */
  leaveToBrowser() {
    if (this.select) this.select.hidden = true;
  }

  #offer() {
    const { select, hls } = this;
    this.sides = hls.levels.map(sideOf);
    const options = [...new Set(this.sides)].sort((a, b) => b - a).map((side) => new Option(`${side}p`, side));
    select.replaceChildren(select.options[0], ...options);
    select.hidden = options.length < 2;
    this.#apply("loadLevel");
  }

  #apply(how) {
    if (!this.hls?.levels.length) return;
    const level = levelFor(this.hls.levels, this.wanted);
    if (level >= 0 || !this.hls.autoLevelEnabled) this.hls[how] = level;
    this.select.value = level < 0 ? "" : this.sides[level];
    this.#name();
  }

  /* "Automatic" also says what that is just now. */
  #name() {
    const { select, hls } = this;
    const now = this.sides?.[hls.currentLevel];
    const shows = now && !this.wanted;
    select.options[0].textContent = shows ? select.dataset.now.replace("{side}", now) : select.dataset.auto;
  }
}
