"""The migration that folds four columns of questions into settings and conditions, both ways, on filled rows."""

from importlib import import_module
from types import SimpleNamespace

import pytest

from calls.models import Question

folding = import_module("calls.migrations.0004_kinds_and_conditions")
FORMER = {
    "kind": "long_text",
    "max_length": 4000,
    "vocabulary": "",
    "shown_if": "",
    "shown_answers": "",
    "settings": {},
    "condition": {},
}


class Rows(list):
    """Questions as the migration sees them, kept in place of a database."""

    def all(self):
        return self

    def bulk_update(self, rows, names, batch_size):
        assert len(rows) == len(self)


def apps_of(*rows):
    made = Rows(SimpleNamespace(**{**FORMER, **row}) for row in rows)
    return made, SimpleNamespace(get_model=lambda *_: SimpleNamespace(objects=made))


@pytest.mark.parametrize(
    ("former", "kind", "settings", "condition"),
    [
        ({"kind": "short_text", "max_length": 150}, "short_text", {"max_length": 150}, {}),
        ({"kind": "short_text", "max_length": 4000}, "short_text", {"max_length": 500}, {}),
        ({"kind": "long_text", "max_length": 3000}, "long_text", {"max_length": 3000}, {}),
        ({"kind": "number"}, "number", {}, {}),
        ({"kind": "terms", "vocabulary": "enjeu"}, "choices", {"vocabulary": "enjeu"}, {}),
        (
            {"kind": "date", "shown_if": "appel", "shown_answers": "oui non"},
            "date",
            {},
            {"question": "appel", "one_of": ["oui", "non"]},
        ),
    ],
)
def test_what_a_question_said_it_still_says(former, kind, settings, condition):
    (row,), apps = apps_of(former)
    folding.fold(apps, None)
    assert (row.kind, row.settings, row.condition) == (kind, settings, condition)
    Question(code="q", label="Q", kind=row.kind, settings=row.settings, condition=row.condition).clean()
    for name in ("max_length", "vocabulary", "shown_if", "shown_answers"):
        setattr(row, name, FORMER[name])
    folding.unfold(apps, None)
    back = {name: getattr(row, name) for name in former}
    assert back == {**former, **({"max_length": 500} if former.get("max_length") == 4000 else {})}
