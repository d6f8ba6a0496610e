/* The clock of a live observation, by the clock on the wall: it goes on through a reload, and while a tablet sleeps.
   Pure: milliseconds, and nothing here changes what it was given. A state holds the stretches in which the clock ran,
   as [from, until] by the wall (until is null while it runs), how far it had got before them, and by how much its start
   was moved: a positive number when the lesson began earlier. */

export const fresh = (reached = 0, moved = 0) => ({ runs: [], before: Math.max(0, reached - moved), moved });

/** Where the clock stands. A clock on the wall that was set back meanwhile does not make it run backwards. */
export function elapsed({ runs, before, moved }, now) {
  const ran = runs.reduce((sum, [from, until]) => sum + Math.max(0, (until ?? now) - from), before);
  return Math.max(0, ran + moved);
}

export const isRunning = ({ runs }) => runs.length > 0 && runs.at(-1)[1] === null;

export const hasRun = ({ runs, before }) => runs.length > 0 || before > 0;

export function start(state, now) {
  return isRunning(state) ? state : { ...state, runs: [...state.runs, [now, null]] };
}

export function pause(state, now) {
  if (!isRunning(state)) return state;
  const [from] = state.runs.at(-1);
  return { ...state, runs: [...state.runs.slice(0, -1), [from, Math.max(from, now)]] };
}

/** Go on as if it had never been paused: the film went on, too. */
export function catchUp(state) {
  if (isRunning(state) || !state.runs.length) return state;
  const [from] = state.runs.at(-1);
  return { ...state, runs: [...state.runs.slice(0, -1), [from, null]] };
}

/** The lesson began so much earlier (or, with a minus, later) than was thought. */
export const moveStart = (state, by) => ({ ...state, moved: state.moved + by });

/** A round length, beyond where the clock stands, on which marks have a place that seldom changes. */
export function ruler(ms) {
  const MINUTE = 60_000;
  const lengths = [10, 20, 30, 45, 60, 90, 120, 180, 240].map((minutes) => minutes * MINUTE);
  return lengths.find((length) => ms <= length) ?? Math.ceil(ms / (60 * MINUTE)) * 60 * MINUTE;
}
