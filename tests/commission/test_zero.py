"""A mean, a score or an amount of zero is shown and ranked as 0; only what is not known stays blank (case 56)."""

from decimal import Decimal

import pytest
from django.urls import reverse

from commission.enums import NationalParty, Opinion, Outcome
from commission.exporting import decisions_sheet
from commission.models import Decision
from commission.ranking import arranged, standings
from commission.reviewing import save_draft, submit
from commission.suggesting import candidates
from tests.commission.decided import proposed
from tests.commission.examined import fiche, opened, rapporteur, scored, whole
from tests.factories import CallFactory, RegionFactory, secretary

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


@pytest.fixture
def call():
    return CallFactory(rule_made__cap=Decimal(0))


@pytest.fixture
def worthless(call):
    """Two rapporteurs gave 0 everywhere, and the region asks for no complement."""
    application = fiche(call, RegionFactory(name="Bretagne"))
    for party in NationalParty:
        scored(application, rapporteur(party), value=0, opinion=Opinion.UNFAVOURABLE)
    application.project.requested_complement = Decimal(0)
    application.project.save()
    return application


def cell(html: str, region: str, label: str) -> str:
    """The text of a region's cell under a label, without its tags."""
    mark = f'data-label="{label}"'
    row = next(part for part in html.split("<tr") if f">{region}<" in part and mark in part)
    inside = row.split(mark)[1].partition(">")[2].partition("</td>")[0]
    return " ".join("".join(piece.partition(">")[2] for piece in f">{inside}".split("<")).split()).replace("\xa0", " ")


def test_a_mean_of_zero_is_ranked_before_what_is_not_scored(call, worthless):
    """Case 56."""
    unscored = fiche(call, RegionFactory(name="Alsace"))
    better = fiche(call, RegionFactory(name="Corse"))
    scored(better, rapporteur(), value=1)
    found = standings(call)
    assert [one.application for one in found] == [better, worthless, unscored]
    assert [(one.mean, one.rank) for one in found] == [(Decimal("5.00"), 1), (Decimal("0.00"), 2), (None, None)]
    for sort in ("moyenne", "ecart", "demande"):
        assert arranged(found, sort)[-1].application != worthless


def test_the_dashboard_shows_zeros_as_zeros_and_the_unknown_as_a_dash(call, worthless, as_hat):
    """Case 56."""
    fiche(call, RegionFactory(name="Alsace"))
    html = as_hat(secretary()).get(reverse("commission:dashboard", args=[call.slug])).content.decode()
    shown = {label: cell(html, "Bretagne", label) for label in ("Moyenne", "Écart", "Demandé", "Par la règle")}
    assert shown == {
        "Moyenne": "0,00",
        "Écart": "0,00",
        "Demandé": "0,00 €",
        "Par la règle": "plafonnée 70 000,00 €",
    }
    assert {cell(html, "Alsace", label) for label in ("Moyenne", "Écart", "Demandé")} == {"–"}


def test_the_decision_pages_show_zeros(call, worthless, as_hat):
    """Case 56: mean, request and complement of zero, from the proposal to the export."""
    client = as_hat(secretary())
    page = client.get(reverse("commission:propose", args=[call.slug, worthless.pk]))
    assert "part complémentaire demandée\xa0: 0,00\xa0€" in page.content.decode()
    assert page.context["form"]["complement"].value() == "0,00"
    typed = {"outcome": "retained", "complement": "0", "reason": "Part fixe seule.", "seen": "0"}
    client.post(reverse("commission:propose", args=[call.slug, worthless.pk]), typed)
    decision = Decision.objects.get()
    assert (decision.amount, decision.departs) == (70_000, False)
    html = client.get(reverse("commission:decisions", args=[call.slug])).content.decode()
    assert cell(html, "Bretagne", "Moyenne") == "0,00 / 20"
    preview = client.get(reverse("commission:preview", args=[decision.pk])).content.decode()
    assert "<dt>Part complémentaire</dt><dd>0,00\xa0€</dd>" in preview
    assert "part complémentaire demandée\xa0: 0,00\xa0€" in preview
    sheet = decisions_sheet(candidates(call))
    line = dict(zip(sheet.headers, sheet.rows[0], strict=True))
    nothing = (
        "Note moyenne sur 20",
        "Écart entre les notes",
        "Part complémentaire demandée (€)",
        "Part complémentaire (€)",
    )
    assert [line[header] for header in nothing] == [0, 0, 0, 0]


def test_a_decision_without_money_shows_no_amount(call, worthless, as_hat):
    proposed(worthless, Outcome.NOT_RETAINED)
    html = as_hat(secretary()).get(reverse("commission:decisions", args=[call.slug])).content.decode()
    assert cell(html, "Bretagne", "Montant") == "–"


def test_a_rapporteur_reads_the_zeros_that_they_gave(call, as_hat):
    """Case 56."""
    hat = rapporteur()
    assignment = opened(fiche(call, RegionFactory(name="Bretagne")), hat)
    save_draft(assignment, whole(assignment, 0, Opinion.UNFAVOURABLE), by=hat)
    client, address = as_hat(hat), reverse("commission:review", args=[assignment.pk])
    draft = client.get(address).content.decode()
    assert "<span data-total>0,00</span>" in draft
    assert draft.count(" checked") - 1 == 2
    submit(assignment, by=hat)
    assert "Vous avez donné 0,00 sur 20" in client.get(address).content.decode()
    assert cell(client.get(reverse("commission:reviews")).content.decode(), "Bretagne", "Votre note") == "0,00"


def test_a_cap_of_zero_is_told(call, as_hat):
    """Case 56: not the same as no cap."""
    assert "ni 0,00\xa0€ par région" in as_hat(None).get(call.get_absolute_url()).content.decode()
