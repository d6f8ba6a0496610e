/* What is replaced between pressing and letting go loses the press, and nothing happens: news wait for the moment after. */

const LONGEST_MS = 5_000; // a browser that never tells of letting go shall not keep the news
const ENDS = ["pointerup", "pointercancel", "keyup"];

/** Nothing on this page is being pressed, and what was pressed has had its click. */
export async function letGo() {
  if (!document.querySelector(":active")) return;
  const heard = new AbortController();
  await new Promise((done) => {
    for (const end of ENDS) addEventListener(end, () => setTimeout(done), { capture: true, signal: heard.signal });
    setTimeout(done, LONGEST_MS);
  });
  heard.abort();
}
