"""Loaded before the settings are: the suite runs as on a developer's machine, whatever the shell holds."""

import os

os.environ["DEBUG"] = "1"
os.environ.setdefault("VAR_DIR", os.path.join(os.path.dirname(__file__), "..", "var"))
