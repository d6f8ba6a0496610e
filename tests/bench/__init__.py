"""What is measured rather than asserted: `python -m tests.bench <name> [--quick] [--json]`.

A bench is a module here with `run(quick)`, which yields `Result`s. Each compares within one run on one machine: ratios
travel, seconds do not.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    measure: str
    value: float
    unit: str
