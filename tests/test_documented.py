"""What a site's keeper can set or run stands in the README."""

import re

from django.conf import settings
from django.core import management
from django.core.management import find_commands

README = (settings.BASE_DIR / "README.md").read_text()


def test_every_environment_variable_is_documented():
    source = (settings.BASE_DIR / "coachcycle" / "settings.py").read_text()
    names = set(re.findall(r'env\.\w+\(\s*"([A-Z0-9_]+)"', source))
    assert len(names) > 25
    assert sorted(name for name in names if f"`{name}`" not in README) == []


def test_every_command_is_documented():
    commands = {
        path.stem
        for app in ("coachcycle", "rubrics", "cycles", "media_review")
        for path in (settings.BASE_DIR / app).glob("management/commands/*.py")
        if path.stem != "__init__"
    }
    assert "demo" in commands
    ours = commands - set(find_commands(management.__path__[0]))
    assert sorted(name for name in ours if f"manage.py {name}" not in README) == []
