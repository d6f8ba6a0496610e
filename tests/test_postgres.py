"""PostgreSQL plans once what is asked again and again, and its moments are read quickly (ADR 22)."""

from datetime import UTC, datetime

import pytest
from django.db import DataError, connection

from coachcycle.accounts.models import Program
from coachcycle.postgres import PLANS_KEPT

pytestmark = pytest.mark.django_db


def kept():
    """How often each kept plan was made anew for the values it was asked with."""
    with connection.cursor() as cursor:
        cursor.execute("select statement, custom_plans from pg_prepared_statements")
        return [made_anew for statement, made_anew in cursor.fetchall() if "accounts_program" in statement]


@pytest.fixture
def on_postgres():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite plans in no time")


def test_a_question_keeps_its_plan_whatever_it_asks_for(on_postgres):
    connection.connection.execute("deallocate all")
    for number in range(4):
        list(Program.objects.filter(name=f"Center {number}"))
    assert kept() == [0]


def test_a_connection_keeps_the_plans_of_many_pages(on_postgres):
    assert connection.connection.prepared_max == PLANS_KEPT


def answer(question):
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


@pytest.mark.parametrize("fraction", ["", ".5", ".000001", ".123456"])
def test_a_moment_comes_back_to_the_microsecond(on_postgres, fraction):
    found = answer(f"select timestamptz '2026-03-08 23:59:59{fraction}-05'")
    assert found == datetime.fromisoformat(f"2026-03-09 04:59:59{fraction}+00:00")
    assert found.tzinfo is UTC


def test_no_moment_is_none_and_one_without_a_date_is_refused(on_postgres):
    assert answer("select null::timestamptz") is None
    with pytest.raises(DataError):
        answer("select timestamptz 'infinity'")
