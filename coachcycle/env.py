"""Read a flag, a number, a list or a secret from the environment, or fail loudly naming the variable."""

import os

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}


def text(name, default=""):
    return os.environ.get(name, default)


def flag(name, default=False):
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() in TRUE:
        return True
    if value.lower() in FALSE:
        return False
    raise ImproperlyConfigured(f"{name}={value!r} is neither yes (1) nor no (0).")


def number(name, default):
    value = os.environ.get(name, "")
    if not value:
        return default
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name}={value!r} is not a whole number.") from None


def words(name, default=()):
    """A list separated by commas."""
    value = os.environ.get(name)
    if value is None:
        return list(default)
    return [word.strip() for word in value.split(",") if word.strip()]


def secret(name, *, stand_in=None):
    """A value that must be set. `stand_in` serves only where the caller has decided that safety does not matter."""
    value = os.environ.get(name) or stand_in
    if not value:
        raise ImproperlyConfigured(f"Set {name} in the environment (or DEBUG=1 on a developer's machine).")
    return value
