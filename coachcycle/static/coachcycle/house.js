/* What every page does: nothing a person typed is lost by a slip.
   <form data-keep> warns before leaving while it holds unsaved words. */

import { csrfToken } from "./csrf.js";

document.addEventListener("htmx:configRequest", ({ detail }) => (detail.headers["X-CSRFToken"] = csrfToken()));

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
