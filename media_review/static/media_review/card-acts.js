/* What can be done with a card. Of a thousand cards that is more than ten thousand elements, of which one sees those of
   the current card. So a <noscript> holds their place until the page has nothing else to do; those of a card that is
   made current, changed or gone to do not wait. Cards that are alike name one <template> for all of them; a card that
   comes alone brings its acts in the <noscript>, which is mere words to a browser that has scripts. */

const SLICE_MS = 5;
const FEW = 20;
const NO_ID = /0{8}(-0{4}){3}-0{12}/g; // where the id of a card belongs
const idle = window.requestIdleCallback ?? ((act) => setTimeout(act, 50));

/** Make real what waits in a card. */
export function unfold(card) {
  const waits = card?.querySelector(":scope > noscript");
  if (!waits) return;
  const shared = document.getElementById(waits.dataset.acts);
  // What came by a script was read as if there were none.
  if (!shared && waits.firstElementChild) return void waits.replaceWith(...waits.childNodes);
  const read = document.createElement("template");
  read.innerHTML = shared ? shared.innerHTML.replace(NO_ID, card.id.slice("f-".length)) : waits.textContent;
  waits.replaceWith(read.content);
}

/** Those of all cards in a list, by and by; of a few, at once. */
export function unfoldAll(list) {
  const waiting = Array.from(list.querySelectorAll(":scope > li > noscript"), (waits) => waits.parentElement);
  if (waiting.length <= FEW) waiting.forEach(unfold);
  else idle(() => some(waiting, 0));
}

function some(cards, number) {
  for (const end = performance.now() + SLICE_MS; number < cards.length && performance.now() < end; number += 1)
    if (cards[number].isConnected) unfold(cards[number]);
  if (number < cards.length) idle(() => some(cards, number));
}
