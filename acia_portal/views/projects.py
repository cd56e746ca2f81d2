"""A project's life on one page, and all projects side by side."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.middleware import HatRequest
from regions.views.projects import followed_project


def project(request: HatRequest, project_pk: int) -> HttpResponse:
    """Where a project stands, for its pair and for those who follow it nationally."""
    shown = followed_project(request, project_pk)
    return render(request, "portal/project.html", {"project": shown})
