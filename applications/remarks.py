"""Threads of remarks on a fiche being written: who may say what to whom, and what waits for an answer.

Remarks are the pair's own, and of its guests when they are mentioned: no part of what is sealed, printed, deposited,
or read by anybody else.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from accounts.mailing import Mail, tell
from accounts.models import Membership
from applications.fiche_edit import locked
from applications.models import Application, Remark
from applications.models.remark import RemarkQuerySet
from applications.moments import MENTIONED, REPLIED
from applications.permissions import may_remark
from applications.presence import who
from calls.models import Question, Section
from core.verdicts import YES, NotAllowed, OutOfTurn, Refused, Verdict, ensure, no, not_now
from records import journal

MOST_THREADS = 300
MOST_REPLIES = 60
# How fast one person may write: a conversation, not a machine.
RATE, PER = 20, timedelta(minutes=10)
RESOLVED = "Cette remarque est résolue : rouvrez-la pour y répondre."
GONE = "Cette remarque est retirée."


def people_of(application: Application, *, also: Collection[int] = ()) -> QuerySet[Membership]:
    """Everyone who acts for the pair now, `also` these hats."""
    pair = Q(organisation__in=[application.project.ars_id, application.project.aract_id])
    hats = Membership.objects.current().filter(pair | Q(pk__in=also))
    return hats.select_related("user", "organisation").order_by("user__full_name", "pk")


def mentionable(application: Application, section: Section, *, by: Membership) -> QuerySet[Membership]:
    """The pair, and for the pair those whom it invited to the section."""
    pair = people_of(application)
    if by.guest:
        return pair
    guests = [one.worn.pk for one in application.guests.live().in_full() if one.worn and section.code in one.sections]
    return people_of(application, also=guests)


def read_by(hat: Membership, application: Application) -> RemarkQuerySet:
    """The threads that this hat reads: its pair, all of them; a guest, those of their sections that they began, wrote
    in or were mentioned in. What the pair says to itself stays its own.
    """
    threads = application.remarks.threads()
    if not hat.guest:
        return threads
    guest = application.guesthood(hat)
    theirs = Remark.objects.filter(Q(author=hat) | Q(mentioned=hat), application=application)
    heads = theirs.order_by().values_list(Coalesce("thread", "pk"))
    return threads.filter(section__in=guest.keys if guest else (), pk__in=heads)


def mentions_in(text: str, hats: Iterable[Membership]) -> set[int]:
    """Keys of those whose name follows an «@»; the longest name wins, so that «@Anne Le Goff» is not Anne Le."""
    found, rest = set(), text.casefold()
    for hat in sorted(hats, key=lambda hat: -len(hat.user.full_name)):
        name = f"@{hat.user.full_name.casefold()}"
        if len(name) > 1 and name in rest:
            found.add(hat.pk)
            rest = rest.replace(name, "")
    return found


def may_change(hat: Membership, remark: Remark) -> Verdict:
    """One's own remark, while nobody has answered it: what others answered must stay what they read."""
    if remark.author.user_id != hat.user_id:
        return no("Seule la personne qui a écrit une remarque la modifie ou la retire.")
    if remark.removed_at is not None:
        return not_now(GONE)
    thread = remark.thread or remark
    if thread.resolved_at is not None:
        return not_now(RESOLVED)
    if thread.replies.filter(pk__gt=remark.pk).exists():
        return not_now("Une réponse suit déjà cette remarque : répondez à votre tour plutôt que de la changer.")
    return YES


def write_remark(
    application: Application,
    section: Section,
    question: Question | None,
    *,
    text: str,
    mentioned: Collection[Membership] = (),
    by: Membership,
    now: datetime | None = None,
) -> Remark:
    """Begin a thread about a question, or about the section when there is none."""
    now = now or timezone.now()
    with transaction.atomic():
        fiche = _held(application, section, by, now)
        if fiche.remarks.open().count() >= MOST_THREADS:
            raise Refused(
                f"La fiche a déjà {MOST_THREADS} remarques ouvertes : résolvez-en avant d'en écrire une autre."
            )
        made = Remark.objects.create(
            application=fiche, section=section, question=question, author=by, text=text, written_at=now
        )
        _mention(fiche, made, mentioned, by)
        _note("applications.remark", "Remarque écrite", made, by=by, now=now)
    return made


def reply(
    thread: Remark, *, text: str, mentioned: Collection[Membership] = (), by: Membership, now: datetime | None = None
) -> Remark:
    now = now or timezone.now()
    with transaction.atomic():
        fiche = _held(thread.application, thread.section, by, now)
        thread = _as_it_is(thread, by)
        if thread.resolved_at is not None:
            raise OutOfTurn(RESOLVED)
        if thread.replies.count() >= MOST_REPLIES:
            raise Refused("Cet échange est trop long : résolvez-le, et écrivez une nouvelle remarque.")
        made = Remark.objects.create(
            application=fiche,
            section_id=thread.section_id,
            question_id=thread.question_id,
            thread=thread,
            author=by,
            text=text,
            written_at=now,
        )
        told = _mention(fiche, made, mentioned, by)
        _note("applications.reply", "Réponse à une remarque", made, by=by, now=now)
        here = {one.worn.pk for one in fiche.guests.live(now).in_full() if one.worn}
        others = {one.author.user.email for one in thread.whole if not one.author.guest or one.author_id in here}
        others -= told | {by.user.email}
        mail = Mail(
            fiche.project.mail_about,
            "une réponse à une remarque",
            f"{who(by, fiche.project)} répond à une remarque sur {thread.subject}, dans la fiche projet.",
            path_of_thread(thread),
            reply_to=by.user.email,
        )
        tell(REPLIED, others, mail, key=f"replied:{made.pk}")
    return made


def change_remark(
    remark: Remark, *, text: str, mentioned: Collection[Membership] = (), by: Membership, now: datetime | None = None
) -> Remark:
    """Say one's own remark otherwise; those who are newly mentioned are told."""
    now = now or timezone.now()
    with transaction.atomic():
        fiche = _held(remark.application, remark.section, by, now, writes=False)
        remark = _as_it_is(remark, by)
        ensure(may_change(by, remark))
        remark.text, remark.edited_at = text, now
        remark.save(update_fields=["text", "edited_at"])
        _mention(fiche, remark, mentioned, by)
        _note("applications.change_remark", "Remarque modifiée", remark, by=by, now=now)
    return remark


def remove_remark(remark: Remark, *, by: Membership, now: datetime | None = None) -> Remark:
    """Take back one's own remark: its text is gone for good, that it was there stays. It does not come back: what was
    said too quickly is what one wants to be rid of, and writing it again takes a minute.
    """
    now = now or timezone.now()
    with transaction.atomic():
        _held(remark.application, remark.section, by, now, writes=False)
        remark = _as_it_is(remark, by)
        ensure(may_change(by, remark))
        remark.text, remark.removed_at = "", now
        remark.save(update_fields=["text", "removed_at"])
        remark.mentioned.clear()
        _note("applications.remove_remark", "Remarque retirée", remark, by=by, now=now)
    return remark


def resolve(thread: Remark, *, by: Membership, now: datetime | None = None) -> Remark:
    """Either party says that there is no more to say; `reopen` undoes it. Twice is once."""
    now = now or timezone.now()
    with transaction.atomic():
        _held(thread.application, thread.section, by, now, writes=False)
        thread = _as_it_is(thread, by)
        if thread.resolved_at is None:
            thread.resolved_at, thread.resolved_by = now, by
            thread.save(update_fields=["resolved_at", "resolved_by"])
            _note("applications.resolve_remark", "Remarque résolue", thread, by=by, now=now)
    return thread


def reopen(thread: Remark, *, by: Membership, now: datetime | None = None) -> Remark:
    now = now or timezone.now()
    with transaction.atomic():
        _held(thread.application, thread.section, by, now, writes=False)
        thread = _as_it_is(thread, by)
        if thread.resolved_at is not None:
            thread.resolved_at = thread.resolved_by = None
            thread.save(update_fields=["resolved_at", "resolved_by"])
            _note("applications.reopen_remark", "Remarque rouverte", thread, by=by, now=now)
    return thread


def _held(
    application: Application, section: Section, by: Membership, now: datetime, *, writes: bool = True
) -> Application:
    """The fiche's row, so that those who write to each other queue up; and the pace of one person."""
    fiche = locked(application)
    ensure(may_remark(by, fiche, [section]))
    if writes and Remark.objects.filter(author__user=by.user_id, written_at__gt=now - PER).count() >= RATE:
        raise Refused(f"Vous avez écrit {RATE} remarques en dix minutes : attendez un peu avant la suivante.")
    return fiche


def _as_it_is(remark: Remark, by: Membership) -> Remark:
    rows = Remark.objects.select_related("author__user", "section", "question", "application", "thread")
    found = rows.get(pk=remark.pk)
    if by.guest and not read_by(by, found.application).filter(pk=found.thread_id or found.pk).exists():
        raise NotAllowed("Cette remarque ne vous est pas adressée.")
    return found


def _mention(fiche: Application, remark: Remark, mentioned: Collection[Membership], by: Membership) -> set[str]:
    """Keep who is mentioned, in the list or by «@», and write to those who were not yet; the addresses told."""
    pair = list(mentionable(fiche, remark.section, by=by))
    keys = {hat.pk for hat in mentioned} | mentions_in(remark.text, pair)
    before = set(remark.mentioned.values_list("pk", flat=True))
    chosen = [hat for hat in pair if hat.pk in keys]
    remark.mentioned.set(chosen)
    told = {hat.user.email for hat in chosen if hat.pk not in before and hat.user_id != by.user_id}
    mail = Mail(
        fiche.project.mail_about,
        "une remarque vous attend",
        f"{who(by, fiche.project)} vous adresse une remarque sur {remark.subject}, dans la fiche projet.",
        path_of_thread(remark.thread or remark),
        reply_to=by.user.email,
    )
    tell(MENTIONED, told, mail, key=f"mentioned:{remark.pk}")
    return told


def _note(deed: str, done: str, remark: Remark, *, by: Membership, now: datetime) -> None:
    """That it was done; what was said stays out of the journal, which others read."""
    summary = f"{done} sur {remark.subject}"
    journal.record(deed, remark.application, by=by, summary=summary[:500], data={"remark": remark.pk}, now=now)


def path_of_thread(thread: Remark) -> str:
    return reverse("applications:remark", args=[thread.application_id, thread.pk])


def counts(application: Application, hat: Membership) -> dict[int, int]:
    """How many threads that this hat reads are open, by number of section; one query for the pair."""
    found = application.remarks.open()
    if hat.guest:
        found = found.filter(pk__in=read_by(hat, application).values("pk"))
    lines = found.order_by().values_list("section__number").annotate(n=Count("pk"))
    return dict(lines)


@dataclass(frozen=True)
class Beside:
    """The open threads of a section: those of each question by its code, and «» for the section as a whole."""

    by_question: dict[str, list[Remark]]

    def on(self, code: str) -> list[Remark]:
        return self.by_question.get(code, [])


def beside(application: Application, section: Section, hat: Membership) -> Beside:
    """Those that this hat reads; five queries at most for the pair, however many threads."""
    found: dict[str, list[Remark]] = {}
    for thread in read_by(hat, application).open().filter(section=section)[:MOST_THREADS]:
        found.setdefault(thread.question.code if thread.question else "", []).append(thread)
    return Beside(found)


@dataclass(frozen=True)
class Awaiting:
    """An open thread that waits for somebody's answer: its first remark, and the last word of it."""

    thread: Remark
    last: Remark


def awaiting(applications: Iterable[Application], hat: Membership) -> dict[int, list[Awaiting]]:
    """By fiche, the open threads whose last word is another's, and that concern this person; two queries at most.

    They are mentioned in it or wrote in it; or nobody is mentioned, and it comes from the other party.
    """
    threads = Remark.objects.open().filter(application__in=applications)
    remarks = Remark.objects.filter(Q(pk__in=threads) | Q(thread__in=threads)).order_by("pk")
    whole: dict[int, list[Remark]] = {}
    for one in remarks.select_related("section", "question", "author__user", "author__organisation").prefetch_related(
        "mentioned"
    ):
        whole.setdefault(one.thread_id or one.pk, []).append(one)
    found: dict[int, list[Awaiting]] = {}
    for thread in whole.values():
        last = next((one for one in reversed(thread) if one.removed_at is None), thread[0])
        if _awaits(thread, last, hat):
            found.setdefault(thread[0].application_id, []).append(Awaiting(thread[0], last))
    return found


def _awaits(thread: list[Remark], last: Remark, hat: Membership) -> bool:
    if last.author.user_id == hat.user_id:
        return False
    mentioned = {other.user_id for one in thread for other in one.mentioned.all()}
    if hat.user_id in mentioned or any(one.author.user_id == hat.user_id for one in thread):
        return True
    return not mentioned and last.author.organisation_id != hat.organisation_id
