"""What people say to feedback with one tap, as its card shows it: as words, and as buttons for whoever may."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from media_review.models import Response

THANKS, TALK, TRIED = Response.Kind


class Taps:
    """Of many cards, for one reader."""

    def __init__(self, reader):
        self.reader_id = reader.pk
        self.of_others = {
            THANKS: _("%(name)s says thanks"),
            TALK: _("%(name)s wants to talk"),
            TRIED: _("%(name)s tried it"),
        }
        self.own = {THANKS: _("You say thanks"), TALK: _("You want to talk"), TRIED: _("You tried it")}
        self.names = [(kind.value, capfirst(str(kind.label))) for kind in Response.Kind]

    def words(self, said, people):
        """ "Wren says thanks · You want to talk"; `said` is [(person's id, kind)] in its order."""
        return " · ".join(
            self.own[kind] if pk == self.reader_id else self.of_others[kind] % {"name": people[pk].short_name}
            for pk, kind in said
        )

    def buttons(self, said):
        """As (kind, its word, is it pressed?) each; `said` are the kinds that she says."""
        return tuple((kind, word, kind in said) for kind, word in self.names)
