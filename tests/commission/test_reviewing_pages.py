"""The rapporteur's pages: what they show, save, refuse."""

import pytest
from django.urls import reverse

from accounts.enums import Role
from commission.declaring import declare_conflict
from commission.enums import NationalParty, Opinion, ReviewState
from commission.models import Assignment, Review
from commission.reviewing import criteria_of, save_draft
from core.wording import of
from tests.autosaving import choice, save_one
from tests.commission.examined import entrusted, fiche, opened, query_count, rapporteur, scored, whole
from tests.factories import CallFactory, RegionFactory, member_of, secretary

pytestmark = pytest.mark.django_db


@pytest.fixture
def call():
    return CallFactory()


def text(response) -> str:
    return response.content.decode()


def page(name: str, assignment: Assignment) -> str:
    return reverse(f"commission:{name}", args=[assignment.pk])


def typed(assignment: Assignment, value: int = 3, **changes) -> dict[str, object]:
    """The grid as the page sends it."""
    data: dict[str, object] = {"opinion": Opinion.FAVOURABLE, "comment": "Solide."}
    for criterion in criteria_of(assignment):
        data[f"note-{criterion.pk}"] = value
        data[f"motif-{criterion.pk}"] = "Les structures s'engagent."
    return data | changes


def test_list_says_what_is_next(call, as_hat):
    hat = rapporteur()
    assert "Aucune fiche ne vous est confiée" in text(as_hat(hat).get(reverse("commission:reviews")))
    entrusted(fiche(call, RegionFactory(name="Bretagne")), hat)
    shown = text(as_hat(hat).get(reverse("commission:reviews")))
    assert "Commencer par la fiche de Bretagne" in shown
    assert "à déclarer" in shown


def test_list_costs_the_same_for_one_and_for_three(call, as_hat):
    hat = rapporteur()
    client, url = as_hat(hat), reverse("commission:reviews")
    scored(fiche(call), hat)
    opened(fiche(call), hat)
    few = query_count(client, url)
    for _ in range(2):
        scored(fiche(call), hat)
    assert query_count(client, url) == few


def test_scoring_begins_with_a_declaration(call, as_hat):
    hat = rapporteur()
    assignment = entrusted(fiche(call), hat)
    client = as_hat(hat)
    assert client.get(page("review", assignment)).url == page("declare", assignment)
    shown = text(client.get(page("declare", assignment)))
    assert "Ce qui compte comme un lien" in shown
    assert "Choisissez l&#x27;une des deux réponses." in text(client.post(page("declare", assignment), {}))
    lonely = client.post(page("declare", assignment), {"has_conflict": "yes", "reason": ""})
    assert "Décrivez le lien en une phrase." in text(lonely)
    assert client.post(page("declare", assignment), {"has_conflict": "no"}).url == page("review", assignment)
    assert "Grille d'évaluation" in text(client.get(page("review", assignment)))


def test_a_conflict_closes_every_page_of_the_fiche(call, as_hat):
    """Case 36."""
    hat = rapporteur()
    application = fiche(call)
    scored(application, rapporteur(NationalParty.ANACT))
    assignment = opened(application, hat)
    client = as_hat(hat)
    answer = client.post(page("declare", assignment), {"has_conflict": "yes", "reason": "Un proche y travaille."})
    assert answer.url == reverse("commission:reviews")
    for url in (page("review", assignment), page("declare", assignment)):
        closed = client.get(url)
        assert closed.status_code == 403
        assert "lien d&#x27;intérêt" in text(closed)
    assert client.post(page("save_review", assignment), {}).status_code == 403
    assert client.post(page("submit_review", assignment), {}).status_code == 403
    for name in ("application", "read", "fiche_pdf", "receipt"):
        assert client.get(reverse(f"applications:{name}", args=[application.pk])).status_code == 404
    for name in ("applications:export", "commission:dashboard", "commission:decisions", "commission:export"):
        assert client.get(reverse(name, args=[call.slug])).status_code == 403
    assert client.get(reverse("commission:profile", args=[call.slug, application.pk])).status_code == 403


def test_anothers_review_does_not_exist(call, as_hat):
    assignment = opened(fiche(call), rapporteur())
    for hat in (rapporteur(), secretary(), member_of(assignment.application.project.ars, Role.WRITER)):
        client = as_hat(hat)
        for name in ("review", "declare"):
            assert client.get(page(name, assignment)).status_code == 404
        for name in ("save_review", "submit_review"):
            assert client.post(page(name, assignment)).status_code == 404


def test_page_shows_the_fiche_and_the_worded_levels(call, as_hat):
    hat = rapporteur()
    application = fiche(call)
    application.deposit.content["sections"][0]["answers"][0]["value"] = "Quarante établissements <b>équipés</b>."
    application.deposit.save()
    shown = text(as_hat(hat).get(page("review", opened(application, hat))))
    assert "Quarante établissements &lt;b&gt;équipés&lt;/b&gt;." in shown
    assert "Niveau 4" in shown
    assert "0</span> sur 2 critères notés" in shown
    assert f"Noter la fiche {of(application.project.region)}</h1>" in shown


def test_a_score_is_saved_as_one_clicks_and_the_servers_total_comes_back(call, as_hat):
    hat = rapporteur()
    assignment = opened(fiche(call), hat)
    first, second = criteria_of(assignment)
    client, address = as_hat(hat), page("save_review", assignment)
    told = save_one(client, address, f"note-{first.pk}", 3).json()
    assert "Enregistré à" in told["message"]
    assert "15,00" in told["fragments"]
    assert "1</span> sur 2" in told["fragments"]
    save_one(client, address, f"note-{second.pk}", 0)
    assert list(assignment.review.scores.values_list("value", flat=True)) == [3, 0]


@pytest.mark.parametrize("nonsense", ["5", "-1", "3,5", "NaN", "1e9", "٣"])
def test_a_score_outside_the_grid_is_refused_at_its_place(call, as_hat, nonsense):
    hat = rapporteur()
    assignment = opened(fiche(call), hat)
    first, _ = criteria_of(assignment)
    client, address = as_hat(hat), page("save_review", assignment)
    assert save_one(client, address, f"note-{first.pk}", nonsense).status_code == 422
    refused = client.post(address, {f"note-{first.pk}": nonsense, f"motif-{first.pk}": "Gardé."})
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == [f"note-{first.pk}"]
    assert list(assignment.review.scores.values_list("value", "justification")) == [(None, "Gardé.")]


def test_two_pages_of_one_review_never_undo_each_other(call, as_hat):
    """Case 5: a rapporteur with two tabs, or two computers."""
    hat = rapporteur()
    assignment = opened(fiche(call), hat)
    first, _ = criteria_of(assignment)
    client, address = as_hat(hat), page("save_review", assignment)
    save_one(client, address, f"motif-{first.pk}", "Du bureau")
    late = save_one(client, address, f"motif-{first.pk}", "Du train")
    assert late.status_code == 409
    assert "Du bureau" in late.json()["clash"]
    save_one(client, address, f"motif-{first.pk}", "Du train", trancher=choice(late.json()["clash"], "mine"))
    assert assignment.review.scores.get().justification == "Du train"


def test_save_and_next_goes_to_the_next_fiche(call, as_hat):
    hat = rapporteur()
    one, other = opened(fiche(call), hat), opened(fiche(call), hat)
    client = as_hat(hat)
    assert client.post(page("save_review", one), typed(one) | {"next": "1"}).url == page("review", other)
    assert client.post(page("save_review", one), typed(one)).url == page("review", one)


def test_a_zero_without_reason_is_said_at_the_criterion_and_nothing_is_lost(call, as_hat):
    hat = rapporteur()
    assignment = opened(fiche(call), hat)
    first, _ = criteria_of(assignment)
    data = typed(assignment, **{f"note-{first.pk}": 0, f"motif-{first.pk}": ""})
    answer = as_hat(hat).post(page("submit_review", assignment), data)
    assert answer.status_code == 422
    assert "Une note de 0 se motive : dites ce qui manque à la fiche." in text(answer)
    form = answer.context["form"]
    assert list(form.errors) == [f"motif-{first.pk}"]
    assert form["comment"].value() == "Solide."
    assert Review.objects.get().state == ReviewState.DRAFT
    assert Review.objects.get().comment == "Solide."


def test_submitting_then_reading_both_side_by_side(call, as_hat):
    hat = rapporteur()
    application = fiche(call)
    scored(application, rapporteur(NationalParty.ANACT), value=1, opinion=Opinion.UNFAVOURABLE)
    assignment = opened(application, hat)
    client = as_hat(hat)
    before = text(client.get(page("review", assignment)))
    assert "défavorable</span>" not in before
    assert client.post(page("submit_review", assignment), typed(assignment, value=4)).url == page("review", assignment)
    shown = text(client.get(page("review", assignment)))
    assert "20,00" in shown
    assert "5,00" in shown
    assert "3 points" in shown
    again = client.post(page("submit_review", assignment), typed(assignment, value=0))
    assert again.status_code == 409
    assert "ne change plus" in text(again)
    assert Review.objects.get(assignment=assignment).total == 20


def test_draft_shows_again_what_was_typed(call, as_hat):
    hat = rapporteur()
    assignment = opened(fiche(call), hat)
    save_draft(assignment, whole(assignment, value=2), by=hat)
    shown = text(as_hat(hat).get(page("review", assignment)))
    assert shown.count(" checked") == 3
    assert "10,00" in shown
    assert "Les structures s&#x27;engagent par écrit." in shown


def test_a_late_conflict_is_declared_from_the_page(call, as_hat):
    hat = rapporteur()
    assignment = opened(fiche(call), hat)
    declare_conflict(assignment, reason="Un proche y travaille.", by=hat)
    assert "La fiche vous est fermée." in text(as_hat(hat).get(reverse("commission:reviews")))
