#!/usr/bin/env python
"""Django's command line for coachcycle."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coachcycle.settings")
    if sys.argv[1:2] == ["demo"]:
        from coachcycle.demo import environment

        environment.prepare(sys.argv[2:])
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
