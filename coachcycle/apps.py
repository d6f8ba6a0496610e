from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig
from django.db.backends.signals import connection_created


class CoachcycleConfig(AppConfig):
    name = "coachcycle"

    def ready(self):
        from coachcycle import checks, postgres  # noqa: F401  registers the checks

        connection_created.connect(postgres.prepare)


class StaticFiles(StaticFilesConfig):
    # Extensions of htmx that we do not serve, and whose imports name modules that nobody has.
    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "django_htmx/ext/*"]
