"""Addresses of regional calls: public pages, expressions opened by a link, and the pair's own pages."""

from django.urls import path

from regional_calls import pair_urls
from regional_calls.views import expression, public, structure

app_name = "regional_calls"
urlpatterns = [
    path("appels-regionaux/", public.public_calls, name="public_calls"),
    path("appels-regionaux/<slug:regional_call_slug>/", public.public_call, name="public_call"),
    path("appels-regionaux/<slug:regional_call_slug>/question/", public.ask_question, name="ask_question"),
    path("appels-regionaux/<slug:regional_call_slug>/repondre/", public.ask_link, name="ask_link"),
    path(
        "appels-regionaux/<slug:regional_call_slug>/documents/<int:regional_document_pk>/",
        public.public_document,
        name="public_document",
    ),
    path("expressions/<str:token>/", expression.expression, name="expression"),
    path("expressions/<str:token>/structure/", structure.structure, name="structure"),
    path("expressions/<str:token>/structure/recherche/", structure.search_structure, name="search_structure"),
    path("expressions/<str:token>/structure/groupement/", structure.grouping, name="grouping"),
    path("expressions/<str:token>/structure/adresse/", structure.address, name="address"),
    path("expressions/<str:token>/projet/", expression.digital_project, name="digital_project"),
    path("expressions/<str:token>/sections/<int:number>/", expression.expression_section, name="expression_section"),
    path("expressions/<str:token>/pieces/", expression.pieces, name="pieces"),
    path("expressions/<str:token>/pieces/<int:attachment_pk>/", expression.own_piece, name="own_piece"),
    path("expressions/<str:token>/pieces/<int:attachment_pk>/retrait/", expression.remove_piece, name="remove_piece"),
    path("expressions/<str:token>/pieces/<int:attachment_pk>/retour/", expression.restore_piece, name="restore_piece"),
    path("expressions/<str:token>/remise/", expression.submit, name="submit"),
    path("expressions/<str:token>/accuse-de-reception.pdf", expression.expression_receipt, name="expression_receipt"),
    path("expressions/<str:token>/decision.pdf", expression.expression_decision, name="expression_decision"),
    path("expressions/<str:token>/retrait/", expression.withdraw, name="withdraw"),
    *pair_urls.urlpatterns,
]
