"""Reference data of calls in Django's admin: vocabularies, programmes, questionnaires and grids.

What a call froze is shown and cannot be changed; an action makes the next revision.
"""

# ruff: noqa: ARG002 - Django names the arguments of its hooks

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import InlineModelAdmin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest

from calls.models import Criterion, Grid, Level, Phase, Programme, Question, Questionnaire, Section, Term
from calls.revising import next_grid, next_questionnaire
from core.inputs import WholeNumberField
from core.verdicts import Refused
from records.reference_admin import ReferenceAdmin


def frozen(row: Any) -> bool:
    """Whether a row belongs to a questionnaire or a grid that an opened call uses."""
    match row:
        case Questionnaire() | Grid():
            return row.frozen_at is not None
        case Section():
            return frozen(row.questionnaire)
        case Criterion():
            return frozen(row.grid)
    return False


# Django's own field takes «1.000» for one.
WHOLE_NUMBERS: dict[type["models.Field[Any, Any]"], dict[str, Any]] = {
    field: {"form_class": WholeNumberField, "max_value": limit, "widget": forms.TextInput}
    for field, limit in ((models.PositiveSmallIntegerField, 32_767), (models.PositiveIntegerField, 999_999_999))
}


class CallModelAdmin(ReferenceAdmin):
    """A row that stays as it is once an opened call uses it."""

    formfield_overrides = WHOLE_NUMBERS

    @staticmethod
    def frozen(obj: Any) -> bool:
        return frozen(obj)


class PartAdmin(CallModelAdmin):
    """A part of a revision is added from the revision's own page, which knows whether it is frozen, and stays there."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


class FreezingInline(InlineModelAdmin):  # type: ignore[type-arg]  # not subscriptable at runtime
    """The parts of a revision: editable until a call freezes it."""

    extra = 0
    formfield_overrides = WHOLE_NUMBERS

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return ReferenceAdmin.administers(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return ReferenceAdmin.administers(request) and not frozen(obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return ReferenceAdmin.administers(request) and not frozen(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return ReferenceAdmin.administers(request) and not frozen(obj)


@admin.register(Term)
class TermAdmin(ReferenceAdmin):
    list_display = ("label", "vocabulary", "programme", "code", "position", "retired")
    list_filter = ("vocabulary", "retired")
    search_fields = ("label", "code", "definition")

    def get_readonly_fields(self, request: HttpRequest, obj: Term | None = None) -> tuple[str, ...]:
        """A code is what fiches keep: it never changes. What a programme has of its own is written in its pages."""
        return ("vocabulary", "code", "programme") if obj else ("programme",)


@admin.register(Programme)
class ProgrammeAdmin(ReferenceAdmin):
    list_display = ("name", "owners")


@admin.register(Phase)
class PhaseAdmin(ReferenceAdmin):
    """To read: the portal's own pages know which phases published calls use."""

    list_display = ("name", "programme", "code", "measures", "follows")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Phase | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Phase | None = None) -> bool:
        return False


class SectionInline(FreezingInline, admin.TabularInline):  # type: ignore[type-arg]
    model = Section
    fields = ("number", "code", "title", "kind", "condition")
    show_change_link = True


class QuestionInline(FreezingInline, admin.StackedInline):  # type: ignore[type-arg]  # not subscriptable at runtime
    """A question has too many columns for a row of a table."""

    model = Question
    fields = (
        ("position", "code", "kind"), "label", "help_text", ("required", "owner", "for_reviewers", "personal"),
        "settings", "condition",
    )  # fmt: skip


class CriterionInline(FreezingInline, admin.TabularInline):  # type: ignore[type-arg]
    model = Criterion
    show_change_link = True


class LevelInline(FreezingInline, admin.TabularInline):  # type: ignore[type-arg]
    model = Level


@admin.register(Questionnaire)
class QuestionnaireAdmin(CallModelAdmin):
    list_display = ("title", "code", "revision", "frozen_at")
    readonly_fields = ("frozen_at",)
    inlines = (SectionInline,)
    actions = ("prepare_next",)

    @admin.action(description="Préparer la révision suivante")
    def prepare_next(self, request: HttpRequest, rows: QuerySet[Questionnaire]) -> None:
        for row in rows:
            say_next(self, request, next_questionnaire, row)


@admin.register(Section)
class SectionAdmin(PartAdmin):
    readonly_fields = ("questionnaire",)
    list_display = ("title", "number", "kind", "questionnaire")
    list_filter = ("questionnaire",)
    list_select_related = ("questionnaire",)
    inlines = (QuestionInline,)


@admin.register(Grid)
class GridAdmin(CallModelAdmin):
    list_display = ("title", "code", "revision", "frozen_at")
    readonly_fields = ("frozen_at",)
    inlines = (CriterionInline,)
    actions = ("prepare_next",)

    @admin.action(description="Préparer la révision suivante")
    def prepare_next(self, request: HttpRequest, rows: QuerySet[Grid]) -> None:
        for row in rows:
            say_next(self, request, next_grid, row)


@admin.register(Criterion)
class CriterionAdmin(PartAdmin):
    readonly_fields = ("grid",)
    list_display = ("title", "position", "weight", "grid")
    list_filter = ("grid",)
    list_select_related = ("grid",)
    inlines = (LevelInline,)


def say_next(page: "admin.ModelAdmin[Any]", request: HttpRequest, deed: Any, row: Any) -> None:
    try:
        copy = deed(row, by=getattr(request, "hat", None))
    except Refused as refusal:
        page.message_user(request, refusal.reason, messages.ERROR)
    else:
        page.message_user(request, f"{copy} est prête à être modifiée.", messages.SUCCESS)
