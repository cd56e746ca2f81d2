"""By exception: a code opens a draft after the closing; the secretary counts drafts and reads none."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from applications.answers import save_answers
from applications.capacity import capacity_of
from applications.depositing import deposit
from applications.drafting import drafts_of
from applications.late import enter_code, give_late_access, revoke_late_access
from applications.letters import receipt_of
from applications.models import LateAccess, LateEntry, SectionAnswers
from applications.signing import sign
from applications.todos import todos
from calls.enums import SectionKind
from calls.models import Section
from core.verdicts import NotAllowed, OutOfTurn, Refused
from records.models import JournalEntry
from tests.applications.fiches import complete, draft, signed
from tests.factories import NOW, CallFactory, RegionFactory, member_of, national, secretary
from tests.together import outcomes_of

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]
REASON = "Panne du portail le jour de la clôture."
SECOND = timedelta(seconds=1)


@pytest.fixture
def fiche():
    """Complete, in a call that closed an hour ago."""
    now = timezone.now()
    return complete(project__call=CallFactory(opens_at=now - timedelta(days=30), closes_at=now - timedelta(hours=1)))


def given(fiche, **changes) -> tuple[LateAccess, str]:
    told = {"region": None, "uses": 1, "expires_at": timezone.now() + timedelta(days=2), "reason": REASON}
    return give_late_access(fiche.call, **told | changes, by=secretary())


def test_a_code_opens_writing_signing_and_deposit_and_the_receipt_says_the_exception(fiche):
    section = fiche.call.questionnaire.sections.get(kind=SectionKind.QUESTIONS)
    with pytest.raises(OutOfTurn, match="clos"):
        save_answers(fiche.application, section, {"contexte": "Tard"}, by=fiche.ars_writer)
    access, code = given(fiche)
    enter_code(fiche.application, code=code.lower().replace("-", " "), by=fiche.aract_writer)
    save_answers(fiche.application, section, {"contexte": "À temps, par exception"}, by=fiche.ars_writer)
    for by in (fiche.ars_signatory, fiche.aract_signatory):
        sign(fiche.application, seen_hash=fiche.reload().content_hash, capacity=capacity_of(by), by=by)
    with pytest.raises(OutOfTurn, match="trop tard"):
        deposit(fiche.application, by=fiche.ars_writer, now=access.expires_at)
    made = deposit(fiche.application, by=fiche.ars_writer, now=access.expires_at - SECOND)
    assert made.late.access == access
    assert receipt_of(made).body["late"]["reason"] == REASON


def test_in_time_no_exception_is_told():
    assert receipt_of(signed().deposit()).body["late"] is None


def test_the_pages_of_the_commission_say_it(fiche, as_hat):
    _, code = given(fiche)
    enter_code(fiche.application, code=code, by=fiche.ars_writer)
    for by in (fiche.ars_signatory, fiche.aract_signatory):
        fiche.sign(by, now=timezone.now())
    fiche.deposit(now=timezone.now())
    client = as_hat(secretary())
    for page in ("application", "check"):
        shown = client.get(reverse(f"applications:{page}", args=[fiche.application.pk])).content.decode()
        assert "par exception" in shown
        assert REASON in shown
    received = client.get(reverse("applications:received", args=[fiche.call.slug])).content.decode()
    assert "hors délai, par exception" in received


def test_whatever_is_wrong_with_a_code_is_said_in_the_same_words(fiche):
    """Case 44."""
    other = complete(project__call=fiche.call)
    region = given(fiche, region=RegionFactory(code="93", name="Ailleurs"))[1]
    used = given(fiche)[1]
    enter_code(other.application, code=used, by=other.ars_writer)
    revoked_access, revoked = given(fiche)
    revoke_late_access(revoked_access, by=secretary())
    elsewhere = given(complete(project__call=CallFactory(closes_at=fiche.call.closes_at)))[1]
    expired_access, expired = given(fiche)
    reasons = set()
    for code in ("", "AAAAA-AAAAA", region, used, revoked, elsewhere):
        with pytest.raises(Refused) as refusal:
            enter_code(fiche.application, code=code, by=fiche.ars_writer)
        reasons.add((refusal.value.reason, refusal.value.at))
    with pytest.raises(Refused) as refusal:
        enter_code(fiche.application, code=expired, by=fiche.ars_writer, now=expired_access.expires_at)
    reasons.add((refusal.value.reason, refusal.value.at))
    assert len(reasons) == 1
    assert LateEntry.objects.count() == 1


def test_only_a_digest_is_kept_and_the_code_is_shown_once(fiche, as_hat):
    client = as_hat(secretary())
    typed = {
        "uses": "2",
        "expires_at": (timezone.localtime() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M"),
        "reason": REASON,
    }
    page = reverse("applications:give_late_access", args=[fiche.call.slug])
    landed = client.post(page, typed, follow=True).content.decode()
    access = LateAccess.objects.get()
    code = landed.split("Le code est ")[1][:11]
    assert enter_code(fiche.application, code=code, by=fiche.ars_writer).access == access
    assert code not in client.get(reverse("applications:drafts", args=[fiche.call.slug])).content.decode()
    kept = str(list(JournalEntry.objects.values_list("summary", "data"))) + str(vars(access))
    assert code not in kept
    assert code.replace("-", "") not in kept


def test_who_gives_and_who_enters(fiche):
    for by in (fiche.ars_signatory, national("dgos", "president")):
        with pytest.raises(NotAllowed):
            give_late_access(
                fiche.call, region=None, uses=1, expires_at=timezone.now() + SECOND * 60, reason=REASON, by=by
            )
    _, code = given(fiche)
    for by in (secretary(), member_of(draft().application.project.ars)):
        with pytest.raises(NotAllowed):
            enter_code(fiche.application, code=code, by=by)


@pytest.mark.parametrize(
    "wrong",
    [{"reason": " "}, {"uses": 0}, {"uses": 31}, {"expires_at": NOW - timedelta(days=1)}],
)
def test_an_exception_is_bounded_and_says_why(fiche, wrong):
    with pytest.raises(Refused):
        given(fiche, **wrong)
    assert not LateAccess.objects.exists()


def test_revoking_closes_what_the_code_had_opened(fiche):
    access, code = given(fiche)
    enter_code(fiche.application, code=code, by=fiche.ars_writer)
    for _ in range(2):
        revoke_late_access(access, by=secretary())
    assert JournalEntry.objects.filter(deed="applications.revoke_late_access").count() == 1
    with pytest.raises(OutOfTurn):
        fiche.sign(fiche.ars_signatory, now=timezone.now())


@pytest.mark.django_db(transaction=True)
def test_a_code_for_one_fiche_opens_one_of_two_at_once(fiche):
    other = complete(project__call=fiche.call)
    access, code = given(fiche)
    outcomes_of(*[lambda one=one: enter_code(one.application, code=code, by=one.ars_writer) for one in (fiche, other)])
    assert access.entries.count() == 1


def test_tries_are_slowed(fiche, as_hat, settings):
    """Case 44."""
    settings.ACCOUNT_RATE_LIMITS = {"applications.late_code": "3/h/key"}
    page = reverse("applications:enter_late_code", args=[fiche.application.pk])
    client = as_hat(fiche.ars_writer)
    answers = [client.post(page, {"code": f"FAUX{number}"}).status_code for number in range(4)]
    assert answers == [422, 422, 422, 429]


def test_drafts_after_the_closing_cost_one_query_and_a_late_access_shows(fiche, django_assert_num_queries):
    others = [complete(project__call=fiche.call) for _ in range(2)]
    access, code = given(fiche)
    enter_code(fiche.application, code=code, by=fiche.ars_writer)
    SectionAnswers.with_former.create(
        application=others[0].application,
        section=Section.objects.create(
            questionnaire=fiche.call.questionnaire, code="retiree", number=90, title="Retirée"
        ),
        missing=["« Bilan » n'est pas rempli."],
        left_at=timezone.now(),
    )
    with django_assert_num_queries(1):
        lines = drafts_of(fiche.call, timezone.now())
    assert [todo.url for todo in todos(fiche.ars_signatory, timezone.now()) if "/signature/" in todo.url]
    assert not [todo for todo in todos(others[1].ars_signatory, timezone.now()) if "/signature/" in todo.url]
    assert [line.region for line in lines if line.late] == [fiche.application.project.region]
    assert {str(line.stage) for line in lines} == {"complete"}
    revoke_late_access(access, by=secretary())
    assert not any(line.late for line in drafts_of(fiche.call, timezone.now()))


def test_drafts_are_counted_by_stage_and_region_and_never_read(fiche, as_hat, django_assert_max_num_queries):
    one = signed(project__call=CallFactory(closes_at=timezone.now() + timedelta(days=9)))
    call = one.call
    blank, whole, half = draft(project__call=call), complete(project__call=call), complete(project__call=call)
    half.sign(half.ars_signatory)
    with django_assert_max_num_queries(1):
        lines = {line.region: str(line.stage) for line in drafts_of(call, timezone.now())}
    expected = {one: "signed_by_both", blank: "to_start", whole: "complete", half: "signed_by_one"}
    assert lines == {made.application.project.region: stage for made, stage in expected.items()}
    shown = as_hat(secretary()).get(reverse("applications:drafts", args=[call.slug])).content.decode()
    assert "signée par les deux" in shown
    for made in expected:
        assert made.application.project.title not in shown
    assert as_hat(one.ars_writer).get(reverse("applications:drafts", args=[call.slug])).status_code == 403
