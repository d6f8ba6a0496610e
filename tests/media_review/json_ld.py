"""What a processor of JSON-LD reads of a Web Annotation, and what it drops without a word."""

import re

# What the context of Web Annotation knows (http://www.w3.org/ns/anno.jsonld), as far as anybody here could need it. A
# processor of JSON-LD drops any other name without a word.
TERMS = re.compile(
    "id|type|body|target|source|selector|refinedBy|conformsTo|creator|created|motivation|purpose|audience|name|label|"
    "format|value|total|first|partOf|startIndex|items|schema:[A-Za-z]+"
)
CLASSES = re.compile(
    "Annotation|AnnotationCollection|AnnotationPage|TextualBody|SpecificResource|FragmentSelector|SvgSelector|Person|"
    "Image|Video|Audio|Text|Dataset|schema:[A-Za-z]+"
)
MOTIVATIONS = re.compile(
    "assessing|bookmarking|classifying|commenting|describing|editing|highlighting|identifying|linking|moderating|"
    "questioning|replying|tagging"
)
LINKS = {"id", "source", "conformsTo", "partOf", "target"}
IRI = re.compile(r"https?://[^\s<>\"{}|\\^`]+")


def dropped(thing, name=""):
    """What a processor of JSON-LD would make nothing of."""
    if isinstance(thing, list):
        for each in thing:
            yield from dropped(each, name)
    elif isinstance(thing, dict):
        for key, value in thing.items():
            if key != "@context" and not TERMS.fullmatch(key):
                yield key
            yield from dropped(value, key)
    elif (
        (name == "type" and not CLASSES.fullmatch(thing))
        or (name in {"motivation", "purpose"} and not MOTIVATIONS.fullmatch(thing))
        or (name in LINKS and not IRI.fullmatch(thing))
    ):
        yield f"{name}: {thing}"
