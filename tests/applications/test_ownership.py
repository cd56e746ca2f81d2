"""Questions that one party answers alone, that rapporteurs are not shown, or whose answer is a personal datum."""

import io

import pypdf
import pytest
from django.urls import reverse

from accounts.enums import OrganisationKind, Role
from applications.answers import save_answers
from applications.enums import ApplicationState
from applications.exporting import fiches_sheet
from applications.models import Application, SectionAnswers
from applications.sealing import seal_whole
from applications.versions import restore, versions
from calls.enums import Owner, QuestionKind
from commission.models import Assignment
from core.verdicts import NotAllowed
from tests.applications.fiches import Fiche, complete
from tests.autosaving import save_one, seen_as
from tests.factories import NOW, CallFactory, national, secretary

pytestmark = pytest.mark.django_db
EMAIL = "suivi@aract.example"


@pytest.fixture
def fiche():
    """Its first section asks the Aract for an address that rapporteurs do not read."""
    fiche = complete(project__call=CallFactory())
    section = fiche.call.questionnaire.sections.get(number=1)
    section.questions.create(
        code="adresse",
        label="Adresse de suivi",
        kind=QuestionKind.EMAIL,
        owner=Owner.ARACT,
        for_reviewers=False,
        personal=True,
        position=3,
    )
    seal_whole(fiche.application, now=NOW)
    save_answers(fiche.application, section, {"adresse": EMAIL}, by=fiche.aract_writer, now=NOW)
    fiche.reload()
    return fiche


def page(fiche: Fiche) -> str:
    return reverse("applications:section", args=[fiche.application.pk, 1])


def kept(fiche: Fiche) -> dict:
    return SectionAnswers.objects.get(application=fiche.application, section__number=1).answers


def deposited(fiche: Fiche) -> Fiche:
    fiche.sign_both()
    fiche.deposit()
    fiche.reload()
    return fiche


def test_the_other_party_reads_it_and_is_told_whose_it_is(fiche, as_hat):
    shown = as_hat(fiche.ars_writer).get(page(fiche)).content.decode()
    assert EMAIL in shown
    assert "À remplir par l&#x27;Aract" in shown
    assert 'name="adresse"' not in shown
    assert 'name="adresse"' in as_hat(fiche.aract_writer).get(page(fiche)).content.decode()


def test_the_other_party_cannot_write_it(fiche, as_hat):
    section = fiche.call.questionnaire.sections.get(number=1)
    with pytest.raises(NotAllowed, match=r"est à remplir par l'Aract"):
        save_answers(fiche.application, section, {"adresse": "ars@ars.example"}, by=fiche.ars_writer, now=NOW)
    client = as_hat(fiche.ars_writer)
    assert save_one(client, page(fiche), "adresse", "ars@ars.example", EMAIL).status_code == 404
    sent = {"adresse": "ars@ars.example", **seen_as("adresse", EMAIL), "lien": "Vu.", **seen_as("lien")}
    assert client.post(page(fiche), sent).status_code == 302
    assert (kept(fiche)["adresse"], kept(fiche)["lien"]) == (EMAIL, "Vu.")


def test_its_owner_writes_it(fiche, as_hat):
    other = "autre@aract.example"
    assert save_one(as_hat(fiche.aract_writer), page(fiche), "adresse", other, EMAIL).status_code == 200
    assert kept(fiche)["adresse"] == other


def test_going_back_to_a_version_leaves_what_is_the_other_partys(fiche):
    section = fiche.call.questionnaire.sections.get(number=1)
    save_answers(fiche.application, section, {"lien": "Avant."}, by=fiche.ars_writer, now=NOW)
    before = versions(fiche.application).first()
    save_answers(fiche.application, section, {"lien": "Après."}, by=fiche.ars_writer, now=NOW)
    save_answers(fiche.application, section, {"adresse": "neuf@aract.example"}, by=fiche.aract_writer, now=NOW)
    restore(before, by=fiche.ars_writer, now=NOW)
    assert (kept(fiche)["lien"], kept(fiche)["adresse"]) == ("Avant.", "neuf@aract.example")


def test_it_is_said_to_be_a_personal_datum(fiche, as_hat):
    assert "Donnée personnelle" in as_hat(fiche.aract_writer).get(page(fiche)).content.decode()


def texts(content: bytes) -> str:
    return "".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(content)).pages)


def test_rapporteurs_read_it_nowhere_and_the_secretary_does(fiche, as_hat, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        deposited(fiche)
    Application.objects.filter(pk=fiche.application.pk).update(state=ApplicationState.ADMISSIBLE)
    reader = national(OrganisationKind.DGOS, Role.RAPPORTEUR)
    assignment = Assignment.objects.create(
        application=fiche.application, rapporteur=reader, party="dgos", has_conflict=False, assigned_by=secretary()
    )
    addresses = [
        reverse("applications:read", args=[fiche.application.pk]),
        reverse("applications:application", args=[fiche.application.pk]),
        reverse("commission:review", args=[assignment.pk]),
    ]
    client = as_hat(reader)
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200
        assert EMAIL not in answer.content.decode(), address
        assert "Adresse de suivi" not in answer.content.decode(), address
    pdf = reverse("applications:fiche_pdf", args=[fiche.application.pk])
    printed = texts(client.get(pdf).content)
    assert "Contexte régional" in printed
    assert EMAIL not in printed
    other = as_hat(secretary())
    assert EMAIL in other.get(addresses[0]).content.decode()
    assert EMAIL in texts(other.get(pdf).content)
    assert EMAIL in as_hat(fiche.ars_writer).get(addresses[0]).content.decode()


def test_a_spreadsheet_has_it_for_the_secretary_alone(fiche):
    deposited(fiche)
    whole = fiches_sheet(fiche.call, by=secretary())
    assert EMAIL in str(list(whole.rows))
    president = national(OrganisationKind.DGOS, Role.PRESIDENT)
    for by in (president, None):
        sheet = fiches_sheet(fiche.call, by=by)
        assert "Adresse de suivi" not in sheet.headers
        assert EMAIL not in str(list(sheet.rows))


def test_a_personal_answer_that_rapporteurs_read_stays_out_of_the_presidents_file(fiche):
    fiche.call.questionnaire.sections.get(number=1).questions.filter(code="adresse").update(for_reviewers=True)
    seal_whole(fiche.application, now=NOW)
    deposited(fiche)
    sheet = fiches_sheet(fiche.call, by=national(OrganisationKind.DGOS, Role.PRESIDENT))
    assert EMAIL not in str(list(sheet.rows))
