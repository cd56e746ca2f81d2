"""A fiche asks, requires, signs, reads and exports only what earlier answers call for."""

import io

import pypdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from applications.completeness import statuses
from applications.content import fiche_content
from applications.exporting import fiches_sheet
from applications.fiche_view import readable
from applications.models import SectionAnswers
from applications.sealing import seal_whole
from calls.enums import QuestionKind, SectionKind
from calls.models import Section
from core.typography import typeset_text
from records import documents
from tests.applications.fiches import Fiche, complete, sealed_content
from tests.autosaving import save_one
from tests.factories import NOW, CallFactory, secretary

pytestmark = pytest.mark.django_db
DEPENDS = 'data-shown-if="{&quot;question&quot;:&quot;appel&quot;,&quot;one_of&quot;:[&quot;oui&quot;]}"'


@pytest.fixture
def fiche():
    """Its first section asks whether there was a call, and when; a third, where it was published."""
    fiche = complete(project__call=CallFactory(closes_at=timezone.now() + timezone.timedelta(days=10)))
    first = fiche.call.questionnaire.sections.get(number=1)
    first.questions.create(code="appel", label="Un appel ?", kind=QuestionKind.YES_NO, position=3)
    first.questions.create(
        code="quand", label="Quand ?", position=4, condition={"question": "appel", "one_of": ["oui"]}
    )
    third = Section.objects.create(
        questionnaire=fiche.call.questionnaire,
        code="publicite",
        number=3,
        title="Publicité",
        kind=SectionKind.QUESTIONS,
    )
    third.questions.create(code="libre", label="Autre chose", required=False, position=1)
    third.questions.create(
        code="ou", label="Publié où ?", position=2, condition={"question": "appel", "one_of": ["oui"]}
    )
    seal_whole(fiche.application, now=NOW)
    return fiche


def unfilled(label: str) -> str:
    return f"«\N{NO-BREAK SPACE}{label}\N{NO-BREAK SPACE}» n'est pas rempli."


def answer(fiche: Fiche, **answers) -> None:
    row = SectionAnswers.objects.get(application=fiche.application, section__number=1)
    row.answers |= answers
    row.save()
    seal_whole(fiche.application, now=NOW)


def missing(fiche: Fiche) -> list[str]:
    return [text for status in statuses(fiche.application) for text in status.missing]


def page(fiche: Fiche, number: int) -> str:
    return reverse("applications:section", args=[fiche.application.pk, number])


def test_what_is_not_asked_is_not_required(fiche):
    assert missing(fiche) == [unfilled("Un appel ?")]
    answer(fiche, appel=False)
    assert missing(fiche) == []
    answer(fiche, appel=True)
    assert missing(fiche) == [unfilled("Quand ?"), unfilled("Publié où ?")]


def test_an_answer_no_longer_asked_stays_stored_and_is_not_signed_nor_read(fiche):
    answer(fiche, appel=True, quand="En mars.")
    with_date = sealed_content(fiche.application)
    answer(fiche, appel=False)
    content = sealed_content(fiche.application)
    assert "En mars." in str(with_date)
    assert "En mars." not in str(content)
    labels = [shown.label for section in readable(content)["sections"] for shown in section.answers]
    assert labels == ["Contexte régional", "Précision", "Un appel ?", "Autre chose"]
    row = SectionAnswers.objects.get(application=fiche.application, section__number=1)
    assert row.answers["quand"] == "En mars."
    answer(fiche, appel=True)
    assert sealed_content(fiche.application) == with_date


def test_the_deposited_fiche_its_pdf_and_the_export_leave_it_out(fiche, django_capture_on_commit_callbacks):
    answer(fiche, appel=False, quand="En mars.")
    fiche.sign_both()
    with django_capture_on_commit_callbacks(execute=True):
        fiche.deposit()
    fiche.reload()
    assert "En mars." not in str(fiche_content(fiche.application))
    content = documents.read(fiche.application.deposit.fiche_pdf)
    printed = "".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(content)).pages)
    assert "Un appel" in printed
    assert "Quand" not in printed
    sheet = fiches_sheet(fiche.call, by=secretary())
    assert "Un appel ?" in sheet.headers
    assert "Quand ?" not in sheet.headers


def test_the_page_draws_its_own_conditions_for_the_script_and_in_words(fiche, as_hat):
    shown = as_hat(fiche.ars_writer).get(page(fiche, 1)).content.decode()
    assert DEPENDS in shown
    assert "Seulement si vous répondez « Oui » à « Un appel ? »." in shown
    assert "conditions.js" in shown


def test_a_page_asks_according_to_what_another_says(fiche, as_hat):
    client = as_hat(fiche.ars_writer)
    assert "Publié où" not in client.get(page(fiche, 3)).content.decode()
    answer(fiche, appel=True)
    assert "Publié où" in client.get(page(fiche, 3)).content.decode()
    client.post(page(fiche, 3), {"ou": "Sur le site.", "initial-ou": "", "libre": "", "initial-libre": ""})
    assert SectionAnswers.objects.get(section__number=3).answers == {"ou": "Sur le site."}


def test_saving_without_script_keeps_what_is_hidden(fiche, as_hat):
    answer(fiche, appel=True, quand="En mars.")
    sent = {"appel": "non", "initial-appel": "oui", "quand": "En mars.", "initial-quand": "En mars."}
    assert as_hat(fiche.ars_writer).post(page(fiche, 1), sent).status_code == 302
    row = SectionAnswers.objects.get(application=fiche.application, section__number=1)
    assert (row.answers["appel"], row.answers["quand"]) == (False, "En mars.")


def test_saving_as_one_types_says_what_is_now_asked(fiche, as_hat):
    told = save_one(as_hat(fiche.ars_writer), page(fiche, 1), "appel", "oui").json()
    assert typeset_text(unfilled("Quand ?")) in told["fragments"]


def test_it_costs_a_page_two_queries_only_where_it_depends_on_another(fiche, as_hat):
    client = as_hat(fiche.ars_writer)
    client.get(page(fiche, 1))

    def cost(number: int) -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(page(fiche, number))
        return len(queries)

    assert cost(3) - cost(1) == 2
