"""Wall time and memory of `ithaque match`, whole process, on the real files: median of five runs.

python benchmarks/match_command.py [--runs 5]
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PEOPLE = Path(__file__).resolve().parents[1] / "tests" / "data" / "people"
CASES = {
    "alumni 250 + 250": ("fr-anabvangun/Filleul_250.csv", "fr-anabvangun/Mentor_250.csv"),
    "civil service 500 + 500": (
        "uk-civil-service/large/mentees.csv",
        "uk-civil-service/large/mentors.csv",
    ),
    "students 100, projects 70": ("student-project/students.csv", "student-project/projects.csv"),
}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    for name, files in CASES.items():
        with tempfile.TemporaryDirectory() as folder:
            record = Path(folder) / "run.json"
            command = [
                sys.executable,
                "-m",
                "ithaque",
                "match",
                *(str(PEOPLE / file) for file in files),
            ]
            command += [
                "--out",
                str(Path(folder) / "pairs.csv"),
                "--record",
                str(record),
                "--quiet",
            ]
            seconds = [measure(command) for _ in range(runs)]
            result = json.loads(record.read_text(encoding="utf-8"))
        certificate = result["certificate"]
        print(
            f"{name}: median {statistics.median(seconds):.2f} s of {runs} runs ({min(seconds):.2f} to {max(seconds):.2f}); "
            f"total {result['summary']['total']:.6f}, bound {certificate['bound'] / 1e6:.6f}, proven {certificate['proven']}"
        )


def measure(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
