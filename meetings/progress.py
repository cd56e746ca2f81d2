"""Where a meeting stands on its way, and the one thing to do next."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from core.wording import counted, day, instant
from meetings.convening import lacking
from meetings.enums import MeetingState
from meetings.models import Meeting, Minutes

STEPS = ("Préparer", "Convoquer", "Tenir la réunion", "Rendre compte", "Suivre les décisions")


@dataclass(frozen=True)
class Progress:
    """`step` counts from 1; `label` and `url` are the next act, blank when nothing waits; `missing` prevents it."""

    step: int
    sentence: str
    label: str = ""
    url: str = ""
    missing: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        return len(STEPS)

    @property
    def title(self) -> str:
        return STEPS[self.step - 1]

    @property
    def next_title(self) -> str:
        return STEPS[self.step] if self.step < len(STEPS) else ""


def address(name: str, meeting: Meeting) -> str:
    return reverse(f"meetings:{name}", args=[meeting.project_id, meeting.pk])


def progress(meeting: Meeting, minutes: Minutes | None, now: datetime) -> Progress | None:
    """None once cancelled: nothing follows."""
    match meeting.state:
        case MeetingState.CANCELLED:
            return None
        case MeetingState.HELD:
            return _after(meeting, minutes)
        case _ if meeting.begun(now):
            return Progress(
                3,
                f"La réunion a commencé le {instant(meeting.starts_at, meeting.zone)}. Notez qui est là : "
                "le compte rendu s'ouvre ensuite.",
                "Relever les présences",
                address("attendance", meeting),
            )
        case MeetingState.CONVENED:
            return _convened(meeting)
        case _:
            return _to_convene(meeting, now)


def _to_convene(meeting: Meeting, now: datetime) -> Progress:
    missing = tuple(lacking(meeting, now))
    if not missing:
        return Progress(2, "Tout est prêt : les invitations peuvent partir.", "Convoquer", address("convene", meeting))
    if not meeting.place and not meeting.remote_link:
        label, name = "Indiquer un lieu ou un lien", "edit"
    elif not meeting.agenda.all():
        label, name = "Écrire l'ordre du jour", "agenda"
    else:
        label, name = "Inviter", "invitees"
    return Progress(1, "Avant de convoquer, il reste à préparer :", label, address(name, meeting), missing)


def _convened(meeting: Meeting) -> Progress:
    seats = list(meeting.invitees.all())
    answered = sum(bool(invitee.reply) for invitee in seats)
    on = day(meeting.convened_at.astimezone(meeting.zone).date()) if meeting.convened_at else ""
    return Progress(
        3,
        f"Convoquée le {on} : {counted(answered, 'réponse')} sur {counted(len(seats), 'place')}.",
        "Imprimer la feuille de présence",
        address("attendance_sheet", meeting),
    )


def _after(meeting: Meeting, minutes: Minutes | None) -> Progress:
    url = address("minutes", meeting)
    if minutes is None or minutes.is_draft:
        written = minutes is not None and any(part.text.strip() for part in minutes.parts.all())
        label = "Relire et approuver le compte rendu" if written else "Écrire le compte rendu"
        return Progress(4, "Les présences sont relevées. Le compte rendu est à écrire puis à approuver.", label, url)
    if minutes.sent_at is None:
        return Progress(4, "Le compte rendu est approuvé. Il n'est pas encore envoyé.", "Envoyer le compte rendu", url)
    open_decisions = sum(decision.done_on is None for decision in meeting.decisions.all())
    if not open_decisions:
        return Progress(5, "Le compte rendu est envoyé, et il ne reste aucune décision à suivre.")
    sentence = (
        f"Le compte rendu est envoyé. {counted(open_decisions, 'décision reste à faire', 'décisions restent à faire')}."
    )
    return Progress(5, sentence, "Suivre les décisions", reverse("meetings:decisions", args=[meeting.project_id]))
