"""What is served of our scripts and styles, as `collectstatic` leaves it."""

import re

import pytest
from django.contrib.staticfiles.finders import AppDirectoriesFinder

from coachcycle.staticfiles import OURS, WHOLE, HashedFiles


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """The folder they are served from, and {name: name of its content}."""
    files = HashedFiles(location=tmp_path_factory.mktemp("static"), base_url="/static/")
    paths = {}
    for name, source in AppDirectoriesFinder().list([]):
        if name.startswith((*OURS, "built")) and not name.endswith(".map"):
            files.save(name, source.open(name))
            paths[name] = (files, name)
    for _name, _hashed, trouble in files.post_process(paths):
        if isinstance(trouble, Exception):
            raise trouble
    return files


ASKS_FOR_ANOTHER = re.compile(r"@import|(?:\bimport|\bfrom) ?[\"']\.{1,2}/")


def text_of(name, collected):
    return collected.open(collected.stored_name(name)).read().decode()


@pytest.mark.parametrize("name", WHOLE)
def test_the_room_comes_in_one_script_and_one_style(name, collected):
    assert not ASKS_FOR_ANOTHER.search(text_of(name, collected))


def test_other_scripts_and_what_they_ask_for_are_named_by_their_content(collected):
    text = text_of("coachcycle/house.js", collected)
    assert ASKS_FOR_ANOTHER.search(text)
    assert f'"./{collected.stored_name("coachcycle/csrf.js").rpartition("/")[2]}"' in text
