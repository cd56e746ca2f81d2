"""grants: what is done with the money of a project: agreement, instalments, statement of use, ledger."""

from django.apps import AppConfig


class GrantsConfig(AppConfig):
    name = "grants"
    verbose_name = "Financement"
