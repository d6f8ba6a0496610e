/* How its person wants to write: kept in this browser, and set in the list of shortcuts. */

import { keep, recall } from "../coachcycle/memory.js";

const KEY = "writing";
// Seconds; `patience` is how long a digit waits for the next.
const USUAL = { pauses: true, tagsPause: false, leadIn: 2, patience: 3, keys: true };

export const settings = () => ({ ...USUAL, ...recall(KEY, {}) });

/** Fill the page's switches, and keep what is changed with them. */
export function showSettings() {
  for (const field of document.querySelectorAll("[data-setting]")) {
    const name = field.dataset.setting;
    if (field.type === "checkbox") field.checked = settings()[name];
    else field.value = settings()[name];
    field.addEventListener("change", () => {
      keep(KEY, { ...settings(), [name]: field.type === "checkbox" ? field.checked : Number(field.value) });
    });
  }
}
