"""The acts of a regional call: what each says, to whom, and what keeps it from being issued (case 74)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from accounts.enums import OrganisationKind, Role
from accounts.models import Organisation, Region
from acts.models import Act
from core.verdicts import NotAllowed, OutOfTurn, Refused
from directory.enums import EntityKind, LegalStatus, Sector
from records.documents import read
from records.models import Job, JobState, Message
from regional_calls.announcing import announce
from regional_calls.choosing import structure_of
from regional_calls.enums import JointOutcome
from regional_calls.models import Expression, JointChoice
from regional_calls.opening import gaps
from regional_calls.posting import issue_receipt, post_letter, unposted
from regional_calls.progress import sections_of, steps
from regional_calls.submitting import submit, withdraw
from regional_calls.waiting_list import call_up
from regional_calls.writing import choose_establishment, describe_project, give_address, name_structure, save_answers
from tests.factories import NOW, OrganisationFactory, RegionalProjectFactory, RegionFactory, member_of
from tests.printed import text_of
from tests.regional_calls.answering import AFTER, ANSWERS, OPENS, Pair, described, link_to

pytestmark = pytest.mark.django_db
COURT = "tribunal administratif de Villefictive, 2 rue du Palais, 99000 Villefictive"


@pytest.fixture
def pair():
    made = Pair()
    made.published()
    return made


def pair_of(*, overseas: bool) -> Pair:
    """A pair here or overseas, its ARS in its region."""
    made = Pair(RegionalProjectFactory(region=RegionFactory(overseas=overseas)))
    made.published()
    return made


def handed_in(pair: Pair, status: LegalStatus) -> Expression:
    expression = pair.expression()
    choose_establishment(expression, pair.establishment(legal_status=status), now=NOW)
    describe_project(expression, described(pair.call), now=NOW)
    save_answers(expression, ANSWERS, now=NOW)
    return submit(Expression.objects.get(pk=expression.pk), now=NOW)


def printed(act: Act) -> str:
    act.refresh_from_db()
    return text_of(read(act.document))


def received(expression: Expression) -> Act:
    issue_receipt(expression.pk, now=NOW)
    return Expression.objects.get(pk=expression.pk).receipt


def announced(pair: Pair, *, now: datetime = AFTER) -> list[Act]:
    announce(pair.call, by=pair.signatory, now=now)
    choices = unposted(pair.call.pk)
    for choice in choices:
        post_letter(choice)
    return [choice.act for choice in choices]


PUBLIC_ROUTE = "à peine d'irrecevabilité (article R. 414-1)"
PRIVATE_ROUTE = "par courrier, ou par Télérecours citoyens"


@pytest.mark.parametrize("overseas", [False, True], ids=["here", "overseas"])
@pytest.mark.parametrize(
    ("status", "route", "other"),
    [(LegalStatus.PUBLIC, PUBLIC_ROUTE, PRIVATE_ROUTE), (LegalStatus.NON_PROFIT, PRIVATE_ROUTE, "Votre organisme est")],
    ids=["public", "private"],
)
def test_both_acts_say_how_a_structure_contests(overseas, status, route, other):
    """A structure dwells where its ARS decides: two months before the court of the seat, here as overseas."""
    pair = pair_of(overseas=overseas)
    expression = handed_in(pair, status)
    receipt = printed(received(expression))
    for words in (
        expression.number,
        "L. 112-3, R. 112-5, L. 112-11 et R. 112-11-1",
        "22 novembre 2026 à 10 h 00 (heure de Paris)",
        "Adresse : 1 rue de l'Essai, 99000 Villefictive",
        "Téléphone : 01 99 00 00 00",
        "3 rue du Port, 99000 Villefictive",
        "Copie : Aract",
        "Si vous n'avez rien reçu le 22 janvier 2027, vous avez jusqu'au 22 mars 2027",
        COURT,
        route,
    ):
        assert words in receipt, words
    assert other not in receipt
    pair.choose(expression, JointOutcome.NOT_RETAINED)
    (act,) = announced(pair)
    letter = printed(act)
    for words in (
        "ACIA-2026-S-0001",
        "Votre structure n'est pas retenue",
        "Le thème est déjà bien représenté.",
        "Claire Exemple",
        "La directrice générale de l'ARS",
        f"devant le {COURT}",
        "jusqu'au 28 janvier 2027",
        route,
    ):
        assert words in letter, words
    assert other not in letter
    assert "R. 421-7" not in letter


def test_each_handing_in_has_its_receipt_and_the_last_one_stands(pair):
    expression = pair.handed_in()
    first = received(expression)
    assert first.number == expression.number
    assert received(expression) == first, "asked again, the same"
    describe_project(expression, described(pair.call, title="Autre titre"), now=NOW + timedelta(minutes=30))
    again = submit(Expression.objects.get(pk=expression.pk), now=NOW + timedelta(hours=1))
    second = received(again)
    first.refresh_from_db()
    assert (second.number, first.replaced_by) == (f"{expression.number}-2", second)
    mails = Message.objects.filter(key__startswith="expression-receipt").order_by("pk")
    assert [mail.attachments.get() for mail in mails] == [first.document, second.document]


def test_what_is_taken_back_meanwhile_has_no_receipt(pair):
    expression = pair.handed_in()
    withdraw(expression, now=NOW + timedelta(minutes=2))
    issue_receipt(expression.pk, now=NOW)
    assert Expression.objects.get().receipt is None
    assert not Message.objects.filter(key__startswith="expression-receipt").exists()


def test_a_call_is_not_published_while_its_receipts_would_lack_something(pair):
    """Case 74: found before any structure answers."""
    Organisation.objects.filter(pk=pair.project.ars_id).update(phone="", address="")
    Region.objects.filter(pk=pair.project.region_id).update(court_address="")
    call = type(pair.call).objects.get(pk=pair.call.pk)
    told = " ".join(gap.text for gap in gaps(call, OPENS))
    for words in ("le téléphone du service manque", "l'adresse postale manque", "Le tribunal compétent"):
        assert words in told


def test_every_structure_gets_its_letter_and_the_retained_one_needs_no_reason(pair):
    outcomes = ((JointOutcome.RETAINED, {}), (JointOutcome.WAITING, {"rank": 1}), (JointOutcome.NOT_RETAINED, {}))
    for number, (outcome, kwargs) in enumerate(outcomes, start=1):
        pair.choose(pair.handed_in(number), outcome, **kwargs)
    acts = announced(pair)
    assert [act.number for act in acts] == [f"ACIA-2026-S-000{n}" for n in (1, 2, 3)]
    retained, waiting, refused = (printed(act) for act in acts)
    assert "Votre structure est retenue. Elle sera inscrite dans le projet présenté à l'appel national" in retained
    assert "Motifs de la décision" not in retained
    assert "sur la liste d'attente, au rang 1" in waiting
    assert "Le thème est déjà bien représenté." in waiting
    assert "Votre structure n'est pas retenue" in refused
    mails = Message.objects.filter(key__startswith="regional-choice").order_by("to")
    assert [mail.attachments.get().pk for mail in mails] == [act.document_id for act in acts]
    assert "L'ARS et l'Aract ont retenu" not in "".join(mail.body for mail in mails)


def test_the_signatory_of_the_ars_announces_and_nobody_else(pair):
    pair.choose(pair.handed_in())
    aract = member_of(pair.project.aract, Role.SIGNATORY)
    other = member_of(OrganisationFactory(kind=OrganisationKind.ARS, region=RegionFactory()), Role.SIGNATORY)
    for hat in (pair.ars, pair.aract, aract, other):
        with pytest.raises(NotAllowed):
            announce(pair.call, by=hat, now=AFTER)
    announce(pair.call, by=pair.signatory, now=AFTER)
    for hat in (pair.ars, aract):
        with pytest.raises((NotAllowed, OutOfTurn)):
            announce(pair.call, by=hat, now=AFTER)
    assert Act.objects.filter(kind="selection").count() == 1


@pytest.mark.parametrize(
    ("lacking", "told"),
    [
        ({"own_power": False}, "la délégation de signature"),
        ({"user__full_name": "Directrice"}, "un prénom et un nom"),
        ({"job_title": " "}, "la fonction manque"),
    ],
)
def test_without_the_author_s_mentions_nothing_is_announced(pair, lacking, told):
    """Case 74: all or nothing."""
    for number in (1, 2):
        pair.choose(pair.handed_in(number), JointOutcome.RETAINED)
    by = member_of(pair.project.ars, Role.SIGNATORY, **{"user__full_name": "Claire Exemple", **lacking})
    with pytest.raises(Refused, match=told):
        announce(pair.call, by=by, now=AFTER)
    pair.call.refresh_from_db()
    assert pair.call.announced_at is None
    assert not Act.objects.filter(kind="selection").exists()


def test_a_letter_after_the_silence_says_that_it_replaces_it(pair):
    pair.choose(pair.handed_in(), JointOutcome.NOT_RETAINED)
    (act,) = announced(pair, now=datetime(2027, 2, 1, 9, tzinfo=UTC))
    assert "remplace le rejet implicite né le 22 janvier 2027" in printed(act)


def test_calling_up_replaces_the_former_letter(pair):
    expression = pair.handed_in()
    pair.choose(expression, JointOutcome.WAITING, rank=1)
    (former,) = announced(pair)
    with pytest.raises(NotAllowed, match="décision de l'ARS"):
        call_up(expression, by=pair.aract, now=AFTER)
    call_up(expression, by=pair.signatory, now=AFTER)
    former.refresh_from_db()
    act = JointChoice.objects.get().act
    assert former.replaced_by == act
    (choice,) = unposted(pair.call.pk)
    post_letter(choice)
    assert "Votre structure est retenue" in printed(act)


def test_the_address_comes_from_the_register_else_is_asked(pair):
    expression = pair.expression()

    def now() -> Expression:
        return Expression.objects.get(pk=expression.pk)

    choose_establishment(expression, pair.establishment(), now=NOW)
    assert structure_of(now()).address == "3 rue du Port, 99000 Villefictive"
    with pytest.raises(OutOfTurn, match="répertoire FINESS"):
        give_address(now(), "1 rue d'Ailleurs", now=NOW)
    choose_establishment(now(), pair.establishment(address=""), now=NOW)
    assert "L'adresse postale de la structure manque." in steps(now(), sections_of(now()))[0].missing
    with pytest.raises(Refused, match="adresse postale"):
        give_address(now(), "  ", now=NOW)
    give_address(now(), "4 quai Neuf, 99000 Villefictive", now=NOW)
    assert structure_of(now()).address == "4 quai Neuf, 99000 Villefictive"
    assert steps(now(), sections_of(now()))[0].missing == []
    name_structure(
        now(), kind=EntityKind.GROUPING, name="GCS Exemple", city="Villefictive", sector=Sector.HEALTH,
        legal_status=LegalStatus.NON_PROFIT, now=NOW,
    )  # fmt: skip
    assert structure_of(now()).address == "", "another structure, another address"


def test_the_pages_of_a_structure_ask_its_address_and_give_its_papers(client, pair):
    """By its link: the address, then the receipt, then the decision."""
    expression = pair.expression()
    token = link_to(expression)
    page = reverse("regional_calls:expression", args=[token])
    chosen = pair.establishment(address="")
    asked = client.post(reverse("regional_calls:structure", args=[token]), {"etablissement": chosen.pk})
    address = reverse("regional_calls:address", args=[token])
    assert asked.url == address
    assert client.post(address, {"address": ""}).status_code == 422
    assert client.post(address, {"address": "4 quai Neuf, 99000 Villefictive"}).status_code == 302
    assert "4 quai Neuf" in client.get(reverse("regional_calls:submit", args=[token])).content.decode()
    describe_project(Expression.objects.get(), described(pair.call), now=NOW)
    save_answers(Expression.objects.get(), ANSWERS, now=NOW)
    done = submit(Expression.objects.get(), now=NOW)
    receipt = reverse("regional_calls:expression_receipt", args=[token])
    shown = client.get(page).content.decode()
    assert done.number in shown
    assert f"par l&#x27;ARS : {pair.project.ars.name}" in shown or f"par l'ARS : {pair.project.ars.name}" in shown
    assert client.get(receipt).url == page
    received(done)
    assert client.get(receipt)["Content-Type"] == "application/pdf"
    decision = reverse("regional_calls:expression_decision", args=[token])
    assert client.get(decision).url == page
    pair.choose(done, JointOutcome.NOT_RETAINED)
    (act,) = announced(pair)
    assert act.number in client.get(page).content.decode()
    assert act.number in text_of(client.get(decision).content)


def test_the_pair_reads_the_letter_and_the_neighbour_does_not(as_hat, pair):
    expression = pair.handed_in()
    pair.choose(expression)
    announced(pair)
    address = reverse("regional_calls:choice_letter", args=[pair.project.pk, pair.call.pk, expression.pk])
    assert as_hat(pair.aract).get(address)["Content-Type"] == "application/pdf"
    assert as_hat(member_of(OrganisationFactory(region=RegionFactory()))).get(address).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_the_announcement_page_names_its_author_and_the_work_sends_the_letters(as_hat):
    pair = Pair()
    pair.published()
    pair.choose(pair.handed_in(), JointOutcome.NOT_RETAINED)
    pair.call.closes_at = NOW - timedelta(hours=1)
    pair.call.save()
    address = reverse("regional_calls:announce", args=[pair.project.pk, pair.call.pk])
    refused = as_hat(pair.aract).get(address)
    assert refused.status_code == 403
    client = as_hat(pair.signatory)
    assert "signées pour l&#x27;ARS par Claire Exemple" in client.get(address).content.decode()
    assert client.post(address).status_code == 302
    assert Job.objects.get(deed="regional_calls.post_letters").state == JobState.DONE
    assert Message.objects.filter(key__startswith="regional-choice").count() == 1
