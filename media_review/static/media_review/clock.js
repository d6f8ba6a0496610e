/* Places in a film. Pure: integer milliseconds on one side, what people read and type on the other. */

export function clock(ms) {
  const all = Math.floor(ms / 1000);
  const seconds = String(all % 60).padStart(2, "0");
  const minutes = Math.floor(all / 60) % 60;
  const hours = Math.floor(all / 3600);
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${seconds}` : `${minutes}:${seconds}`;
}

/** As `clock`, and to the millisecond where there is a fraction: reading it gives the same number back. */
export function exact(ms) {
  const fraction = ms % 1000;
  return fraction ? `${clock(ms)}.${String(fraction).padStart(3, "0")}`.replace(/0+$/, "") : clock(ms);
}

/** "1:02", "1:02:03.5" or seconds alone → milliseconds; null for anything else. */
export function read(typed) {
  const found = /^(?:(?:(\d{1,3}):)?(\d{1,3}):)?(\d{1,6})(?:[.,](\d{1,3}))?$/.exec(typed.trim());
  if (!found) return null;
  const [hours, minutes, seconds] = found.slice(1, 4).map((digits) => (digits === undefined ? null : Number(digits)));
  if ((minutes !== null && seconds > 59) || (hours !== null && minutes > 59)) return null;
  return (((hours ?? 0) * 60 + (minutes ?? 0)) * 60 + seconds) * 1000 + Number((found[4] ?? "0").padEnd(3, "0"));
}

/** Where something stands in a film of this length, as an SVG percentage. */
export function percent(ms, length) {
  return `${length ? Math.min(100, (100 * ms) / length).toFixed(2) : 0}%`;
}

/** What an address asks for with `?t=`, as {start, end}: a moment (seconds, or 1:02) or two with a comma between; else null. */
export function asked(search) {
  const [from, until] = (new URLSearchParams(search).get("t") ?? "no").split(",").map((typed) => read(typed.replace(/s$/, "") || "0"));
  if (from === null) return null;
  if (!until || until === from) return { start: from, end: null };
  return { start: Math.min(from, until), end: Math.max(from, until) };
}

/** The tiles of a WebVTT file of previews: [{from, to, sheet, x, y, width, height}], times in milliseconds. */
export function tiles(vtt) {
  return vtt.split(/\n\n+/).flatMap((cue) => {
    const found = /([\d:.]+) --> ([\d:.]+)\s+(\S+)#xywh=(\d+),(\d+),(\d+),(\d+)/.exec(cue);
    if (!found) return [];
    const [x, y, width, height] = found.slice(4).map(Number);
    return [{ from: read(found[1]), to: read(found[2]), sheet: found[3], x, y, width, height }];
  });
}

/** The last of `starts` (in order) that is not after `ms`; -1 before the first. */
export function lastAt(starts, ms) {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= ms) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
