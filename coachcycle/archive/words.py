"""The page in an archive that says what stands in it."""

from coachcycle.archive.shape import FORMAT, KINDS, VERSION

ABOUT = """# {organization}

All rows of one organization ({format}, version {version}), with the feedback, drafts and private notes of its people:
keep it as you would keep the films. `manage.py import_organization` reads it back to the same state on a site of the
same version. Films are not in it; they lie in the bucket under the keys that `media_review.Recording` and
`media_review.Rendition` name. Passwords are not in it: everybody sets a new one by "I forgot my password".

- `data/` holds the rows, one JSON object a line; these are read back.
- `tables/` holds the same as CSV, for spreadsheets; nobody reads them back.
- `manifest.json` counts the rows and holds the SHA-256 of every file in `data/`.

Rows name each other by id; those without an id of their own by the number of their line, from 1. What belongs to a
built-in rubric is named by its place: slug/edition/domain/criterion/level. Times are in UTC, places in a film in
milliseconds.
"""


def readme(organization, counts):
    parts = [ABOUT.format(organization=organization, format=FORMAT, version=VERSION)]
    for kind in KINDS:
        doc = (kind.model.__doc__ or "").strip().splitlines()
        about = "" if not doc or doc[0].startswith(f"{kind.model.__name__}(") else f"\n\n{doc[0]}"
        columns = "\n".join(f"- `{field.name}` {_type(field)}" for field in kind.fields)
        parts.append(f"\n## {kind.label}: {counts[kind.label]} rows{about}\n\n{columns}\n")
    return "".join(parts)


def _type(field):
    if field.is_relation:
        return f"→ {field.related_model._meta.label}"
    name = field.get_internal_type().removesuffix("Field").lower()
    choices = ", ".join(str(value) for value, _word in field.flatchoices) if field.choices else ""
    return f"{name}: {choices}" if choices else name
