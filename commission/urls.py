"""Addresses of commission: assigning, reviews and the dashboard here, decisions and notices beside."""

from django.urls import path

from commission.decision_urls import urlpatterns as decision_urlpatterns
from commission.views import assign, convening, dashboard, reviews

app_name = "commission"
urlpatterns = [
    path("commission/<slug:slug>/", dashboard.dashboard, name="dashboard"),
    path("commission/<slug:slug>/fiches/<int:application_pk>/", dashboard.profile, name="profile"),
    path("commission/<slug:slug>/relances/<int:rapporteur_pk>/", dashboard.remind, name="remind"),
    path("commission/<slug:slug>/rapporteurs/", assign.assign, name="assign"),
    path("commission/<slug:slug>/convocation/", convening.convene_page, name="convene"),
    path("commission/<slug:slug>/convocation/<int:pk>/annulation/", convening.call_off_page, name="call_off"),
    path("convocations/<int:pk>/convocation.pdf", convening.convening, name="convening"),
    path("evaluations/", reviews.reviews, name="reviews"),
    path("evaluations/<int:pk>/", reviews.review, name="review"),
    path("evaluations/<int:pk>/lien-d-interet/", reviews.declare, name="declare"),
    path("evaluations/<int:pk>/enregistrement/", reviews.save_review, name="save_review"),
    path("evaluations/<int:pk>/relecture/<int:rank>/", reviews.take_up_review, name="take_up_review"),
    path("evaluations/<int:pk>/remise/", reviews.submit_review, name="submit_review"),
    *decision_urlpatterns,
]
