/* What asks for a form about a moment of the film takes along where the film is. */

const film = document.getElementById("film");

document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (!detail.elt.matches("[data-takes-moment]")) return;
  film.pause();
  detail.parameters.at = Math.round(film.currentTime * 1000);
});

document.addEventListener("click", (event) => {
  const slot = event.target.closest("[data-leaves]")?.closest("#shows-step");
  if (!slot) return;
  event.preventDefault();
  slot.replaceChildren();
  document.querySelector("[data-takes-moment]").focus();
});
