"""Threads of remarks on a fiche being written: who may say what to whom, and what waits for an answer.

Remarks are the pair's own: no part of what is sealed, printed, deposited, or read by anybody else.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.mailing import Mail, tell
from accounts.models import Membership
from applications.fiche_edit import locked
from applications.models import Application, Remark
from applications.moments import MENTIONED, REPLIED
from applications.permissions import may_remark
from applications.presence import who
from calls.models import Question, Section
from core.verdicts import YES, OutOfTurn, Refused, Verdict, ensure, no, not_now
from records import journal

MOST_THREADS = 300
MOST_REPLIES = 60
# How fast one person may write: a conversation, not a machine.
RATE, PER = 20, timedelta(minutes=10)
RESOLVED = "Cette remarque est résolue : rouvrez-la pour y répondre."
GONE = "Cette remarque est retirée."


def people_of(application: Application, now: datetime | None = None) -> QuerySet[Membership]:
    """Who may be mentioned: everyone who acts for the pair now."""
    pair = [application.project.ars_id, application.project.aract_id]
    hats = Membership.objects.current(timezone.localdate(now)).filter(organisation__in=pair)
    return hats.select_related("user", "organisation").order_by("user__full_name", "pk")


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
        fiche = _held(application, by, now)
        if fiche.remarks.open().count() >= MOST_THREADS:
            raise Refused(
                f"La fiche a déjà {MOST_THREADS} remarques ouvertes : résolvez-en avant d'en écrire une autre."
            )
        made = Remark.objects.create(
            application=fiche, section=section, question=question, author=by, text=text, written_at=now
        )
        _mention(fiche, made, mentioned, by, now)
        _note("applications.remark", "Remarque écrite", made, by=by, now=now)
    return made


def reply(
    thread: Remark, *, text: str, mentioned: Collection[Membership] = (), by: Membership, now: datetime | None = None
) -> Remark:
    now = now or timezone.now()
    with transaction.atomic():
        fiche = _held(thread.application, by, now)
        thread = _as_it_is(thread)
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
        told = _mention(fiche, made, mentioned, by, now)
        _note("applications.reply", "Réponse à une remarque", made, by=by, now=now)
        others = {one.author.user.email for one in thread.whole} - told - {by.user.email}
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
        fiche = _held(remark.application, by, now, writes=False)
        remark = _as_it_is(remark)
        ensure(may_change(by, remark))
        remark.text, remark.edited_at = text, now
        remark.save(update_fields=["text", "edited_at"])
        _mention(fiche, remark, mentioned, by, now)
        _note("applications.change_remark", "Remarque modifiée", remark, by=by, now=now)
    return remark


def remove_remark(remark: Remark, *, by: Membership, now: datetime | None = None) -> Remark:
    """Take back one's own remark: its text is gone for good, that it was there stays. It does not come back: what was
    said too quickly is what one wants to be rid of, and writing it again takes a minute.
    """
    now = now or timezone.now()
    with transaction.atomic():
        _held(remark.application, by, now, writes=False)
        remark = _as_it_is(remark)
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
        _held(thread.application, by, now, writes=False)
        thread = _as_it_is(thread)
        if thread.resolved_at is None:
            thread.resolved_at, thread.resolved_by = now, by
            thread.save(update_fields=["resolved_at", "resolved_by"])
            _note("applications.resolve_remark", "Remarque résolue", thread, by=by, now=now)
    return thread


def reopen(thread: Remark, *, by: Membership, now: datetime | None = None) -> Remark:
    now = now or timezone.now()
    with transaction.atomic():
        _held(thread.application, by, now, writes=False)
        thread = _as_it_is(thread)
        if thread.resolved_at is not None:
            thread.resolved_at = thread.resolved_by = None
            thread.save(update_fields=["resolved_at", "resolved_by"])
            _note("applications.reopen_remark", "Remarque rouverte", thread, by=by, now=now)
    return thread


def _held(application: Application, by: Membership, now: datetime, *, writes: bool = True) -> Application:
    """The fiche's row, so that those who write to each other queue up; and the pace of one person."""
    fiche = locked(application)
    ensure(may_remark(by, fiche))
    if writes and Remark.objects.filter(author__user=by.user_id, written_at__gt=now - PER).count() >= RATE:
        raise Refused(f"Vous avez écrit {RATE} remarques en dix minutes : attendez un peu avant la suivante.")
    return fiche


def _as_it_is(remark: Remark) -> Remark:
    rows = Remark.objects.select_related("author__user", "section", "question", "application", "thread")
    return rows.get(pk=remark.pk)


def _mention(
    fiche: Application, remark: Remark, mentioned: Collection[Membership], by: Membership, now: datetime
) -> set[str]:
    """Keep who is mentioned, in the list or by «@», and write to those who were not yet; the addresses told."""
    pair = list(people_of(fiche, now))
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


def counts(application: Application) -> dict[int, int]:
    """How many threads are open, by number of section; one query."""
    lines = application.remarks.open().order_by().values_list("section__number").annotate(n=Count("pk"))
    return dict(lines)


@dataclass(frozen=True)
class Beside:
    """The open threads of a section: those of each question by its code, and «» for the section as a whole."""

    by_question: dict[str, list[Remark]]

    def on(self, code: str) -> list[Remark]:
        return self.by_question.get(code, [])


def beside(application: Application, section: Section) -> Beside:
    """Five queries at most, however many threads."""
    found: dict[str, list[Remark]] = {}
    for thread in application.remarks.open().threads().filter(section=section)[:MOST_THREADS]:
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
