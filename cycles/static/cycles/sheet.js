/* The record of a pair in plain values, and how three wordings of it become one: as `cycles/merging.py` does it, which
   has the last word. A sheet is { fields: { name: value }, rows: { list: { key: { name: value } } } }; a value is a
   string, or a sorted array of strings where several are chosen. Pure. */

export const plain = (text) => text.replace(/\r\n?/g, "\n").trim();

export const alike = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** What shall stand, of what was seen, what is typed and what stands there; `clashes` when that is hers to choose. */
export function merge(seen, typed, stands) {
  if (Array.isArray(stands)) return { value: choose(seen ?? [], typed, stands), clashes: false };
  if (alike(typed, seen ?? "") || alike(typed, stands)) return { value: stands, clashes: false };
  return alike(seen ?? "", stands) ? { value: typed, clashes: false } : { value: stands, clashes: true };
}

function choose(seen, typed, stands) {
  const added = typed.filter((each) => !seen.includes(each));
  const left = stands.filter((each) => !seen.includes(each) || typed.includes(each));
  return [...new Set([...left, ...added])].sort();
}

/** The keys of rows that stand there in the typed order, if that was changed. */
export function inOrder(seen, typed, stands) {
  const mine = typed.filter((key) => stands.includes(key));
  const unmoved = [...new Set([...seen.filter((key) => mine.includes(key)), ...mine])];
  if (alike(mine, unmoved)) return [...stands];
  stands.forEach((key, place) => {
    if (!mine.includes(key)) mine.splice(place ? mine.indexOf(stands[place - 1]) + 1 : 0, 0, key);
  });
  return mine;
}

/** Whoever sent something has seen it, though no answer reached her. */
export function withAttempts(seen, attempts, stands) {
  const known = structuredClone(seen);
  const see = (into, attempt, there) => {
    for (const [name, value] of Object.entries(attempt)) if (alike(there[name], value)) into[name] = value;
  };
  for (const { fields, rows } of attempts) {
    see(known.fields, fields, stands.fields);
    for (const [list, key, row] of eachRow(rows))
      if (stands.rows[list]?.[key]) see(((known.rows[list] ??= {})[key] ??= {}), row, stands.rows[list][key]);
  }
  return known;
}

export function* eachRow(rows) {
  for (const [list, known] of Object.entries(rows)) for (const [key, row] of Object.entries(known)) yield [list, key, row];
}

/** Of what a form would send: what was seen, what is typed, and which rows are ticked to be taken out. */
export function read(pairs) {
  const seen = JSON.parse(pairs.find(([name]) => name === "seen")[1]);
  const typed = { fields: {}, rows: {} };
  for (const [name, value] of Object.entries(seen.fields)) typed.fields[name] = gathered(pairs, name, value);
  const out = new Set();
  for (const list of Object.keys(seen.rows)) typed.rows[list] = rowsOf(pairs, list, out);
  return { seen, typed, out };
}

function gathered(pairs, name, like) {
  const values = pairs.filter(([each]) => each === name).map(([, value]) => plain(value));
  return Array.isArray(like) ? values.sort() : (values[0] ?? "");
}

function rowsOf(pairs, list, out) {
  const rows = new Map();
  for (const [name, value] of pairs) {
    const [, number, field] = name.match(/^(?:.+?)-(\d+)-(\w+)$/) ?? [];
    if (number === undefined || name !== `${list}-${number}-${field}`) continue;
    if (!rows.has(number)) rows.set(number, {});
    rows.get(number)[field] = plain(value);
  }
  const place = ({ ORDER }) => Number(ORDER) || Infinity;
  const inPlace = [...rows.values()].filter(({ id }) => id).sort((one, other) => place(one) - place(other) || 0);
  for (const { id, DELETE } of inPlace) if (DELETE) out.add(id);
  return Object.fromEntries(inPlace.map(({ id, ORDER, DELETE, ...fields }) => [id, fields]));
}

/** Only what of it is other than it was seen. */
export function changes(seen, typed) {
  const other = (row, known = {}) => Object.entries(row).filter(([name, value]) => !alike(value, known[name]));
  const fields = Object.fromEntries(other(typed.fields, seen.fields));
  const rows = {};
  for (const [list, key, row] of eachRow(typed.rows)) {
    const changed = other(row, seen.rows[list]?.[key]);
    if (changed.length) (rows[list] ??= {})[key] = Object.fromEntries(changed);
  }
  return { fields, rows };
}
