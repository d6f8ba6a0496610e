/* Where the parts of a lesson begin in a film. Pure: `places` is a Map of parts and milliseconds, null for a part that is
   not in the film; `ends` is the end of the lesson, null where it ends with the film. */

export const ENDS = "ends";
const SHORTEST_MS = 1000;

/** The parts that are in a film of this length, in its order: [{ part, start, end }]. */
export function stretches(places, ends, length) {
  const last = Math.min(ends ?? length, length);
  const inside = [...places].filter(([, at]) => at !== null && at < last).sort(([, one], [, other]) => one - other);
  return inside.map(([part, start], number) => ({ part, start, end: inside[number + 1]?.[1] ?? last }));
}

/** Where a border comes to rest that somebody moves to `to`: it does not pass its neighbours. */
export function moved(places, ends, length, which, to) {
  const found = stretches(places, ends, length);
  const number = which === ENDS ? found.length : found.findIndex(({ part }) => part === which);
  const lowest = number > 0 ? found[number - 1].start + SHORTEST_MS : 0;
  const highest = which === ENDS ? length : found[number].end - SHORTEST_MS;
  return Math.round(Math.max(lowest, Math.min(to, Math.max(lowest, highest))));
}
