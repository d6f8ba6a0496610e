"""What has changed in a room since somebody looked last, for pages that ask again every few seconds.

One query reads which cards there are and when each changed; a digest of that says whether anything is new, also what
has gone and what somebody may see only now. Which cards to send is told by the time. A row is stamped before it is
committed, and hosts differ in their clocks, so it may come to light behind a moment that was already asked about: each
question reaches back by OVERLAP, and what comes twice replaces itself.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2s

from media_review.models import Annotation

OVERLAP = timedelta(seconds=20)


def told(recording_id, reader):
    """(all that she may see there, as (id, when it changed), and which version of the lesson lies along the film).

    Nothing, and 0, where she may not see the recording, or nobody said anything.
    """
    found = Annotation.objects.visible_to(reader).filter(recording=recording_id, parent=None)
    rows = list(found.order_by().values_list("pk", "changed_at", "recording__laid__version"))
    return [row[:2] for row in rows], (rows[0][2] or 0) if rows else 0


@dataclass(frozen=True)
class Cursor:
    """What a page knows: when it was told, in milliseconds, which cards there were, and each as it was then; and which
    version of the lesson lay along the film."""

    at: int
    which: str
    how: str
    laid: int

    @classmethod
    def of(cls, cards, asked_at, laid):
        """`cards` as (id, when it changed), read after `asked_at`."""
        there = sorted((pk.int, changed_at.timestamp()) for pk, changed_at in cards)
        at = int(asked_at.timestamp() * 1000)
        return cls(at, _digest([pk for pk, _changed_at in there]), _digest(there), laid)

    @classmethod
    def read(cls, text):
        """None for what is no cursor of ours: then everything is news."""
        found = re.fullmatch(r"(\d{1,14})\.([0-9a-f]{16})\.([0-9a-f]{16})\.(\d{1,9})", text)
        return cls(int(found[1]), found[2], found[3], int(found[4])) if found else None

    def __str__(self):
        return f"{self.at}.{self.which}.{self.how}.{self.laid}"

    def says_the_same_as(self, other):
        return (self.how, self.laid) == (other.how, other.laid)

    def changed(self, cards, now):
        """Ids of those that may have changed until another cursor, `now`.

        Where none did lately, something has gone; or, with the same ones there, any may have changed behind OVERLAP.
        """
        if self.how == now.how:
            return []
        since = datetime.fromtimestamp(self.at / 1000, UTC) - OVERLAP
        lately = [pk for pk, changed_at in cards if changed_at >= since]
        return lately if lately or self.which != now.which else [pk for pk, changed_at in cards]


def _digest(numbers):
    return blake2s(repr(numbers).encode(), digest_size=8).hexdigest()
