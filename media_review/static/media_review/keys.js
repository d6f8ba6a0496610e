/* Which key does what in the review room: an event-like object in, the name of an act out, or null.
   Single keys can be switched off by who speaks to her browser, or whose hand is not steady. */

import { settings } from "./writing-settings.js";

const KINDS = { w: "celebrate", q: "question", t: "suggestion", n: "note", y: "look" };
const ALWAYS = {
  k: "toggle", j: "back10", l: "forward10", ",": "frameBack", ".": "frameForward", "<": "slower", ">": "faster",
  c: "write", d: "draw", i: "rangeStart", o: "rangeEnd", m: "mute", f: "fullscreen", p: "picture", r: "loop",
  s: "marked", v: "voice", "?": "shortcuts",
  ...KINDS,
};
const UNSHIFTED = { ArrowLeft: "back5", ArrowRight: "forward5" };
const SHIFTED = { ArrowLeft: "previous", ArrowRight: "next" };
const TYPED_IN = "input:not([type=range], [type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]:not([contenteditable=false])";
const OWN_SPACE = "button, a[href], summary, input, [role=button], [role=menuitem], [role=tab], [role=option]";
const OWN_ARROWS = "input[type=radio], [role=tab], [role=menuitem], [role=option], [role=slider], .volume";

export function actOf(event) {
  const { key, shiftKey, target } = event;
  const isArrow = key.startsWith("Arrow");
  if (sleeps(event) && !((key === " " || isArrow) && isEmptyPlace(event))) return null;
  const on = (selector) => Boolean(target?.closest?.(selector));
  if (key === " ") return on(OWN_SPACE) && !isEmptyPlace(event) ? null : "toggle";
  if (isArrow) return on(OWN_ARROWS) ? null : ((shiftKey ? SHIFTED : UNSHIFTED)[key] ?? null);
  return settings().keys ? (ALWAYS[key.toLowerCase()] ?? null) : null;
}

/** "1" to "9" where that is a key of the room, also on a keyboard that has its digits above other signs. */
export function digitOf(event) {
  if ((sleeps(event) && !isEmptyPlace(event)) || !settings().keys) return null;
  const { key, code, shiftKey } = event;
  return (/^[1-9]$/.exec(key) ?? (shiftKey ? null : /^(?:Digit|Numpad)([1-9])$/.exec(code ?? "")))?.at(-1) ?? null;
}

/** The kind of feedback that is asked for while words are written: the kind's key with Alt; on a Mac, where Alt writes
    letters such as ñ, with Control. */
export function kindOf({ key, ctrlKey, metaKey, altKey, isComposing }) {
  const isHeld = isMac() ? ctrlKey && !altKey : altKey && !ctrlKey;
  return isHeld && !metaKey && !isComposing ? (KINDS[key.toLowerCase()] ?? null) : null;
}

/** The sheet calls that key by what it is here. */
export function nameHeldKey() {
  if (isMac()) for (const key of document.querySelectorAll("kbd[data-mac]")) key.textContent = key.dataset.mac;
}

function isMac() {
  return /^(Mac|iP)/.test(globalThis.navigator?.platform ?? "");
}

function sleeps({ ctrlKey, metaKey, altKey, target }) {
  return ctrlKey || metaKey || altKey || Boolean(target?.closest?.(TYPED_IN) || target?.closest?.("dialog"));
}

/* Nobody begins to write with a space or an arrow: an empty field marked `data-room` leaves them to the room. */
function isEmptyPlace({ ctrlKey, metaKey, altKey, isComposing, target }) {
  return !(ctrlKey || metaKey || altKey || isComposing) && target?.dataset?.room !== undefined && !target.value;
}
