/** What stands in the new card for what had the focus in the old one; the card's moment where nothing does. */
export function alike(element, card) {
  const named = ["id", "formaction", "href", "value"].filter((name) => element.getAttribute(name));
  const selector = named.map((name) => `[${name}="${CSS.escape(element.getAttribute(name))}"]`).join("");
  return (selector && card.querySelector(element.localName + selector)) || card.querySelector(".moment");
}
