"""What the benches share: registering one, timing, and the data of the national directory."""

import gc
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

from django.db import connection

T = TypeVar("T")
SEED = 20_261_122
FULL = 1.0


@dataclass(frozen=True)
class Result:
    """`ours` and `floor` in `unit`; `goal` is the greatest ratio wanted, or, without a floor, the greatest `ours`."""

    ours: float
    floor: float | None
    goal: float
    unit: str

    @property
    def ratio(self) -> float | None:
        return self.ours / self.floor if self.floor else None

    @property
    def reached(self) -> bool:
        return (self.ours if self.ratio is None else self.ratio) <= self.goal

    def as_json(self) -> dict[str, float | str | None]:
        return asdict(self) | {"ratio": self.ratio}


# `bench(scale)` yields (name, result); `scale` is 1 at national volume, 0.1 in the smoke run.
Bench = Callable[[float], Iterator[tuple[str, Result]]]
BENCHES: dict[str, Bench] = {}


def bench(subject: str) -> Callable[[Bench], Bench]:
    """Register a function of `bench/<subject>.py`."""

    def register(function: Bench) -> Bench:
        BENCHES[subject] = function
        return function

    return register


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Seconds that a piece of work takes, and what it gives."""
    gc.collect()
    begun = time.perf_counter()
    given = work()
    return time.perf_counter() - begun, given


def cpu_seconds() -> float:
    """Processor time of this process and of the local server's process that answers it; other tenants do not count."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return time.process_time() + (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def spent(work: Callable[[], T]) -> float:
    """Processor seconds that a piece of work takes on both sides."""
    gc.collect()
    begun = cpu_seconds()
    work()
    return cpu_seconds() - begun


def best(work: Callable[[], object], times: int) -> float:
    """The shortest of several runs: what the machine's other tenants did least to lengthen."""
    return min(timed(work)[0] for _ in range(times))


def forget_peak() -> float:
    """Begin to watch memory again; what the process holds now, in MiB."""
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return peak_mib()


def peak_mib() -> float:
    """The most memory that this process has held since then."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024


def kept(folder: Path, name: str, lines: Iterator[str]) -> Path:
    path = folder / name
    with path.open("w", encoding="utf-8") as stream:
        stream.writelines(f"{line}\n" for line in lines)
    return path
