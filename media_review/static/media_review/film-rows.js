/* One row for each of several films, with what becomes of it in words. */

export class FilmRows {
  #rows = new Map(); // film → its row

  constructor(list, films, words) {
    this.list = list;
    for (const film of films) {
      const row = document.createElement("li");
      const name = document.createElement("strong");
      name.textContent = film.name;
      row.append(name, " ", document.createElement("span"));
      this.#rows.set(film, row);
      this.say(film, words.row_waiting);
    }
    list.replaceChildren(...this.#rows.values());
    list.hidden = false;
  }

  /* `address` is where to look at it from now on. */
  say(film, words, address) {
    const row = this.#rows.get(film);
    if (!row) return;
    row.querySelector("span").textContent = words;
    if (!address) return;
    const link = Object.assign(document.createElement("a"), { href: address });
    const name = row.querySelector("strong");
    name.replaceWith(link);
    link.append(name);
  }

  clear() {
    this.list.replaceChildren();
    this.list.hidden = true;
  }
}
