"""What a film's uploader says about it: before the first byte, and while it is on its way."""

import re
from pathlib import PurePath

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cycles.models import Cycle, Partnership
from media_review import own_view, uploads
from media_review.models import Recording

ENDINGS = {".mp4", ".mov", ".m4v", ".mkv", ".webm", ".avi"} | {".m4a", ".mp3", ".wav", ".ogg", ".oga", ".opus", ".flac"}
TYPES = {
    "video/mp4",
    "video/quicktime",
    "video/x-m4v",
    "video/x-matroska",
    "video/webm",
    "video/x-msvideo",
    "video/avi",
    "audio/mp4",
    "audio/x-m4a",
    "audio/mpeg",
    "audio/wav",
    "audio/x-wav",
    "audio/ogg",
    "audio/opus",
    "audio/webm",
    "audio/flac",
    "audio/x-flac",
}
ONLY_ME = ""
PART = re.compile(r"(?P<number>[0-9]{1,5}):(?P<md5>[A-Za-z0-9+/]{22}==)")


def largest_film():
    """The limit in words."""
    return _("%(number)s GB") % {"number": f"{settings.MAX_FILM_BYTES / 1024**3:g}"}


class CycleField(forms.ModelChoiceField):
    """One of the cycles of hers that are open."""

    def label_from_instance(self, cycle):
        partner = cycle.partnership.other(self.user).short_name
        return _("%(cycle)s, with %(partner)s") % {"cycle": cycle.title, "partner": partner}

    def offer(self, user, organization=None):
        cycles = Cycle.objects.held_by(user).open().filter(partnership__ended_at=None)
        if organization:
            cycles = cycles.filter(partnership__program__organization=organization)
        self.user = user
        self.queryset = cycles.select_related("partnership__coach", "partnership__coachee", "partnership__program")


class StartForm(forms.Form):
    """Which film, which lesson, and who may watch. Content decides later what the film is; its name is a courtesy."""

    cycle = CycleField(
        Cycle.objects.none(), required=False, label=_("Which lesson is it?"), empty_label=_("None of these")
    )
    audience = forms.ChoiceField(label=_("Who may watch it?"), required=False, widget=forms.RadioSelect)
    file_name = forms.CharField(max_length=1000)
    content_type = forms.CharField(max_length=200, required=False)
    size = forms.IntegerField()
    fingerprint = forms.CharField(max_length=80, required=False)

    def __init__(self, *args, user, membership, cycle_id=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.membership = user, membership
        self.fields["cycle"].offer(user)
        held = Partnership.objects.held_by(user).filter(ended_at=None)
        self.partnerships = list(held.select_related("coach", "coachee", "program"))
        people = [(str(partnership.pk), self._whom(partnership)) for partnership in self.partnerships]
        self.fields["audience"].choices = [*people, (ONLY_ME, _("Only me for now"))]
        if not self.is_bound:
            self._preselect(cycle_id)

    def _whom(self, partnership):
        if partnership.coachee_id == self.user.pk:
            return _("My coach, %(name)s") % {"name": partnership.coach}
        return _("%(name)s, whom I coach") % {"name": partnership.coachee}

    def _preselect(self, cycle_id):
        """The lesson she comes from, or the only one there is; and the partner with whom it is held."""
        cycles = {str(cycle.pk): cycle for cycle in self.fields["cycle"].queryset}
        cycle = cycles.get(cycle_id) or (next(iter(cycles.values())) if len(cycles) == 1 else None)
        if cycle:
            self.initial |= {"cycle": cycle.pk, "audience": str(cycle.partnership_id)}
        elif len(self.partnerships) == 1:
            self.initial |= {"audience": str(self.partnerships[0].pk)}
        else:
            self.initial |= {"audience": ONLY_ME}

    def clean_size(self):
        size = self.cleaned_data["size"]
        if size < 1:
            raise ValidationError(_("This file is empty. Choose the film again on the device that recorded it."))
        if size > settings.MAX_FILM_BYTES:
            sentence = _("This film is larger than %(limit)s. Cut it into shorter ones, or export it in 1080p.")
            raise ValidationError(sentence % {"limit": largest_film()})
        return size

    def clean_audience(self):
        chosen = self.cleaned_data["audience"]
        return next((each for each in self.partnerships if str(each.pk) == chosen), None)

    def clean(self):
        values = super().clean()
        name = PurePath(values.get("file_name", ""))
        if name.suffix.lower() not in ENDINGS and values.get("content_type", "") not in TYPES:
            self.add_error(
                "file_name",
                _(
                    "This is not a film or sound recording we can take. Choose a film that ends in mp4, mov, m4v, mkv,"
                    " webm or avi, or sound that ends in m4a, mp3, wav, ogg or flac."
                ),
            )
        same = uploads.identity(values.get("size"), values.get("fingerprint"))
        if uploads.unfinished(self.user).exclude(fingerprint=same).count() >= uploads.MOST_UNFINISHED:
            raise ValidationError(
                _("%(count)s of your uploads are not finished. Finish or cancel some of them first.")
                % {"count": uploads.MOST_UNFINISHED}
            )
        homes = {home.organization for home in self._homes(values)}
        if len(homes) > 1:
            raise ValidationError(_("This lesson is not held with the person you chose. Choose one of them again."))
        return values

    def _homes(self, values):
        cycle, partnership = values.get("cycle"), values.get("audience")
        return [each.program for each in (partnership, cycle and cycle.partnership) if each]

    def start(self):
        """The recording, ready to take parts."""
        values = self.cleaned_data
        homes = self._homes(values)
        name = PurePath(values["file_name"].replace("\\", "/")).name[-255:]
        return uploads.start(
            by=self.user,
            fingerprint=values["fingerprint"],
            partnership=values["audience"],
            cycle=values["cycle"],
            organization=homes[0].organization if homes else self.membership.organization,
            title=(values["cycle"].title if values["cycle"] else PurePath(name).stem)[:120],
            file_name=name,
            size=values["size"],
        )


class PartsForm(forms.Form):
    """Parts of one recording by number, each with the MD5 of its bytes in base64: `part=1:ICy5YqxZB1uWSwcVLSNLcA==`."""

    def __init__(self, data, recording):
        super().__init__(data)
        self.recording = recording

    def clean(self):
        asked = [PART.fullmatch(part) for part in self.data.getlist("part")]
        if not all(asked):
            raise ValidationError(_("Parts are asked for by their numbers and MD5s."))
        digests = {int(part["number"]): part["md5"] for part in asked}
        if not 1 <= len(digests) <= uploads.PARTS_AT_ONCE:
            raise ValidationError(_("Ask for 1 to %(most)s parts at a time.") % {"most": uploads.PARTS_AT_ONCE})
        if not digests.keys() <= uploads.plan(self.recording).keys():
            raise ValidationError(_("This film has no such part."))
        return {"digests": digests}


class AboutForm(forms.ModelForm):
    class Meta:
        model = Recording
        fields = ["title", "cycle", "look_for"]
        field_classes = {"cycle": CycleField}
        labels = {"title": _("What does it show?"), "cycle": _("Which lesson is it?")}
        help_texts = {"look_for": _("Saved as you type. Those who may watch the film read it.")}
        widgets = {"look_for": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["cycle"]
        field.empty_label = _("None of these")
        field.offer(user, self.instance.organization)
        self.user = user
        if self.instance.cycle_id:  # a lesson whose cycle has closed meanwhile stays the film's
            field.queryset = field.queryset | Cycle.objects.held_by(user).filter(pk=self.instance.cycle_id)

    def clean_cycle(self):
        """It stays where a coach asked for her own view of it: elsewhere his feedback would be open to her."""
        cycle, film = self.cleaned_data["cycle"], self.instance
        if (cycle and cycle.pk) != film.cycle_id and own_view.is_awaited(film, self.user):
            raise ValidationError(_("You are asked to look first. Leave a note of what you see, then it can move."))
        return cycle
