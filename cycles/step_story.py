"""What the page of a next step shows besides its form: how it went so far, and what can be done with it."""

from cycles.forms.steps import LookAgainForm
from cycles.models import SmallTest


def page(step, user, *, form, look_form=None):
    small_test = test_of(step)
    return {
        "room": "cycles",
        "cycle": step.cycle_for(user),
        "step": step,
        "form": form,
        "fields": form.fields,
        "history": told(step, user),
        "look_form": look_form or LookAgainForm(auto_id="look_%s"),
        "may_finish": step.is_open and step.may_finish(user),
        "may_ask_to_show": step.show_asked_at is None and step.may_ask_to_show(user),
        "small_test": small_test,
        "may_read_test": small_test.may_read(user),
    }


def told(step, user):
    """What became of it. Who took it over reads it from then on."""
    history, since = step.history.select_related("by"), step.taken_over_at
    if since is None or step.cycle.partnership.includes(user):
        return history
    return history.filter(at__gte=since)


def test_of(step):
    """Its small test; an unsaved one while there is none."""
    return SmallTest.objects.filter(step=step).first() or SmallTest(step=step)
