/* A save that does not get through (no network, a server that is down) leaves the form as it is; this says so. */

const notice = () => document.getElementById("not-sent");

for (const lost of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(lost, ({ target }) => {
    if (!target.closest?.("form.record") || !notice()) return;
    notice().hidden = false;
    notice().focus();
    target.closest("form").dispatchEvent(new Event("input", { bubbles: true })); // still unsaved
  });
}

document.addEventListener("htmx:beforeRequest", () => notice()?.setAttribute("hidden", ""));
