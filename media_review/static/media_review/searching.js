/* Words among words. Pure: what is typed finds what is said whatever its case and its accents. */

const FOREIGN = /[^\x00-\x7f]/g;

/** As many letters as before, so that a place in one is that place in the other: "Mañana" → "manana". */
export function fold(text) {
  return text.replace(FOREIGN, plain).toLowerCase();
}

/* One unit in, one unit out; what changes its length with its case stays as it is. */
function plain(letter) {
  const base = letter.normalize("NFD")[0].toLowerCase();
  return base.length === 1 ? base : letter;
}

/** Where `query` (folded) stands in `texts` (folded): [[number of the text, place in it], …], in order. */
export function found(texts, query) {
  const places = [];
  if (!query) return places;
  for (let number = 0; number < texts.length; number++)
    for (let at = texts[number].indexOf(query); at >= 0; at = texts[number].indexOf(query, at + query.length))
      places.push([number, at]);
  return places;
}
