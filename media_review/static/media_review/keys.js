/* Which key does what in the review room. Pure: an event-like object in, the name of an act out, or null. */

const ALWAYS = {
  k: "toggle", j: "back10", l: "forward10", ",": "frameBack", ".": "frameForward", "<": "slower", ">": "faster",
  c: "write", i: "rangeStart", o: "rangeEnd", m: "mute", f: "fullscreen", "?": "shortcuts",
};
const UNSHIFTED = { ArrowLeft: "back5", ArrowRight: "forward5" };
const SHIFTED = { ArrowLeft: "previous", ArrowRight: "next" };
const TYPED_IN = "input:not([type=range], [type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]:not([contenteditable=false])";
const OWN_SPACE = "button, a[href], summary, input, [role=button], [role=menuitem], [role=tab], [role=option]";
const OWN_ARROWS = "input[type=radio], [role=tab], [role=menuitem], [role=option], [role=slider], .volume";

export function actOf({ key, shiftKey, ctrlKey, metaKey, altKey, target }) {
  if (ctrlKey || metaKey || altKey) return null;
  const on = (selector) => Boolean(target?.closest?.(selector));
  if (on(TYPED_IN) || on("dialog")) return null;
  if (key === " ") return on(OWN_SPACE) ? null : "toggle";
  if (key.startsWith("Arrow")) return on(OWN_ARROWS) ? null : ((shiftKey ? SHIFTED : UNSHIFTED)[key] ?? null);
  return ALWAYS[key.toLowerCase()] ?? null;
}
