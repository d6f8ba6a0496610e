/* What was just deleted can be had back for a while, after a reload too: its author's browser holds it, signed, in this
   tab alone. */

const KEY = "undo";
const MINUTE_MS = 60_000;

const strip = () => document.getElementById("undo");

function show() {
  const form = strip();
  form.hidden = false;
  clearTimeout(show.timer);
  show.timer = setTimeout(() => leave(), recalled().until - Date.now());
}

function leave() {
  sessionStorage.removeItem(KEY);
  strip().hidden = true;
}

/* Of this film, of this reader, and in time; or nothing. */
function recalled() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY));
    return kept?.place === place() && kept.until > Date.now() ? kept : null;
  } catch {
    return null;
  }
}

const place = () => `${strip().getAttribute("action")} ${strip().dataset.reader}`;

document.addEventListener("htmx:oobAfterSwap", ({ target }) => {
  if (target.id !== "undo" || strip().hidden) return;
  const form = strip();
  const until = Date.now() + Number(form.dataset.minutes) * MINUTE_MS;
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ place: place(), until, undo: form.elements.undo.value }));
  } catch {} // then it can be had back until the page is left
  clearTimeout(show.timer);
  show.timer = setTimeout(() => leave(), until - Date.now());
  form.querySelector("button").focus(); // the card that had it is gone
});

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (detail.elt.id !== "undo" || !detail.successful) return;
  const hadFocus = strip().contains(document.activeElement);
  leave();
  const id = /id="(f-[0-9a-f-]{36})"/.exec(detail.xhr.responseText)?.[1];
  if (hadFocus) requestAnimationFrame(() => document.getElementById(id)?.querySelector(".moment").focus());
});

const kept = recalled();
if (kept) {
  strip().elements.undo.value = kept.undo;
  show();
}
