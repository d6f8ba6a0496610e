/* One range, again and again. Pure: times in milliseconds. */

// J and L move ten seconds: nobody leaves a loop by them. Who goes further away wants to be elsewhere.
const NEAR_MS = 10_500;

export class Loop {
  constructor(start, end) {
    this.start = start;
    this.end = end;
    this.stretches = [[start, end]];
  }

  /** Where the film has to go from here while it plays; null when it just goes on. What stands before the range leads into it. */
  next(now, hasEnded = false) {
    return now >= this.end || hasEnded ? this.start : null;
  }

  /** Whether somebody who goes there goes away from it. A film that stands still is moved on purpose. */
  isLeftAt(now, isPaused) {
    const near = isPaused ? 0 : NEAR_MS;
    return now < this.start - near || now > this.end + near;
  }
}
