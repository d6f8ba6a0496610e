"""Read an archive back. All of it is judged before anything is written, and it is written whole or not at all."""

import json
import zipfile
from hashlib import sha256

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from coachcycle.accounts.models import Organization, User
from coachcycle.archive.shape import FORMAT, KINDS, PLACES, VERSION, kind_of
from rubrics.models import Edition

AT_ONCE = 1000


class Refused(Exception):
    """It cannot be read back; the message names file, row and column, and nothing was changed."""


@transaction.atomic
def read(file):
    """The organization that is here now. Raises Refused."""
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = _manifest(archive)
            told = {kind.label: _lines(archive, kind, manifest) for kind in KINDS}
    except zipfile.BadZipFile:
        raise Refused(_("This is no archive: it cannot be opened as a zip file.")) from None
    if Organization.objects.filter(pk=manifest["organization"]).exists():
        raise Refused(_("This organization is here already. An archive is read into a site that does not have it."))
    _judge_people(told)
    writer = _Writer()
    for kind in KINDS:
        writer.write(kind, told[kind.label])
    writer.issue_editions()
    return Organization.objects.get(pk=manifest["organization"])


def _manifest(archive):
    try:
        manifest = json.loads(archive.read("manifest.json"))
    except (KeyError, ValueError):
        raise Refused(_("There is no manifest.json in it, or it cannot be read.")) from None
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise Refused(_("This is not the archive of an organization."))
    if manifest.get("version") != VERSION:
        words = _("It was written by version %(theirs)s of the format; this site reads version %(ours)s.")
        raise Refused(words % {"theirs": manifest.get("version"), "ours": VERSION})
    return manifest


def _lines(archive, kind, manifest):
    name = f"data/{kind.label}.jsonl"
    try:
        content = archive.read(name)
    except KeyError:
        raise Refused(_("%(file)s is missing.") % {"file": name}) from None
    if sha256(content).hexdigest() != manifest.get("sha256", {}).get(kind.label):
        raise Refused(_("%(file)s was changed after it was written, or was damaged.") % {"file": name})
    rows = []
    # Only at what ends a row: texts hold other breaks that `splitlines` knows, as people paste them (U+2028).
    for number, line in enumerate(content.decode().split("\n")[:-1], start=1):
        row = json.loads(line)
        for field in kind.fields:
            if field.name not in row:
                raise _refusal(kind, number, field.name, _("this column is missing"))
        rows.append(row)
    return rows


def _judge_people(told):
    """People who are here already are the same people, or nobody is."""
    here = {str(pk): email for pk, email in User.objects.values_list("pk", "email")}
    ids = {email.lower(): pk for pk, email in here.items()}
    for number, row in enumerate(told["accounts.User"], start=1):
        if ids.get(row["email"].lower(), row["id"]) != row["id"]:
            words = _("somebody else here has the address %(email)s") % {"email": row["email"]}
            raise _refusal(kind_of(User), number, "email", words)


class _Writer:
    """Writes kind after kind, and knows under which number a row of the archive stands here."""

    def __init__(self):
        self.numbers = {}  # {label: [pk here, by line]}
        self.places = {}  # {label: {place in a built-in rubric: pk here}}
        self.states = {}  # editions are born as drafts: {pk: (state, published_at)}

    def write(self, kind, told):
        rows = [self._row(kind, number, row) for number, row in enumerate(told, start=1)]
        if kind.model is User:
            known = set(User.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
            rows = [row for row in rows if row.pk not in known]
        if kind.model is EmailAddress:
            known = set(EmailAddress.objects.values_list("user", "email"))
            rows = [row for row in rows if (row.user_id, row.email) not in known]
        try:
            made = kind.model._base_manager.bulk_create(rows, batch_size=AT_ONCE)
        except IntegrityError as error:
            reason = str(error).splitlines()[0]
            raise Refused(_("data/%(kind)s: %(reason)s") % {"kind": kind.label, "reason": reason}) from None
        if kind.is_numbered:
            self.numbers[kind.label] = [row.pk for row in made]

    def issue_editions(self):
        """Their words are in place: now they may say that they were published."""
        for pk, (state, published_at) in self.states.items():
            edition = Edition.objects.filter(pk=pk)
            if state != Edition.State.DRAFT:
                edition.update(state=Edition.State.PUBLISHED, published_at=published_at)
            if state == Edition.State.RETIRED:
                edition.update(state=state)

    def _row(self, kind, number, told):
        values = {}
        for field in kind.fields:
            if field.primary_key and kind.is_numbered:
                continue
            try:
                values[field.attname] = self._value(field, told[field.name])
            except (ValidationError, LookupError, TypeError, ValueError) as error:
                words = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
                raise _refusal(kind, number, field.name, words) from None
        if kind.model is User:
            values["password"] = make_password(None)
        if kind.model is Edition:
            self.states[values["id"]] = values["state"], values["published_at"]
            values |= {"state": Edition.State.DRAFT, "published_at": None}
        return kind.model(**values)

    def _value(self, field, told):
        if told is None:
            return None
        if not field.is_relation:
            return field.to_python(told)
        kind = kind_of(field.related_model)
        if kind.is_numbered and isinstance(told, int):
            return self.numbers[kind.label][told - 1]
        if kind.label in PLACES and "/" in str(told):
            return self._built_in(kind, told)
        return field.target_field.to_python(told)

    def _built_in(self, kind, place):
        if kind.label not in self.places:
            self.places[kind.label] = {place: pk for pk, place in kind.built_in().items()}
        if place not in self.places[kind.label]:
            raise LookupError(
                _("this site has no built-in rubric with “%(place)s”: run load_rubrics") % {"place": place}
            )
        return self.places[kind.label][place]


def _refusal(kind, number, column, words):
    place = {"file": f"data/{kind.label}.jsonl", "row": number, "column": column, "words": words}
    return Refused(_("%(file)s, row %(row)d, column %(column)s: %(words)s.") % place)
