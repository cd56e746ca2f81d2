"""Labels on received fiches: the secretariat's, never seen by the pair; the columns that list and export share."""

import io

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from accounts.enums import OrganisationKind, Role
from applications import labelling
from applications.enums import LabelTone
from applications.models import Label
from core.verdicts import NotAllowed, OutOfTurn, Refused
from records.models import JournalEntry
from tests.applications.fiches import Fiche, deposited
from tests.factories import CallFactory, national, secretary
from tests.together import at_once

pytestmark = pytest.mark.django_db


def label(name: str, by, tone: LabelTone = LabelTone.WARNING) -> Label:
    return labelling.make_label(name=name, tone=tone, by=by)


def worn(fiche: Fiche) -> list[str]:
    return sorted(row.label.name for row in fiche.application.labellings.select_related("label"))


def undo(client, deed: str) -> None:
    client.post(reverse("records:restore", args=[JournalEntry.objects.filter(deed=deed).latest("pk").pk]))


def test_from_its_making_to_its_merging_and_back(as_hat):
    clerk, fiche = secretary(), deposited()
    other = deposited(project__call=fiche.call)
    client = as_hat(clerk)
    for name in ("À relire", "Urgent"):
        client.post(reverse("applications:make_label"), {"name": name, "tone": "error"})
    again, urgent = Label.objects.order_by("pk")
    address = reverse("applications:set_labels", args=[fiche.application.pk])
    said = client.post(address, {"labels": [again.pk], "initial-labels": ""}, follow=True).content.decode()
    assert "1 étiquette posée : À relire." in said.replace("\N{NO-BREAK SPACE}", " ")
    assert '<span class="fr-badge fr-badge--error fr-badge--no-icon fr-badge--sm">À relire</span>' in said
    for one in (fiche, other):
        labelling.put_label(one.application, urgent, by=clerk)
    client.post(reverse("applications:merge_label", args=[again.pk]), {"into": urgent.pk})
    assert (worn(fiche), worn(other)) == (["Urgent"], ["Urgent"])
    undo(client, "applications.merge_label")
    assert (worn(fiche), worn(other)) == (["Urgent", "À relire"], ["Urgent"])
    labelling.take_label(other.application, urgent, by=clerk)
    client.post(reverse("applications:merge_label", args=[urgent.pk]), {"into": again.pk})
    client.post(reverse("applications:remove_label", args=[again.pk]))
    assert worn(fiche) == []
    undo(client, "applications.remove_label")
    assert worn(fiche) == ["À relire"]


def test_a_name_is_taken_once_and_a_label_put_once():
    clerk, fiche = secretary(), deposited()
    first = label("Urgent", clerk)
    with pytest.raises(Refused, match="existe déjà"):
        label("URGENT", clerk)
    labelling.put_label(fiche.application, first, by=clerk)
    with pytest.raises(OutOfTurn, match="porte déjà"):
        labelling.put_label(fiche.application, first, by=clerk)
    labelling.take_label(fiche.application, first, by=clerk)
    with pytest.raises(OutOfTurn, match="ne porte pas"):
        labelling.take_label(fiche.application, first, by=clerk)
    with pytest.raises(Refused, match="avec une autre"):
        labelling.merge_label(first, into=first, by=clerk)
    first.delete()
    with pytest.raises(OutOfTurn, match="vient d'être retirée"):
        labelling.put_label(fiche.application, Label(pk=10_000, name="Disparue"), by=clerk)


def test_it_is_the_secretariat_s_and_no_word_of_it_reaches_the_pair(as_hat):
    clerk, fiche = secretary(), deposited()
    secret = label("Budget douteux", clerk)
    labelling.put_label(fiche.application, secret, by=clerk)
    readers = (fiche.ars_writer, fiche.aract_signatory, national(OrganisationKind.ANACT, Role.RAPPORTEUR))
    for reader in readers:
        client = as_hat(reader)
        for name in ("application", "read", "set_labels"):
            page = client.get(reverse(f"applications:{name}", args=[fiche.application.pk]))
            assert "Budget douteux" not in page.content.decode()
        assert client.get(reverse("applications:labels")).status_code == 403
        assert "Budget douteux" not in client.get(reverse("todos")).content.decode()
        with pytest.raises(NotAllowed):
            labelling.put_label(fiche.application, secret, by=reader)
    assert not JournalEntry.objects.about(fiche.application).filter(deed__contains="label").exists()


def test_the_list_and_its_export_follow_the_filters_and_the_columns(as_hat):
    clerk, call = secretary(), CallFactory()
    fiche, other = deposited(project__call=call), deposited(project__call=call)
    urgent = label("Urgent", clerk)
    labelling.put_label(fiche.application, urgent, by=clerk)
    client, asked = as_hat(clerk), {"etiquette": urgent.pk, "colonnes": ["titre-du-projet", "etiquettes", "intruse"]}
    address, export = (reverse(f"applications:{name}", args=[call.slug]) for name in ("received", "export"))
    assert client.get(address, asked).context["lines"] == [], "a column that does not exist is refused"
    asked["colonnes"].pop()
    page = client.get(address, asked)
    assert [line.application.pk for line in page.context["lines"]] == [fiche.application.pk]
    headers = ["Région", "Étiquettes", "Titre du projet"]
    assert [column.label for column in page.context["form"].shown_columns] == headers
    assert page.context["kept"].keep_url
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(export, asked).content))
    about, rows = (book.get_sheet_by_index(place).to_python() for place in (0, 1))
    assert rows[0] == headers
    assert [row[1] for row in rows[1:]] == ["Urgent"]
    assert ["Filtre : Étiquette", "Urgent"] in about
    unlabelled = client.get(address, {"etiquette": "aucune"}).context["lines"]
    assert [line.application.pk for line in unlabelled] == [other.application.pk]


@pytest.mark.django_db(transaction=True)
def test_two_people_put_the_same_label_at_once():
    """It is put once, and the one who comes second is told."""
    first, second, fiche = secretary(), secretary(OrganisationKind.ANACT), deposited()
    urgent = label("Urgent", first)
    (refusal,) = at_once(
        *(lambda hat=hat: labelling.put_label(fiche.application, urgent, by=hat) for hat in (first, second))
    )
    assert "porte déjà" in refusal.reason
    assert worn(fiche) == ["Urgent"]
