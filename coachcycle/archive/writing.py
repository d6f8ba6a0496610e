"""Write the archive of an organization. The same rows make the same bytes."""

import csv
import io
import json
import zipfile
from datetime import datetime
from hashlib import sha256

from django.core.serializers.json import DjangoJSONEncoder

from coachcycle.archive.shape import FORMAT, KINDS, VERSION, kind_of
from coachcycle.archive.words import readme
from media_review.exports.tables import defused

LONG_AGO = (1980, 1, 1, 0, 0, 0)  # a zip notes times; rows have none of their own to note


class Encoder(DjangoJSONEncoder):
    """Moments to the microsecond, as they stand in the database: cut short, they would not come back the same."""

    def default(self, value):
        return value.isoformat().replace("+00:00", "Z") if isinstance(value, datetime) else super().default(value)


def write(organization, file):
    """Into a file that is open for writing bytes. Answers {kind's label: number of rows}."""
    places = {kind.label: kind.built_in() for kind in KINDS}  # {pk: how rows name it}
    counts, sums = {}, {}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for kind in KINDS:
            rows = [_told(row, kind, places) for row in _numbered(kind, organization, places)]
            lines = "".join(f"{json.dumps(row, cls=Encoder, ensure_ascii=False)}\n" for row in rows)
            _add(archive, f"data/{kind.label}.jsonl", lines)
            _add(archive, f"tables/{kind.label}.csv", _table(kind, rows))
            counts[kind.label], sums[kind.label] = len(rows), sha256(lines.encode()).hexdigest()
        manifest = {"format": FORMAT, "version": VERSION, "organization": str(organization.pk)}
        _add(archive, "manifest.json", json.dumps(manifest | {"rows": counts, "sha256": sums}, indent=1) + "\n")
        _add(archive, "README.md", readme(organization, counts))
    return counts


def _numbered(kind, organization, places):
    """Its rows; on the way each that has no lasting id gets the number of its line."""
    for number, row in enumerate(kind.rows_of(organization).iterator(chunk_size=2000), start=1):
        if kind.is_numbered:
            places[kind.label][row.pk] = number
        yield row


def _told(row, kind, places):
    told = {}
    for field in kind.fields:
        value = getattr(row, field.attname)
        if field.primary_key and not field.is_relation:
            value = places[kind.label].get(value, value)
        elif field.is_relation and value is not None:
            value = places[kind_of(field.related_model).label].get(value, value)
        told[field.name] = value
    return told


def _table(kind, rows):
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([field.name for field in kind.fields])
    for row in rows:
        writer.writerow([_cell(value) for value in row.values()])
    return out.getvalue().encode("utf-8-sig")


def _cell(value):
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, cls=Encoder, ensure_ascii=False).strip('"')
    return defused(text)


def _add(archive, name, content):
    archive.writestr(zipfile.ZipInfo(name, LONG_AGO), content, zipfile.ZIP_DEFLATED)
