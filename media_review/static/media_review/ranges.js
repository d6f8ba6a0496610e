/* Stretches of a film: [[from, to], …] in milliseconds. Pure. */

import { clock } from "./clock.js";

const NEARLY_MS = 2000; // nobody waits for the last frame
const MOST = 6; // stretches that are worth being read out

/** In order, never overlapping, nothing empty; what lies closer together than `gap` is one. */
export function merged(ranges, gap = 0) {
  const result = [];
  for (const [from, to] of ranges.filter(([from, to]) => from < to).sort((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last && from <= last[1] + gap) last[1] = Math.max(last[1], to);
    else result.push([from, to]);
  }
  return result;
}

export function total(ranges) {
  return ranges.reduce((sum, [from, to]) => sum + to - from, 0);
}

/** As people read them: "1:02–1:15". */
export function spoken([from, to]) {
  return `${clock(from)}–${clock(to)}`;
}

/** An SVG path of upright boxes, in a box of 1000 by `height`. */
export function boxes(ranges, length, height) {
  const place = (ms) => Math.min(1000, (1000 * ms) / length);
  return length ? ranges.map(([from, to]) => `M${place(from).toFixed(1)} 0h${(place(to) - place(from)).toFixed(1)}v${height}H${place(from).toFixed(1)}z`).join("") : "";
}

/** Which of a film of this length was seen; `words` are the sentences that may be said of it. */
export function inWords(ranges, length, words) {
  const seen = total(ranges);
  if (!seen) return words.none;
  if (seen >= length - NEARLY_MS) return words.all;
  const stretches = ranges.slice(0, MOST).map(spoken).join(", ") + (ranges.length > MOST ? ", …" : "");
  return words.some.replace("{seen}", clock(seen)).replace("{length}", clock(length)).replace("{stretches}", stretches);
}
