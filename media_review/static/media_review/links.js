/* Links to a piece of feedback or a place in the film, copied. They open for whoever may watch, and for nobody else. */

import { sayBriefly } from "./saying.js";

/** `name` says which of the place's words are said once it is copied. */
export async function copyLink(place, name = "copied") {
  const link = new URL(place, location.origin + location.pathname).href;
  const words = document.getElementById("said-briefly").dataset;
  try {
    await navigator.clipboard.writeText(link);
    sayBriefly(words[name]);
  } catch {
    prompt(words.byHand, link); // the browser lets no page copy, or not this one
  }
}

document.addEventListener("click", ({ target }) => {
  const card = target.closest("[data-copies]")?.closest("li[id^=f-]");
  if (card) copyLink(`#${card.id}`, card.classList.contains("draft") ? "copiedDraft" : "copied");
});
