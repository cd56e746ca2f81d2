"""Run the benches on a PostgreSQL database of their own: `python -m bench.run [--scale 0.1] [subject …]`.

Another bench is one more module here: a function decorated with `bench("subject")`, named in `MODULES`.
"""

import argparse
import importlib
import json
import os
import subprocess
import sys
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parent.parent
MODULES = ("finess", "search", "worklog", "following", "autosave", "fiche")
NAME = os.environ.get("BENCH_DATABASE", "portail_acia_bench")
RESULTS, TABLE = ROOT / "build/bench.json", ROOT / "docs/benchmarks.md"


def server() -> str:
    """The URL of a local server, without a database's name in it."""
    found = subprocess.run([sys.executable, ROOT / "ops/find_postgres.py"], capture_output=True, text=True, check=True)
    if not found.stdout.strip():
        raise SystemExit("Il faut un serveur PostgreSQL local pour mesurer.")
    return found.stdout.strip()


def fresh_database(url: str) -> str:
    """The URL of an empty database, for Django."""
    with psycopg.connect(url.replace("/portail_acia", "/postgres"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {NAME} TEMPLATE template0 ENCODING 'UTF8'")
    return url.replace("/portail_acia", f"/{NAME}").replace("postgresql://", "postgres://", 1)


def prepare(url: str) -> None:
    os.environ |= {"DJANGO_SETTINGS_MODULE": "acia_portal.settings.dev", "DATABASE_URL": url, "DEBUG": "0"}
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)


def table(results: dict[str, dict[str, object]], scale: float) -> str:
    lines = [
        "# Benchmarks",
        "",
        "Written by `make bench`. Machines differ: what counts is the ratio to a floor that the same run measures.",
        f"Data are fictional and seeded; this run was at {scale:.0%} of the national volume, on PostgreSQL.",
        "",
        "| work | ours | floor | ratio | goal | unit |",
        "|---|---|---|---|---|---|",
    ]
    for name, result in results.items():
        floor = f"{result['floor']:.3g}" if result["floor"] is not None else "–"
        ratio = f"{result['ratio']:.3g}" if result["ratio"] is not None else "–"
        lines.append(
            f"| {name} | {result['ours']:.3g} | {floor} | {ratio} | ≤ {result['goal']:.3g} | {result['unit']} |"
        )
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("subjects", nargs="*", default=MODULES)
    parser.add_argument("--scale", type=float, default=1.0)
    asked = parser.parse_args()
    prepare(fresh_database(server()))
    from bench.measuring import BENCHES

    results: dict[str, dict[str, object]] = {}
    missed = []
    for subject in asked.subjects:
        importlib.import_module(f"bench.{subject}")
        print(f"— {subject}")
        for name, result in BENCHES[subject](asked.scale):
            results[name] = result.as_json()
            missed += [] if result.reached else [name]
            against = f" / {result.floor:.3g}" if result.floor else ""
            print(f"  {name} : {result.ours:.3g}{against} {result.unit} (but ≤ {result.goal:.3g})")
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(results, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    if asked.scale == 1 and set(asked.subjects) == set(MODULES):
        TABLE.write_text(table(results, asked.scale), encoding="utf-8")
    print(f"Objectifs manqués : {', '.join(missed)}" if missed else "Tous les objectifs sont atteints.")


if __name__ == "__main__":
    main()
