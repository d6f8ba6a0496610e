/* The picture above the place in the film the pointer is at. Fetched when first asked for. */

import { clock, tiles } from "./clock.js";

export class Previews {
  constructor(box, address) {
    Object.assign(this, { box, address, svg: box.querySelector("svg"), image: box.querySelector("image") });
  }

  /** Show the film at `ms`, centred on `x` pixels of the lanes' box. */
  async show(ms, x) {
    if (!this.address) return;
    this.wanted = ms;
    const all = await (this.loading ??= this.#load());
    const tile = all.find(({ from, to }) => from <= ms && ms < to) ?? all.at(-1);
    if (!tile || this.wanted !== ms) return;
    this.svg.setAttribute("viewBox", `${tile.x} ${tile.y} ${tile.width} ${tile.height}`);
    this.svg.style.aspectRatio = `${tile.width} / ${tile.height}`;
    this.box.style.setProperty("--x", `${x}px`);
    const part = document.querySelector("parts-of-lesson")?.nameAt?.(ms);
    this.box.querySelector("span").textContent = part ? `${clock(ms)} ${part}` : clock(ms);
    this.box.hidden = false;
  }

  hide() {
    this.wanted = null;
    this.box.hidden = true;
  }

  async #load() {
    try {
      const answer = await fetch(this.address);
      const all = answer.ok ? tiles(await answer.text()) : [];
      if (!all.length) return all;
      this.image.setAttribute("width", Math.max(...all.map(({ x, width }) => x + width)));
      this.image.setAttribute("height", Math.max(...all.map(({ y, height }) => y + height)));
      this.image.setAttribute("href", all[0].sheet);
      return all;
    } catch {
      this.loading = null; // the next hover tries again
      return [];
    }
  }
}
