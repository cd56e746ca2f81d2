"""A table in the page of a section: saved cell by cell, by two people, read and printed alike; a structure too."""

import io

import pypdf
import pytest
from django.urls import reverse
from django.utils import timezone

from applications.exporting import fiches_sheet
from applications.fiche_view import readable
from applications.models import SectionAnswers
from applications.sealing import missing_in, seal_whole
from calls.enums import QuestionKind
from calls.kinds import KINDS
from records import documents
from tests.applications.fiches import Fiche, complete
from tests.autosaving import save_one, seen_as
from tests.factories import NOW, CallFactory, EstablishmentFactory, secretary

pytestmark = pytest.mark.django_db
COLUMNS = [
    {"code": "quoi", "label": "Dépense", "kind": "short_text"},
    {"code": "cout", "label": "Coût", "kind": "amount", "sum": True},
]


@pytest.fixture
def fiche():
    """Its first section has a table of expenses, and a text asked from 1 000 € of them on… by another question."""
    fiche = complete(project__call=CallFactory(closes_at=timezone.now() + timezone.timedelta(days=10)))
    make = fiche.call.questionnaire.sections.get(number=1).questions.create
    make(
        code="depenses", label="Dépenses", kind=QuestionKind.TABLE, required=False, position=3,
        settings={"columns": COLUMNS, "most": 5},
    )  # fmt: skip
    make(code="total", label="Total prévu", kind=QuestionKind.AMOUNT, required=False, position=4)
    make(
        code="motif", label="Pourquoi tant ?", position=5,
        condition={"any": [{"question": "total", "at_least": "1000"}, {"all": [
            {"question": "depenses", "answered": True}, {"question": "total", "answered": True},
        ]}]},
    )  # fmt: skip
    make(code="structure", label="Structure pilote", kind=QuestionKind.ESTABLISHMENT, required=False, position=6)
    seal_whole(fiche.application, now=NOW)
    return fiche


def page(fiche: Fiche) -> str:
    return reverse("applications:section", args=[fiche.application.pk, 1])


def kept(fiche: Fiche) -> SectionAnswers:
    return SectionAnswers.objects.get(application=fiche.application, section__number=1)


def test_each_cell_saves_itself_and_rows_of_two_people_both_stay(fiche, as_hat):
    """Case 5."""
    one, other = as_hat(fiche.ars_writer), as_hat(fiche.aract_writer)
    assert save_one(one, page(fiche), "depenses.aaaaaaaa.quoi", "Train").status_code == 200
    assert save_one(other, page(fiche), "depenses.bbbbbbbb.quoi", "Salle").status_code == 200
    assert save_one(one, page(fiche), "depenses.aaaaaaaa.cout", "1\u202f200,50").status_code == 200
    assert kept(fiche).answers["depenses"] == [
        {"id": "aaaaaaaa", "cells": {"quoi": "Train", "cout": "1200.50"}},
        {"id": "bbbbbbbb", "cells": {"quoi": "Salle"}},
    ]
    clash = save_one(other, page(fiche), "depenses.aaaaaaaa.quoi", "Avion", "")
    assert clash.status_code == 409
    assert "Train" in clash.json()["clash"]
    wrong = save_one(one, page(fiche), "depenses.bbbbbbbb.cout", "70.000")
    assert (wrong.status_code, "deux façons" in wrong.json()["errors"][0]) == (422, True)
    assert missing_in(kept(fiche).content) == ["« Dépenses » : ligne 2, il manque « Coût »."]


def test_without_script_the_button_saves_rows_and_draws_more(fiche, as_hat):
    client = as_hat(fiche.ars_writer)
    sent = {"depenses.aaaaaaaa.quoi": "Train", **seen_as("depenses.aaaaaaaa.quoi")}
    sent |= {"depenses.aaaaaaaa.cout": "10", **seen_as("depenses.aaaaaaaa.cout")}
    more = client.post(page(fiche), {**sent, "ajouter": "depenses"})
    assert more.status_code == 200
    assert 'value="Train"' in more.content.decode()
    assert kept(fiche).answers.get("depenses") is None
    assert client.post(page(fiche), sent).status_code == 302
    shown = client.get(page(fiche)).content.decode()
    assert shown.count('data-row="') == 3, "the saved one and two blank ones"
    gone = {"depenses.aaaaaaaa.retirer": "oui", **seen_as("depenses.aaaaaaaa.retirer", [])}
    assert client.post(page(fiche), gone).status_code == 302
    assert "data-removed" in client.get(page(fiche)).content.decode()
    assert kept(fiche).answers["depenses"][0]["cells"]["quoi"] == "Train"


def test_too_many_rows_are_refused_where_one_writes(fiche, as_hat):
    client = as_hat(fiche.ars_writer)
    for number in range(5):
        assert save_one(client, page(fiche), f"depenses.ligne{number}.quoi", "x").status_code == 200
    refused = save_one(client, page(fiche), "depenses.ligne5.quoi", "x")
    assert refused.status_code == 422
    assert "5\xa0lignes au plus" in refused.json()["errors"][0]


@pytest.mark.parametrize(
    ("total", "rows", "asked"),
    [(None, False, False), ("5.00", False, False), ("5.00", True, True), ("1000.00", False, True), (None, True, False)],
)
def test_form_completeness_reading_paper_and_export_ask_alike(
    fiche, django_capture_on_commit_callbacks, total, rows, asked
):
    row = kept(fiche)
    row.answers |= {"total": total, "motif": "Parce que."}
    row.answers["depenses"] = [{"id": "a", "cells": {"quoi": "=Train", "cout": "12.30"}}] if rows else []
    row.save()
    seal_whole(fiche.application, now=NOW)
    sealed = kept(fiche).content
    assert any(answer["code"] == "motif" for answer in sealed["answers"]) is asked
    SectionAnswers.objects.filter(pk=row.pk).update(answers={**row.answers, "motif": ""})
    seal_whole(fiche.application, now=NOW)
    assert any("Pourquoi tant" in text for text in kept(fiche).missing) is asked
    SectionAnswers.objects.filter(pk=row.pk).update(answers=row.answers)
    fiche.sign_both()
    with django_capture_on_commit_callbacks(execute=True):
        fiche.deposit()
    fiche.reload()
    deposit = fiche.application.deposit
    shown = [answer for section in readable(deposit.content)["sections"] for answer in section.answers]
    assert any(answer.label == "Pourquoi tant ?" for answer in shown) is asked
    printed = "".join(s.extract_text() for s in pypdf.PdfReader(io.BytesIO(documents.read(deposit.fiche_pdf))).pages)
    assert ("Pourquoi tant" in printed) is asked
    sheet = fiches_sheet(fiche.call, by=secretary())
    assert ("Pourquoi tant ?" in sheet.headers) is asked
    if rows:
        table = next(answer.reading.table for answer in shown if answer.label == "Dépenses")
        assert (table.rows, table.totals) == ([["=Train", "12,30\xa0€"]], ["Total", "12,30\xa0€"])
        assert "=Train" in printed
        cell = next(iter(sheet.rows))[sheet.headers.index("Dépenses")]
        assert cell == "Dépense;Coût\n=Train;12,30"
        answer = next(answer for answer in sealed["answers"] if answer["code"] == "depenses")
        assert KINDS["table"].cell(answer["value"]) == cell


def test_a_structure_is_found_by_its_number_and_sealed_as_it_was_named(fiche, as_hat):
    """Case 53."""
    row = EstablishmentFactory(name="Centre hospitalier des Deux-Rives", city="Rennes", finess="350000123")
    client = as_hat(fiche.ars_writer)
    assert save_one(client, page(fiche), "structure", "350000123").status_code == 200
    words = "Centre hospitalier des Deux-Rives (Rennes), FINESS 350000123"
    assert kept(fiche).answers["structure"]["finess"] == "350000123"
    assert words in client.get(page(fiche)).content.decode()
    type(row).objects.filter(pk=row.pk).update(name="Autre nom")
    assert save_one(client, page(fiche), "lien", "Vu.").status_code == 200
    (said,) = [answer["value"]["name"] for answer in kept(fiche).content["answers"] if answer["code"] == "structure"]
    assert said == "Centre hospitalier des Deux-Rives"
    assert save_one(client, page(fiche), "structure", "Nulle part", words).status_code == 422
