"""The fiche in PDF, as a draft or as it was deposited."""

from collections.abc import Iterable
from datetime import datetime

from applications.fiche_view import content_of, readable, without_internal
from applications.models import Application, Deposit, Signature
from records import papers, pdf

CSS = "pdf/fiche.css"


def fiche_pdf(
    application: Application,
    *,
    content_hash: str,
    signatures: Iterable[Signature],
    at: datetime | None = None,
    internal: bool = True,
) -> bytes:
    """The fiche in PDF, in the layout of its reading page; a draft says when it was printed, `at`.

    `internal` is whether its reader may know the answers that are not shown to rapporteurs.
    """
    content = content_of(application)
    deposit = getattr(application, "deposit", None)
    context = {
        "application": application,
        "deposit": deposit,
        "printed_at": at,
        "content_hash": content_hash,
        "signatures": list(signatures),
        **readable(content if internal else without_internal(content)),
    }
    return pdf.render("applications/pdf/fiche.html", context, base_css=CSS)


def deposit_of(deposit_id: int) -> Deposit:
    return Deposit.objects.select_related(
        "application__project__call",
        "application__project__region",
        "application__project__ars",
        "application__project__aract",
        "deposited_by__organisation",
        "deposited_by__user",
        "receipt",
    ).get(pk=deposit_id)


def keep_fiche(deposit_id: int) -> None:
    """The PDF of the deposited fiche, made once."""
    deposit = deposit_of(deposit_id)
    application = deposit.application
    signatures = application.signatures.live().select_related("signed_by__organisation")
    papers.keep(
        deposit,
        "fiche_pdf",
        f"fiche-{deposit.number}.pdf",
        lambda: fiche_pdf(application, content_hash=deposit.sha256, signatures=signatures),
    )
