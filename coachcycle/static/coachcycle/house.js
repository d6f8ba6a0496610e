/* What every page does: nothing a person typed is lost by a slip.
   <form data-keep> warns before leaving while it holds unsaved words. */

import { csrfToken } from "./csrf.js";
import { cameFromElsewhere } from "./elsewhere.js";
import { forgetOthers } from "./kept-pages.js";
import { keep, recall } from "./memory.js";
import { isPressed } from "./pressing.js";

document.addEventListener("htmx:configRequest", ({ detail }) => (detail.headers["X-CSRFToken"] = csrfToken()));

/* Who signed in anew in another tab has another token since: a page from before must not be refused with all her words.
   Where somebody else signed in, it must be: the words are not that person's. */
const reader = document.body.dataset.reader ?? "";
keep("reader", reader);
document.addEventListener("formdata", ({ formData }) => {
  if (formData.has("csrfmiddlewaretoken") && recall("reader") === reader) formData.set("csrfmiddlewaretoken", csrfToken());
});

/* What looks again by itself rests while nobody looks at the page. */
document.addEventListener("htmx:beforeRequest", (event) => {
  if (document.hidden && event.target.closest?.("[data-while-seen]")) event.preventDefault();
});

/* The page of the door never lands inside another. What looks again by itself, and holds no words, leads to it. */
document.addEventListener("htmx:beforeSwap", ({ target, detail }) => {
  if (detail.boosted || !cameFromElsewhere(detail)) return; // a whole page may end elsewhere: it was saved
  detail.shouldSwap = false;
  if (target.closest?.("[data-while-seen]")) location.reload();
});

/* What comes while something is pressed lets the press end first: it would meet what came instead, and be lost. */
const PRESS_MS = 500; // on a touch screen, what lasts longer is no tap any more
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (!isPressed()) return;
  const how = detail.elt.closest("[hx-swap]")?.getAttribute("hx-swap") ?? "innerHTML";
  detail.swapOverride = `${how} swap:${PRESS_MS}ms`;
});

/* On a shared tablet nobody finds what it keeps for another, with or without a line. */
forgetOthers(document.body.dataset.reader);
document.addEventListener("submit", ({ target }) => "signsOut" in target.dataset && forgetOthers());

const unsaved = new Set();

document.addEventListener("input", ({ target }) => {
  const form = target.closest?.("form[data-keep]");
  if (form) unsaved.add(form);
});

document.addEventListener("submit", ({ target }) => unsaved.delete(target));

addEventListener("beforeunload", (event) => {
  for (const form of unsaved) if (!form.isConnected) unsaved.delete(form);
  if (unsaved.size) event.preventDefault();
});
