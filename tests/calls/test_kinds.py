"""Every kind of question: typed, stored, sealed, read and put in a cell, it says one thing (cases 31, 34, 47)."""

import hashlib
import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from calls.forms.questions import QuestionsForm, questions_form
from calls.kinds import KINDS, NO_TERMS, SettingsError, TermLists, kind_of, read
from calls.kinds.establishments import _finders, register_finder
from calls.models import Question
from core.inputs import HIDDEN
from records.spreadsheets import Sheet, workbook

OPTIONS = [{"code": "a", "label": "Premier choix"}, {"code": "b", "label": "=SOMME(A1)"}]
COLUMNS = [
    {"code": "quoi", "label": "Quoi ; quand", "kind": "short_text", "max_length": 80},
    {"code": "ou", "label": "Où", "kind": "choice", "options": OPTIONS},
    {"code": "jours", "label": "Jours", "kind": "number", "sum": True},
    {"code": "cout", "label": "Coût", "kind": "amount", "sum": True},
    {"code": "quand", "label": "Quand", "kind": "date", "required": False},
]
HOSPITAL = {"finess": "350000123", "name": "Centre hospitalier", "city": "Rennes"}
SETTINGS = {
    "short_text": {"max_length": 200},
    "long_text": {"max_length": 2000, "min_length": 5},
    "number": {"most": 10_000},
    "amount": {"least": "0", "most": "1000000.50"},
    "date": {"earliest": "2020-01-01"},
    "yes_no": {},
    "choice": {"options": OPTIONS, "other": True},
    "choices": {"options": OPTIONS, "other": True},
    "email": {},
    "establishment": {},
    "table": {"columns": COLUMNS, "most": 10},
    "block": {
        "columns": [
            *COLUMNS[:2],
            {"code": "dire", "label": "Dire", "kind": "long_text"},
            {"code": "oui", "label": "Oui ?", "kind": "yes_no"},
            {"code": "tous", "label": "Tous", "kind": "choices", "options": OPTIONS},
        ],
        "most": 10,
    },
    "file": {"types": ["pdf", "image"], "max_mb": 2, "most": 3},
}
# What no keyboard types is refused at the field (test_hostile_texts…); all the rest must come through.
PLAIN = st.characters(
    blacklist_categories=["Cc", "Cn", "Cs", "Zl", "Zp"],
    blacklist_characters="".join(map(chr, HIDDEN)),
)
LINE = st.one_of(
    st.sampled_from(
        ["=1+1", "+33", "-2", "@nom", "a;b", '"cité"', "👩‍⚕️ soin", "1\u202f000,50", "oui", "Autre : x", " – "]
    ),
    st.text(PLAIN, max_size=40),
)
PARAGRAPH = st.one_of(LINE, st.lists(LINE, max_size=4).map("\r\n".join))
AMOUNTS = st.decimals(min_value=0, max_value=Decimal("1000000.50"), places=2)


@pytest.fixture(autouse=True)
def directory():
    former = list(_finders)
    register_finder(lambda text: ([HOSPITAL] if text in {"350000123", "Rennes"} else [], False))
    yield
    _finders[:] = former


def euros(amount: Decimal) -> str:
    return f"{amount:,.2f}".replace(",", "\u202f").replace(".", ",")


def typed_in(row: str, line) -> dict[str, list[str]]:
    """A row of the table, as a browser sends it."""
    quoi, ou, jours, cout = line
    return {
        f"q.{row}.quoi": [quoi],
        f"q.{row}.ou": [ou],
        f"q.{row}.jours": [str(jours)],
        f"q.{row}.cout": [euros(cout)],
    }


def typed_block(row: str, line) -> dict[str, list[str]]:
    quoi, ou, dire, oui, tous = line
    return {
        f"q.{row}.quoi": [quoi],
        f"q.{row}.ou": [ou],
        f"q.{row}.dire": [dire],
        f"q.{row}.oui": [oui],
        f"q.{row}.tous": tous,
    }


CHOSEN = st.sampled_from(["a", "b", ""])
SEVERAL = st.lists(st.sampled_from(["a", "b"]), unique=True)
LINES = st.tuples(LINE, CHOSEN, st.integers(0, 999), AMOUNTS)
ELEMENTS = st.tuples(LINE, CHOSEN, PARAGRAPH, st.sampled_from(["oui", "non", ""]), SEVERAL)
TYPED = {
    "short_text": LINE.map(lambda text: {"q": [text]}),
    "long_text": PARAGRAPH.map(lambda text: {"q": [text]}),
    "number": st.integers(0, 10_000).map(lambda number: {"q": [f"{number:,}".replace(",", "\u202f")]}),
    "amount": AMOUNTS.map(lambda amount: {"q": [euros(amount)]}),
    "date": st.dates(date(2020, 1, 1), date(2099, 12, 31)).map(lambda day: {"q": [day.isoformat()]}),
    "yes_no": st.sampled_from(["oui", "non", ""]).map(lambda said: {"q": [said]}),
    "choice": st.tuples(st.sampled_from(["a", "b", "autre", ""]), LINE).map(lambda c: {"q": [c[0]], "q.autre": [c[1]]}),
    "choices": st.tuples(st.lists(st.sampled_from(["a", "b", "autre"]), unique=True), LINE).map(
        lambda c: {"q": c[0], "q.autre": [c[1]]}
    ),
    "email": st.sampled_from(["", "essais@aract.example", "a+b@c.example"]).map(lambda text: {"q": [text]}),
    "establishment": st.sampled_from(["", "350000123", "Rennes"]).map(lambda text: {"q": [text]}),
    "table": st.lists(LINES, max_size=4).map(
        lambda lines: {key: v for n, line in enumerate(lines) for key, v in typed_in(f"r{n}", line).items()}
    ),
    "block": st.lists(ELEMENTS, max_size=3).map(
        lambda lines: {key: v for n, line in enumerate(lines) for key, v in typed_block(f"r{n}", line).items()}
    ),
    "file": st.lists(st.tuples(LINE, st.binary(max_size=8))).map(lambda files: {"q": [name for name, _ in files]}),
}
# Joined one by one, outside the form of their question: what they are is stored, never typed.
JOINED = st.lists(st.tuples(LINE, st.binary(max_size=8)), max_size=3, unique_by=lambda file: file[1]).map(
    lambda files: [
        {"name": f"{name}.pdf", "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in files
    ]
)


def question(kind: str, **more) -> Question:
    return Question(code="q", label="Une question", kind=kind, settings=SETTINGS[kind], **more)


def form_of(asked: Question, data: dict[str, list[str]] | None, held=None) -> QuestionsForm:
    sent = None
    if data is not None:
        sent = QueryDict(mutable=True)
        for name, values in data.items():
            sent.setlist(name, values)
    form = questions_form(QuestionsForm, [asked], {} if held is None else {"q": held}, sent)
    form.edit()
    form.is_valid()
    return form


def test_every_kind_is_tried():
    assert SETTINGS.keys() == TYPED.keys() == KINDS.keys()


def cell_of(value):
    """Written in a workbook, and read back from its bytes."""
    content = workbook([Sheet("F", ["q"], [[value]])])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml"), "a cell is never a formula"
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("F").to_python()
    return rows[1][0] if len(rows) > 1 else None


@pytest.mark.parametrize("name", sorted(KINDS))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(data=st.data())
def test_one_answer_from_the_form_to_the_spreadsheet_and_back(name, data):
    typed = data.draw(TYPED[name])
    asked = question(name)
    form = form_of(asked, typed)
    assert form.is_valid(), form.errors
    stored = form.answers().get("q") if name != "file" else data.draw(JOINED)
    assert name != "file" or form.answers() == {}, "a form neither adds nor removes a file"
    kind = asked.asks
    canonical = kind.canonical(stored, NO_TERMS)

    again = form_of(asked, None, stored)
    shown = {
        field: [str(one) for one in (value if isinstance(value, list) else [value])]
        for field in again.fields
        if (value := again[field].value()) not in (None, "")
    }
    assert form_of(asked, shown, stored).errors == {}
    assert form_of(asked, shown, stored).answers() == {}, "what a page shows is no change"

    assert read(name, canonical).blank == kind.is_blank(stored)
    back = kind.from_cell(cell_of(KINDS[name].cell(canonical)), NO_TERMS)
    assert kind.canonical(back, NO_TERMS) == canonical or kind.is_blank(stored)
    assert read(name, kind.canonical(back, NO_TERMS)) == read(name, canonical) or kind.is_blank(stored)


@pytest.mark.parametrize("name", ["short_text", "long_text", "choice", "email", "table", "block"])
@pytest.mark.parametrize("text", ["a\x00b", "a\u202eb", "a\ud800b", "a\x1bb", "a\u2066b", "a\ufffeb"])
def test_hostile_texts_are_refused_at_their_field_and_come_back(name, text):
    """Case 47."""
    where = {"choice": "q.autre", "table": "q.r1.quoi", "block": "q.r1.quoi"}.get(name, "q")
    form = form_of(question(name), {where: [text]})
    assert list(form.errors) == [where]
    assert form[where].value() == text
    assert form.answers() == {}


@pytest.mark.parametrize("name", ["number", "amount", "date"])
@pytest.mark.parametrize("text", ["-1", "NaN", "Infinity", "1e9", "\u0661\u0662", "70.000,1.2", "=1", "9" * 30])
def test_what_is_no_figure_is_refused_at_its_field(name, text):
    assert list(form_of(question(name), {"q": [text]}).errors) == ["q"]


def test_an_amount_that_reads_two_ways_is_refused_in_a_cell_too():
    """Case 51."""
    form = form_of(question("table"), {"q.r1.cout": ["70.000"]})
    assert "se lit de deux façons" in form.errors["q.r1.cout"][0]


def test_bounds_are_said_in_full():
    assert form_of(question("date"), {"q": ["2019-12-31"]}).errors["q"] == [
        "Choisissez une date à partir du 1er\xa0janvier\xa02020."
    ]
    assert "10\xa0000 au plus" in form_of(question("number"), {"q": ["10001"]}).errors["q"][0]
    assert "1\xa0000\xa0000,50" in form_of(question("amount"), {"q": ["1000000,51"]}).errors["q"][0]


def test_an_unknown_structure_and_one_that_is_several_are_told():
    assert "Aucune structure" in form_of(question("establishment"), {"q": ["Brest"]}).errors["q"][0]
    register_finder(lambda _: ([HOSPITAL, {**HOSPITAL, "finess": "350000999"}], True))
    said = form_of(question("establishment"), {"q": ["hospitalier"]}).errors["q"][0]
    assert "FINESS 350000123" in said
    assert "et d'autres" in said


def test_other_is_to_be_said_and_its_text_is_kept_when_it_is_no_longer_chosen():
    kind = question("choices").asks
    stored = form_of(question("choices"), {"q": ["a", "autre"]}).answers() or None
    form = form_of(question("choices"), {"q": ["a", "autre"]})
    assert form.is_valid()
    stored = form.answers()["q"]
    assert kind.lacks(stored) == ["« Autre » est à préciser."]
    told = kind.written("q", stored, {"q.autre": "Vélo"})
    assert read("choices", kind.canonical(told, NO_TERMS)).labels == ["Premier choix", "Autre : Vélo"]
    left = kind.written("q", told, {"q": ["a"]})
    assert read("choices", kind.canonical(left, NO_TERMS)).labels == ["Premier choix"]
    assert left["text"] == "Vélo"


def test_a_content_sealed_by_former_code_still_reads():
    """Its kinds, and the shapes of their values, are those of before 28 November 2026."""
    terms = [{"code": "ETHIQUE", "label": "Éthique"}, {"code": "SENS", "label": "Sens du travail"}]
    assert read("terms", terms).labels == ["Éthique", "Sens du travail"]
    assert read("terms", None).blank
    assert read("date", "2027-01-15").text == "15\xa0janvier\xa02027"
    assert read("number", 1250).text == "1\xa0250"
    assert (read("yes_no", False).text, read("yes_no", None).text) == ("Non", "")
    assert read("long_text", "Deux\nlignes").text == "Deux\nlignes"


@pytest.mark.parametrize(
    ("kind", "said", "fault"),
    [
        ("short_text", {"max_length": 0}, "trop petit"),
        ("short_text", {"vocabulary": "enjeu"}, "n'existe pas pour la nature « texte court »"),
        ("long_text", {"max_length": 10, "min_length": 11}, "minimale dépasse"),
        ("number", {"least": 5, "most": 4}, "dépasse la plus grande"),
        ("amount", {"most": "70.000"}, "deux façons"),
        ("date", {"earliest": "2027-02-30"}, "date qui existe"),
        ("choice", {"options": OPTIONS, "vocabulary": "enjeu"}, "Choisissez entre"),
        ("choice", {"options": [*OPTIONS, OPTIONS[0]]}, "le même code"),
        ("choice", {"options": [{"code": "a b", "label": "A"}]}, "lettres, chiffres et tirets"),
        ("choice", {"options": [{"code": "autre", "label": "Autre"}], "other": True}, "ajoute lui-même"),
        ("choices", {"vocabulary": "inconnue"}, "n'existe pas"),
        ("table", {}, "au moins une colonne"),
        ("table", {"columns": [{"code": "a", "label": "A", "kind": "table"}]}, "que d'une de ces natures"),
        ("table", {"columns": [{"code": "rang", "label": "A", "kind": "number"}]}, "réservé"),
        ("table", {"columns": [{"code": "a", "label": "A", "kind": "short_text", "sum": True}]}, "n'a pas de total"),
        ("table", {"columns": COLUMNS, "most": 40}, "160 cases au plus"),
        ("table", {"columns": COLUMNS, "rows": [{"code": "Un", "label": ""}]}, "attend un libellé"),
        ("block", {"columns": COLUMNS[:2], "least": 5, "most": 2}, "dépasse le nombre permis"),
    ],
)
def test_settings_that_make_no_sense_are_refused_in_french(kind, said, fault):
    with pytest.raises(SettingsError, match=fault):
        kind_of(kind, said)
    with pytest.raises(ValidationError, match=fault):
        Question(code="q", label="Q", kind=kind, settings=said).clean()


class TestRows:
    @pytest.fixture
    def asked(self):
        return question("table")

    def written(self, asked, held, data):
        form = form_of(asked, data, held)
        assert form.is_valid(), form.errors
        return asked.asks.written("q", held, form.changes) if form.changes else held

    def test_a_total_stands_under_the_figures_that_have_one(self, asked):
        stored = self.written(
            asked,
            None,
            typed_in("r1", ("A", "a", 2, Decimal("10.10"))) | typed_in("r2", ("B", "b", 3, Decimal("0.20"))),
        )
        canonical = asked.asks.canonical(stored, NO_TERMS)
        assert canonical["totals"] == {"jours": 5, "cout": "10.30"}
        assert read("table", canonical).table.totals == ["Total", "", "5", "10,30\xa0€", ""]

    def test_a_removed_row_is_kept_and_comes_back(self, asked):
        stored = self.written(asked, None, typed_in("r1", ("A", "a", 2, Decimal(1))))
        gone = self.written(asked, stored, {"q.r1.retirer": ["oui"], "initial-q.r1.retirer_0": [""]})
        assert asked.asks.is_blank(gone)
        assert gone[0]["cells"] == stored[0]["cells"]
        back = self.written(asked, gone, {"q.r1.retirer": [], "initial-q.r1.retirer_0": ["oui"]})
        # A list of which nothing is sent is left alone by a draft, so the kind itself is asked.
        back = asked.asks.written("q", gone, {"q.r1.retirer": []})
        assert asked.asks.canonical(back, NO_TERMS) == asked.asks.canonical(stored, NO_TERMS)
        written = asked.asks.written("q", gone, {"q.r1.quoi": "Encore"})
        assert not asked.asks.is_blank(written), "what somebody still writes in is not removed under their hands"

    def test_rows_stand_in_the_order_that_people_give(self, asked):
        stored = [{"id": key, "cells": {"quoi": key}, "rank": rank} for key, rank in (("r1", 2), ("r2", 1))]
        stored.append({"id": "r3", "cells": {"quoi": "r3"}})
        assert [row["id"] for row in asked.asks.live(stored)] == ["r2", "r1", "r3"]

    def test_what_is_asked_of_rows_is_said_of_each(self):
        asked = question("table")
        asked.settings = {**asked.settings, "least": 2}
        stored = asked.asks.written("q", None, {"q.r1.quoi": "A"})
        assert asked.asks.lacks(stored) == [
            "2\xa0lignes au moins, il en manque 1.",
            "ligne 1, il manque « Où », « Jours », « Coût ».",
        ]

    def test_a_million_rows_are_not_read(self, asked):
        """Case 34."""
        many = {f"q.r{number}.quoi": ["x"] for number in range(3000)}
        form = form_of(asked, many)
        assert len(form.fields) <= (10 + 2) * 7
        assert not form.is_valid()
        assert "10\xa0lignes au plus" in str(form.errors)

    @pytest.mark.parametrize(
        "name", ["q.r1.intrus", "q.R 1.quoi", "q..quoi", "q.r1.quoi.x", "q.r1", "autre.r1.quoi", "q.é.quoi"]
    )
    def test_names_that_are_none_of_its_cells_are_ignored(self, asked, name):
        """Case 34."""
        form = form_of(asked, {name: ["x"], "q.r1.cout": ["1"]})
        assert form.is_valid()
        assert form.answers() == {"q": [{"id": "r1", "cells": {"cout": "1.00"}}]}

    def test_two_people_who_add_rows_lose_nothing(self, asked):
        """Case 5: each page carries the rows that it knows; the other's stay."""
        first = self.written(asked, None, {"q.aaa.quoi": ["De l'une"], "initial-q.aaa.quoi": [""]})
        both = self.written(asked, first, {"q.bbb.quoi": ["De l'autre"], "initial-q.bbb.quoi": [""]})
        assert [row["cells"]["quoi"] for row in both] == ["De l'une", "De l'autre"]

    def test_two_people_in_one_cell_see_both_texts(self, asked):
        """Case 5."""
        held = [{"id": "aaa", "cells": {"quoi": "Neuf"}}]
        form = form_of(asked, {"q.aaa.quoi": ["Le mien"], "initial-q.aaa.quoi": ["Ancien"]}, held)
        assert not form.is_valid()
        assert (form.clashes["q.aaa.quoi"].theirs, form.clashes["q.aaa.quoi"].mine) == ("Neuf", "Le mien")

    def test_one_more_row_is_drawn_without_judging_the_others(self, asked):
        form = form_of(asked, {"q.aaa.cout": ["70.000"], "ajouter": ["q"]})
        assert form.errors == {}
        assert len({name.split(".")[1] for name in form.fields}) == 2
        assert form["q.aaa.cout"].value() == "70.000"

    def test_fixed_rows_are_those_of_the_definition(self):
        fixed = [{"code": "usages", "label": "Usages"}, {"code": "travail", "label": "Travail"}]
        asked = Question(code="q", label="Q", kind="table", settings={"columns": COLUMNS[:1], "rows": fixed})
        form = form_of(asked, {"q.usages.quoi": ["Essais"], "q.intrus.quoi": ["x"]})
        assert set(form.fields) == {"q.usages.quoi", "q.travail.quoi"}
        assert form.is_valid()
        stored = form.answers()["q"]
        assert read("table", asked.asks.canonical(stored, NO_TERMS)).table.rows == [
            ["Usages", "Essais"],
            ["Travail", ""],
        ]
        assert asked.asks.lacks(stored) == ["Travail, il manque « Quoi ; quand »."]
        assert asked.asks.canonical(
            asked.asks.from_cell(KINDS["table"].cell(asked.asks.canonical(stored, NO_TERMS)), NO_TERMS), NO_TERMS
        ) == asked.asks.canonical(stored, NO_TERMS)


def test_a_retired_term_still_reads_and_is_offered_no_more():
    asked = Question(code="q", label="Q", kind="choices", settings={"vocabulary": "enjeu"})
    terms = TermLists({("enjeu", "VIEUX"): "Vieux mot", ("enjeu", "SENS"): "Sens"}, {"enjeu": [("SENS", "Sens")]})
    assert read("choices", asked.asks.canonical(["VIEUX"], terms)).labels == ["Vieux mot"]
    assert list(asked.asks.sayable(terms)) == ["SENS"]
    assert asked.asks.from_cell("Vieux mot", terms) == ["VIEUX"]
