"""`simulate_allocation`, as another tool calls it: JSON in, JSON out, or status 2 and one line."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from commission.allocation import AllocationError
from commission.allocation_file import simulate

LINES = [
    {"key": "11", "projects": 5, "establishments": 6, "requested": "60000.00"},
    {"key": "93", "projects": 3, "establishments": 5, "requested": None},
]
SIMULATION = {
    "envelope": "1000000.00",
    "fixed": "70000.00",
    "step": "0.01",
    "weights": {"project": "1", "establishment": "1"},
    "cap": None,
    "lines": LINES,
}


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603
        [sys.executable, "manage.py", "simulate_allocation", *arguments],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )


def test_prints_the_shares_with_two_places(tmp_path: Path):
    file = tmp_path / "simulation.json"
    file.write_text(json.dumps(SIMULATION), encoding="utf-8-sig")
    result = run(str(file))
    assert (result.returncode, result.stderr) == (0, "")
    assert json.loads(result.stdout) == {
        "lines": [
            {"key": "11", "fixed": "70000.00", "complement": "60000.00", "total": "130000.00"},
            {"key": "93", "fixed": "70000.00", "complement": "800000.00", "total": "870000.00"},
        ],
        "committed": "1000000.00",
        "left": "0.00",
    }


@pytest.mark.parametrize(
    "content", [None, b"{", b"\xff\xfe\x00", json.dumps(SIMULATION | {"fixed": "500000.01"}).encode()]
)
def test_nonsense_is_status_2_and_one_line(tmp_path: Path, content):
    file = tmp_path / "simulation.json"
    if content is not None:
        file.write_bytes(content)
    result = run(str(file))
    assert (result.returncode, result.stdout) == (2, "")
    assert len(result.stderr.strip().splitlines()) == 1


def test_a_folder_is_not_a_file(tmp_path: Path):
    result = run(str(tmp_path))
    assert (result.returncode, result.stdout) == (2, "")
    assert "ne se laisse pas lire" in result.stderr


@pytest.mark.parametrize("files", [(), ("un.json", "deux.json")])
def test_one_file_is_asked_for_in_one_line(files):
    result = run(*files)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.splitlines() == [
        "CommandError: Indiquez un fichier, et un seul : manage.py simulate_allocation FICHIER.json"
    ]


def test_cap_and_request_may_be_left_out():
    lines = [{"key": "11", "projects": 1, "establishments": 1}]
    simulation = {name: value for name, value in SIMULATION.items() if name != "cap"} | {"lines": lines}
    assert simulate(json.dumps(simulation))["committed"] == "1000000.00"


def test_a_limit_misspelt_is_not_dropped():
    simulation = {name: value for name, value in SIMULATION.items() if name != "cap"} | {"Cap\n": "1"}
    with pytest.raises(AllocationError, match="vouliez-vous écrire « cap »") as refusal:
        simulate(json.dumps(simulation))
    assert "\n" not in str(refusal.value)


def test_names_of_the_callers_own_are_passed_over():
    lines = [line | {"name": "Île-de-France", "project": "Dossier patient"} for line in LINES]
    simulation = SIMULATION | {"comment": "essai\nen deux lignes", "lines": lines}
    assert simulate(json.dumps(simulation)) == simulate(json.dumps(SIMULATION))


def test_whole_numbers_are_amounts_too():
    assert simulate(json.dumps(SIMULATION | {"envelope": 1000000, "fixed": 70000})) == simulate(json.dumps(SIMULATION))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"envelope": "-1"}, "Nombre négatif"),
        ({"envelope": "1e400"}, "n'est pas un nombre acceptable"),
        ({"envelope": "NaN"}, "n'est pas un nombre acceptable"),
        ({"envelope": "Infinity"}, "n'est pas un nombre acceptable"),
        ({"envelope": "1 000 000,00"}, "n'est pas un nombre acceptable"),
        ({"envelope": "١٠٠٠"}, "n'est pas un nombre acceptable"),
        ({"envelope": "9" * 3_000_000}, "n'est pas un nombre acceptable"),
        ({"envelope": "9" * 30}, "Nombre démesuré"),
        ({"envelope": "1000000.001"}, "Plus de 2 décimales"),
        ({"envelope": 1000000.5}, "doit être un nombre entre guillemets"),
        ({"envelope": True}, "doit être un nombre entre guillemets"),
        ({"envelope": None}, "doit être un nombre entre guillemets"),
        ({"fixed": ["70000.00"]}, "doit être un nombre entre guillemets"),
        ({"step": "0"}, "supérieur à zéro"),
        ({"cap": ""}, "n'est pas un nombre acceptable"),
        ({"weights": None}, "doit être un objet JSON"),
        ({"weights": {"project": "1"}}, "n'indique pas « establishment »"),
        ({"weights": {"project": "1", "establishment": "-1"}}, "Nombre négatif"),
        ({"lines": {}}, "doit être une liste"),
        ({"lines": [None]}, "La ligne 1 doit être un objet JSON"),
        ({"lines": [LINES[0], LINES[0]]}, "Deux lignes portent la clé « 11 »"),
        ({"lines": [LINES[0] | {"projects": 1.0}]}, "doit être un nombre entier"),
        ({"lines": [LINES[0] | {"projects": "5"}]}, "doit être un nombre entier"),
        ({"lines": [LINES[0] | {"projects": True}]}, "doit être un nombre entier"),
        ({"lines": [LINES[0] | {"establishments": -1}]}, "compris entre 0 et"),
        ({"lines": [LINES[0] | {"key": 11}]}, "doit être un texte"),
        ({"lines": [LINES[0] | {"key": "1\n2"}]}, "doit être un texte"),
        ({"lines": [LINES[0] | {"requested": "-1"}]}, "Nombre négatif"),
        ({"lines": [{"key": "11", "projects": 1, "establishments": 1, "request": "1"}]}, "écrire « requested »"),
    ],
)
def test_each_fault_has_its_sentence_on_one_line(changes, sentence):
    with pytest.raises(AllocationError) as refusal:
        simulate(json.dumps(SIMULATION | changes))
    message = str(refusal.value)
    assert sentence in message
    assert "\n" not in message
    assert len(message) < 200


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "n'est pas du JSON"),
        ("[" * 100_000, "trop de niveaux"),
        ("[]", "doit être un objet JSON"),
        ('{"envelope": ' + "9" * 5000 + "}", "nombre démesuré"),
        ('{"envelope": NaN}', "NaN"),
        ('{"envelope": -Infinity}', "Infinity"),
        ('{"envelope": "1", "envelope": "2"}', "deux fois « envelope »"),
        ("{}", "n'indique pas « envelope »"),
    ],
)
def test_malformed_files_are_refused(text, sentence):
    with pytest.raises(AllocationError) as refusal:
        simulate(text)
    assert sentence in str(refusal.value)
    assert "\n" not in str(refusal.value)
