/* What a reader wants to see of the feedback, and in which order. Pure; it judges as `media_review/filters.py` does, and
   tests/media_review/filters.json holds both to the same cases. */

export const NAMES = ["kind", "focus", "author", "domain", "criterion", "level", "answered", "discussed", "step"];
export const ALL_NAMES = [...NAMES, "q", "sort"];
const LONGEST = 200;
const UNHEARD = new RegExp(
  "[\\u0300-\\u036f\\u0591-\\u05c7\\u0610-\\u061a\\u064b-\\u065f\\u0670\\u06d6-\\u06ed\\u1ab0-\\u1aff\\u1dc0-\\u1dff\\u20d0-\\u20ff" +
    "\\ufe20-\\ufe2f\\u00ad\\u061c\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2069\\ufeff]",
  "g",
);

/** Letters as they are compared: "É", "é" and "e" alike, "ß" as "ss", a full-width digit as a digit. */
export function fold(text) {
  return text.normalize("NFKD").replace(UNHEARD, "").toUpperCase();
}

/** What an address asks for: {marks, words, newest}. */
export function wanted(search) {
  const asked = new URLSearchParams(search);
  const last = (name) => asked.getAll(name).at(-1) ?? "";
  return {
    marks: NAMES.filter(last).map((name) => `${name}=${last(name)}`),
    words: fold(Array.from(last("q")).slice(0, LONGEST).join("")).split(/\s+/).filter(Boolean),
    newest: last("sort") === "newest",
  };
}

/** `marks` of a card, separated by spaces; `said()` gives all that is said in it, folded, and is asked only if need be. */
export function hides({ marks, words }, card) {
  if (marks.length) {
    const own = ` ${card.marks} `;
    if (!marks.every((mark) => own.includes(` ${mark} `))) return true;
  }
  if (!words.length) return false;
  const said = card.said();
  return !words.every((word) => said.includes(word));
}

/** Cards as {start, at} in milliseconds, to be sorted: by their place in the film, or what arrived last first. */
export function order({ newest }) {
  return newest ? (one, other) => other.at - one.at || one.start - other.start : (one, other) => one.start - other.start;
}
