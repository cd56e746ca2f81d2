"""Addresses of decisions, approvals and notices; `commission.urls` includes them."""

from django.urls import path

from commission.views import decisions, notices

urlpatterns = [
    path("commission/<slug:slug>/decisions/", decisions.decisions, name="decisions"),
    path("commission/<slug:slug>/decisions/<int:application_pk>/", decisions.propose, name="propose"),
    path("commission/<slug:slug>/decisions/selon-la-regle/", decisions.propose_by_rule, name="propose_by_rule"),
    path("commission/<slug:slug>/decisions/validation/", decisions.approve_all, name="approve_all"),
    path("commission/<slug:slug>/decisions.xlsx", decisions.export, name="export"),
    path("commission/<slug:slug>/notifications/emission/", notices.issue, name="issue"),
    path("decisions/<int:pk>/validation/", decisions.approve, name="approve"),
    path("decisions/<int:pk>/renvoi/", decisions.return_decision, name="return_decision"),
    path("decisions/<int:pk>/apercu/", notices.preview, name="preview"),
    path("decisions/<int:pk>/apercu.pdf", notices.preview_pdf, name="preview_pdf"),
    path("notifications/", notices.notices, name="notices"),
    path("notifications/<int:pk>/notification.pdf", notices.notice, name="notice"),
]
