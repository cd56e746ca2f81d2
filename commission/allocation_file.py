"""The JSON of `simulate_allocation`: what other tools send to the allocation, and what they get back.

Read: {"envelope": "1000000.00", "fixed": "70000.00", "step": "0.01", "weights": {"project": "1", "establishment": "1"},
"cap": null, "lines": [{"key": "11", "projects": 5, "establishments": 6, "requested": "60000.00" | null}, …]}.
Written: {"lines": [{"key", "fixed", "complement", "total"}…], "committed", "left"}, amounts with two places.

Amounts and weights are strings («70000.00») or whole numbers; a JSON float is refused, because it has already lost
its cents. `cap` and `requested` may be left out, which is null. A name that means nothing here is the caller's own and
is ignored, unless it looks like one of these two misspelt: a limit lost in silence would move money.
"""

import json
import re
from collections import Counter
from collections.abc import Set  # noqa: PYI025 - any kind of set
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from commission.allocation import (
    Allocation,
    AllocationError,
    AllocationLine,
    Rule,
    allocate,
    check_amount,
    check_weight,
)

# Enough for any amount or weight that the rule accepts, and short enough to read without effort.
NUMBER = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?", re.ASCII)
MAX_KEY = 100
SHOWN = 40
# From here on, an unknown name is taken for a known one misspelt («requests», «Cap»).
LOOKS_LIKE = 0.75


def simulate(text: str) -> dict[str, Any]:
    """From the file's text to the answer; `AllocationError` when either makes no sense."""
    rule, lines = parse(text)
    return answer(allocate(rule, lines))


def parse(text: str) -> tuple[Rule, list[AllocationLine]]:
    try:
        data = json.loads(text, object_pairs_hook=_object, parse_constant=_constant)
    except RecursionError:
        raise AllocationError("Le fichier n'est pas du JSON lisible : trop de niveaux imbriqués.") from None
    except json.JSONDecodeError as error:
        raise AllocationError(f"Le fichier n'est pas du JSON (ligne {error.lineno}, colonne {error.colno}).") from None
    except AllocationError:
        raise
    except ValueError:  # Python refuses to read an integer of more than 4 300 digits
        raise AllocationError("Le fichier contient un nombre démesuré.") from None
    fields = _fields(data, "le fichier", required={"envelope", "fixed", "step", "weights", "lines"}, optional={"cap"})
    weights = _fields(fields["weights"], "« weights »", required={"project", "establishment"})
    rule = Rule(
        envelope=_amount(fields["envelope"], "« envelope »"),
        fixed=_amount(fields["fixed"], "« fixed »"),
        step=_amount(fields["step"], "« step »"),
        project_weight=_weight(weights["project"], "« weights.project »"),
        establishment_weight=_weight(weights["establishment"], "« weights.establishment »"),
        cap=_amount_or_none(fields.get("cap"), "« cap »"),
    )
    if not isinstance(fields["lines"], list):
        raise AllocationError("« lines » doit être une liste.")
    return rule, [_line(line, position) for position, line in enumerate(fields["lines"], start=1)]


def answer(allocation: Allocation) -> dict[str, Any]:
    return {
        "lines": [
            {
                "key": share.key,
                "fixed": f"{share.fixed:.2f}",
                "complement": f"{share.complement:.2f}",
                "total": f"{share.total:.2f}",
            }
            for share in allocation.shares
        ],
        "committed": f"{allocation.committed:.2f}",
        "left": f"{allocation.left:.2f}",
    }


def _line(data: object, position: int) -> AllocationLine:
    place = f"la ligne {position}"
    fields = _fields(data, place, required={"key", "projects", "establishments"}, optional={"requested"})
    key = fields["key"]
    if not isinstance(key, str) or not key or len(key) > MAX_KEY or not key.isprintable():
        raise AllocationError(f"« key » de {place} doit être un texte de 1 à {MAX_KEY} caractères lisibles.")
    return AllocationLine(
        key=key,
        projects=_count(fields["projects"], f"« projects » de {place}"),
        establishments=_count(fields["establishments"], f"« establishments » de {place}"),
        requested=_amount_or_none(fields.get("requested"), f"« requested » de {place}"),
    )


def _fields(data: object, place: str, *, required: Set[str], optional: Set[str] = frozenset()) -> dict[str, Any]:
    subject = place[0].upper() + place[1:]
    if not isinstance(data, dict):
        raise AllocationError(f"{subject} doit être un objet JSON.")
    if missing := sorted(required - data.keys()):
        raise AllocationError(f"{subject} n'indique pas « {missing[0]} ».")
    for name in sorted(data.keys() - required - optional):
        if meant := get_close_matches(name.lower(), optional - data.keys(), n=1, cutoff=LOOKS_LIKE):
            raise AllocationError(f"{subject} contient {_shown(name)} : vouliez-vous écrire « {meant[0]} » ?")
    return data


def _amount(value: object, name: str) -> Decimal:
    amount = _number(value, name)
    check_amount(amount, name)
    return amount


def _amount_or_none(value: object, name: str) -> Decimal | None:
    return None if value is None else _amount(value, name)


def _weight(value: object, name: str) -> Decimal:
    weight = _number(value, name)
    check_weight(weight, name)
    return weight


def _number(value: object, name: str) -> Decimal:
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        raise AllocationError(f'{name} doit être un nombre entre guillemets, par exemple "70000.00".')
    if not NUMBER.fullmatch(value):
        raise AllocationError(f"{name} n'est pas un nombre acceptable : {_shown(value)}.")
    return Decimal(value)


def _count(value: object, name: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise AllocationError(f"{name} doit être un nombre entier.")
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) < len(pairs):
        [(twice, _)] = Counter(name for name, _ in pairs).most_common(1)
        raise AllocationError(f"Le fichier donne deux fois {_shown(twice)} dans le même objet.")
    return data


def _constant(name: str) -> None:
    raise AllocationError(f"Le fichier contient {name}, qui n'est pas un nombre.")


def _shown(text: str) -> str:
    """Typed text within a one-line message: short, and with its odd characters escaped."""
    return f"« {ascii(text[:SHOWN])[1:-1]}{'…' if len(text) > SHOWN else ''} »"
