"""Addresses of records."""

from django.urls import path

from records.views.jobs import job, job_progress, jobs, restart_job
from records.views.journal import journal, journal_export
from records.views.outbox import message, moments, outbox, resend
from records.views.removing import restore

app_name = "records"
urlpatterns = [
    path("administration/journal/", journal, name="journal"),
    path("administration/journal/journal.xlsx", journal_export, name="journal_export"),
    path("administration/messages/", outbox, name="outbox"),
    path("administration/messages/moments/", moments, name="moments"),
    path("administration/messages/<int:pk>/", message, name="message"),
    path("administration/messages/<int:pk>/renvoi/", resend, name="resend"),
    path("administration/travaux/", jobs, name="jobs"),
    path("retraits/<int:entry_pk>/annulation/", restore, name="restore"),
    path("travaux/<uuid:key>/", job, name="job"),
    path("travaux/<uuid:key>/avancement/", job_progress, name="job_progress"),
    path("travaux/<uuid:key>/reprise/", restart_job, name="restart_job"),
]
