"""Addresses of the demonstration: its personas, and one click to be any of them."""

from django.urls import path

from demo import views

app_name = "demo"
urlpatterns = [
    path("demo/", views.personas, name="personas"),
    path("demo/connexion/", views.sign_in, name="sign_in"),
    path("demo/comptes.json", views.accounts, name="accounts"),
]
