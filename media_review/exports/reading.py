"""Feedback that comes from elsewhere: Web Annotation and ELAN documents, judged in words. Nothing is written here.

What is read becomes drafts of whoever brings it. Files come from strangers: sizes are bounded, and entities in XML are
refused.
"""

import json
import math
import re
from dataclasses import dataclass, replace
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from media_review.exports import eaf, web_annotation
from media_review.models import Annotation

MOST = 2000
LONGEST = Annotation._meta.get_field("body").max_length
TEMPORAL = re.compile(r"(?:^|&)t=(?:npt:)?([0-9.]+)?(?:,([0-9.]+))?(?:&|$)")
NOT_LINK = {field.name for field in Annotation._meta.fields} - {"link"}
LABELS = {"tagging", "classifying", "assessing"}
KINDS = {"questioning": Annotation.Kind.QUESTION, "editing": Annotation.Kind.SUGGESTION}


class Unreadable(Exception):
    """The file cannot be taken in; the message says which piece of it, and why."""


@dataclass(frozen=True)
class Read:
    """One piece that was read. `source` is its id there, so that reading the same file again adds nothing."""

    source: str
    start_ms: int
    end_ms: int | None
    kind: str
    body: str
    interpretation: str = ""
    link: str = ""


def read(content, duration_ms):
    """The pieces in a file of either format, by what it holds and never by its name. Raises Unreadable."""
    length = math.inf if duration_ms is None else duration_ms
    text = _text(content)
    found = _from_json(text) if text.lstrip().startswith(("{", "[")) else _from_eaf(text)
    if not found:
        raise Unreadable(_("There is no feedback in this file."))
    if len(found) > MOST:
        raise Unreadable(_("This file holds more than %(most)d pieces. Please split it.") % {"most": MOST})
    for number, piece in enumerate(found, start=1):
        _judge(piece, number, length)
    return [_within(piece, length) for piece in found]


def _judge(piece, number, length):
    place = {"number": number}
    said = piece.body, piece.interpretation
    if not all(_is_text(words) for words in said):
        raise Unreadable(_("Piece %(number)d holds characters that are no text.") % place)
    if not any(words.strip() for words in (*said, piece.link)) and piece.kind != Annotation.Kind.LOOK:
        raise Unreadable(_("Piece %(number)d has no words.") % place)
    if any(len(words) > LONGEST for words in said):
        raise Unreadable(_("Piece %(number)d is longer than %(longest)d characters.") % (place | {"longest": LONGEST}))
    if piece.start_ms < 0:
        raise Unreadable(_("Piece %(number)d lies before the beginning of this film.") % place)
    if piece.start_ms > length:
        raise Unreadable(_("Piece %(number)d lies behind the end of this film.") % place)
    if piece.end_ms is not None and piece.end_ms <= piece.start_ms:
        raise Unreadable(_("Piece %(number)d ends before it starts.") % place)


def _is_text(words):
    """JSON may name halves of characters, and one that no database keeps."""
    try:
        words.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in words


def _within(piece, length):
    """Other tools give a moment some length, which may reach past the end of the film."""
    if piece.end_ms is None or piece.end_ms <= length:
        return piece
    return replace(piece, end_ms=length if length > piece.start_ms else None)


def _text(content):
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable(_("This is not a text file. Web Annotation (JSON) and ELAN (.eaf) files work.")) from None


# --- Web Annotation ------------------------------------------------------------------------------


def _from_json(text):
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as trouble:
        line = getattr(trouble, "lineno", "?")
        raise Unreadable(_("This is no JSON: it breaks off in line %(line)s.") % {"line": line}) from None
    return [_annotation(item, number) for number, item in enumerate(_items(told), start=1) if not _is_reply(item)]


def _items(told):
    if isinstance(told, list):
        return told
    if "first" in told:
        told = told["first"]
    if isinstance(told, dict) and told.get("type") == "Annotation":
        return [told]
    items = told.get("items") if isinstance(told, dict) else None
    if not isinstance(items, list):
        raise Unreadable(_("This JSON is no collection of Web Annotations."))
    return items


def _is_reply(item):
    return isinstance(item, dict) and item.get("motivation") == "replying"


def _annotation(item, number):
    if not isinstance(item, dict) or item.get("type") != "Annotation":
        raise Unreadable(_("Piece %(number)d is no Web Annotation.") % {"number": number})
    start_ms, end_ms = _times(item.get("target"), number)
    bodies = [body for body in _listed(item.get("body")) if isinstance(body, dict)]
    tags = {body.get("value") for body in bodies if body.get("purpose") == "tagging"}
    kind = next((kind for kind in Annotation.Kind.values if kind in tags), None)
    kind = kind or KINDS.get(item.get("motivation"), Annotation.Kind.NOTE)
    return Read(str(item.get("id") or number), start_ms, end_ms, str(kind), **_said(bodies, kind))


def _said(bodies, kind):
    """What was seen apart from what its author makes of it, where the file tells one from the other."""
    links = [str(body.get("source", "")) for body in bodies if body.get("purpose") == web_annotation.LINK]
    link = next((link for link in links if _is_page(link)), "")
    spoken = [body for body in bodies if body.get("purpose") not in LABELS | {web_annotation.LINK}]
    are_apart = any(body.get("purpose") == web_annotation.EVIDENCE for body in spoken)
    made = [body for body in spoken if are_apart and body.get("purpose") == web_annotation.INTERPRETATION]
    seen = [body for body in spoken if body not in made]
    if not spoken and not link:  # a tag alone
        seen = [body for body in bodies if body.get("value") != kind]
    return {
        "body": "\n".join([*(str(body.get("value", "")) for body in seen), *(each for each in links if each != link)]),
        "interpretation": "\n".join(str(body.get("value", "")) for body in made),
        "link": link,
    }


def _is_page(link):
    try:
        Annotation(link=link).clean_fields(exclude=NOT_LINK)
    except ValidationError:
        return False
    return link.startswith(("https://", "http://"))


def _times(target, number):
    for each in _listed(target):
        if isinstance(each, str):
            values = [each.partition("#")[2]]
        elif isinstance(each, dict):
            values = [selector.get("value") for selector in _listed(each.get("selector")) if isinstance(selector, dict)]
        else:
            values = []
        for value in values:
            if found := TEMPORAL.search(str(value)):
                return _ms(found[1] or "0"), _ms(found[2]) if found[2] else None
    raise Unreadable(_("Piece %(number)d does not say where in the film it is.") % {"number": number})


def _ms(seconds):
    try:
        return round(float(seconds) * 1000)
    except (OverflowError, ValueError):
        raise Unreadable(_("“%(time)s” is not a time.") % {"time": seconds}) from None


def _listed(value):
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


# --- ELAN ----------------------------------------------------------------------------------------


def _from_eaf(text):
    try:
        root = fromstring(text, forbid_dtd=True)
    except DefusedXmlException:
        raise Unreadable(_("This file defines its own entities, which may be an attack. It was not read.")) from None
    except ParseError as trouble:
        line = trouble.position[0]
        raise Unreadable(_("This is neither JSON nor an ELAN document: see line %(line)d.") % {"line": line}) from None
    if root.tag != "ANNOTATION_DOCUMENT":
        raise Unreadable(_("This is no ELAN document."))
    slots = {slot.get("TIME_SLOT_ID"): slot.get("TIME_VALUE") for slot in root.iter("TIME_SLOT")}
    tiers = list(root.iter("TIER"))
    made = {
        each.get("ANNOTATION_REF"): (each.findtext("ANNOTATION_VALUE") or "").strip()
        for tier in tiers
        if tier.get("LINGUISTIC_TYPE_REF") == eaf.INTERPRETATIONS
        for each in tier.iter("REF_ANNOTATION")
    }
    found = [_alignable(each, tier, slots) for tier in tiers for each in tier.iter("ALIGNABLE_ANNOTATION")]
    return [replace(piece, interpretation=made.get(piece.source, "")) for piece in found]


def _alignable(each, tier, slots):
    source = str(each.get("ANNOTATION_ID"))
    try:
        start_ms, end_ms = (int(slots[each.get(f"TIME_SLOT_REF{number}")]) for number in (1, 2))
    except (KeyError, TypeError, ValueError):
        raise Unreadable(_("Annotation %(id)s has no time.") % {"id": source}) from None
    words = (each.findtext("ANNOTATION_VALUE") or "").strip()
    named = tier.get("TIER_ID", "").rpartition(": ")[2].partition("_")[0]
    kind = named if named in Annotation.Kind.values else Annotation.Kind.NOTE
    return Read(source, start_ms, end_ms if end_ms > start_ms else None, str(kind), words)
