"""PostgreSQL plans once what is asked again and again (ADR 22)."""

import pytest
from django.db import connection

from coachcycle.accounts.models import Program
from coachcycle.apps import PLANS_KEPT

pytestmark = pytest.mark.django_db


def kept():
    with connection.cursor() as cursor:
        cursor.execute("select statement from pg_prepared_statements")
        return [statement for (statement,) in cursor.fetchall() if "accounts_program" in statement]


@pytest.fixture
def on_postgres():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite plans in no time")


def test_a_question_keeps_its_plan_whatever_it_asks_for(on_postgres):
    connection.connection.execute("deallocate all")
    for number in range(4):
        list(Program.objects.filter(name=f"Center {number}"))
    assert len(kept()) == 1


def test_a_connection_keeps_the_plans_of_many_pages(on_postgres):
    assert connection.connection.prepared_max == PLANS_KEPT
