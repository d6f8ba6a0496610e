/* Choosing in a rubric by digits: what the pair agreed to look at, or a domain and then a criterion of it; then a level.
   Pure. A rubric is a list of groups { name, focus, criteria: [{ id, name, levels: [{ id, number, name }] }] }; the
   criteria of the group with `focus` need no group to be chosen first. A path is what has been chosen so far. */

const DIGITS = 9;

/** What can be chosen after this path, each with the key that does: [{ key, name, item }]; no key beyond nine. */
export function offered(rubric, path) {
  const last = path.at(-1);
  if (!last) return keyed(first(rubric));
  return last.levels ? keyed(last.levels, ownNumbers(last.levels)) : keyed(last.criteria);
}

/** Where a press of `key` leads: { path } to go on from, { criterion, level } at the end, null where it means nothing. */
export function pressed(rubric, path, key) {
  const item = offered(rubric, path).find((each) => each.key === key)?.item;
  return item ? chosen(path, item) : null;
}

export function chosen(path, item) {
  const last = path.at(-1);
  if (last?.levels) return { criterion: last, level: item };
  return item.levels?.length === 0 ? { criterion: item, level: null } : { path: [...path, item] };
}

/* A domain that stands alone need not be chosen either. */
function first(rubric) {
  const [focus, domains] = [true, false].map((wanted) => rubric.filter((group) => Boolean(group.focus) === wanted));
  const open = domains.length === 1 && !focus.length ? domains : focus;
  return [...open.flatMap(({ criteria }) => criteria), ...domains.filter((group) => !open.includes(group))];
}

function keyed(items, numbers) {
  return items.map((item, at) => ({ key: numbers?.[at] ?? (at < DIGITS ? String(at + 1) : null), name: item.name, item }));
}

/* Levels are known by their own numbers, where each of these is one key. */
function ownNumbers(levels) {
  const numbers = levels.map(({ number }) => String(number));
  return numbers.every((number) => /^[1-9]$/.test(number)) ? numbers : null;
}
