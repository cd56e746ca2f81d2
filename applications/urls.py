"""Addresses of applications."""

from django.urls import URLPattern, path

from applications import table_urls
from applications.views import (
    binding,
    corrections,
    fiches,
    inadmissibility,
    late,
    messages,
    pdfs,
    pieces,
    secretariat,
    sections,
    versions,
)

app_name = "applications"
urlpatterns: list[URLPattern] = [
    path("fiches/", fiches.applications, name="applications"),
    path("appels/<slug:slug>/projet/", fiches.start, name="start"),
    path("fiches/<int:pk>/", fiches.application, name="application"),
    path("fiches/<int:pk>/titre/", fiches.rename, name="rename"),
    path("fiches/<int:pk>/sections/<int:number>/", sections.section, name="section"),
    path("fiches/<int:pk>/sections/<int:number>/reprise/", sections.take_known, name="take_known"),
    path("fiches/<int:pk>/changements/", sections.changes, name="changes"),
    path("fiches/<int:pk>/lecture/", pdfs.read, name="read"),
    path("fiches/<int:pk>/lecture/correction/", pdfs.read_written, name="read_written"),
    path("fiches/<int:pk>/signature/", binding.sign, name="sign"),
    path("fiches/<int:pk>/signature/refus/", binding.refuse_signature, name="refuse_signature"),
    path("fiches/<int:pk>/signature/refus/reprise/", binding.withdraw_refusal, name="withdraw_refusal"),
    path("fiches/<int:pk>/depot/", binding.deposit, name="deposit"),
    path("fiches/<int:pk>/accuse-de-reception.pdf", pdfs.receipt, name="receipt"),
    path("fiches/<int:pk>/actes/<int:act_pk>.pdf", pdfs.act, name="act"),
    path("fiches/<int:pk>/fiche.pdf", pdfs.fiche_pdf, name="fiche_pdf"),
    path("fiches/<int:pk>/depots/<int:rank>/", pdfs.read_deposit, name="read_deposit"),
    path("fiches/<int:pk>/depots/<int:rank>/fiche.pdf", pdfs.deposit_fiche_pdf, name="deposit_fiche_pdf"),
    path("fiches/<int:pk>/depots/<int:rank>/accuse-de-reception.pdf", pdfs.deposit_receipt, name="deposit_receipt"),
    path("fiches/<int:pk>/depots/<int:rank>/changements/", corrections.compare_deposits, name="compare_deposits"),
    path("fiches/<int:pk>/correction/", corrections.open_correction, name="open_correction"),
    path("fiches/<int:pk>/correction/prolongation/", corrections.extend_correction, name="extend_correction"),
    path("fiches/<int:pk>/correction/fin/", corrections.end_correction, name="end_correction"),
    path("fiches/<int:pk>/versions/", versions.history, name="history"),
    path("fiches/<int:pk>/versions/comparaison/", versions.compare_versions, name="compare_versions"),
    path("fiches/<int:pk>/versions/<int:revision_pk>/retour/", versions.restore_version, name="restore_version"),
    path("fiches/<int:pk>/retrait/", binding.withdraw, name="withdraw"),
    path("fiches/<int:pk>/recevabilite/", secretariat.check, name="check"),
    path("fiches/<int:pk>/pieces/demande/", pieces.ask_pieces, name="ask_pieces"),
    path("fiches/<int:pk>/pieces/reponse/", pieces.answer_pieces, name="answer_pieces"),
    path("fiches/<int:pk>/pieces/<int:answer_pk>/", pieces.piece, name="piece"),
    path("fiches/<int:pk>/irrecevabilite/", inadmissibility.declare_inadmissible, name="declare_inadmissible"),
    path(
        "fiches/<int:pk>/irrecevabilite/renvoi/", inadmissibility.return_inadmissibility, name="return_inadmissibility"
    ),
    path(
        "fiches/<int:pk>/irrecevabilite/retrait/",
        inadmissibility.withdraw_inadmissibility,
        name="withdraw_inadmissibility",
    ),
    path("fiches/<int:pk>/messages/", messages.messages, name="messages"),
    path("fiches/<int:pk>/messages/traites/", messages.set_messages_aside, name="set_messages_aside"),
    path("fiches/<int:pk>/messages/<int:message_pk>/piece/", messages.message_piece, name="message_piece"),
    path("fiches/<int:pk>/notes/", messages.notes, name="notes"),
    path("fiches/<int:pk>/code/", late.enter_late_code, name="enter_late_code"),
    path("commission/<slug:slug>/brouillons/", late.drafts, name="drafts"),
    path("commission/<slug:slug>/brouillons/code/", late.give_late_access, name="give_late_access"),
    path(
        "commission/<slug:slug>/brouillons/code/<int:access_pk>/revocation/",
        late.revoke_late_access,
        name="revoke_late_access",
    ),
    path("commission/<slug:slug>/fiches/", secretariat.received, name="received"),
    path("commission/<slug:slug>/fiches.xlsx", secretariat.export, name="export"),
    *table_urls.urlpatterns,
]
