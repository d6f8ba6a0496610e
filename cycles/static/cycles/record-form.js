/* The form of a record as it stands on the page: what is typed in it, and what the other wrote coming into it, without
   losing the cursor. Where both wrote, both wordings stand there until she chooses. */

import { alike, inOrder, merge, plain, read, withAttempts } from "./sheet.js";

export class RecordForm {
  /** `words` says in sentences what clashes. */
  constructor(form, words) {
    Object.assign(this, { form, words, clashes: new Map() });
    this.seen = JSON.parse(form.elements.seen.value);
    this.clash = form.querySelector("template.on-clash");
    const lists = Array.from(form.querySelectorAll("row-list"), (each) => [each.querySelector("[data-list]"), each.querySelector("template")]);
    this.empty = Object.fromEntries(lists.map(([list, empty]) => [list.dataset.list, empty ? valuesOf(empty.content) : {}]));
    form.addEventListener("click", ({ target }) => this.#choose(target.closest("[data-take]")));
    for (const control of form.querySelectorAll("[data-differs]")) this.#ask(this.#pathOf(control), this.words.partner);
  }

  /** What the form would send, and what was seen of what it holds. Where she has not chosen yet, nothing was seen. */
  get fields() {
    const seen = structuredClone(this.seen);
    for (const path of this.clashes.keys()) {
      const row = path.list ? seen.rows[path.list]?.[path.key] : seen.fields;
      if (row && path.name) delete row[path.name];
    }
    const pairs = [...new FormData(this.form)].filter(([name]) => name !== "csrfmiddlewaretoken" && name !== "seen");
    return [...pairs, ["seen", JSON.stringify(seen)], ["by_itself", "1"]];
  }

  /** Is there anything that the record does not hold? */
  get isDirty() {
    const { typed, out } = read([...this.fields.filter(([name]) => name !== "seen"), ["seen", JSON.stringify(this.seen)]]);
    if (out.size || this.clashes.size) return true;
    if (Object.entries(typed.fields).some(([name, value]) => !alike(value, this.seen.fields[name]))) return true;
    return Object.entries(typed.rows).some(([list, rows]) => this.#rowsDiffer(list, rows, this.seen.rows[list] ?? {}));
  }

  #rowsDiffer(list, rows, seen) {
    const written = Object.entries(rows).filter(([key, row]) => seen[key] || !this.#isBlank(list, row));
    if (written.some(([key, row]) => Object.entries(row).some(([name, value]) => !alike(value, seen[key]?.[name])))) return true;
    const known = Object.keys(seen);
    const order = written.map(([key]) => key).filter((key) => seen[key]);
    return !alike(order, known.filter((key) => order.includes(key)));
  }

  #isBlank(list, row) {
    return Object.entries(row).every(([name, value]) => value === "" || value === this.empty[list]?.[name]);
  }

  // --- What came in --------------------------------------------------------------------------------

  /** Take over what stands in the record now, as the form `fresh` shows it. Says whose words came in, or "". */
  adopt(fresh, by, attempts = []) {
    const stands = JSON.parse(fresh.elements.seen.value);
    const seen = withAttempts(this.seen, attempts, stands);
    this.news = "";
    for (const [name, value] of Object.entries(stands.fields)) this.#take({ name }, seen.fields[name], value, by);
    for (const list of this.form.querySelectorAll("[data-list]")) {
      const name = list.dataset.list;
      this.#adoptRows(list, fresh, seen.rows[name] ?? {}, stands.rows[name] ?? {}, by);
    }
    this.#offer(fresh);
    for (const { list, key, name } of this.clashes.keys()) if (!name) stands.rows[list][key] ??= this.seen.rows[list][key];
    this.seen = stands;
    this.form.elements.seen.value = JSON.stringify(stands);
    return this.news;
  }

  /* Prompts that the other picked are no longer offered. */
  #offer(fresh) {
    const offered = new Set(Array.from(fresh.querySelectorAll("prompt-picks input"), ({ value }) => value));
    for (const box of this.form.querySelectorAll("prompt-picks input")) {
      if (offered.has(box.value)) continue;
      box.disabled = true;
      box.closest("label").hidden = true;
    }
  }

  #adoptRows(list, fresh, seen, stands, by) {
    const name = list.dataset.list;
    const theirs = new Map(Array.from(fresh.querySelectorAll(`[data-list="${name}"] > li`), (row) => [keyOf(row), row]));
    for (const [key, values] of Object.entries(stands)) {
      const row = this.#row(list, key);
      const other = theirs.get(key);
      const writer = other?.querySelector(".by")?.dataset.by || by;
      const gone = this.#asked({ list: name, key });
      if (gone) this.#settle(gone);
      if (!row) this.#bring(list, other, writer);
      else for (const [field, value] of Object.entries(values)) this.#take({ list: name, key, name: field }, seen[key]?.[field], value, writer);
      if (row && other) sign(row, other);
    }
    for (const row of [...list.children]) {
      const key = keyOf(row);
      if (seen[key] && !stands[key]) this.#goes(row, { list: name, key }, seen[key], by);
    }
    this.#arrange(list, Object.keys(seen), Object.keys(stands));
  }

  #take(path, seen, stands, by) {
    const controls = this.#controls(path);
    if (!controls.length) return;
    const typed = valueOf(controls);
    const asked = this.#asked(path);
    if (alike(typed, stands)) return asked && this.#settle(asked);
    if (asked) return this.#ask(asked, by, stands);
    const { value, clashes } = merge(seen, typed, stands);
    if (clashes) return this.#ask(path, by, stands);
    if (alike(value, typed)) return;
    put(controls, value);
    this.news = by;
  }

  #bring(list, other, by) {
    if (!other) return;
    const row = document.importNode(other, true);
    const before = other.previousElementSibling && this.#row(list, keyOf(other.previousElementSibling));
    // An empty row that waits to be written stays the last one.
    const last = [...list.children].findLast((each) => !this.#isBlank(list.dataset.list, valuesOf(each)));
    const after = before || last;
    if (after) after.after(row);
    else list.prepend(row);
    list.closest("row-list")?.makeMovable(row);
    this.#count(list);
    this.news = by;
  }

  #goes(row, path, seen, by) {
    if (Object.entries(valuesOf(row)).every(([name, value]) => alike(value, seen[name] ?? ""))) {
      row.remove();
      this.#count(this.form.querySelector(`[data-list="${path.list}"]`));
      this.news = by;
    } else this.#ask(this.#asked(path) ?? path, by);
  }

  #arrange(list, seen, stands) {
    const there = Array.from(list.children, keyOf).filter((key) => stands.includes(key));
    const order = inOrder(seen, there, stands);
    if (alike(order, there)) return;
    const rows = [...order.map((key) => this.#row(list, key)), ...[...list.children].filter((row) => !stands.includes(keyOf(row)))];
    // A row that is moved loses the cursor: the others move around it.
    const fixed = rows.find((row) => row.contains(document.activeElement)) ?? rows[0];
    const place = rows.indexOf(fixed);
    rows.forEach((row, number) => number < place ? fixed.before(row) : number > place && list.append(row));
    this.#count(list);
  }

  #count(list) {
    [...list.children].forEach((row, number) => rename(row, list.dataset.list, number));
    this.form.elements[`${list.dataset.list}-TOTAL_FORMS`].value = list.children.length;
    list.closest("row-list")?.renumber();
    list.closest("row-list")?.closeWhenFull();
  }

  // --- What was kept here --------------------------------------------------------------------------

  /** Put back what an earlier visit typed; what has become of the record since comes in as it would have then. If it was
      sent, and no page was open to take the answer in, that is the form `answered`. */
  restore(fields, fresh, by, attempts, answered) {
    const { seen: before, typed, out } = read(fields);
    const seen = answered ? withAttempts(before, [typed], JSON.parse(answered.elements.seen.value)) : before;
    for (const [name, value] of Object.entries(typed.fields)) {
      if (!alike(value, seen.fields[name])) this.#refill({ name }, value, seen.fields[name]);
    }
    for (const [list, rows] of Object.entries(typed.rows)) {
      const place = this.form.querySelector(`[data-list="${list}"]`);
      if (place) for (const [key, row] of Object.entries(rows)) this.#refillRow(place, key, row, seen.rows[list]?.[key], out);
    }
    return this.adopt(fresh, by, attempts);
  }

  #refill(path, value, seen) {
    const controls = this.#controls(path);
    if (controls.length) put(controls, value);
    if (path.list) (this.seen.rows[path.list][path.key] ??= {})[path.name] = seen ?? "";
    else this.seen.fields[path.name] = seen;
  }

  #refillRow(list, key, typed, seen, out) {
    const changed = Object.entries(typed).filter(([name, value]) => !alike(value, seen?.[name] ?? ""));
    const isOut = out.has(key);
    if (!changed.length && !isOut) return;
    let row = this.#row(list, key);
    if (!row) {
      if (this.#isBlank(list.dataset.list, typed)) return;
      row = list.closest("row-list")?.addRow(key, typed);
      if (row && seen) this.seen.rows[list.dataset.list][key] = seen;
    } else {
      const known = this.seen.rows[list.dataset.list]?.[key];
      for (const [name, value] of changed) {
        put(this.#controls({ list: list.dataset.list, key, name }), value);
        if (known && seen) known[name] = seen[name] ?? "";
      }
    }
    const box = row?.querySelector("[name$='-DELETE']");
    if (box) box.checked = isOut;
  }

  // --- Where both wrote ----------------------------------------------------------------------------

  #asked({ list, key, name }) {
    return [...this.clashes.keys()].find((path) => path.list === list && path.key === key && path.name === name);
  }

  #ask(path, by, stands) {
    const place = this.#placeOf(path);
    if (!place) return;
    const block = this.clashes.get(path) ?? this.clash.content.firstElementChild.cloneNode(true);
    const said = block.querySelector("p");
    const help = place.querySelector("small");
    if (stands === undefined && path.name) {
      said.textContent = help?.textContent ?? "";
      help?.remove();
    } else said.textContent = this.#inWords(path, by || this.words.partner, stands);
    block.querySelector("[data-take=mine]").hidden = !path.name && !place.closest("row-list");
    if (this.clashes.has(path)) return;
    place.classList.add("differs");
    place.append(block);
    this.clashes.set(path, block);
  }

  #inWords({ name, ...path }, by, stands) {
    if (!name) return this.words.gone.replace("{name}", by);
    if (stands === "") return this.words.nothing.replace("{name}", by);
    return this.words.theirs.replace("{name}", by).replace("{text}", () => shown(this.#controls({ name, ...path }), stands));
  }

  #choose(button) {
    if (!button) return;
    const block = button.closest(".clash");
    const path = [...this.clashes.keys()].find((each) => this.clashes.get(each) === block);
    const isMine = button.dataset.take === "mine";
    const controls = path.name ? this.#controls(path) : [];
    const row = path.list && this.#row(this.form.querySelector(`[data-list="${path.list}"]`), path.key);
    this.#settle(path);
    if (path.name && !isMine) put(controls, (path.list ? this.seen.rows[path.list][path.key] : this.seen.fields)[path.name]);
    if (!path.name && isMine) delete this.seen.rows[path.list][path.key]; // it is hers anew
    if (!path.name && !isMine) {
      row.remove();
      this.#count(this.form.querySelector(`[data-list="${path.list}"]`));
    } else (controls[0] ?? row.querySelector("input:not([type=hidden]), textarea")).focus();
    this.form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #settle(path) {
    this.#placeOf(path)?.classList.remove("differs");
    this.clashes.get(path).remove();
    this.clashes.delete(path);
  }

  // --- Where it stands -----------------------------------------------------------------------------

  #row(list, key) {
    return [...list.children].find((row) => keyOf(row) === key);
  }

  #controls({ list, key, name }) {
    const row = list && this.#row(this.form.querySelector(`[data-list="${list}"]`), key);
    if (list && !row) return [];
    const full = list ? `${prefixOf(row)}${name}` : name;
    return [...this.form.querySelectorAll(`[name="${full}"]`)].filter((each) => !each.closest("template"));
  }

  #placeOf(path) {
    if (path.name) return this.#controls(path)[0]?.closest(".field");
    return this.#row(this.form.querySelector(`[data-list="${path.list}"]`), path.key);
  }

  #pathOf(control) {
    const row = control.closest("[data-list] > li");
    if (!row) return { name: control.name };
    return { list: row.parentNode.dataset.list, key: keyOf(row), name: control.name.slice(prefixOf(row).length) };
  }
}

const idOf = (row) => row.querySelector("input[type=hidden][name$='-id']");
const keyOf = (row) => idOf(row)?.value ?? "";
const prefixOf = (row) => idOf(row).name.slice(0, -"id".length);

function valuesOf(row) {
  const own = [...row.querySelectorAll("[name]")].filter(({ name }) => !/-(id|ORDER|DELETE)$/.test(name));
  return Object.fromEntries(own.map((control) => [control.name.slice(prefixOf(row).length), valueOf([control])]));
}

function valueOf(controls) {
  if (controls[0].type === "radio") return controls.find(({ checked }) => checked)?.value ?? "";
  if (controls[0].type !== "checkbox") return plain(controls[0].value);
  return controls.filter(({ checked }) => checked).map(({ value }) => value).sort();
}

function put(controls, value) {
  if (controls[0].type === "checkbox") return controls.forEach((box) => (box.checked = value.includes(box.value)));
  if (controls[0].type === "radio") return controls.forEach((each) => (each.checked = each.value === value));
  const [control] = controls;
  const at = control === document.activeElement ? [control.selectionStart, control.selectionEnd] : null;
  control.value = value;
  if (at?.[0] != null) control.setSelectionRange(...at);
}

function shown(controls, value) {
  const [control] = controls;
  if (control.type === "radio") return controls.find((each) => each.value === value)?.closest("label")?.textContent.trim() ?? value;
  if (control.options) return [...control.options].find((option) => option.value === value)?.textContent ?? value;
  const at = { "datetime-local": { dateStyle: "medium", timeStyle: "short" }, date: { dateStyle: "medium", timeZone: "UTC" } }[control.type];
  return at ? new Intl.DateTimeFormat(document.documentElement.lang, at).format(new Date(value)) : value;
}

function rename(row, list, number) {
  const old = prefixOf(row);
  const fresh = `${list}-${number}-`;
  if (old === fresh) return;
  for (const each of row.querySelectorAll("*"))
    for (const name of ["name", "id", "for", "aria-describedby"]) {
      const value = each.getAttribute(name);
      if (value?.includes(old)) each.setAttribute(name, value.replaceAll(old, fresh));
    }
}

function sign(row, other) {
  const [mine, theirs] = [row, other].map((each) => each.querySelector(":scope > .by"));
  if (mine?.outerHTML === theirs?.outerHTML) return;
  mine?.remove();
  if (theirs) row.append(document.importNode(theirs, true));
}
