"""Where each part of a lesson begins in a film, as people see and type it: "1:02"."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cycles import support
from cycles.forms.records import saved_meanwhile, seen_version
from media_review import clock, laying
from media_review.forms.annotations import ClockField

ENDS = "ends"


class LayingForm(forms.Form):
    """A field for each segment, and one for the end of the lesson. An empty one says: not in this film.

    `places` and `laid` are what is saved; for what nobody laid yet, the fields hold the plan along the film.
    """

    def __init__(self, data, *, recording, stretches, segments, laid):
        self.recording, self.segments, self.version = recording, segments, laid.version
        super().__init__(data, initial=self._initial(stretches))
        for segment in segments:
            self.fields[name_of(segment)] = ClockField(required=False, label=segment.name)
        self.fields[ENDS] = ClockField(required=False, label=gettext_lazy("The lesson ends"))
        for field in self.fields.values():
            field.widget.attrs |= {"size": 7, "inputmode": "text"}

    def _initial(self, stretches):
        places = {name_of(stretch.segment): stretch.start_ms for stretch in stretches}
        return places | {ENDS: stretches[-1].end_ms if stretches else None}

    @property
    def rows(self):
        """[(segment, its field, agreed level, actual level)], levels in the pair's words."""
        words = dict(support.choices(self.recording.cycle.partnership.coaches_a_leader))
        return [
            (segment, self[name_of(segment)], words[segment.agreed_level], words.get(segment.actual_level, ""))
            for segment in self.segments
        ]

    @property
    def is_plan(self):
        """The places are given up: the plan shows again, whatever the fields hold."""
        return "as_planned" in self.data

    @property
    def places(self):
        if self.is_plan:
            return {}
        given = {segment.pk: self.cleaned_data[name_of(segment)] for segment in self.segments}
        return {pk: at for pk, at in given.items() if at is not None}

    @property
    def ends_ms(self):
        ends, length = self.cleaned_data.get(ENDS), self.recording.duration_ms
        return None if ends is None or self.is_plan or (length and ends >= length) else ends

    def clean(self):
        given, length = self.cleaned_data, self.recording.duration_ms
        ends, taken = given.get(ENDS), set()
        for name in map(name_of, self.segments):
            at = given.get(name)
            if at is None:
                continue
            if at in taken:
                self.add_error(name, _("Another part begins at this moment."))
            elif length and at >= length:
                self.add_error(name, _("The film is %(length)s long.") % {"length": clock.clock(length)})
            taken.add(at)
        if ends is not None and taken and ends <= max(taken):
            self.add_error(ENDS, _("The lesson ends after its last part has begun."))
        return given

    def save(self, by):
        """Was it written? If not, the form says why, and what the other saved stands beside what was typed."""
        if not self.is_valid() and not self.is_plan:
            return False
        if laying.lay(self.recording, self.places, self.ends_ms, by=by, seen=seen_version(self.data)):
            return True
        self._show_what_is_saved(by)
        return False

    def _show_what_is_saved(self, user):
        laid = type(laying.held(self.recording)).objects.select_related("saved_by").get(pk=self.recording.pk)
        self.version = laid.version
        name, sentence = saved_meanwhile(laid, user)
        self.add_error(None, sentence)
        saved = laying.starts(laying.segments(self.recording, self.recording.cycle))
        there = {name_of(segment): saved.get(segment.pk) for segment in self.segments} | {ENDS: laid.ends_ms}
        typed = self.cleaned_data | {ENDS: self.ends_ms}
        for field, at in there.items():
            if at != typed.get(field):
                text = f"“{clock.exact(at)}”" if at is not None else _("nothing")
                self[field].help_text = _("%(name)s saved: %(text)s") % {"name": name, "text": text}


def name_of(segment):
    return f"begins-{segment.pk}"
