/* <row-list>: rows of a form that can be added and moved in place.

   Without it the same markup works by saving: "Add …" saves and comes back with an empty row, and a number says the
   place. It stands on Django's names: the hidden TOTAL_FORMS, a <template> whose names hold __prefix__, ORDER, DELETE. */

class RowList extends HTMLElement {
  connectedCallback() {
    if (this.rows) return;
    this.rows = this.querySelector(".rows");
    this.total = this.querySelector("[name$='-TOTAL_FORMS']");
    this.blank = this.querySelector("template");
    this.most = Number(this.querySelector("[name$='-MAX_NUM_FORMS']").value);
    this.adder = this.querySelector("button[name=more]");
    if (this.adder) this.adder.type = "button";
    this.adder?.addEventListener("click", () => this.add());
    this.addEventListener("click", ({ target }) => this.move(target.closest("button[data-move]")));
    for (const row of this.rows.children) this.makeMovable(row);
    this.closeWhenFull();
  }

  /* Append a row; `values` by field name fill it. Puts the cursor into the field that `focus` names, else the first. */
  add(values = {}, focus = "") {
    const row = this.addRow(crypto.randomUUID(), values);
    row.querySelector(focus ? `[name$='-${focus}']` : "input:not([type=hidden]), textarea, select").focus();
    this.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /* Its key says wherever it is sent that it is this row. */
  addRow(key, values) {
    const number = this.total.value;
    const row = this.blank.content.firstElementChild.cloneNode(true);
    row.innerHTML = row.innerHTML.replaceAll("__prefix__", number);
    for (const [name, value] of Object.entries({ ...values, id: key })) row.querySelector(`[name$='-${name}']`).value = value;
    this.rows.append(row);
    this.total.value = Number(number) + 1;
    this.makeMovable(row);
    this.renumber();
    this.closeWhenFull();
    return row;
  }

  makeMovable(row) {
    const place = row.querySelector("[name$='-ORDER']");
    if (!place) return;
    const moves = document.createElement("p");
    moves.className = "acts moves";
    for (const [by, words] of [[-1, this.dataset.up], [1, this.dataset.down]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "plain";
      button.dataset.move = by;
      button.textContent = words;
      moves.append(button);
    }
    place.closest(".field").hidden = true;
    row.append(moves);
  }

  move(button) {
    if (!button) return;
    const row = button.closest("li");
    if (button.dataset.move < 0) row.previousElementSibling?.before(row);
    else row.nextElementSibling?.after(row);
    this.renumber();
    button.focus();
    this.dispatchEvent(new Event("input", { bubbles: true }));
  }

  renumber() {
    [...this.rows.querySelectorAll("[name$='-ORDER']")].forEach((place, index) => (place.value = index + 1));
  }

  closeWhenFull() {
    if (this.adder) this.adder.hidden = this.rows.children.length >= this.most;
  }
}

customElements.define("row-list", RowList);
