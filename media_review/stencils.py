"""A template that stands a thousand times on a page: rendered once for each way it can be, and then filled with words.

A thing is a dict. Its "way" is a tuple of `ways`: what the template decides by. All else that a template names of it
are words, which it only puts somewhere: those of `plain` as they are, because they are numbers, ids or HTML; those of
`written` escaped. It may ask whether words are there at all, and nothing else about them.
"""

import re
from html import escape
from operator import itemgetter

from django.template.loader import get_template
from django.utils.safestring import mark_safe

HOLE = re.compile("\0([a-z_]+)\0")


class Stencil:
    def __init__(self, template, name, *, plain, written, ways=()):
        """In the template the thing goes by `name`, with a dot."""
        self.template, self.name, self.ways = template, name, ways
        self.words = (*plain, *written)
        self.plain, self.written = itemgetter(*plain), itemgetter(*written)


class Filled:
    """One stencil on one page, whose context the template sees too."""

    def __init__(self, stencil, context):
        self.stencil, self.context = stencil, context
        self.cut, self.escaped = {}, _Escaped()

    def __call__(self, thing):
        plain, written = self.stencil.plain(thing), self.stencil.written(thing)
        way = (thing["way"], tuple(map(bool, plain)), tuple(map(bool, written)))
        if way not in self.cut:
            self.cut[way] = self._cut(*way)
        html, picked = self.cut[way]
        return html % picked((*plain, *map(self.escaped.__getitem__, written)))

    def _cut(self, way, plain, written):
        """(HTML with a %s where words go, what picks those words out of all of them)"""
        words = self.stencil.words
        there = zip(words, (*plain, *written), strict=True)
        holes = {name: mark_safe(f"\0{name}\0") if is_there else "" for name, is_there in there}
        with self.context.push(**{self.stencil.name: holes | dict(zip(self.stencil.ways, way, strict=True))}):
            html = get_template(self.stencil.template).template.render(self.context)
        order = [words.index(name) for name in HOLE.findall(html)]
        return HOLE.sub("%s", html.replace("%", "%%")), lambda all_of_them: tuple([all_of_them[n] for n in order])


class _Escaped(dict):
    """Most words stand in many places."""

    def __missing__(self, text):
        self[text] = html = escape(text)
        return html
