"""What lies in the store among all that was made of films and voices, though no row names it."""

from uuid import UUID

from media_review.models import Recording, Voice


def unnamed(keys, recordings):
    """Those of `keys` that none of `recordings` (ids) names. A rendition that grows names the folder of its pieces."""
    rows = Recording.objects.filter(pk__in=recordings).values_list("poster_key", "sprite_key", "renditions__key")
    named = {key for row in rows for key in row}
    return [key for key in keys if named.isdisjoint((key, key.rpartition("/")[0]))]


def unsaid(keys):
    """Those of `keys` (of voices) that no row names: neither as what is heard, nor as what is still to be prepared."""
    rows = Voice.objects.filter(pk__in={voice_of(key) for key in keys} - {None})
    kept = {row.pk: row.key if row.is_settled else None for row in rows}
    return [key for key in keys if voice_of(key) not in kept or kept[voice_of(key)] not in (None, key)]


def voice_of(key):
    """The id of the voice to which an object belongs; None when it is nothing of ours."""
    try:
        return UUID(key.split("/")[2])
    except (IndexError, ValueError):
        return None
