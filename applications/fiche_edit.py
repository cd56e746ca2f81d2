"""Writing the fiche: the one door through which its content changes."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, Model, OuterRef
from django.utils import timezone

from accounts.mailing import Mail, tell
from accounts.models import Membership
from applications.enums import RefusalEnd
from applications.mailing import path_of
from applications.models import Application, CarriedOver, Signature, SignatureRefusal
from applications.moments import SIGNATURE_VOIDED
from applications.permissions import may_write
from applications.sealing import seal, seal_whole, sections_of
from applications.window import is_open
from calls.enums import SectionKind
from calls.models import Section
from core.verdicts import OutOfTurn, ensure
from core.wording import instant
from records import journal


def locked(application: Application) -> Application:
    """The fiche's row, held until the transaction ends, and its project as it is once held.

    Two queries: rows joined to the one that a lock waits for would be read as they were before the wait.
    """
    Application.objects.select_for_update().only("pk").get(pk=application.pk)
    refused = SignatureRefusal.objects.live().filter(application=OuterRef("pk"))
    carries = Exists(CarriedOver.objects.filter(application=OuterRef("pk")))
    rows = Application.objects.with_parties().annotate(refused=Exists(refused), carries=carries)
    return rows.get(pk=application.pk)


@contextmanager
def edit(
    application: Application,
    *touched: SectionKind | Section,
    heading: bool = False,
    tables: bool = True,
    row: Model | None = None,
    by: Membership,
    now: datetime | None = None,
    summary: str,
) -> Iterator[Application]:
    """Hold the fiche's row while the block writes the `touched` sections (or the heading), so that writers queue up.

    Afterwards these sections are sealed, with their `tables` unless the block leaves those alone. If the fiche says
    something else than before: its date moves, signatures given to the former content lapse, their signatories are
    told, and the journal gets one row, which names the `row` of a table that the block changed. A block that wrote
    nothing says so by `fiche.wrote = False`, and leaves no trace, whatever reference data became meanwhile.
    """
    now = now or timezone.now()
    with transaction.atomic():
        fiche = locked(application)
        sections = _sections(fiche, touched)
        ensure(may_write(by, fiche, sections) and is_open(fiche, now))
        if heading and fiche.correction is not None:
            raise OutOfTurn("Le titre du projet est scellé depuis le dépôt : une correction porte sur des sections.")
        if not fiche.content_hash:
            seal_whole(fiche, now=now)
            fiche = locked(application)
        yield fiche
        if not fiche.wrote:
            return
        if seal(fiche, sections, heading=heading, tables=tables, by=by, now=now, summary=summary):
            _put_on_record(fiche, sections, row, by=by, now=now, summary=summary)


def named(row: Model | None) -> str:
    """How the journal of a fiche names a row of its tables."""
    return f"{type(row).__name__} {row.pk}" if row else ""


def _sections(fiche: Application, touched: Iterable[SectionKind | Section]) -> list[Section]:
    given = [one for one in touched if isinstance(one, Section)]
    kinds = {one for one in touched if isinstance(one, SectionKind)}
    return given + [section for section in sections_of(fiche) if section.kind in kinds] if kinds else given


def _put_on_record(
    fiche: Application, sections: list[Section], row: Model | None, *, by: Membership, now: datetime, summary: str
) -> None:
    reason = f"Modifiée le {instant(now, fiche.project.call.zone)} par {by}"
    fiche.voided = sorted(signature.party for signature in void_signatures(fiche, reason=reason, by=by, now=now))
    journal.record(
        "applications.edit",
        fiche,
        by=by,
        summary=summary,
        data={
            "content_hash": fiche.content_hash,
            "voided": fiche.voided,
            "row": named(row),
            "sections": [section.number for section in sections],
        },
        now=now,
    )


def void_live(fiche: Application, *, reason: str, now: datetime) -> None:
    """Void what was signed of a content that nobody will deposit."""
    fiche.signatures.live().update(voided_at=now, void_reason=reason)


def void_signatures(fiche: Application, *, reason: str, by: Membership, now: datetime) -> list[Signature]:
    """Void the live signatures of any other content than the present one, and tell those who gave them.

    A refusal to sign that other content has been answered: it lapses too.
    """
    if getattr(fiche, "refused", True):
        refused = fiche.refusals.live().exclude(content_hash=fiche.content_hash)
        refused.update(lifted_at=now, end=RefusalEnd.CHANGED)
    stale = list(fiche.signatures.live().exclude(content_hash=fiche.content_hash).select_related("signed_by__user"))
    for signature in stale:
        signature.voided_at, signature.void_reason = now, reason[:300]
        signature.save(update_fields=["voided_at", "void_reason"])
        if signature.signed_by.user_id != by.user_id:
            mail = Mail(
                fiche.project.mail_about,
                "votre signature est annulée, la fiche a changé",
                f"Relisez la fiche projet « {fiche.project.title} », puis signez de nouveau.",
                path_of(fiche),
                [f"{reason}.", "Une signature ne vaut que pour le contenu signé."],
                reply_to=by.user.email,
            )
            tell(SIGNATURE_VOIDED, [signature.signed_by.user.email], mail, key=f"signature-voided:{signature.pk}")
    return stale
