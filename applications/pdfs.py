"""The fiche in PDF, as a draft or as it was deposited."""

from datetime import datetime
from typing import Any

from applications.content import fiche_content
from applications.fiche_view import readable, without_internal
from applications.models import Application, Deposit
from records import papers, pdf

CSS = "pdf/fiche.css"
# Behind each page of a draft; a picture, so that nobody hears the word at each page.
DRAFT_MARK = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 210 297"><text x="105" y="160" text-anchor="middle"'
    b' transform="rotate(-45 105 150)" font-family="Liberation Sans" font-size="38" font-weight="700"'
    b' fill="#f0f0f6">BROUILLON</text></svg>'
)


def draft_pdf(application: Application, *, at: datetime) -> bytes:
    """The fiche as it is being written, printed at this instant."""
    context = {
        "printed_at": at,
        "content_hash": application.content_hash,
        "signatures": application.signatures.live().filter(content_hash=application.content_hash),
    }
    return _drawn(application, fiche_content(application), context)


def deposit_pdf(deposit: Deposit, *, internal: bool = True) -> bytes:
    """The fiche as it was deposited; `internal` is whether its reader may know what rapporteurs are not shown."""
    context = {"deposit": deposit, "content_hash": deposit.sha256, "signatures": deposit.signatures.all()}
    return _drawn(deposit.application, deposit.content if internal else without_internal(deposit.content), context)


def _drawn(application: Application, content: dict[str, Any], context: dict[str, Any]) -> bytes:
    """In the layout of its reading page."""
    every = {"application": application, "deposit": None, **context, **readable(content)}
    marks = {} if every["deposit"] else {"brouillon": DRAFT_MARK}
    return pdf.render("applications/pdf/fiche.html", every, base_css=CSS, images=marks)


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
    papers.keep(deposit, "fiche_pdf", f"fiche-{deposit.number}.pdf", lambda: deposit_pdf(deposit))
