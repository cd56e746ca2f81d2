"""Guests of a fiche: invited to some sections until a day, and nothing else of it, whatever the address."""

import re
from datetime import timedelta
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, reverse
from django.utils import timezone

from accounts.enums import InvitationState, OrganisationKind, Role
from accounts.inviting import accept, accept_as_newcomer
from accounts.models import Invitation, Membership
from applications import guests, remarks, urls
from applications.answers import save_answers
from applications.attaching import attach
from applications.enums import ApplicationState, GuestState
from applications.models import Application, Guest, Remark, SectionRevision
from applications.presence import be_here, people_in
from applications.sealing import seal_whole
from applications.todos import todos
from calls.enums import QuestionKind
from calls.models import Question, Section
from commission.assigning import assign, conflicts
from core.verdicts import NotAllowed, OutOfTurn, Refused
from records.models import JournalEntry, Message
from tests.applications.fiches import received
from tests.applications.tables import address, named_fiche, rows_of
from tests.factories import NOW, ApplicationFactory, national, secretary
from tests.mails import told
from tests.together import at_once
from tests.two_people import typed_on

pytestmark = pytest.mark.django_db
ELSEWHERE, BUDGET, ASIDE, TITLE = "Secret d'ailleurs", "Secret du budget", "Secret du binôme", "Section cachée"


@pytest.fixture
def fiche():
    """Section 1 asks «contexte» and a file, 2 and 3 to 6 are tables, and 7, which no guest is shown, asks too."""
    fiche = named_fiche()
    asked = fiche.application.questionnaire
    one = asked.sections.get(number=1)
    Question.objects.create(section=one, code="plan", label="Plan", kind=QuestionKind.FILE, position=9, required=False)
    hidden = Section.objects.create(questionnaire=asked, number=7, code="cachee", title=TITLE)
    for code, label, kind in (("ailleurs", "Ailleurs", QuestionKind.LONG_TEXT), ("annexe", "Pièce", QuestionKind.FILE)):
        Question.objects.create(section=hidden, code=code, label=label, kind=kind, position=1, required=False)
    rows = rows_of(fiche)
    rows["cofunding"].funder = BUDGET
    rows["cofunding"].save()
    seal_whole(fiche.application, now=NOW)
    save_answers(fiche.reload(), hidden, {"ailleurs": ELSEWHERE}, by=fiche.ars_writer)
    fiche.rows = rows
    fiche.reload()
    return fiche


def part(fiche, number=1):
    return fiche.application.questionnaire.sections.get(number=number)


def invited(fiche, *, writes=False, numbers=(1,), email="ergonome@exemple.test", days=5, by=None):
    return guests.invite_guest(
        fiche.application,
        email=email,
        job_title="Ergonome",
        sections=[part(fiche, number) for number in numbers],
        writes=writes,
        until=timezone.localdate() + timedelta(days=days),
        by=by or fiche.ars_writer,
    )


def arrived(guest, name="Anne Petit") -> Membership:
    """The hat of a newcomer who accepts."""
    return accept_as_newcomer(guest.invitation, full_name=name, password="un mot de passe long")


def over(guest) -> None:
    Guest.objects.filter(pk=guest.pk).update(ends_at=timezone.now() - timedelta(seconds=1))


def text_of(answer) -> str:
    found = answer.getvalue() if answer.streaming else answer.content
    return found.decode(errors="replace").replace("\xa0", " ").replace("’", "'").replace("&#x27;", "'")


def walk(client, fiche, **known):
    """(name, arguments, method, answer) of every address of this room about a fiche, at every section."""
    values = {"pk": [fiche.application.pk], "number": [1, 7], "slug": [fiche.call.slug], **known}
    for pattern in urls.urlpatterns:
        assert isinstance(pattern, URLPattern)
        names = list(pattern.pattern.converters)
        for chosen in product(*(values.get(name, [1]) for name in names)):
            kwargs = dict(zip(names, chosen, strict=True))
            for method in ("get", "post"):
                where = reverse(f"applications:{pattern.name}", kwargs=kwargs)
                yield pattern.name, kwargs, method, getattr(client, method)(where)


@pytest.mark.parametrize("case", ["comment", "write", "over", "elsewhere"])
def test_a_guest_walks_every_address_and_finds_their_sections_alone(fiche, as_hat, case):
    writes = case != "comment"
    guest = invited(fiche, writes=writes)
    hat = arrived(guest)
    files = {}
    for place, number in (("plan", 1), ("annexe", 7)):
        question = Question.objects.select_related("section").get(code=place)
        content = b"%PDF-1.4 " + place.encode()
        files[number] = attach(
            fiche.reload(), question, name=f"{place}.pdf", content=content, by=fiche.ars_writer, now=NOW
        )
    to_them = remarks.write_remark(
        fiche.reload(), part(fiche), None, text="Pour vous", mentioned=[hat], by=fiche.ars_writer
    )
    aside = remarks.write_remark(fiche.application, part(fiche), None, text=ASIDE, by=fiche.ars_writer)
    hidden = remarks.write_remark(fiche.application, part(fiche, 7), None, text=ASIDE, by=fiche.ars_writer)
    target = fiche
    if case == "over":
        over(guest)
    if case == "elsewhere":
        target.application = ApplicationFactory(project__call=fiche.call)
        seal_whole(target.application, now=NOW)
    revision = SectionRevision.objects.order_by("-pk").first()
    opened = set()
    for name, kwargs, method, answer in walk(
        as_hat(hat),
        target,
        remark_pk=[to_them.pk, aside.pk, hidden.pk],
        attachment_pk=[one.pk for one in files.values()],
        sha256=[one.document.sha256 for one in files.values()],
        place=["plan", "annexe"],
        guest_pk=[guest.pk],
        revision_pk=[revision.pk],
        member_pk=[fiche.rows["member"].pk],
        cofunding_pk=[fiche.rows["cofunding"].pk],
        participation_pk=[fiche.rows["participation"].pk],
    ):
        said = text_of(answer)
        for secret in (ELSEWHERE, BUDGET, ASIDE, TITLE):
            assert secret not in said, (name, kwargs, method)
        if answer.status_code < 400 or answer.status_code == 422:
            opened.add(
                (
                    name,
                    kwargs.get("number")
                    or kwargs.get("remark_pk")
                    or kwargs.get("place")
                    or kwargs.get("attachment_pk"),
                )
            )
            if "sha256" in kwargs:
                assert kwargs["sha256"] == files[1].document.sha256
    everywhere = {("applications", None)}
    comment = everywhere | {("application", None), ("section", 1), ("add_remark", 1)}
    comment |= {(name, to_them.pk) for name in ("remark", "resolve_remark")}
    write = comment | {("add_files", "plan"), ("send_file", "plan")}
    write |= {(name, files[1].pk) for name in ("replace_file", "remove_file")}
    assert opened - {("file", None)} == {"comment": comment, "write": write}.get(case, everywhere) - {("file", None)}
    assert not Application.objects.visible_to(hat).exists()


def test_a_guest_writes_and_comments_under_their_name_and_it_stays(fiche, as_hat):
    """Presence, live text, remark and activity say «invité»; after the end, they read nothing, and it all stays."""
    guest = invited(fiche, writes=True)
    hat = arrived(guest)
    one, pair = as_hat(hat), as_hat(fiche.aract_writer)
    assert "Vos invitations" in text_of(one.get("/fiches/"))
    assert [todo.label.replace("\xa0", " ") for todo in todos(hat, timezone.now())] == ["Écrire 1 section d'une fiche"]
    where = address("section", fiche, 1)
    page = one.get(where)
    assert one.post(where, typed_on(page) | {"contexte": "De l'ergonome"}).url == where
    follows = address("changes", fiche)
    assert one.get(follows, {"section": 7}).status_code == 404
    be_here(fiche.application, part(fiche, 7).pk, by=fiche.ars_writer, writing=True, now=timezone.now())
    answer = one.get(follows, {"section": 1, "ecrit": 1, "depuis": 0}).json()
    assert (answer["said"], answer["people"]) == ("", {})
    told_to_pair = pair.get(follows, {"section": 1}).json()
    assert told_to_pair["here"].replace("\xa0", " ") == "Anne Petit (invité) écrit dans cette section."
    assert "Anne Petit (invité)" in told_to_pair["fields"]["contexte"]["note"]
    commented = address("add_remark", fiche, 1)
    one.post(commented, typed_on(one.get(commented)) | {"text": "À préciser"})
    thread = Remark.objects.get()
    assert "Anne Petit (invité)" in text_of(pair.get(where))
    remarks.reply(thread, text="C'est fait", by=fiche.aract_writer)
    assert told("applications.replied") == {hat.user.email}
    assert "C'est fait" in text_of(one.get(address("application", fiche)))
    over(guest)
    remarks.reply(thread, text="Encore", by=fiche.ars_writer)
    assert Message.objects.filter(moment="applications.replied", to=hat.user.email).count() == 1
    assert [one.get(each).status_code for each in (where, follows, address("remark", fiche, thread.pk))] == [404] * 3
    assert "Aucune invitation en cours" in text_of(one.get("/fiches/"))
    for act in (
        lambda: save_answers(fiche.reload(), part(fiche), {"contexte": "Trop tard"}, by=hat),
        lambda: remarks.reply(thread, text="Trop tard", by=hat),
    ):
        with pytest.raises(NotAllowed, match="a pris fin"):
            act()
    read = text_of(pair.get(address("application", fiche)))
    assert "Anne Petit" in read
    assert "terminée" in read
    assert "De l'ergonome" in text_of(pair.get(where))


@pytest.mark.parametrize("end", ["withdrawn", "deposited", "national", "hat"])
def test_every_other_end_closes_at_once(fiche, end):
    guest = invited(fiche, writes=True)
    hat = arrived(guest)
    if end == "withdrawn":
        guests.withdraw_guest(guest, by=fiche.aract_writer)
    if end == "deposited":
        Application.objects.filter(pk=fiche.application.pk).update(state=ApplicationState.WITHDRAWN)
    if end == "national":
        Membership.objects.filter(pk=secretary().pk).update(user=hat.user)
    assert fiche.reload().guesthood(fiche.ars_writer) is None
    assert (fiche.application.guesthood(hat) is None) == (end != "hat")
    if end == "hat":
        Membership.objects.filter(pk=hat.pk).update(until=timezone.localdate())
        assert not Membership.objects.current().filter(pk=hat.pk).exists()


def test_what_a_guest_may_write(fiche):
    """Neither tables, nor what the other party answers alone, nor without having been asked to."""
    own = {"section": part(fiche), "kind": QuestionKind.LONG_TEXT, "required": False}
    for position, owner in ((20, "ars"), (21, "aract")):
        Question.objects.create(code=f"de_{owner}", label=owner, owner=owner, position=position, **own)
    seal_whole(fiche.reload(), now=NOW)
    with pytest.raises(Refused, match="ne peut qu'être commenté") as refusal:
        invited(fiche, writes=True, numbers=(1, 6))
    assert refusal.value.at == "sections"
    writer = arrived(invited(fiche, writes=True))
    save_answers(fiche.reload(), part(fiche), {"de_ars": "Oui"}, by=writer)
    with pytest.raises(NotAllowed, match="à remplir par l'Aract"):
        save_answers(fiche.reload(), part(fiche), {"de_aract": "Non"}, by=writer)
    with pytest.raises(NotAllowed, match="d'autres sections"):
        save_answers(fiche.reload(), part(fiche, 7), {"ailleurs": "Non"}, by=writer)
    reader = arrived(invited(fiche, numbers=(1, 6), email="lecteur@exemple.test"), "Jean Blanc")
    with pytest.raises(NotAllowed, match="pour commenter"):
        save_answers(fiche.reload(), part(fiche), {"contexte": "Non"}, by=reader)
    assert remarks.write_remark(fiche.reload(), part(fiche, 6), None, text="Le budget ?", by=reader).pk
    thread = remarks.write_remark(fiche.application, part(fiche), None, text=ASIDE, by=fiche.ars_writer)
    for act in (lambda: remarks.reply(thread, text="Non", by=reader), lambda: remarks.resolve(thread, by=reader)):
        with pytest.raises(NotAllowed, match="ne vous est pas adressée"):
            act()


def test_the_page_of_the_fiche_says_who_is_invited_and_lets_prolong_and_withdraw(fiche, as_hat):
    pair = as_hat(fiche.aract_writer)
    where = address("invite_guest", fiche)
    typed = {"email": "Experte@Exemple.test", "job_title": "Experte", "task": "commenter", "until": "2001-01-01"}
    wrong = pair.post(where, typed_on(pair.get(where)) | typed | {"sections": [part(fiche).pk]})
    assert (wrong.status_code, "Cette date est passée" in text_of(wrong)) == (422, True)
    assert "Experte@Exemple.test" in text_of(wrong)
    typed["until"] = str(timezone.localdate())
    pair.post(where, typed_on(wrong) | typed | {"sections": [part(fiche).pk]})
    guest = Guest.objects.get()
    note = guest.invitation.note
    assert "Claire Martin (Aract) vous invite à commenter 1 section" in note.replace("\xa0", " ")
    mail = Message.objects.get(to="experte@exemple.test")
    assert note.split(",")[0] in mail.body
    assert "agir pour" not in mail.body
    page = text_of(pair.get(address("application", fiche)))
    for said in ("experte@exemple.test", "la section 1", "pas encore acceptée"):
        assert said in page
    for name in ("prolong_guest", "withdraw_guest"):
        for lacks in (secretary(), arrived(invited(fiche, email=f"{name}@exemple.test"))):
            assert as_hat(lacks).post(address(name, fiche, guest.pk), {}).status_code in {403, 404}
    later = address("prolong_guest", fiche, guest.pk)
    until = timezone.localdate() + timedelta(days=9)
    pair.post(later, typed_on(pair.get(later)) | {"until": str(until)})
    assert guests.guests_of(fiche.reload(), timezone.now())[0].until == until
    pair.post(
        address("withdraw_guest", fiche, guest.pk), typed_on(pair.get(address("withdraw_guest", fiche, guest.pk)))
    )
    assert "experte@exemple.test" not in text_of(pair.get(address("application", fiche)))
    guest.invitation.refresh_from_db()
    assert guest.invitation.state() == InvitationState.REVOKED
    assert invited(fiche, email="experte@exemple.test").pk != guest.pk
    deeds = JournalEntry.objects.about(fiche.application).filter(deed__contains="_guest")
    assert "experte" not in "".join(entry.summary for entry in deeds)


def test_an_expired_link_opens_nothing_until_the_pair_prolongs(fiche, client):
    guest = invited(fiche)

    def link():
        body = Message.objects.filter(to=guest.email).order_by("-pk")[0].body
        return re.search(r"https?://[^/]+(/\S+)", body)[1]

    Invitation.objects.update(expires_at=timezone.now())
    dead = client.get(first := link())
    assert (dead.status_code, "a expiré" in text_of(dead)) == (410, True)
    assert guests.guests_of(fiche.application, timezone.now())[0].stands == GuestState.UNANSWERED
    guests.prolong_guest(guest, until=timezone.localdate() + timedelta(days=3), by=fiche.ars_writer)
    assert client.get(first).status_code == 404
    page = text_of(client.get(link()))
    assert "vous invite à commenter 1 section" in page
    assert "agir pour" not in page


def test_who_has_an_account_elsewhere_accepts_one_hat_more_and_a_second_fiche_needs_no_link(fiche):
    elsewhere = secretary().user
    Membership.objects.filter(user=elsewhere).update(until=timezone.localdate())
    guest = invited(fiche, email=elsewhere.email)
    hat = accept(guest.invitation, user=elsewhere)
    assert (hat.role, hat.organisation.kind) == (Role.GUEST, OrganisationKind.GUESTS)
    other = ApplicationFactory(project__call=fiche.call)
    seal_whole(other, now=NOW)
    fiche.application, first = other, fiche.application
    by = Membership.objects.create(
        user=fiche.ars_writer.user, organisation=other.project.ars, role=Role.WRITER, job_title="Chargé"
    )
    second = invited(fiche, email=elsewhere.email, by=by)
    assert (second.hat, second.invitation) == (hat, None)
    assert told("applications.guest_invited") == {elsewhere.email}
    assert first.guesthood(hat).pk == guest.pk
    assert other.guesthood(hat).pk == second.pk


@pytest.mark.parametrize("who", ["pair", "national", "twice", "past", "none"])
def test_who_is_not_invited_and_why(fiche, who):
    rapporteur = national(OrganisationKind.ANACT, Role.RAPPORTEUR)
    if who == "twice":
        invited(fiche)
    asked = {
        "pair": ({"email": fiche.aract_signatory.user.email}, "elle écrit déjà la fiche"),
        "national": ({"email": rapporteur.user.email.upper()}, "qui note une fiche n'y a rien écrit"),
        "twice": ({"email": "Ergonome@exemple.test "}, "déjà invitée"),
        "past": ({"days": -1}, "Cette date est passée"),
        "none": ({"numbers": ()}, "au moins une section"),
    }[who]
    with pytest.raises(Refused, match=asked[1]):
        invited(fiche, **asked[0])
    assert Guest.objects.count() == (who == "twice")
    with pytest.raises(NotAllowed):
        invited(fiche, by=secretary())


def test_who_was_invited_is_not_given_the_fiche_to_examine(fiche):
    hat = arrived(invited(fiche))
    rapporteur = national(OrganisationKind.ANACT, Role.RAPPORTEUR)
    Membership.objects.filter(pk=rapporteur.pk).update(user=hat.user)
    rapporteur.refresh_from_db()
    assert (fiche.application.pk, rapporteur.pk) in conflicts(fiche.call)
    received(fiche.reload(), ApplicationState.ADMISSIBLE)
    with pytest.raises(Refused, match="était sur invitation"):
        assign(fiche.reload(), rapporteur, by=secretary())


@pytest.mark.both_engines
@pytest.mark.django_db(transaction=True)
def test_two_writers_invite_the_same_address_at_once(fiche):
    refusals = at_once(lambda: invited(fiche), lambda: invited(fiche, by=fiche.aract_writer))
    assert [type(one) for one in refusals] == [OutOfTurn]
    assert (Guest.objects.count(), Invitation.objects.count()) == (1, 1)


def test_the_page_asks_the_same_queries_for_one_guest_and_three(fiche, as_hat):
    pair = as_hat(fiche.ars_writer)

    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert pair.get(address("application", fiche)).status_code == 200
        return len(asked)

    arrived(invited(fiche))
    queries()
    one = queries()
    for name in ("b", "c"):
        arrived(invited(fiche, email=f"{name}@exemple.test"), name)
    assert queries() == one
    assert people_in(fiche.application, but=fiche.ars_writer, now=timezone.now()).there(1) == ""
