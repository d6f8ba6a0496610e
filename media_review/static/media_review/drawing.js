/* Strokes on a picture, as vectors. Pure; `media_review/drawing.py` says what a drawing is, and does the same on the site.
   A stroke is { tool, points: [[x, y], …] } in shares of the picture, from 0 to 1. */

export const MOST_STROKES = 30;
const MOST_POINTS = 1000;
const MOST_OF_A_LINE = 300;
const DECIMALS = 10_000;
const [HEAD, SPREAD] = [0.035, Math.PI / 7];
const FINE = 0.002; // what a line may lose when points that hardly matter are left out
const LEAST = 0.01; // anything smaller is a touch, not a stroke
const RING = 24;

export const read = (text) => (text ? JSON.parse(text) : []);
export const write = (strokes) => (strokes.length ? JSON.stringify(strokes) : "");
export const isFull = (strokes) =>
  strokes.length >= MOST_STROKES || strokes.reduce((sum, { points }) => sum + points.length, 0) > MOST_POINTS - MOST_OF_A_LINE;

/** The path data of a stroke in a picture of so many pixels. */
export function pathOf({ tool, points }, width, height) {
  const at = points.map(([x, y]) => [x * width, y * height]);
  if (tool === "box") {
    const [[left, top], [right, bottom]] = at;
    return `M${fixed(left, top)}H${right.toFixed(1)}V${bottom.toFixed(1)}H${left.toFixed(1)}Z`;
  }
  const line = `M${at.map((point) => fixed(...point)).join("L")}`;
  return tool === "arrow" ? line + headOf(...at, HEAD * Math.max(width, height)) : line;
}

function headOf([fromX, fromY], [x, y], longest) {
  const long = Math.min(longest, 0.6 * Math.hypot(x - fromX, y - fromY));
  const angle = Math.atan2(y - fromY, x - fromX);
  const [left, right] = [SPREAD, -SPREAD].map((turn) =>
    fixed(x - long * Math.cos(angle + turn), y - long * Math.sin(angle + turn)));
  return `M${left}L${fixed(x, y)}L${right}`;
}

const fixed = (x, y) => `${x.toFixed(1)} ${y.toFixed(1)}`;

/** What a hand drew with a tool, from everywhere it was; null when that is a touch and no stroke. */
export function drawn(tool, places, aspect) {
  const points = places.map(inside);
  const [[left, top], [right, bottom]] = boundsOf(points);
  if (right - left < LEAST && bottom - top < LEAST) return null;
  if (tool !== "pen") return { tool, points: [points[0], points.at(-1)].map(rounded) };
  let fine = FINE;
  let line = thinned(points, aspect, fine);
  while (line.length > MOST_OF_A_LINE) line = thinned(points, aspect, (fine *= 2));
  return { tool, points: line.map(rounded) };
}

/** Where no hand draws: a stroke in the middle of the picture, to be moved and sized. Of the pen it is a ring. */
export function placed(tool, aspect) {
  if (tool === "arrow") return { tool, points: [[0.35, 0.65], [0.5, 0.5]] };
  if (tool === "box") return { tool, points: [[0.4, 0.4], [0.6, 0.6]] };
  const turns = Array.from({ length: RING + 1 }, (_, number) => (2 * Math.PI * number) / RING);
  return { tool, points: turns.map((turn) => rounded([0.5 + (0.12 * Math.cos(turn)) / Math.max(1, aspect), 0.5 + 0.12 * Math.sin(turn)])) };
}

/** Moved as far as the picture reaches. */
export function moved({ tool, points }, dx, dy) {
  const [[left, top], [right, bottom]] = boundsOf(points);
  const x = Math.min(1 - right, Math.max(-left, dx));
  const y = Math.min(1 - bottom, Math.max(-top, dy));
  return { tool, points: points.map((point) => rounded([point[0] + x, point[1] + y])) };
}

/** Its end pulled: the tip of an arrow, the second corner of a box; a line grows and shrinks as a whole. */
export function sized({ tool, points }, dx, dy) {
  const pulled = (end) => rounded(inside([end[0] + dx, end[1] + dy]));
  if (tool !== "pen") return { tool, points: [points[0], pulled(points[1])] };
  const [[left, top], [right, bottom]] = boundsOf(points);
  const times = ([from, to], by) => (to - from < LEAST ? 1 : Math.max(0.05, to - from + by) / (to - from));
  const [timesX, timesY] = [times([left, right], dx), times([top, bottom], dy)];
  return { tool, points: points.map(([x, y]) => rounded(inside([left + (x - left) * timesX, top + (y - top) * timesY]))) };
}

/** The number of the uppermost stroke within reach (a share of the picture's width) of a place; -1 for none. */
export function touched(strokes, [x, y], reach, aspect) {
  const to = ([a, b]) => [a, b / aspect];
  const spot = to([x, y]);
  return strokes.findLastIndex(({ tool, points }) => {
    const line = tool === "box" ? cornersOf(points) : points;
    return line.slice(1).some((point, number) => distance(spot, to(line[number]), to(point)) < reach);
  });
}

/** Where it is, as one of nine fields, row by row: its middle; of an arrow, what it points at. */
export function fieldOf({ tool, points }) {
  const [[left, top], [right, bottom]] = boundsOf(tool === "arrow" ? points.slice(-1) : points);
  const third = (share) => Math.min(2, Math.floor(3 * share));
  return 3 * third((top + bottom) / 2) + third((left + right) / 2);
}

const cornersOf = ([[left, top], [right, bottom]]) => [[left, top], [right, top], [right, bottom], [left, bottom], [left, top]];
const inside = (point) => point.map((share) => Math.min(1, Math.max(0, share)));
const rounded = (point) => point.map((share) => Math.round(share * DECIMALS) / DECIMALS);

function boundsOf(points) {
  const [across, down] = [points.map(([x]) => x), points.map(([, y]) => y)];
  return [[Math.min(...across), Math.min(...down)], [Math.max(...across), Math.max(...down)]];
}

/* Douglas and Peucker's way: a point stays when the line between its neighbours would miss it by more than `fine`. */
function thinned(points, aspect, fine) {
  const at = points.map(([x, y]) => [x, y / aspect]);
  const stays = new Set([0, points.length - 1]);
  const spans = [[0, points.length - 1]];
  while (spans.length) {
    const [from, to] = spans.pop();
    let [farthest, most] = [-1, fine];
    for (let number = from + 1; number < to; number++) {
      const missed = distance(at[number], at[from], at[to]);
      if (missed > most) [farthest, most] = [number, missed];
    }
    if (farthest < 0) continue;
    stays.add(farthest);
    spans.push([from, farthest], [farthest, to]);
  }
  return points.filter((_, number) => stays.has(number));
}

/* From a place to the line between two others. */
function distance([x, y], [fromX, fromY], [toX, toY]) {
  const [long, high] = [toX - fromX, toY - fromY];
  const square = long * long + high * high;
  const share = square ? Math.min(1, Math.max(0, ((x - fromX) * long + (y - fromY) * high) / square)) : 0;
  return Math.hypot(x - fromX - share * long, y - fromY - share * high);
}
