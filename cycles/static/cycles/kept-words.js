/* While a record is saved the page holds still: nothing can be typed that the save would miss. A save that does not
   get through (no network, a server that is down) leaves the form as it is, and this says so. */

function recordOf({ target }) {
  return target.closest?.("form.record");
}

function holdStill(form, held) {
  form.setAttribute("aria-busy", held);
  form.closest("main").inert = held;
}

document.addEventListener("htmx:beforeRequest", (event) => {
  const form = recordOf(event);
  if (!form) return;
  form.querySelector(".not-sent").hidden = true;
  holdStill(form, true);
});

for (const lost of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(lost, (event) => {
    const form = recordOf(event);
    if (!form) return;
    const notice = form.querySelector(".not-sent");
    holdStill(form, false);
    notice.hidden = false;
    notice.focus();
    form.dispatchEvent(new Event("input", { bubbles: true })); // its words are still unsaved
  });
}
