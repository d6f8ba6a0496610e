from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig
from django.db.backends.signals import connection_created

PLANS_KEPT = 300  # of one connection: some twenty questions for each page that people open every day


def keep_plans(connection, **_):
    """psycopg keeps a hundred, and forgets what was asked often before it is asked again. See ADR 22."""
    if connection.vendor == "postgresql":
        connection.connection.prepared_max = PLANS_KEPT


class CoachcycleConfig(AppConfig):
    name = "coachcycle"

    def ready(self):
        from coachcycle import checks  # noqa: F401  registers the checks

        connection_created.connect(keep_plans)


class StaticFiles(StaticFilesConfig):
    # Extensions of htmx that we do not serve, and whose imports name modules that nobody has.
    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "django_htmx/ext/*"]
