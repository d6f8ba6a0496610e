"""What the room of a live observation shows in a film's place."""

from django.utils.translation import gettext as _

from coachcycle.accounts import kept
from cycles import support


class ClockOfRoom:
    """The clock of an observation, as one person sees it."""

    def __init__(self, room):
        self.room, self.observation = room, room.recording

    @property
    def is_run(self):
        """By this person, until its feedback has found the film."""
        return self.room.may_share and self.observation.film_id is None

    @property
    def keep_seconds(self):
        return kept.seconds()

    @property
    def who_leads(self):
        """(what a button says, what it notes) for each support level; none where nothing was agreed about that."""
        if not self.room.segments:
            return []
        pair = self.observation.cycle.partnership
        levels = support.choices(pair.coaches_a_leader)
        return [(str(word), _("Now: %(level)s") % {"level": word}) for _value, word in levels]
