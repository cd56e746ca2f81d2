"""An act before it is issued: what it will say, and what keeps it from being issued."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from acts import appeals
from acts.addressees import Addressee
from acts.appeals import Appeal, Court
from acts.authors import Author
from acts.enums import ActKind
from core.wording import PARIS, day

SUNDAY = 6


@dataclass(frozen=True)
class ActDraft:
    """`body` is what the template of the kind reads; `sense` the decision in one line, for the check page.

    `court` is None for what decides nothing. `implicit_on` is the day when silence refuses, or refused, what was asked:
    a receipt announces it and an act that decides replaces it. One that is `favourable` may leave its reasons out.
    `by_hand`: the addressee has no account, so that the act is printed, signed and posted (CRPA L. 212-1).
    """

    kind: ActKind
    subject: str
    sense: str
    authors: Sequence[Author]
    addressee: Addressee
    body: dict[str, Any]
    court: Court | None = None
    visas: Sequence[str] = ()
    reasons: str = ""
    copies: Sequence[str] = ()
    enclosures: Sequence[str] = ()
    place: str = ""
    decided_on: date | None = None
    implicit_on: date | None = None
    favourable: bool = False
    by_hand: bool = False

    def appeal(self, on: date) -> Appeal | None:
        """The routes against the act issued on that day, or against the silence that its receipt announces."""
        since = self.implicit_on if self.kind.acknowledges and self.implicit_on else on
        return appeals.appeal(self.court, self.addressee, since) if self.court else None

    def implicit_refusal(self, on: date) -> str:
        """The day of the refusal by silence, in words: a receipt announces it, what replaces it tells it once born."""
        if self.implicit_on is None or not (self.kind.acknowledges or self.implicit_on <= on):
            return ""
        return day(self.implicit_on)


def blockers(draft: ActDraft, on: date) -> list[str]:
    """All that keeps the act from being issued on that day, each with what corrects it; empty when it may be."""
    found = [sentence for author in draft.authors for sentence in author.missing]
    found += draft.addressee.missing
    if draft.kind.harms:
        if not draft.authors or not all(author.name for author in draft.authors):
            found.append("L'auteur de l'acte n'est pas connu : sa signature est attendue.")
        if not draft.favourable and not draft.reasons.strip():
            found.append("Les motifs manquent : une décision défavorable se motive.")
        if draft.court is None:
            found.append("Les voies de recours manquent.")
    if draft.court is not None:
        found += appeals.missing(draft.court)
    if draft.decided_on is not None and on < draft.decided_on:
        found.append(f"L'acte serait daté d'avant la décision qu'il porte, prise le {day(draft.decided_on)}.")
    if draft.authors and not draft.kind.acknowledges and on.weekday() == SUNDAY and not settings.ISSUE_ON_SUNDAYS:
        found.append("L'acte serait daté d'un dimanche : émettez-le un autre jour.")
    return found


def content_of(draft: ActDraft, at: datetime, *, number: str = "", check_code: str = "") -> dict[str, Any]:
    """What is sealed and printed, as plain data: days in words, amounts as decimal texts. No number: a project."""
    on = at.astimezone(PARIS).date()
    appeal = draft.appeal(on)
    return {
        "kind": draft.kind.value,
        "title": draft.kind.label,
        "acknowledges": draft.kind.acknowledges,
        "number": number,
        "check_url": settings.SITE_URL + reverse("acts:check", args=[check_code]) if check_code else "",
        "issued_at": at.astimezone(PARIS).isoformat(),
        "issued_on": day(on),
        "place": draft.place,
        "subject": draft.subject,
        "sense": draft.sense,
        "authors": [author_content(author) for author in draft.authors],
        "addressee": {key: value for key, value in asdict(draft.addressee).items() if key != "territory"},
        "copies": list(draft.copies),
        "enclosures": list(draft.enclosures),
        "visas": list(draft.visas),
        "reasons": draft.reasons,
        "appeal": appeal.as_content() | {"until": day(appeal.until)} if appeal else None,
        "implicit_on": draft.implicit_refusal(on),
        "by_hand": draft.by_hand,
        "body": draft.body,
    }


def author_content(author: Author) -> dict[str, Any]:
    return {key: value for key, value in asdict(author).items() if key != "missing"}
