/* When the site says no, or says nothing: words beside what was typed, and what was typed stays.
   Every form here that htmx sends has a place for them, `.refusal`; a card gets one when it is needed. */

import { cameFromElsewhere } from "../coachcycle/elsewhere.js";

const WORDS = document.querySelector("[data-refusals]").dataset;

function place(element, words) {
  const around = element.closest("form:not(.to-card, .at-card)") ?? element.closest(".card, .piece, .agenda");
  const there = around?.querySelector(".refusal");
  if (there || !words) return there;
  const made = Object.assign(document.createElement("p"), { className: "refusal", role: "alert" });
  around?.querySelector(".slot")?.replaceChildren(made);
  return made;
}

function say(element, words) {
  const there = place(element, words);
  if (there) there.textContent = words;
}

document.addEventListener("htmx:beforeRequest", ({ detail }) => say(detail.elt, ""));

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const { xhr, requestConfig } = detail;
  const { elt } = requestConfig; // the event itself comes from where the answer was to go
  if (cameFromElsewhere(detail)) {
    say(elt, WORDS.signedOut);
  } else if (xhr.status === 422) {
    detail.shouldSwap = false;
    say(elt, xhr.responseText.trim());
  } else if (xhr.status >= 400) {
    say(elt, { 403: WORDS.forbidden, 404: WORDS.gone }[xhr.status] ?? WORDS.broken);
  }
});

for (const event of ["htmx:sendError", "htmx:timeout"])
  document.addEventListener(event, ({ detail }) => say(detail.elt, WORDS.offline));

/* She has been told that another tab changed it: the next save may go on from there. */
document.addEventListener("feedback:seen", ({ target, detail }) => {
  if (target.elements?.seen && detail.mark) target.elements.seen.value = detail.mark;
});
