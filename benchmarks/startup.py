"""What start-up costs beside fifty plugins that each take two seconds to import, against none installed.

Usage: python benchmarks/startup.py [--rounds 21]

Each round runs every command once without and once with the plugins, in turn; the medians of wall time
are compared. Then `import copydesk`: what it takes beside an empty program, and its ten costliest modules.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

PLUGINS, SECONDS = 50, 2
LIMIT = 1.2
PLUGIN = f'''
import time
time.sleep({SECONDS})
from copydesk import Document, hookimpl, step


@step(name="NAME")
def do_nothing(doc: Document) -> None:
    """Do nothing."""


@hookimpl
def copydesk_steps():
    return [do_nothing]
'''
COPYDESK = str(Path(sys.executable).with_name("copydesk"))
COMPLETION = {"_COPYDESK_COMPLETE": "complete_bash", "COMP_CWORD": "2"}
COMMANDS: dict[str, tuple[list[str], dict[str, str]]] = {
    "--help": ([COPYDESK, "--help"], {}),
    "--version": ([COPYDESK, "--version"], {}),
    "run --help": ([COPYDESK, "run", "--help"], {}),
    "completion of a verb": ([COPYDESK], {**COMPLETION, "COMP_WORDS": "copydesk ch", "COMP_CWORD": "1"}),
    "completion of a pipeline": ([COPYDESK], {**COMPLETION, "COMP_WORDS": "copydesk check n"}),
    "completion of a plugin": ([COPYDESK], {**COMPLETION, "COMP_WORDS": "copydesk plugins cl"}),
    "check of built-ins": ([COPYDESK, "check", "news"], {}),
}


def main() -> int:
    """Measure and print the tables; the exit code is 1 when something got slower than the limit."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=21)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        ratios = _compare_commands(Path(folder), rounds)
    _import_table(rounds)
    return 1 if max(ratios) >= LIMIT else 0


def _compare_commands(folder: Path, rounds: int) -> list[float]:
    bare, full = folder / "bare", folder / "full"
    bare.mkdir()
    for number in range(PLUGINS):
        _install(full, f"slow{number}")
    taken: dict[str, tuple[list[float], list[float]]] = {name: ([], []) for name in COMMANDS}
    for turn in range(rounds + 1):
        for name, (command, environment) in COMMANDS.items():
            # Which one is first changes from round to round.
            for which in (0, 1) if turn % 2 else (1, 0):
                path = {"PYTHONPATH": str((bare, full)[which])}
                seconds = _wall_seconds(command, folder, {**environment, **path})
                if turn:  # the first round fills caches
                    taken[name][which].append(seconds)
    print(f"{PLUGINS} plugins that sleep {SECONDS} s, medians of {rounds} rounds")
    print(f"{'':26}{'none':>10}{'fifty':>10}{'ratio':>8}")
    ratios: list[float] = []
    for name, (without, beside) in taken.items():
        first, second = statistics.median(without), statistics.median(beside)
        ratios.append(second / first)
        print(f"{name:26}{1000 * first:7.0f} ms{1000 * second:7.0f} ms{ratios[-1]:8.3f}")
    return ratios


def _install(site: Path, name: str) -> None:
    info = site / f"{name}-1.0.dist-info"
    info.mkdir(parents=True)
    (site / f"{name}.py").write_text(PLUGIN.replace("NAME", name))
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[copydesk]\n{name} = {name}\n")


def _wall_seconds(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> float:
    began = time.perf_counter()
    subprocess.run(
        command, cwd=folder, env={**os.environ, **environment}, check=True, stdout=subprocess.DEVNULL
    )
    return time.perf_counter() - began


def _import_table(rounds: int) -> None:
    here = Path.cwd()
    programs = ("pass", "import copydesk")
    taken: dict[str, list[float]] = {program: [] for program in programs}
    for turn in range(rounds + 1):
        for program in programs if turn % 2 else programs[::-1]:
            seconds = _wall_seconds([sys.executable, "-c", program], here, {})
            if turn:
                taken[program].append(seconds)
    empty, whole = (1000 * statistics.median(taken[program]) for program in programs)
    print(
        f"\npython -c pass {empty:.0f} ms, python -c 'import copydesk' {whole:.0f} ms: x {whole / empty:.2f}"
    )
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", "import copydesk"],
        capture_output=True,
        text=True,
        check=True,
    )
    # A line is "import time: self [us] | cumulative | imported package".
    rows = [line.removeprefix("import time:").split("|") for line in done.stderr.splitlines()[1:]]
    own = sorted(((int(row[0]), int(row[1]), row[2].strip()) for row in rows), reverse=True)
    total = next(cumulative for _, cumulative, name in own if name == "copydesk")
    print(
        f"importtime of copydesk {total / 1000:.1f} ms, {len(own)} modules with Python's own; the costliest:"
    )
    print(f"{'own ms':>8}{'with what it imports':>22}  module")
    for self_us, cumulative, name in own[:10]:
        print(f"{self_us / 1000:8.1f}{cumulative / 1000:22.1f}  {name}")


if __name__ == "__main__":
    sys.exit(main())
