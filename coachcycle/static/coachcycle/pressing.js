/* What is replaced between pressing and letting go loses the press, and nothing happens; what is replaced while its
   request is under way loses the answer. So news wait for the moment after. */

const LOOK_MS = 50;
const FREE_LOOKS = 2; // on a touch screen the click comes some time after the finger has gone
const LONGEST_MS = 5_000; // no line that is stuck, and no browser that never tells of letting go, keeps the news for ever

// Safari on a phone or tablet tells of no press until a page listens to touches.
document.addEventListener("touchstart", () => {}, { passive: true });

/** Something on this page is being pressed. */
export const isPressed = () => Boolean(document.querySelector(":active"));

const isBusy = () => isPressed() || Boolean(document.querySelector(".htmx-request"));

/** Nothing on this page is being pressed, and what was pressed has been answered. True when that had to be waited for. */
export async function letGo() {
  if (!isBusy()) return false;
  const end = performance.now() + LONGEST_MS;
  for (let free = 0; free < FREE_LOOKS && performance.now() < end; free = isBusy() ? 0 : free + 1)
    await new Promise((done) => setTimeout(done, LOOK_MS));
  return true;
}
