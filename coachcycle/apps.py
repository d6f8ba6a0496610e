from django.apps import AppConfig


class CoachcycleConfig(AppConfig):
    name = "coachcycle"

    def ready(self):
        from coachcycle import checks  # noqa: F401  registers the checks
