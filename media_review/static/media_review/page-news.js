/* A page that others change while it is open: what is new comes in, what is being used stays as it is. */

import { letGo } from "../coachcycle/pressing.js";

/** The page as the site would show it now, when nothing here is being pressed; null when it could not be had. */
export async function fetched(address) {
  const answer = await fetch(address, { redirect: "manual" }).catch(() => null);
  if (!answer?.ok) return null;
  const words = await answer.text();
  if (await letGo()) return fetched(address); // what came of it is not in there yet
  return new DOMParser().parseFromString(words, "text/html");
}

/** Put `fresh` in the place of `old`, unless they are alike. The focus stays where it was, by its id. */
export function replace(old, fresh) {
  if (!old || !fresh || old.isEqualNode(fresh)) return;
  const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
  old.replaceWith(fresh);
  window.htmx.process(fresh);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}
