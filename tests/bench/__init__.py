"""What is measured rather than asserted: `python -m tests.bench <name> [--quick] [--json]`.

A bench is a module here with `run(quick)`, which yields `Result`s. Each compares within one run on one machine: ratios
travel, seconds do not. A run that breaks a promise ends with 1, however quick the machine is.
"""

from dataclasses import dataclass

# What holds on every machine, by measure; `redis_lost` and `postgres_lost` are judged as `lost`.
AT_MOST = {
    **dict.fromkeys(("lost", "stuck", "published_twice", "dangling"), 0),
    **dict.fromkeys(("connections", "foreign_reads", "unclean", "film_bytes_through_django", "posts_lost"), 0),
    "worst_mb": 1024,
    "web_mb": 20,
    "worker_mb": 300,
}
AT_LEAST = {"finished_share": 1, "hash_equal_share": 1}


@dataclass(frozen=True)
class Result:
    measure: str
    value: float
    unit: str

    @property
    def breaks_a_promise(self):
        name = self.measure.removeprefix("redis_").removeprefix("postgres_")
        return self.value > AT_MOST.get(name, self.value) or self.value < AT_LEAST.get(name, self.value)
