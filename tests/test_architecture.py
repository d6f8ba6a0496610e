"""The house is a line: each layer imports only what stands to its left. And modules are named for what they do."""

import ast
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROOMS = ("coachcycle", "rubrics", "cycles", "media_review")
LAYERS = [
    "coachcycle.stages",
    "coachcycle.objectstore",
    "coachcycle.accounts",
    "rubrics",
    "cycles",
    "media_review",
    "cycles.improvement",
    "coachcycle.learning",
    "coachcycle.dashboards",
    "coachcycle",
]
NAMELESS = {"utils", "util", "helpers", "helper", "common", "core", "misc", "services", "managers", "signals"}
LONGEST = 320


def modules():
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            if "node_modules" not in path.parts:
                yield path, ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def layer(module):
    """How far to the right a module stands; None when it is not ours."""
    homes = [name for name in LAYERS if module == name or module.startswith(f"{name}.")]
    return LAYERS.index(max(homes, key=len)) if homes else None


def imports(path):
    """Every module a file imports, function bodies included."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: import absolutely"
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_imports_point_one_way():
    wrong = [
        f"{module} imports {name}"
        for path, module in modules()
        for name in imports(path)
        if (layer(name) or 0) > layer(module)
    ]
    assert wrong == []


def test_modules_say_what_they_do_and_are_short():
    wrong = [module for path, module in modules() if path.stem in NAMELESS]
    wrong += [
        f"{module} has {lines} lines"
        for path, module in modules()
        if "migrations" not in path.parts and (lines := len(path.read_text().splitlines())) > LONGEST
    ]
    assert wrong == []


def test_nobody_overrides_save():
    wrong = [
        module
        for path, module in modules()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and node.name == "save" and "models" in module
    ]
    assert wrong == []
