"""Two people write one record: what a reader saw, what she typed and what stands there now become one. Pure.

Values are plain, as a control of a browser holds them: a string, or a sorted list of strings where several are chosen.
The same is done in the browser (`sheet.js`), so that what the other wrote comes in while she types.
"""

import json
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Merged:
    """`value` is what shall stand. When they clash that is what stood there already: nobody is overwritten unasked."""

    value: str | list
    clashes: bool = False


def merged(seen, typed, stands):
    """Who did not see what stands there has seen nothing (""): then only nothing is written over."""
    if isinstance(stands, list):
        return Merged(sorted(_chosen(set(seen), set(typed), set(stands))))
    if typed in (seen, stands):
        return Merged(stands)
    return Merged(typed) if seen == stands else Merged(stands, clashes=True)


def _chosen(seen, typed, stands):
    """Choices never clash: each is one of its own, and only those that were changed are taken along."""
    return stands - (seen - typed) | (typed - seen)


def in_order(seen, typed, stands):
    """The keys of rows that stand there, in the typed order if that was changed; the other's new ones follow the row
    they followed."""
    there = set(stands)
    typed = [key for key in typed if key in there]
    unmoved = [key for key in seen if key in set(typed)]
    unmoved += [key for key in typed if key not in set(unmoved)]
    if typed == unmoved:
        return list(stands)
    order = list(typed)
    for place, key in enumerate(stands):
        if key not in order:
            order.insert(order.index(stands[place - 1]) + 1 if place else 0, key)
    return order


@dataclass
class Sheet:
    """A record in plain values: its own fields by name, and its rows by list and key, in their order."""

    fields: dict = field(default_factory=dict)
    rows: dict = field(default_factory=dict)

    def __str__(self):
        return json.dumps({"fields": self.fields, "rows": self.rows})

    def with_attempts(self, attempts, stands):
        """Whoever sent something has seen it, though no answer reached her: what of it stands there is seen."""
        for attempt in attempts:
            _see(self.fields, attempt.fields, stands.fields)
            for name, rows in attempt.rows.items():
                for key, row in rows.items():
                    if key in stands.rows.get(name, {}):
                        _see(self.rows.setdefault(name, {}).setdefault(key, {}), row, stands.rows[name][key])
        return self

    @classmethod
    def read(cls, text):
        """What a browser says it saw. Of whatever is not as we wrote it nothing was seen."""
        try:
            told = _table(json.loads(text))
        except (ValueError, RecursionError):
            told = {}
        rows = {
            name: {key: _words(row) for key, row in _table(rows).items()}
            for name, rows in _table(told.get("rows")).items()
        }
        return cls(_words(told.get("fields")), rows)


def _see(seen, attempt, stands):
    seen |= {name: value for name, value in attempt.items() if stands.get(name) == value}


def _table(told):
    return told if isinstance(told, dict) else {}


def _words(told):
    return {name: value for name, value in _table(told).items() if _is_plain(value)}


def _is_plain(value):
    return isinstance(value, str) or (isinstance(value, list) and all(isinstance(each, str) for each in value))
