/* A page that others change while it is open: what is new comes in, what is being used stays as it is. */

/** The page as the site would show it now; null when it could not be had. */
export async function fetched(address) {
  const answer = await fetch(address, { redirect: "manual" }).catch(() => null);
  return answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
}

/** Put `fresh` in the place of `old`, unless they are alike. The focus stays where it was, by its id. */
export function replace(old, fresh) {
  if (!old || !fresh || old.isEqualNode(fresh)) return;
  const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
  old.replaceWith(fresh);
  window.htmx.process(fresh);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}
