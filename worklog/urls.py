"""Addresses of worklog."""

from django.urls import path

from worklog.views import acts, burn, entries, imports, meeting_days, statements, week

app_name = "worklog"
LOG = "projets/<int:project_pk>/journal"
urlpatterns = [
    path(f"{LOG}/", week.log, name="log"),
    path(f"{LOG}/recopier/", week.copy_week, name="copy_week"),
    path(f"{LOG}/jours/", entries.entries, name="entries"),
    path(f"{LOG}/jours/export/", entries.entries_export, name="entries_export"),
    path(f"{LOG}/jours/<int:workday_pk>/corriger/", acts.correct, name="correct"),
    path(f"{LOG}/reunions/<int:meeting_pk>/", meeting_days.log_meeting, name="log_meeting"),
    path(f"{LOG}/releves/", statements.months, name="months"),
    path(f"{LOG}/releves/<slug:period>/", statements.statement_page, name="statement"),
    path(f"{LOG}/releves/<slug:period>/releve.xlsx", statements.statement_xlsx, name="statement_xlsx"),
    path(f"{LOG}/releves/<slug:period>/releve.pdf", statements.statement_pdf, name="statement_pdf"),
    path(f"{LOG}/releves/<slug:period>/sceller/", statements.seal, name="seal"),
    path(f"{LOG}/releves/<slug:period>/vu/", statements.see, name="see"),
    path(f"{LOG}/suivi/", burn.burn, name="burn"),
    path(f"{LOG}/tarif/", acts.rates, name="rates"),
    path(f"{LOG}/import/", imports.import_days, name="import_days"),
    path(f"{LOG}/import/modele.xlsx", imports.import_template, name="import_template"),
]
