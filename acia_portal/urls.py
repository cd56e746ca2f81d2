"""Addresses of the portal, in French."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("dashboards.urls")),
    path("", include("demo.urls")),
    path("compte/", include("accounts.sign_in_urls")),
    path("", include("accounts.urls")),
    path("", include("records.urls")),
    path("", include("acts.urls")),
    path("", include("calls.urls")),
    path("", include("directory.urls")),
    path("", include("regions.urls")),
    path("", include("regional_calls.urls")),
    path("", include("meetings.urls")),
    path("", include("worklog.urls")),
    path("", include("fieldwork.urls")),
    path("", include("grants.urls")),
    path("", include("applications.urls")),
    path("", include("commission.urls")),
    path("", include("knowledge.urls")),
    path("administration/donnees/", admin.site.urls),
]
