"""The tables are what the models say."""

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def test_no_migration_is_missing(db):
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_the_frozen_rubrics_thaw_without_taking_a_table_along(db):
    """Who must erase a tenant goes back by this one migration: nothing may stand on it."""
    back = MigrationExecutor(connection).migration_plan([("rubrics", "0001_initial")])
    assert [(step.app_label, step.name) for step, _backwards in back] == [("rubrics", "0002_freeze_editions")]
