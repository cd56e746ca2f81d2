"""Reference data in Django's admin: who may edit it, and the trace that each edit leaves."""

# ruff: noqa: ARG002 - Django names the arguments of its hooks

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from records import journal


class ReferenceAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not subscriptable at runtime
    """Platform administrators edit reference data; rows that archives name are never deleted."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.administers(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.administers(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.administers(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.administers(request) and not self.frozen(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        self.trace(request, obj, "ajouté", message)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        self.trace(request, obj, "modifié", message)
        return super().log_change(request, obj, message)

    @staticmethod
    def trace(request: HttpRequest, obj: Any, deed: str, message: Any) -> None:
        """Reference data decides what fiches say and how they are judged: its changes go into the journal too."""
        journal.record(
            "reference.edit",
            obj,
            by=getattr(request, "hat", None),
            summary=f"{obj._meta.verbose_name.capitalize()} « {obj} » {deed} dans les données de référence.",  # noqa: SLF001
            data={"changes": message},
        )

    @staticmethod
    def administers(request: HttpRequest) -> bool:
        hat = getattr(request, "hat", None)
        return hat is not None and hat.administers

    @staticmethod
    def frozen(obj: Any) -> bool:  # noqa: ARG004 - for rooms that freeze rows
        """Whether the row no longer changes."""
        return False
