"""Hands that count: what two people press and fill in, over all of their pages together."""


class Hands:
    """A press is a click or a tap, or a key that does the same, such as Enter. A field is one that is given words, a
    day or a choice of a list: going into it is part of that, and its words are thinking."""

    def __init__(self):
        self.presses, self.fields = [], []

    def press(self, where, name):
        """`where` is a place on a page that can be pressed, `name` what the count calls it."""
        where.click()
        self.presses.append(name)

    def button(self, page, name):
        self.press(page.get_by_role("button", name=name, exact=isinstance(name, str)).first, name)

    def link(self, page, name):
        self.press(page.get_by_role("link", name=name, exact=isinstance(name, str)).first, name)

    def fill(self, page, label, words):
        page.get_by_label(label).first.fill(words)
        self.fields.append(label)

    def key(self, page, key):
        page.keyboard.press(key)
        self.presses.append(key)

    def choose(self, page, label, film):
        """A press opens the machine's own dialog, another one in it chooses the film."""
        with page.expect_file_chooser() as chooser:
            self.press(page.get_by_label(label), label)
        chooser.value.set_files(film)
        self.presses.append(f"the film, in the dialog of “{label}”")
