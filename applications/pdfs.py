"""The fiche in PDF, as a draft or as it was deposited."""

from collections.abc import Iterable
from datetime import datetime

from applications.fiche_view import content_of, readable
from applications.models import Application, Deposit, Signature
from records import papers, pdf

CSS = "pdf/fiche.css"
# Behind each page of a draft; a picture, so that nobody hears the word at each page.
DRAFT_MARK = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 210 297"><text x="105" y="160" text-anchor="middle"'
    b' transform="rotate(-45 105 150)" font-family="Liberation Sans" font-size="38" font-weight="700"'
    b' fill="#f0f0f6">BROUILLON</text></svg>'
)


def fiche_pdf(
    application: Application, *, content_hash: str, signatures: Iterable[Signature], at: datetime | None = None
) -> bytes:
    """The fiche in PDF, in the layout of its reading page; a draft says when it was printed, `at`."""
    deposit = getattr(application, "deposit", None)
    context = {
        "application": application,
        "deposit": deposit,
        "printed_at": at,
        "content_hash": content_hash,
        "signatures": list(signatures),
        **readable(content_of(application)),
    }
    marks = {} if deposit else {"brouillon": DRAFT_MARK}
    return pdf.render("applications/pdf/fiche.html", context, base_css=CSS, images=marks)


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
