"""Triggers that keep a published edition as it was, whoever writes to the database and however.

What they refuse, as an IntegrityError:
- to insert, change or delete a domain, criterion or level of an edition that is not a draft;
- to insert an edition as anything but a draft, and to move it in any way but draft → published → retired;
- to change the rubric, the number or the date of an edition that is not a draft, or to delete it.

So a rubric that was ever published cannot be deleted, nor can the organization that owns it: the cascade stops here
and nothing at all is deleted. End its memberships instead. Who must erase a tenant for good runs `migrate rubrics
0001`, deletes, and migrates again.

A later migration that alters one of these tables calls `thaw` before and `freeze` after: SQLite rebuilds an altered
table and silently drops its triggers.
"""

from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction

# Row locks make an insert wait for a publishing that is under way, and the other way round. SQLite has one writer.
LOCK = {"postgresql": "FOR SHARE", "sqlite": ""}

EDITION_OF = {
    "rubrics_domain": "{row}.edition_id",
    "rubrics_criterion": "(SELECT edition_id FROM rubrics_domain WHERE id = {row}.domain_id)",
    "rubrics_level": """(SELECT edition_id FROM rubrics_domain WHERE id =
        (SELECT domain_id FROM rubrics_criterion WHERE id = {row}.criterion_id))""",
}
ROWS = {"INSERT": ["NEW"], "UPDATE": ["OLD", "NEW"], "DELETE": ["OLD"]}
WORDS_ARE_FROZEN = "The words of an edition that is not a draft never change."

SAME_OR_EMPTY = {"postgresql": "IS NOT DISTINCT FROM", "sqlite": "IS"}  # an equals sign that knows NULL
STATE_JUMPS = """(OLD.state <> NEW.state
    AND NOT (OLD.state = 'draft' AND NEW.state = 'published')
    AND NOT (OLD.state = 'published' AND NEW.state = 'retired'))"""
NAME_CHANGES = """(OLD.state <> 'draft' AND NOT (OLD.id = NEW.id AND OLD.rubric_id = NEW.rubric_id
    AND OLD.number = NEW.number AND OLD.published_at {same} NEW.published_at))"""


@dataclass(frozen=True)
class Rule:
    """Refuse `operation` on `table` with `sentence` where the SQL `condition` holds for the row."""

    table: str
    operation: str
    condition: str
    sentence: str

    @property
    def name(self):
        return f"{self.table}_frozen_{self.operation.lower()}"


def rules(vendor):
    return [
        *(_rule_for_words(table, operation, LOCK[vendor]) for table in EDITION_OF for operation in ROWS),
        Rule("rubrics_edition", "INSERT", "NEW.state <> 'draft'", "An edition begins as a draft."),
        Rule(
            "rubrics_edition",
            "UPDATE",
            f"{STATE_JUMPS} OR {NAME_CHANGES.format(same=SAME_OR_EMPTY[vendor])}",
            "An edition goes from draft to published to retired, and keeps its rubric and number.",
        ),
        Rule("rubrics_edition", "DELETE", "OLD.state <> 'draft'", "Only a draft edition can be deleted."),
    ]


def _rule_for_words(table, operation, lock):
    states = (
        f"(SELECT state FROM rubrics_edition WHERE id = {EDITION_OF[table].format(row=row)} {lock}) <> 'draft'"
        for row in ROWS[operation]
    )
    return Rule(table, operation, " OR ".join(states), WORDS_ARE_FROZEN)


def _sqlite(rule):
    yield f"""CREATE TRIGGER {rule.name} BEFORE {rule.operation} ON {rule.table} FOR EACH ROW WHEN {rule.condition}
        BEGIN SELECT RAISE(ABORT, '{rule.sentence}'); END"""


def _postgresql(rule):
    answer = "OLD" if rule.operation == "DELETE" else "NEW"
    yield f"""CREATE FUNCTION {rule.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF {rule.condition} THEN
            RAISE EXCEPTION '{rule.sentence}' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN {answer};
        END $$"""
    yield f"""CREATE TRIGGER {rule.name} BEFORE {rule.operation} ON {rule.table}
        FOR EACH ROW EXECUTE FUNCTION {rule.name}()"""


CREATE = {"sqlite": _sqlite, "postgresql": _postgresql}
DROP = {
    "sqlite": "DROP TRIGGER IF EXISTS {0.name}",
    "postgresql": "DROP FUNCTION IF EXISTS {0.name}() CASCADE",
}


def freeze(connection):
    with connection.cursor() as cursor:
        for rule in rules(connection.vendor):
            for statement in CREATE[connection.vendor](rule):
                cursor.execute(statement)


def thaw(connection):
    with connection.cursor() as cursor:
        for rule in rules(connection.vendor):
            cursor.execute(DROP[connection.vendor].format(rule))


@contextmanager
def lifted(connection):
    """No triggers inside; both databases undo that, too, when the transaction fails."""
    with transaction.atomic(using=connection.alias):
        thaw(connection)
        yield
        freeze(connection)
