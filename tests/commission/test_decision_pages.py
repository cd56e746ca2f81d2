"""Pages of decisions and notices: what each hat sees and may do there."""

import io
from decimal import Decimal

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from accounts.enums import OrganisationKind, Role
from commission import decision_todos
from commission.approving import approve, send_back
from commission.enums import DecisionState, NationalParty, Outcome
from commission.models import Decision, NoticeReading
from commission.notices import issue
from records.models import Job, JournalEntry
from tests.commission.decided import heard, proposed, signatory, validated
from tests.factories import NOW, CallFactory, member_of, national, secretary

pytestmark = pytest.mark.django_db

TYPED = {
    "outcome": "retained",
    "complement": "30 000,50",
    "gap_reason": "Le reste est réservé.",
    "rank": "",
}


@pytest.fixture
def call():
    return CallFactory()


def propose_url(application) -> str:
    return reverse("commission:propose", args=[application.project.call.slug, application.pk])


def test_the_form_opens_with_the_amounts_of_the_rule_and_no_reason(as_hat, call):
    page = as_hat(secretary()).get(propose_url(heard(call)))
    form = page.context["form"]
    assert "70\u00a0000,00\u00a0€" in page.content.decode()
    assert form["complement"].value() == "930\u00a0000,00"
    assert not form["reason"].value()
    assert "Un collectif solide" in page.content.decode()


def test_proposing_from_the_page(as_hat, call):
    application = heard(call)
    response = as_hat(secretary()).post(propose_url(application), {**TYPED, "reason": "Complet."})
    assert response.headers["Location"] == reverse("commission:decisions", args=[call.slug])
    assert Decision.objects.get().amount == Decimal("100000.50")


def test_above_the_envelope_is_an_error_at_the_field_and_nothing_typed_is_lost(as_hat, call):
    application = heard(call)
    typed = {**TYPED, "complement": "1 000 000,50", "reason": "Un motif à garder."}
    page = as_hat(secretary()).post(propose_url(application), typed)
    assert "dépasse l'enveloppe" in page.context["form"].errors["complement"][0]
    assert "Un motif à garder." in page.content.decode()
    assert "1 000 000,50" in page.content.decode()
    assert not Decision.objects.exists()


@pytest.mark.parametrize("amount", ["1e9", "NaN", "-5", "0,001", "Infinity", "\u0661\u0662"])
def test_absurd_amounts_are_refused_at_the_field(as_hat, call, amount):
    """Case 47."""
    page = as_hat(secretary()).post(propose_url(heard(call)), {**TYPED, "complement": amount, "reason": "Motif."})
    assert "complement" in page.context["form"].errors
    assert not Decision.objects.exists()


def test_several_fiches_are_proposed_by_the_rule_as_shown(as_hat, call):
    one, two = heard(call), heard(call)
    client = as_hat(secretary())
    url = reverse("commission:propose_by_rule", args=[call.slug])
    shown = client.get(url).context["shown"]
    client.post(url, {"fiche": [one.pk, two.pk], "shown": shown, "reason": "Selon la règle."})
    assert [decision.amount for decision in Decision.objects.all()] == [Decimal(500_000)] * 2


def test_unticking_a_fiche_shows_the_new_amounts_before_proposing(as_hat, call):
    one, _ = heard(call), heard(call)
    client = as_hat(secretary())
    url = reverse("commission:propose_by_rule", args=[call.slug])
    shown = client.get(url).context["shown"]
    page = client.post(url, {"fiche": [one.pk], "shown": shown, "reason": "Selon la règle."})
    assert "Les montants ont changé" in page.content.decode()
    assert "Selon la règle." in page.content.decode()
    assert not Decision.objects.exists()
    client.post(url, {"fiche": [one.pk], "shown": page.context["shown"], "reason": "Selon la règle."})
    assert Decision.objects.get().amount == Decimal(1_000_000)


def test_validating_a_changed_proposal_ends_on_a_409_page(as_hat, call):
    decision = proposed(heard(call))
    proposed(decision.application)
    client = as_hat(signatory(NationalParty.DGOS))
    response = client.post(reverse("commission:approve", args=[decision.pk]), {"revision": 1})
    assert response.status_code == 409
    assert "a changé depuis que vous l" in response.content.decode()


def test_validating_all_decisions_as_listed(as_hat, call):
    decisions = [proposed(heard(call)) for _ in range(2)]
    client = as_hat(signatory(NationalParty.ANACT))
    page = client.get(reverse("commission:decisions", args=[call.slug]))
    assert len(page.context["to_approve"]) == 2
    listed = [f"{decision.pk}:{decision.revision}" for decision in decisions]
    nonsense = ["x:1", "9999:1", "2", "²:1", f"0{decisions[0].pk}:1", "9" * 40 + ":1", "\0:\0"]
    client.post(reverse("commission:approve_all", args=[call.slug]), {"decision": [*listed, *nonsense]})
    assert Decision.objects.awaiting(NationalParty.ANACT).count() == 0
    assert Decision.objects.awaiting(NationalParty.DGOS).count() == 2


def test_sending_back_from_the_page(as_hat, call):
    decision = proposed(heard(call))
    client = as_hat(signatory(NationalParty.DGOS))
    url = reverse("commission:return_decision", args=[decision.pk])
    client.post(url, {"vu": 1, "reason": "Le motif est à préciser."})
    decision.refresh_from_db()
    assert decision.state == DecisionState.RETURNED
    assert "Le motif est à préciser." in as_hat(secretary()).get(propose_url(decision.application)).content.decode()


def test_the_preview_shows_the_letter_and_the_draft_downloads(as_hat, call):
    decision = proposed(heard(call), reason="<b>Un motif</b>")
    client = as_hat(signatory(NationalParty.DGOS))
    page = client.get(reverse("commission:preview", args=[decision.pk])).content.decode()
    assert "&lt;b&gt;Un motif&lt;/b&gt;" in page
    assert "Valider pour la DGOS" in page
    pdf = client.get(reverse("commission:preview_pdf", args=[decision.pk]))
    assert pdf.content.startswith(b"%PDF")
    assert "attachment" in pdf.headers["Content-Disposition"]


def test_issuing_leads_to_the_progress_of_the_job(as_hat, call):
    validated(heard(call))
    response = as_hat(secretary()).post(reverse("commission:issue", args=[call.slug]))
    assert response.headers["Location"] == reverse("records:job", args=[Job.objects.get().key])


def test_the_pair_reads_its_letter_and_another_region_gets_404(as_hat, call):
    """Cases 32 and 33."""
    notice = issue(validated(heard(call)), by=secretary(), now=NOW)
    other = heard(call)
    url = reverse("commission:notice", args=[notice.pk])
    ours = as_hat(member_of(notice.decision.application.project.aract))
    assert ours.get(url).content.startswith(b"%PDF")
    assert NoticeReading.objects.count() == 1
    theirs = as_hat(member_of(other.project.ars))
    assert theirs.get(url).status_code == 404
    assert notice.act.number not in theirs.get(reverse("commission:notices")).content.decode()
    assert as_hat(national(OrganisationKind.DGOS, Role.RAPPORTEUR)).get(url).status_code == 404
    assert NoticeReading.objects.count() == 1


def test_a_region_sees_nothing_of_decisions(as_hat, call):
    decision = proposed(heard(call))
    client = as_hat(member_of(decision.application.project.ars, Role.SIGNATORY))
    assert client.get(reverse("commission:decisions", args=[call.slug])).status_code == 403
    assert client.get(reverse("commission:preview", args=[decision.pk])).status_code == 404
    assert client.post(reverse("commission:approve", args=[decision.pk]), {"revision": 1}).status_code == 404
    assert client.post(reverse("commission:issue", args=[call.slug])).status_code == 403


def test_lists_cost_the_same_for_one_and_for_three(as_hat, call, django_assert_num_queries):
    by, hat = secretary(), signatory(NationalParty.DGOS)
    approve(proposed(heard(call)), 1, by=hat)
    issue(validated(heard(call)), by=by)
    client = as_hat(by)
    urls = [reverse("commission:decisions", args=[call.slug]), reverse("commission:notices")]

    def counts() -> list[int]:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        found = []
        for url in urls:
            client.get(url)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(url).status_code == 200
            found.append(len(captured))
        return found

    before = counts()
    for _ in range(2):
        approve(proposed(heard(call), complement=Decimal(5)), 1, by=hat)
        issue(validated(heard(call), complement=Decimal(5)), by=by)
    assert counts() == before


def test_filters_that_mean_nothing_filter_nothing(as_hat, call):
    notice = issue(validated(heard(call)), by=secretary(), now=NOW)
    nonsense = {"appel": "\0", "sens": "\0%", "lecture": "\0", "page": "\0"}
    page = as_hat(secretary()).get(reverse("commission:notices"), {**nonsense, "lecture": ""})
    assert [line.notice for line in page.context["lines"]] == [notice]


def test_notices_are_filtered_by_the_address(as_hat, call):
    by = secretary()
    notice = issue(validated(heard(call)), by=by)
    issue(validated(heard(call), Outcome.NOT_RETAINED), by=by)
    client = as_hat(by)

    def shown(**query) -> list[str]:
        page = client.get(reverse("commission:notices"), query)
        return [line.notice.act.number for line in page.context["lines"]]

    assert shown(sens="retained") == [notice.act.number]
    assert shown(lecture="ouvertes") == []
    assert len(shown(appel=call.slug, lecture="non-ouvertes", page="9999")) == 2


def test_the_spreadsheet_says_what_is_decided(as_hat, call):
    decision = validated(heard(call), reason="=1+1")
    response = as_hat(secretary()).get(reverse("commission:export", args=[call.slug]))
    headers, row = CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(1).to_python()
    line = dict(zip(headers, row, strict=False))
    assert line["Total (€)"] == 100000.5
    assert line["Motif"] == "=1+1"
    assert line["Région"] == decision.application.project.region.name
    client = as_hat(signatory(NationalParty.DGOS))
    assert client.get(reverse("commission:export", args=[call.slug])).status_code == 403


def labels(hat) -> list[str]:
    return [todo.label.replace("\N{NO-BREAK SPACE}", " ") for todo in decision_todos.todos(hat, NOW)]


def test_the_desk_tells_each_what_to_do_next(call):
    dgos, anact = signatory(NationalParty.DGOS), signatory(NationalParty.ANACT)
    by = secretary()
    application = heard(call)
    assert labels(by) == ["Proposer 1 décision"]
    decision = proposed(application)
    assert labels(by) == []
    assert labels(dgos) == labels(anact) == ["Valider 1 décision"]
    send_back(decision, 1, reason="À revoir.", by=dgos)
    assert labels(by) == ["Revoir 1 décision renvoyée"]
    decision = proposed(application)
    for hat in (dgos, anact):
        approve(decision, 2, by=hat)
    assert labels(dgos) == labels(by) == ["Émettre 1 notification"]
    issue(decision, by=by)
    project = application.project
    assert labels(member_of(project.ars)) == labels(member_of(project.aract)) == ["Lire votre lettre de décision"]
    assert labels(member_of(heard(call).project.ars)) == []


def test_the_desk_tells_what_moved(call):
    by = secretary()
    decision = validated(heard(call))
    reader = member_of(decision.application.project.ars)
    notice = issue(decision, by=by, now=NOW)
    since = NOW.replace(year=2025)
    assert len(decision_todos.moves(by, since, NOW)) == 2
    assert notice.act.number in decision_todos.moves(reader, since, NOW)[0].text
    assert JournalEntry.objects.filter(deed="commission.notify").exists()
