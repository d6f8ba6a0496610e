/* When the site says no, or says nothing: words beside what was typed, and what was typed stays.
   Every form here that htmx sends has a place for them, `.refusal`. */

const WORDS = document.querySelector("[data-refusals]").dataset;

function place(element) {
  return (element.closest("form") ?? element.closest(".card"))?.querySelector(".refusal");
}

function say(element, words) {
  const there = place(element);
  if (there) there.textContent = words;
}

document.addEventListener("htmx:beforeRequest", ({ detail }) => say(detail.elt, ""));

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const { xhr, requestConfig } = detail;
  const { elt } = requestConfig; // the event itself comes from where the answer was to go
  const went = xhr.responseURL && new URL(xhr.responseURL).pathname;
  if (went && went !== new URL(requestConfig.path, location.href).pathname) {
    detail.shouldSwap = false; // sent to the door: the page of the door must not land among the feedback
    say(elt, WORDS.signedOut);
  } else if (xhr.status === 422) {
    detail.shouldSwap = false;
    say(elt, xhr.responseText.trim());
  } else if (xhr.status >= 400) {
    say(elt, { 403: WORDS.forbidden, 404: WORDS.gone }[xhr.status] ?? WORDS.broken);
  }
});

for (const event of ["htmx:sendError", "htmx:timeout"])
  document.addEventListener(event, ({ detail }) => say(detail.elt, WORDS.offline));
