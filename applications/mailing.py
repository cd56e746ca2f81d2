"""Where the mails about a fiche lead."""

from django.urls import reverse

from applications.models import Application


def path_of(application: Application) -> str:
    return reverse("applications:application", args=[application.pk])
