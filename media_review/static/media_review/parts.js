/* What an upload reckons with: parts, waits, speed, and how far it is in words. Values in, values out. */

const SAMPLE_SECONDS = 20;
const SOON = 20;
const SOON_WAIT = 2_000;
const LONGEST_WAIT = 30_000;
const MOST_LANES = 3;
const MIB = 1024 * 1024;
const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"];

/* Where part `number` (from 1) lies in the film: [first byte, byte after the last]. */
export const rangeOf = (number, size, partSize) => [(number - 1) * partSize, Math.min(number * partSize, size)];

export const bytesOf = (number, size, partSize) => {
  const [from, to] = rangeOf(number, size, partSize);
  return to - from;
};

/* Numbers of the parts that are not in `have`, in order. */
export const missing = (count, have) => {
  const there = new Set(have);
  return Array.from({ length: count }, (_, index) => index + 1).filter((number) => !there.has(number));
};

/* Milliseconds before try `attempt` (from 1): doubling, and never all at once. `chance` is 0 to 1. A store that is busy
   is so for some seconds: for about half a minute it is asked often, later only now and then. */
export const waitBefore = (attempt, chance) => {
  const longest = attempt <= SOON ? SOON_WAIT : LONGEST_WAIT;
  return Math.min(longest, 500 * 2 ** (attempt - 1)) * (0.5 + chance / 2);
};

/* How many parts to send at once after one took `ms`. On a slow line more would only wait for each other, and a pause or
   a cut would cost each of them. */
export const lanesAfter = (lanes, ms) =>
  ms < 1_000 ? MOST_LANES
  : ms < 2_000 ? Math.min(MOST_LANES, lanes + 1)
  : ms > 6_000 ? 1
  : lanes;

/* Bytes a second over the last seconds of `samples` ([ms, bytes in all], oldest first); 0 while nobody can tell. */
export const speedOf = (samples) => {
  const last = samples.at(-1);
  const first = samples.find(([at]) => last[0] - at <= SAMPLE_SECONDS * 1000);
  if (!last || last[0] - first[0] < 1000) return 0;
  return Math.max(0, ((last[1] - first[1]) * 1000) / (last[0] - first[0]));
};

/* { done: "412", total: "980 MB" }: both in the unit that suits the whole. */
export const sizesInWords = (done, total, language) => {
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log(Math.max(total, 1)) / Math.log(1024)));
  const scale = 1024 ** step;
  const digits = { maximumFractionDigits: step === 3 ? 1 : 0 };
  return {
    done: new Intl.NumberFormat(language, digits).format(done < total ? Math.min(done, total) / scale : total / scale),
    total: new Intl.NumberFormat(language, { ...digits, style: "unit", unit: UNITS[step], unitDisplay: "short" }).format(total / scale),
  };
};

/* "3 minutes", rounded as people would say it; "" while the speed is not known. */
export const timeLeft = (bytes, speed, language) => {
  if (!speed) return "";
  const seconds = bytes / speed;
  const [number, unit] =
    seconds < 55 ? [Math.max(5, Math.ceil(seconds / 5) * 5), "second"]
    : seconds < 90 * 60 ? [Math.round(seconds / 60), "minute"]
    : [Math.round(seconds / 3600), "hour"];
  return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(number);
};

/* "{done} of {total}." with its gaps filled. */
export const fill = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (gap, name) => values[name] ?? gap);

/* What tells this film from another without reading all of it: its size and its first and last MiB.
   Names and dates do not serve: phones give a film new ones each time it is picked. */
export const fingerprintOf = async (film) => {
  const ends = new Blob([film.slice(0, MIB), film.slice(-MIB)]);
  const digest = await crypto.subtle.digest("SHA-256", await ends.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
};
