/* The moment or the stretch of film that feedback is about. Pure: { start, end } in whole milliseconds, with `end` null
   for a moment; nothing here changes what it was given. */

import { read } from "./clock.js";

const BEFORE_END_MS = 5000; // how far a range reaches back when only its end was set
const SHORTEST_MS = 100;

export const moment = (start) => ({ start, end: null });

/** When something was seen that is being written of now: a little before, while the film plays. */
export const noticed = (now, leadInMs) => moment(Math.max(0, now - leadInMs));

/** "It begins here." An end that lies behind stays. */
export const beginsAt = ({ end }, now) => ({ start: now, end: end > now ? end : null });

/** "It ends here." Whoever sets an end before the start means the stretch between the two. */
export function endsAt({ start }, now, isSet) {
  if (!isSet || start === now) return now ? { start: Math.max(0, now - BEFORE_END_MS), end: now } : moment(0);
  return start < now ? { start, end: now } : { start: now, end: start };
}

/** One end of it moved to `to`, by hand: ends do not pass each other, and an end at the start leaves a moment. */
export function moved({ start, end }, which, to, length) {
  const at = Math.round(Math.max(0, Math.min(to, length || Infinity)));
  if (which === "start") return { start: end === null ? at : Math.min(at, end - SHORTEST_MS), end };
  return { start, end: at < start + SHORTEST_MS ? null : at };
}

/** What two fields say; NaN stands for what is no time. */
export const typed = (start, end) => ({ start: read(start) ?? NaN, end: end.trim() ? (read(end) ?? NaN) : null });

/** Why this cannot be: "noTime", "late" (behind the film's end, when that is known) or "reversed"; null if it can. */
export function trouble({ start, end }, length) {
  if (Number.isNaN(start) || Number.isNaN(end)) return "noTime";
  if (length && (start > length || end > length)) return "late";
  return end !== null && end <= start ? "reversed" : null;
}
