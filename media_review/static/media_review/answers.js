/* What can be done with a card, by buttons that are a form's where there are no scripts. A thousand cards have some
   thousands of them: each card has small forms of its own (of one form for all a browser would look through all its
   buttons at each), and one listener here serves all. */

import { alike } from "./alike.js";
import { unfold } from "./card-acts.js";

document.addEventListener("submit", (event) => {
  const { target, submitter } = event;
  const card = submitter?.closest(".card");
  if (!card || !target.matches(".to-card, .at-card")) return;
  event.preventDefault();
  if (target.matches(".to-card")) ask(card, submitter);
  else tap(card, submitter);
});

/* Something to be filled in: it opens at the card. */
function ask(card, submitter) {
  const target = card.querySelector(":scope > .slot");
  htmx.ajax("GET", submitter.getAttribute("formaction"), { source: submitter, target, swap: "innerHTML" });
}

/* One tap: it goes out, and the card comes back changed. What is being written at the card stays, with all its words;
   so does the focus. */
function tap(card, submitter) {
  const { name, value } = submitter;
  const pressed = submitter.getAttribute("aria-pressed");
  if (pressed) submitter.setAttribute("aria-pressed", String(pressed === "false"));
  htmx
    .ajax("POST", submitter.getAttribute("formaction"), { source: submitter, target: card, swap: "outerHTML", values: { [name]: value } })
    .then(() => card.isConnected && undo(submitter, pressed));
}

function undo(button, pressed) {
  if (pressed) button.setAttribute("aria-pressed", pressed);
}

/* A card that changes by what is done beside it keeps the form that is open at it. It steps aside for the moment, as
   htmx would take its behaviour away with the old card. */
const aside = new Map();

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const { target, requestConfig, shouldSwap } = detail;
  const slot = target.matches?.(".card") && target.querySelector(":scope > .slot:not(:empty)");
  if (!slot || !shouldSwap || slot.contains(requestConfig.elt)) return;
  const field = slot.contains(document.activeElement) ? document.activeElement : null;
  aside.set(target.id, { slot, field });
  slot.remove();
});

document.addEventListener("htmx:afterSwap", ({ target }) => {
  const { slot, field } = aside.get(target.id) ?? {};
  if (!slot) return;
  aside.delete(target.id);
  slot.querySelector("[autofocus]")?.removeAttribute("autofocus"); // it had the focus when it came, and that was enough
  target.querySelector(":scope > .slot")?.replaceWith(slot);
  field?.focus({ preventScroll: true });
});

/* A card is put in place of its former self: what had the focus has it again, or what stands there for it, also when
   it was somewhere else in the card by the time the answer came. */
let focused = null;

document.addEventListener("htmx:beforeSwap", ({ detail: { target, shouldSwap } }) => {
  if (shouldSwap && target.matches?.(".card")) focused = target.contains(document.activeElement) ? document.activeElement : null;
});

document.addEventListener("htmx:afterSwap", ({ target }) => {
  if (!focused || !target.matches?.(".card")) return; // other parts of an answer may come first
  if (!focused.isConnected) {
    unfold(target);
    alike(focused, target).focus({ preventScroll: true });
  }
  focused = null;
});

/* What was asked for to choose from opens by itself. */
document.addEventListener("htmx:afterSwap", ({ detail }) => detail.target?.closest("dialog:not([open])")?.showModal());

/* The button that shared goes with its drafts: the focus goes to the heading beside which it stood. */
let shares = false;
document.addEventListener("htmx:beforeRequest", ({ detail }) => (shares = Boolean(detail.elt.closest("#to-share"))));
document.addEventListener("htmx:oobAfterSwap", () => {
  if (!shares || document.activeElement !== document.body) return;
  document.getElementById("feedback-h").focus({ preventScroll: true });
});
