"""Feedback as W3C Web Annotation, in JSON-LD: https://www.w3.org/TR/annotation-model/."""

from media_review import drawing

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
MEDIA_FRAGMENTS = "http://www.w3.org/TR/media-frags/"
# The model's fixed list has no word for praise: that is a comment with a tag.
MOTIVATIONS = {"question": "questioning", "suggestion": "editing", "note": "describing", "look": "highlighting"}
# What each body is there for. Evidence and interpretation are told apart by nothing else.
EVIDENCE, INTERPRETATION, LINK = "describing", "commenting", "linking"


def collection(pieces, *, label, film, id_of):
    """All pieces as one AnnotationCollection with its only page inside.

    `film` is the address of the recording; `id_of(id of a piece)` answers the address of that piece.
    """
    items = [item for piece in pieces for item in _items(piece, film, id_of)]
    collection = f"{film}feedback.jsonld"
    page = {
        "id": f"{collection}#all",
        "type": "AnnotationPage",
        "partOf": collection,
        "startIndex": 0,
        "items": items,
    }
    return {
        "@context": CONTEXT,
        "id": collection,
        "type": "AnnotationCollection",
        "label": label,
        "total": len(items),
        "first": page,
    }


def fragment(start_ms, end_ms):
    """A temporal media fragment. A moment has no end: its range would be empty, which the standard forbids."""
    return f"t={_seconds(start_ms)}" + (f",{_seconds(end_ms)}" if end_ms else "")


def _items(piece, film, id_of):
    selector = {
        "type": "FragmentSelector",
        "conformsTo": MEDIA_FRAGMENTS,
        "value": fragment(piece.start_ms, piece.end_ms),
    }
    if piece.drawing and all(piece.picture):
        selector["refinedBy"] = {"type": "SvgSelector", "value": drawing.svg(piece.drawing, *piece.picture)}
    tags = [{"type": "TextualBody", "purpose": "tagging", "value": piece.kind}, *_voice(piece, id_of)]
    if piece.criterion:
        purpose = "assessing" if piece.level else "classifying"
        tags.append({"type": "TextualBody", "purpose": purpose, "value": piece.place_in_rubric})
    yield _annotation(piece, id_of, {"source": film, "selector": selector}, tags)
    for reply in piece.replies:
        yield _annotation(reply, id_of, id_of(piece.id), _voice(reply, id_of), motivation="replying")


def _voice(piece, id_of):
    """Where those who may read it can hear what was said."""
    return [{"type": "Audio", "format": "audio/mp4", "id": f"{id_of(piece.id)}voice/"}] if piece.is_spoken else []


def _annotation(piece, id_of, target, tags, motivation=None):
    # Whom it is meant for: https://www.w3.org/TR/annotation-model/#intended-audience
    audience = {"type": "schema:Audience", "schema:audienceType": piece.state}
    return {
        "id": id_of(piece.id),
        "type": "Annotation",
        "motivation": motivation or MOTIVATIONS.get(piece.kind, "commenting"),
        "creator": {"type": "Person", "name": piece.author},
        "created": piece.written_at.isoformat(),
        "body": [*_bodies(piece, motivation or EVIDENCE), *tags],
        "target": target,
    } | ({"audience": audience} if piece.is_draft else {})


def _bodies(piece, purpose):
    for words, what_for in ((piece.body, purpose), (piece.interpretation, INTERPRETATION)):
        if words:
            yield {"type": "TextualBody", "format": "text/plain", "purpose": what_for, "value": words}
    if piece.link:
        yield {"type": "SpecificResource", "purpose": LINK, "source": piece.link}


def _seconds(ms):
    return f"{ms / 1000:.3f}".rstrip("0").rstrip(".")
