"""Addresses of applications."""

from django.urls import URLPattern, path

from applications import table_urls
from applications.views import (
    binding,
    charging,
    fiches,
    following,
    inadmissibility,
    pdfs,
    pieces,
    remarks,
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
    path("fiches/<int:pk>/changements/", following.changes, name="changes"),
    path("fiches/<int:pk>/sections/<int:number>/remarques/ajouter/", remarks.add_remark, name="add_remark"),
    path("fiches/<int:pk>/sections/<int:number>/qui/", charging.charge, name="charge"),
    path("fiches/<int:pk>/remarques/", remarks.remarks, name="remarks"),
    path("fiches/<int:pk>/remarques/<int:remark_pk>/", remarks.remark, name="remark"),
    path("fiches/<int:pk>/remarques/<int:remark_pk>/modifier/", remarks.edit_remark, name="edit_remark"),
    path("fiches/<int:pk>/remarques/<int:remark_pk>/retrait/", remarks.remove_remark, name="remove_remark"),
    path("fiches/<int:pk>/remarques/<int:remark_pk>/resolution/", remarks.resolve_remark, name="resolve_remark"),
    path("fiches/<int:pk>/lecture/", pdfs.read, name="read"),
    path("fiches/<int:pk>/signature/", binding.sign, name="sign"),
    path("fiches/<int:pk>/depot/", binding.deposit, name="deposit"),
    path("fiches/<int:pk>/accuse-de-reception.pdf", pdfs.receipt, name="receipt"),
    path("fiches/<int:pk>/actes/<int:act_pk>.pdf", pdfs.act, name="act"),
    path("fiches/<int:pk>/fiche.pdf", pdfs.fiche_pdf, name="fiche_pdf"),
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
    path("commission/<slug:slug>/fiches/", secretariat.received, name="received"),
    path("commission/<slug:slug>/fiches.xlsx", secretariat.export, name="export"),
    *table_urls.urlpatterns,
]
