"""The house is a line: each layer may import only the layers before it."""

import ast
from pathlib import Path

ROOT = Path(__file__).parent.parent
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


def layer(module):
    homes = [name for name in LAYERS if module == name or module.startswith(name + ".")]
    return LAYERS.index(max(homes, key=len)) if homes else None


def imports(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: import absolutely"
            yield node.module
            yield from (f"{node.module}.{a.name}" for a in node.names)


def test_imports_point_one_way():
    wrong = []
    for top in ("coachcycle", "rubrics", "cycles", "media_review"):
        for path in (ROOT / top).rglob("*.py"):
            module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            wrong += [
                f"{module} imports {name}" for name in imports(path) if (layer(name) or 0) > layer(module)
            ]
    assert not wrong, "\n".join(wrong)
