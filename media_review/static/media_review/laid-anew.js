/* Somebody else laid the parts of the lesson along this film anew, while this page was open: `page` shows them as they lie
   now. Whoever lays them herself just then is not disturbed; when she saves, the site tells her. */

import { replace } from "./page-news.js";

export function layAnew(page) {
  const [here, fresh] = [document.getElementById("lay-parts"), page.querySelector("#lay-parts")];
  if (here && (here.isBusy || here.version === fresh?.querySelector("[name=version]").value)) return;
  for (const id of ["leads", "ticks", "parts"]) replace(document.getElementById(id), page.querySelector(`#${id}`));
  if (!here || !fresh) return;
  const { border } = document.activeElement.dataset;
  fresh.querySelector("details").open = here.querySelector("details").open;
  replace(here, fresh);
  if (border) document.querySelector(`[data-border="${border}"]`)?.focus({ preventScroll: true });
}
