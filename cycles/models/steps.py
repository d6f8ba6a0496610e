"""Next steps: what comes out of a cycle, and may be carried into the next one."""

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, Min, OuterRef, Q
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from cycles.models.partnership import Participant, Partnership
from cycles.models.versioned import Versioned

# Neither done nor let go.
OPEN = Q(done_at=None, let_go_at=None)


def closed_before_she_came(user, path):
    """That the cycle at `path` was closed before she joined its group: then it is the others'."""
    came = Participant.objects.active().filter(person=user)
    return Exists(
        came.filter(partnership=OuterRef(f"{path}__partnership"), joined_at__gt=OuterRef(f"{path}__closed_at"))
    )


class NextStepQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the partnerships she may see, and those another coach handed over into one of them."""
        return self._of(Partnership.objects.visible_to(user)).not_before_she_came(user)

    def held_by(self, user):
        """Those of the partnerships in which she takes part herself, with what was handed over into them."""
        return self._of(Partnership.objects.held_by(user)).not_before_she_came(user)

    def _of(self, pairs):
        steps = NextStep.objects.order_by().values("pk")
        handed_over = steps.filter(carried_into__partnership__in=pairs)
        return self.filter(pk__in=steps.filter(cycle__partnership__in=pairs).union(handed_over))

    def not_before_she_came(self, user):
        """Who joins a group sees the steps still open on that day; what was done or let go before is the others'."""

        def hers(path):
            return Q(**{f"{path}__isnull": False}) & ~closed_before_she_came(user, path)

        return self.filter(OPEN | hers("cycle") | hers("carried_into"))

    def found_by(self, user):
        """Each knows in which of its cycles she can find it: see `cycle_for`."""
        return self.annotate(
            was_before=closed_before_she_came(user, "cycle"),
            was_carried_before=closed_before_she_came(user, "carried_into"),
        )

    def open(self):
        return self.filter(OPEN)

    def in_pairs_that_go_on(self):
        """Or handed over to one that does."""
        handed_over = Q(carried_into__isnull=False, carried_into__partnership__ended_at=None)
        return self.filter(Q(cycle__partnership__ended_at=None) | handed_over)

    def to_look_at(self, today):
        """Open steps whose day to look at them again has come."""
        return self.open().filter(check_on__lte=today)


class NextStep(Versioned):
    """What somebody will do, by when, and how both will know. `carried_into` is the cycle that took it up again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cycle = models.ForeignKey("Cycle", models.CASCADE, related_name="steps_agreed")
    carried_into = models.ForeignKey("Cycle", models.SET_NULL, null=True, related_name="steps_carried", editable=False)
    text = models.CharField(_("the step"), max_length=300)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="next_steps"
    )
    due = models.DateField(_("by when"), null=True, blank=True)
    how_we_will_know = models.CharField(_("how we will know"), max_length=300, blank=True)
    support_needed = models.CharField(_("what would help"), max_length=300, blank=True)
    check_on = models.DateField(_("when we look at it again"), null=True, blank=True)
    created_at = models.DateTimeField(default=now, editable=False)
    done_at = models.DateTimeField(null=True, editable=False)
    let_go_at = models.DateTimeField(null=True, editable=False)
    show_asked_at = models.DateTimeField(null=True, editable=False)  # the coach would like to see it

    objects = NextStepQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]

    def __str__(self):
        return self.text

    @property
    def is_open(self):
        return self.done_at is None and self.let_go_at is None

    @property
    def is_overdue(self):
        return self.is_open and self.due is not None and self.due < localdate()

    @property
    def is_to_be_looked_at(self):
        return self.is_open and self.check_on is not None and self.check_on <= localdate()

    @property
    def was_handed_over(self):
        return self.carried_into_id is not None and self.carried_into.partnership_id != self.cycle.partnership_id

    @property
    def home(self):
        """The cycle it was agreed in; once handed over, the one in which another coach goes on with it."""
        return self.carried_into if self.was_handed_over else self.cycle

    def cycle_for(self, user):
        """The cycle in which she finds it: its home, or the one it was carried into; None if both were before her time.

        Once handed over, never the one of the earlier pair. One query, unless it was `found_by` her.
        """
        known = self if hasattr(self, "was_before") else NextStep.objects.found_by(user).get(pk=self.pk)
        if not (self.was_handed_over or known.was_before):
            return self.cycle
        return None if known.was_carried_before else self.carried_into

    @property
    def taken_over_at(self):
        """When another coach took it over: what was said before was said to the one before; None if nobody did."""
        if not self.was_handed_over:
            return None
        return self.home.partnership.cycles.aggregate(begun=Min("created_at"))["begun"]

    def may_edit(self, user):
        """Either partner, also after the cycle closed: a step outlives it, and a partnership that was handed over."""
        return self.home.partnership.may_edit(user)

    def may_finish(self, user):
        """A step is done when its owner says so."""
        return self.owner_id == user.pk and self.may_edit(user)

    def may_ask_to_show(self, user):
        """Whoever coaches here, for a step that somebody else took."""
        pair = self.home.partnership
        return (
            self.is_open and self.owner_id not in (None, user.pk) and not pair.is_coached(user) and self.may_edit(user)
        )

    @transaction.atomic
    def finish(self, *, by, words=""):
        """Done, from now. Saying so twice keeps the first day."""
        self._turn("done", by, words, only=OPEN, done_at=now(), show_asked_at=None)

    @transaction.atomic
    def reopen(self, *, by):
        self._turn("reopened", by, "", only=~OPEN, done_at=None, let_go_at=None)

    @transaction.atomic
    def let_go(self, *, by, words=""):
        """It matters no more. It stays in the record, with what became of it."""
        self._turn("let_go", by, words, only=OPEN, let_go_at=now(), show_asked_at=None)

    @transaction.atomic
    def look_again(self, *, by, words, check_on):
        """Note how it goes, and when both look again; None ends the reminders."""
        self._turn("looked", by, words, only=OPEN, check_on=check_on)

    @transaction.atomic
    def ask_to_show(self, *, by):
        self._turn("asked", by, "", only=OPEN & Q(show_asked_at=None), show_asked_at=now())

    @transaction.atomic
    def carry_on(self, *, by, words=""):
        """Take it up again in the pair's open cycle. Raises ValidationError when there is none to carry it into."""
        begun = [self.cycle_id, self.home.pk]
        cycle = self.home.partnership.cycles.open().exclude(pk__in=begun).first()
        if cycle is None:
            raise ValidationError(_("Start the next cycle first; then this step can be carried into it."))
        self._turn("carried", by, words, only=OPEN, carried_into=cycle)
        return cycle

    def hand_over(self, cycle, *, by):
        """Carry it into a cycle that another coach begins with its owner."""
        self._turn("carried", by, "", only=OPEN, carried_into=cycle)

    def _turn(self, kind, by, words, *, only, **changes):
        """One conditional UPDATE and a line of history: whoever comes second changes nothing."""
        if NextStep.objects.filter(only, pk=self.pk).update(**changes):
            self.history.create(kind=kind, words=words, by=by)
        self.refresh_from_db(fields=list(changes))
