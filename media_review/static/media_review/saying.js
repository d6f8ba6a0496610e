/* What the room says to everybody, in sight and for a while: a thing was done, or why it was not. */

const LONG_ENOUGH_MS = 7000;
let timer;

export function sayBriefly(words) {
  const place = document.getElementById("said-briefly");
  place.textContent = words;
  clearTimeout(timer);
  timer = setTimeout(() => (place.textContent = ""), LONG_ENOUGH_MS);
}

/** For a screen reader alone, as all others see it happen. */
export function announce(words) {
  document.getElementById("room-says").textContent = words;
}
