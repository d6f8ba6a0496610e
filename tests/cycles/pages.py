"""Reading a page as a browser does: what a form would send if somebody pressed its button now."""

from html import unescape
from html.parser import HTMLParser


class FormReader(HTMLParser):
    """Collects the fields of `<form class="record">`, and the text of the page."""

    def __init__(self):
        super().__init__()
        self.inside = False
        self.in_template = False
        self.fields = {}
        self.text = []
        self.open = None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.inside = "record" in attrs.get("class", "").split()
        if tag == "template":
            self.in_template = True
        if not self.inside or self.in_template or ("name" not in attrs and tag != "option"):
            return
        if tag == "input":
            self._input(attrs)
        elif tag in {"select", "textarea"}:
            self.open = attrs["name"]
            self.fields.setdefault(self.open, "")
        elif tag == "option" and self.open and "selected" in attrs:
            self.fields[self.open] = attrs["value"]

    def _input(self, attrs):
        if attrs.get("type") in {"checkbox", "radio"}:
            if "checked" in attrs:
                self.fields.setdefault(attrs["name"], []).append(attrs.get("value", "on"))
        else:
            self.fields[attrs["name"]] = attrs.get("value", "")

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False
        elif tag == "template":
            self.in_template = False
        elif tag in {"select", "textarea"}:
            self.open = None

    def handle_data(self, data):
        self.text.append(data)
        if self.open and self.get_starttag_text().startswith("<textarea"):
            self.fields[self.open] += data.removeprefix("\n")


def read(response):
    reader = FormReader()
    reader.feed(response.content.decode())
    return reader


def typed(response, **changes):
    """What the form on the page would send, with `changes`."""
    return read(response).fields | changes


def words(response):
    """The page as one line of text."""
    return " ".join(unescape(" ".join(read(response).text)).split())
