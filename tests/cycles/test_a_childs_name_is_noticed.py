"""A child's name in a plan is noticed; what only looks like one is left in peace."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from cycles import names
from tests.cycles.pages import typed, words

KNOWN = names.words_of(
    "Wren Abara", "Ines Duarte", "Harbor Street", "Sparrow room", "Tidewater Early Learning Partners"
)

WARNING = "“Mateo” is not a child"

WARNS = {
    "I want Mateo to say why the tower fell.": "Mateo",
    "Mateo needs another way in.": "Mateo",
    "Sit beside Kwabena while the others draw.": "Kwabena",
    "Help me when Jaylynn jumps in for everybody.": "Jaylynn",
    "We count how often Anaya and Tobin speak.": "Anaya, Tobin",
    "Ask Will to hand out the cups.": "Will",
    "Zuri's mother says she sings at home.": "Zuri",
    "Quintrell\N{RIGHT SINGLE QUOTATION MARK}s family speaks Spanish.": "Quintrell",
    "After rest, Xiomara's IEP goal: two words together.": "Xiomara",
    "Pair talk with Mateo Garcia and a friend.": "Mateo Garcia",
    "There is a boy named Obi who waits at the door.": "Obi",
    "Liam bites when it gets loud.": "Liam",
    "Children say why. Sofia says it in Spanish.": "Sofia",
    "I hope D'Angelo and the others take turns.": "D'Angelo",
    "Quiero que Itzel diga por qué.": "Itzel",
    "La mamá de Yaretzi trabaja de noche.": "Yaretzi",
    "Mateo y los demás comparten los bloques.": "Mateo",
    "Hay un niño llamado Nahuel que observa.": "Nahuel",
    "Ayudar a Citlali cuando no contesta.": "Citlali",
    "O pai do Kauã vem buscar cedo.": "Kauã",
    "Quero que Iracema conte o que viu.": "Iracema",
    "Thiago morde quando fica barulhento.": "Thiago",
    "Uma criança chamada Jaci precisa de mais tempo.": "Jaci",
    "Manman Wideline di li chante lakay.": "Wideline",
    "Mwen vle Fritzlène di poukisa.": "Fritzlène",
    "Gen yon timoun ki rele Kervens ki pa pale.": "Kervens",
    "Chita bò kote Djoulissa pandan lòt yo ap desine.": "Djoulissa",
}

IS_QUIET = [
    "",
    "Children say why, in their own words.",
    "They use three new words: shelter, hollow, twig.",
    "When nobody answers I jump in. Help me wait.",
    "Wren opens, Ines watches the two tables.",
    "Ines Duarte models the first question.",
    "We meet in the Sparrow room at Harbor Street.",
    "On Monday we read, on Tuesday we build.",
    "In March it was too cold to go out.",
    "A child who is new speaks Spanish and Haitian Creole at home.",
    "The text is “Mateo and the Wind”, two pages.",
    'We read "Corduroy" twice before.',
    "We are reading Corduroy this week.",
    "They know Pete the Cat by heart.",
    "The Very Hungry Caterpillar, pages 1 to 4.",
    "Then Brown Bear, Brown Bear with the felt board.",
    "From Blueprint, Unit 3: Wind and Water.",
    "ELOF P-LIT 4 and the IEP goals of two children.",
    "CLASS: Quality of Feedback.",
    "Head Start standards ask for it.",
    "Ms. Alvarez leads the song.",
    "Ask Mrs. Oyelaran for the big blocks.",
    "We plan it with Mrs Oyelaran and Teacher Ana.",
    "Coach Okonkwo watches from the rug.",
    "Our assistant Maria takes the other table.",
    "Morning Meeting, then Circle Time.",
    "They go from the Block Corner to Dramatic Play.",
    "We pass the Fire Station on our walk.",
    "Families from Guatemala and Cape Verde are here.",
    "One family moved here from Worcester.",
    "The Legos and the Magna-Tiles stay in the box.",
    "Mom and Dad come at noon.",
    "I'll wait; I'm too quick.",
    "WAIT FOR FIVE COUNTS BEFORE YOU SPEAK.",
    "A boy's mother told me that he sings.",
    "Children's families come at noon. Everyone's speech grows.",
    "Today's IEP meeting is about Monday's plan.",
    'One child says "no, and then Mateo has it."',
    "We use the 'Say More' cards.",
    "Grace is not needed here. Hope is.",
    "Will they say it on their own?",
    "May I ask you to count the turns?",
    "1. Launch\n2. Pairs\n3. Goodbye",
    "Launch - Pairs - Goodbye",
    "What is hard: Waiting, listening, turns.",
    "Cuento hasta cinco antes de hablar. Después pregunto.",
    "El lunes leemos; el martes construimos.",
    "La familia de un niño habla español.",
    "La maestra Xóchitl dirige la canción.",
    "Leemos “Los tres cerditos” en la alfombra.",
    "En Navidad cantamos con las familias de Guatemala.",
    "Na segunda lemos; na terça construímos.",
    "A mãe de uma criança contou uma história.",
    "A professora Jurema fica na outra mesa.",
    "No Natal cantamos com as famílias do Brasil.",
    "Lendi nou li, madi nou bati.",
    "Timoun yo pale Kreyòl ak Angle.",
    "Madan Toussaint ap ede nou.",
    "Manman yon timoun di l ap chante.",
    "Fanmi ki soti Ayiti yo la.",
]


@pytest.mark.parametrize("text", WARNS)
def test_a_childs_name_is_noticed(text):
    assert ", ".join(names.suspects(text, KNOWN)) == WARNS[text]


@pytest.mark.parametrize("text", IS_QUIET)
def test_other_words_are_left_in_peace(text):
    assert names.suspects(text, KNOWN) == []


def test_a_word_that_is_known_to_be_none_stays_quiet():
    assert names.suspects("I want Mateo to see it.", {"mateo"}) == []
    assert names.suspects("I want Mateo and Itzel to see it.", {"mateo"}) == ["Itzel"]


def test_each_is_named_once_and_only_a_few():
    text = "I saw Anaya, and Anaya saw Tobin, then Kwabena, then Itzel."
    assert names.suspects(text) == ["Anaya", "Tobin", "Kwabena"]


@given(st.text(max_size=300))
def test_any_text_can_be_looked_at_and_what_is_named_stands_in_it(text):
    assert all(name in text for name in names.suspects(text))


@pytest.fixture
def at(cycle):
    return lambda name: reverse(f"cycles:{name}", args=[cycle.pk])


def test_it_is_saved_all_the_same_and_the_pair_is_told(cast, cycle, at, sign_in):
    browser = sign_in(cast.educator)
    form = typed(browser.get(at("save_pre_conference")), **{"goals-0-text": "I want Mateo to say why."})
    assert browser.post(at("save_pre_conference"), form).status_code == 302
    assert cycle.pre_conference.goals.get().text == "I want Mateo to say why."
    for person in (cast.educator, cast.coach):
        assert WARNING in words(sign_in(person).get(cycle.get_absolute_url()))
    assert "Does this name a child?" not in words(sign_in(cast.leader).get(cycle.get_absolute_url()))
    for address in ("save_pre_conference", "look_for_names"):
        assert WARNING in words(sign_in(cast.coach).post(at(address), form | {"meets_at": "soon"}))


def test_not_a_child_said_once_keeps_quiet_for_that_word(cast, cycle, at, sign_in):
    cycle.pre_conference.goals.create(text="We walk with Mateo and with Itzel.")
    sign_in(cast.educator).post(at("not_a_child"), {"word": "Mateo"})
    page = words(sign_in(cast.coach).get(cycle.get_absolute_url()))
    assert WARNING not in page
    assert "“Itzel” is not a child" in page
    sign_in(cast.educator).post(at("not_a_child"), {"word": " \n "})
    cycle.pre_conference.refresh_from_db()
    assert cycle.pre_conference.not_names == "Mateo\n"


def test_the_people_and_places_of_the_pair_are_no_children(cast, cycle, at, sign_in):
    text = "With Ines and Wren at Harbor Street, as in Learning Partners."
    cycle.pre_conference.answers.create(core_issue="plan", prompt="Who?", text=text)
    assert "Does this name a child?" not in words(sign_in(cast.coach).get(cycle.get_absolute_url()))


def test_it_writes_nothing_and_logs_nothing(cast, cycle, at, sign_in, caplog):
    with caplog.at_level("DEBUG"):
        sign_in(cast.coach).post(at("look_for_names"), {"seen": "", "goals-0-text": "I want Mateo."})
    assert "Mateo" not in caplog.text
    cycle.pre_conference.refresh_from_db()
    assert cycle.pre_conference.not_names == ""
    assert not cycle.pre_conference.goals.exists()


def test_nothing_is_warned_of_once_it_is_closed(cast, cycle, at, sign_in):
    cycle.pre_conference.goals.create(text="I want Mateo to say why.")
    type(cycle).objects.filter(pk=cycle.pk).update(closed_at=cycle.created_at)
    assert "Does this name a child?" not in words(sign_in(cast.coach).get(cycle.get_absolute_url()))
    assert sign_in(cast.coach).post(at("not_a_child"), {"word": "Mateo"}).status_code == 403
