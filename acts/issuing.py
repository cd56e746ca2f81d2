"""Issuing an act: its number and its seal in the deed's transaction, then its file, then what sends it."""

from collections.abc import Callable
from datetime import datetime

from acts.drafting import ActDraft, blockers, content_of
from acts.models import Act
from acts.models.act import new_check_code
from acts.pdfs import act_pdf
from core.verdicts import OutOfTurn
from core.wording import PARIS
from records import numbering, papers
from records.models import Document


def issue(draft: ActDraft, *, now: datetime, number: str = "", replaces: Act | None = None) -> Act:
    """Number and seal an act, within the transaction of the deed that decides it.

    `OutOfTurn` while a mention lacks: no field is at fault. The number is taken under a lock held until all of it is
    written: a failure gives it back. `number` is given for what is known by another's, as a receipt by the deposit's.
    """
    lacking = blockers(draft, now.astimezone(PARIS).date())
    if lacking:
        raise OutOfTurn("L'acte ne peut pas être émis. " + " ".join(lacking))
    act = Act(kind=draft.kind, number=number or next_number(draft, now), check_code=new_check_code(), issued_at=now)
    act.seal(content_of(draft, now, number=act.number, check_code=act.check_code))
    act.save()
    if replaces is not None:
        replaces.replaced_by = act
        replaces.save(update_fields=["replaced_by"])
    return act


def next_number(draft: ActDraft, now: datetime) -> str:
    """«ACIA-2026-N-0001»: one sequence for each kind and year."""
    year = now.astimezone(PARIS).year
    return f"ACIA-{year}-{draft.kind.letter}-{numbering.next_number(f'{draft.kind}:{year}'):04d}"


def keep_paper(act: Act, then: Callable[[Document], None] = lambda _: None) -> None:
    """The PDF of an act, drawn once from what was sealed; `then` sends it, in the transaction that keeps it."""
    papers.keep(act, "document", act.file_name, lambda: act_pdf(act), then)
