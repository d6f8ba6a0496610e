/* Nothing but what is marked, one stretch after the other. Pure: times in milliseconds. */

import { lastAt } from "./clock.js";
import { merged } from "./ranges.js";

const BEFORE_MS = 2000; // a moment is understood from a little before
const AFTER_MS = 5000;
const SHORT_MS = 1000; // a jump over less is only a hiccup

/** What `next` answers behind the last stretch. */
export const OVER = Symbol("over");

/** The stretch that a mark stands for: its range, or what surrounds its moment. */
export function stretchOf(start, end, length) {
  return end === null ? [Math.max(0, start - BEFORE_MS), Math.min(start + AFTER_MS, length)] : [start, Math.min(end, length)];
}

export class Reel {
  /** `marks` are [start, end] each; the end of a moment is null. */
  constructor(marks, length) {
    this.stretches = merged(marks.map(([start, end]) => stretchOf(start, end, length)), SHORT_MS);
    this.starts = this.stretches.map(([from]) => from);
  }

  /** Where the film has to go from here while it plays: to the next stretch, or OVER; null within one. */
  next(now, hasEnded = false) {
    if (hasEnded) return OVER;
    const here = lastAt(this.starts, now);
    if (here >= 0 && now < this.stretches[here][1]) return null;
    return this.starts[here + 1] ?? OVER;
  }

  /** Where to go for who went back from `from` and came out between two stretches: to the one before. */
  before(now, from) {
    const here = lastAt(this.starts, now);
    return now < from && here >= 0 && this.next(now) !== null ? this.starts[here] : null;
  }

  isLeftAt() {
    return false;
  }
}
