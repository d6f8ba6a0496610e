"""Feedback as an ELAN annotation document (format 2.8): https://www.mpi.nl/tools/elan/EAF_Annotation_Format.pdf.

A tier for each author and kind; what is not shared has tiers of its own. What would overlap on a tier goes to a second
one, since ELAN allows none. What the author makes of it, and replies, stand on tiers that depend on that of what they
belong to.
"""

from xml.etree import ElementTree

MOMENT_MS = 1000
SCHEMA = "http://www.mpi.nl/tools/elan/EAFv2.8.xsd"
SCHEMA_INSTANCE = "{http://www.w3.org/2001/XMLSchema-instance}"
FEEDBACK, INTERPRETATIONS, REPLIES = "feedback", "interpretations", "replies"


def document(pieces, *, author, written_at, film):
    """The document as bytes. `film` is a relative name: an address, or a path, is nobody else's business.

    It is empty when there is none: then the times are those of a clock, and ELAN asks for no film.
    """
    root = ElementTree.Element(
        "ANNOTATION_DOCUMENT",
        {
            "AUTHOR": _clean(author),
            "DATE": written_at.isoformat(),
            "FORMAT": "2.8",
            "VERSION": "2.8",
            f"{SCHEMA_INSTANCE}noNamespaceSchemaLocation": SCHEMA,
        },
    )
    header = ElementTree.SubElement(root, "HEADER", MEDIA_FILE="", TIME_UNITS="milliseconds")
    if film:
        media = {"MEDIA_URL": film, "RELATIVE_MEDIA_URL": film, "MIME_TYPE": "video/mp4"}
        ElementTree.SubElement(header, "MEDIA_DESCRIPTOR", media)
    tiers = _tiers(pieces)
    slots = _time_order(root, pieces)
    for number, (name, tier) in enumerate(tiers.items()):
        _write_tier(root, name, tier, slots, number)
    _write_types(root)
    ElementTree.register_namespace("xsi", SCHEMA_INSTANCE.strip("{}"))
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def until(piece):
    return piece.end_ms or piece.start_ms + MOMENT_MS


def _tiers(pieces):
    """{name: pieces that do not overlap, by time}."""
    tiers = {}
    for piece in sorted(pieces, key=lambda piece: piece.start_ms):
        name, number = f"{_clean(_whose(piece))}: {piece.kind}", 1
        while (tier := tiers.setdefault(_numbered(name, number), [])) and until(tier[-1]) > piece.start_ms:
            number += 1
        tier.append(piece)
    return tiers


def _whose(piece):
    return f"{piece.author}, {piece.state}" if piece.is_draft else piece.author


def _numbered(name, number):
    return name if number == 1 else f"{name}_{number}"


def _time_order(root, pieces):
    """A slot for each end of each piece; {(id, which end): slot}."""
    order = ElementTree.SubElement(root, "TIME_ORDER")
    times = sorted((at, piece.id, end) for piece in pieces for end, at in enumerate((piece.start_ms, until(piece))))
    slots = {}
    for number, (at, id, end) in enumerate(times, start=1):
        slots[id, end] = f"ts{number}"
        ElementTree.SubElement(order, "TIME_SLOT", TIME_SLOT_ID=f"ts{number}", TIME_VALUE=str(at))
    return slots


def _write_tier(root, name, pieces, slots, number):
    tier = ElementTree.SubElement(
        root, "TIER", TIER_ID=name, LINGUISTIC_TYPE_REF=FEEDBACK, PARTICIPANT=_clean(pieces[0].author)
    )
    for piece in pieces:
        ends = {f"TIME_SLOT_REF{end + 1}": slots[piece.id, end] for end in (0, 1)}
        _write_value(tier, "ALIGNABLE_ANNOTATION", _id(piece.id), _words(piece), ends)
    made = {piece.id: piece.interpretation for piece in pieces if piece.interpretation}
    _write_dependents(root, f"{INTERPRETATIONS}_{number + 1}", name, made)
    # Several replies to one thing are joined in their order: it can have only one.
    said = {piece.id: "\n".join(f"{reply.author}: {reply.body}" for reply in piece.replies) for piece in pieces}
    _write_dependents(root, f"{REPLIES}_{number + 1}", name, {id: words for id, words in said.items() if words})


def _write_dependents(root, name, parent, words_by_id):
    """A tier of references: {id of a piece on the `parent` tier: words}. None, if there are no words."""
    if not words_by_id:
        return
    kind = name.rpartition("_")[0]
    tier = ElementTree.SubElement(root, "TIER", TIER_ID=name, LINGUISTIC_TYPE_REF=kind, PARENT_REF=parent)
    for piece_id, words in words_by_id.items():
        _write_value(tier, "REF_ANNOTATION", f"{kind}-{piece_id}", words, {"ANNOTATION_REF": _id(piece_id)})


def _write_value(tier, element, id, words, references):
    holder = ElementTree.SubElement(tier, "ANNOTATION")
    annotation = ElementTree.SubElement(holder, element, {"ANNOTATION_ID": id} | references)
    ElementTree.SubElement(annotation, "ANNOTATION_VALUE").text = _clean(words)


def _write_types(root):
    ElementTree.SubElement(
        root, "LINGUISTIC_TYPE", LINGUISTIC_TYPE_ID=FEEDBACK, TIME_ALIGNABLE="true", GRAPHIC_REFERENCES="false"
    )
    depends = {
        "TIME_ALIGNABLE": "false",
        "GRAPHIC_REFERENCES": "false",
        "CONSTRAINTS": "Symbolic_Association",
    }
    for kind in (INTERPRETATIONS, REPLIES):
        ElementTree.SubElement(root, "LINGUISTIC_TYPE", {"LINGUISTIC_TYPE_ID": kind} | depends)
    described = {
        "STEREOTYPE": "Symbolic_Association",
        "DESCRIPTION": "1-1 association with a parent annotation",
    }
    ElementTree.SubElement(root, "CONSTRAINT", described)


def _words(piece):
    place = f"[{piece.place_in_rubric}]" if piece.criterion else ""
    return "\n".join(filter(None, (" ".join(filter(None, (piece.body, place))), piece.link)))


def _id(piece_id):
    """An XML id begins with a letter."""
    return f"a{piece_id}"


def _clean(words):
    """XML 1.0 has no place for control characters, however they are written."""
    return "".join(each for each in words if each in "\t\n" or each >= " ")
