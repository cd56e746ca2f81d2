"""Saving answers: merging two authors (case 5), revisions, voided signatures."""

import pytest
from django.http import QueryDict

from applications.answers import answers_row, save_answers
from applications.fiche_edit import edit
from applications.forms.section import section_form
from applications.models import Application, SectionRevision
from calls.enums import SectionKind
from core.verdicts import NotAllowed, OutOfTurn
from records.models import JournalEntry
from tests.applications.fiches import complete, deposited, draft, signed
from tests.factories import ApplicationFactory, member_of
from tests.mails import told

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


@pytest.fixture
def fiche():
    return draft()


def questions(fiche):
    return fiche.call.questionnaire.sections.get(number=1)


def save(fiche, by, now, **answers):
    return save_answers(fiche.application, questions(fiche), answers, by=by, now=now)


def typed(fiche, **values):
    """The section's form as it comes back: {code: (typed, what its author saw)}."""
    data = QueryDict(mutable=True)
    for code, (value, seen) in values.items():
        data[code], data[f"initial-{code}"] = value, seen
    section = questions(fiche)
    row = answers_row(Application.objects.get(pk=fiche.application.pk), section)
    form = section_form(section.questions.all(), row, data, by=fiche.ars_writer)
    form.edit(sent_only=True)
    form.is_valid()
    return form


def test_a_first_answer_is_kept_with_its_revision(fiche, now):
    row = save(fiche, fiche.ars_writer, now, contexte="Un contexte")
    assert (row.answers, row.version, row.edited_by) == ({"contexte": "Un contexte"}, 1, fiche.ars_writer)
    revision = SectionRevision.objects.exclude(version=0).get()
    assert (revision.version, revision.changes) == (1, {"contexte": "Un contexte"})


def test_two_authors_of_two_fields_lose_nothing(fiche, now):
    save(fiche, fiche.ars_writer, now, contexte="De l'ARS")
    form = typed(fiche, contexte=("", ""), lien=("De l'Aract", ""))
    assert form.answers() == {"lien": "De l'Aract"}
    saved = save(fiche, fiche.aract_writer, now, **form.answers())
    assert saved.answers == {"contexte": "De l'ARS", "lien": "De l'Aract"}


def test_two_authors_of_one_field_keep_both_texts(fiche, now):
    save(fiche, fiche.ars_writer, now, contexte="De l'ARS")
    form = typed(fiche, contexte=("De l'Aract", ""))
    clash = form.clashes["contexte"]
    assert (clash.theirs, clash.mine) == ("De l'ARS", "De l'Aract")
    assert form.answers() == {}


def test_the_clash_names_who_wrote_that_answer_last(fiche, now):
    save(fiche, fiche.ars_writer, now, contexte="De l'ARS")
    save(fiche, fiche.ars_signatory, now, lien="Autre champ")
    assert str(fiche.ars_writer) in typed(fiche, contexte=("De l'Aract", "")).clashes["contexte"].by


def test_a_text_that_replaces_another_keeps_it_as_a_revision(fiche, now):
    save(fiche, fiche.ars_writer, now, contexte="De l'ARS")
    save(fiche, fiche.aract_writer, now, contexte="De l'Aract")
    changes = SectionRevision.objects.exclude(version=0).order_by("version").values_list("changes", flat=True)
    assert list(changes) == [{"contexte": "De l'ARS"}, {"contexte": "De l'Aract"}]


def test_the_same_text_twice_is_no_change(fiche, now):
    save(fiche, fiche.ars_writer, now, contexte="Même texte")
    form = typed(fiche, contexte=("Même texte", ""))
    assert (form.answers(), form.clashes) == ({}, {})


def test_an_edit_voids_both_signatures_and_tells_the_signatories(now):
    fiche = signed()
    save(fiche, fiche.ars_writer, now, contexte="Texte repris")
    fiche.reload()
    assert not fiche.application.signatures.live().exists()
    reasons = fiche.application.signatures.values_list("void_reason", flat=True)
    assert all(str(fiche.ars_writer) in reason and reason.startswith("Modifiée le") for reason in reasons)
    signatories = {fiche.ars_signatory.user.email, fiche.aract_signatory.user.email}
    assert told("applications.signature_voided") == signatories
    entry = JournalEntry.objects.filter(deed="applications.edit").latest("pk")
    assert sorted(entry.data["voided"]) == ["aract", "ars"]
    assert entry.data["content_hash"] == fiche.application.content_hash == fiche.hash


def test_an_edit_that_changes_nothing_leaves_no_trace(now):
    fiche = signed()
    with edit(fiche.application, heading=True, by=fiche.ars_writer, now=now, summary="Rien"):
        pass
    assert fiche.application.signatures.live().count() == 2
    assert not JournalEntry.objects.filter(deed="applications.edit").exists()


def test_an_edit_of_a_table_voids_signatures(now):
    fiche = signed()
    with edit(
        fiche.application, SectionKind.PARTICIPANTS, by=fiche.aract_writer, now=now, summary="Référent modifié"
    ) as held:
        held.project.participations.update(contact_function="Directrice des soins")
    assert not fiche.application.signatures.live().exists()


def test_the_same_content_written_again_gives_the_same_hash(now):
    fiche = complete()
    before = fiche.hash
    tool = fiche.application.project.digital_projects.get()
    gone = fiche.application.project.participations.order_by("pk").first()
    gone.delete()
    assert fiche.hash != before
    gone.pk = None
    gone.digital_project = tool
    gone.save(force_insert=True)
    assert fiche.hash == before


def test_a_deposited_fiche_no_longer_changes(now):
    fiche = deposited()
    with pytest.raises(OutOfTurn, match="déposée"):
        save(fiche, fiche.ars_writer, now, contexte="Trop tard")


def test_a_closed_call_no_longer_changes_and_says_when(fiche):
    with pytest.raises(OutOfTurn, match="clos depuis"):
        save(fiche, fiche.ars_writer, fiche.call.closes_at, contexte="Trop tard")


def test_another_region_does_not_write(fiche, now):
    stranger = member_of(ApplicationFactory(project__call=fiche.call).project.ars)
    with pytest.raises(NotAllowed):
        save(fiche, stranger, now, contexte="Intrus")
