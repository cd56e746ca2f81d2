"""The lists of a programme's own: from its first value in a list, its calls offer these instead of the common ones.

What calls offer is settled once one of them is published. Values are then added to the lists that it has of its own,
set aside and offered again; the others stay common, and what answers name is neither reworded nor removed.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.urls import reverse

from accounts.models import Membership
from calls.enums import Vocabulary
from calls.models import Programme, Term
from calls.programmes import held
from core.codes import new_code
from core.verdicts import OutOfTurn, Refused
from records import journal
from records.models import JournalEntry
from records.removing import comes_back, remove

# The list of a region is its own (`regions.themes`), whatever the programme.
LISTS = [vocabulary for vocabulary in Vocabulary if vocabulary != Vocabulary.THEME_PACA]
MOST_TERMS = 50


def settled(programme: Programme) -> bool:
    """Whether a call of it was published."""
    return programme.phases.exclude(frozen_at=None).exists()


def ensure_open(programme: Programme) -> None:
    """Refuse to reword or remove what published calls may have had answered."""
    if settled(programme):
        raise OutOfTurn("Un appel de ce programme est publié : une valeur ne change plus. Vous pouvez l'écarter.")


@transaction.atomic
def write_term(
    programme: Programme,
    *,
    label: str,
    definition: str = "",
    vocabulary: Vocabulary | None = None,
    term: Term | None = None,
    by: Membership,
    now: datetime | None = None,
) -> Term:
    """Add a value at the end of a list, or reword one."""
    programme = held(programme, by)
    row = Term.objects.get(pk=term.pk) if term else Term(programme=programme, vocabulary=vocabulary or "")
    name = Vocabulary(row.vocabulary).label
    others = programme.terms.filter(vocabulary=row.vocabulary).exclude(pk=row.pk)
    if term:
        ensure_open(programme)
    elif not others.exists() and settled(programme):
        text = f"Un appel de ce programme est publié avec la liste commune « {name} » : elle le reste."
        raise Refused(text, at="vocabulary")
    elif others.count() >= MOST_TERMS:
        raise Refused(f"Une liste a {MOST_TERMS} valeurs au plus.", at="vocabulary")
    if others.filter(label__iexact=label).exists():
        raise Refused(f"« {label} » est déjà dans la liste « {name} ».", at="label")
    row.label, row.definition = label, definition
    if not term:
        row.position = (others.aggregate(last=Max("position"))["last"] or 0) + 1
        # Codes of the portal's own lists are in capitals, so that this one meets none of them.
        row.code = new_code(
            label, set(Term.objects.filter(vocabulary=row.vocabulary).values_list("code", flat=True)), "valeur", 35
        )
    row.save()
    summary = f"« {label} » écrit dans la liste « {name} » de {programme}."
    journal.record("calls.write_term", row, by=by, summary=summary, now=now)
    return row


@transaction.atomic
def offer_term(term: Term, *, offered: bool, by: Membership, now: datetime | None = None) -> Term:
    """Set a value aside, or offer it again; what answers already name stays. The last of a list is never set aside."""
    programme = held(own(term), by)
    row = Term.objects.get(pk=term.pk)
    if row.retired != offered:
        return row
    others = programme.terms.filter(vocabulary=row.vocabulary).in_use().exclude(pk=row.pk)
    if not offered and not others.exists():
        raise OutOfTurn("C'est la dernière valeur offerte de cette liste : ajoutez-en une autre d'abord.")
    row.retired = not offered
    row.save(update_fields=["retired"])
    summary = f"« {row} » {'offert de nouveau' if offered else 'écarté'} dans une liste de {programme}."
    journal.record("calls.offer_term", row, by=by, summary=summary, now=now)
    return row


@transaction.atomic
def remove_term(term: Term, *, by: Membership, now: datetime | None = None) -> JournalEntry:
    programme = held(own(term), by)
    ensure_open(programme)
    summary, within = f"« {term} » retiré d'une liste de {programme}", {"programme": programme.pk}
    return remove(term, "calls.remove_term", by=by, summary=summary, within=within, now=now, about=programme)


@comes_back("calls.remove_term")
def term_again(term: Term, *, by: Membership) -> Iterator[str]:
    programme = held(own(term), by)
    if settled(programme) and not programme.terms.filter(vocabulary=term.vocabulary).exists():
        raise OutOfTurn("Un appel de ce programme est publié avec la liste commune : elle le reste.")
    yield reverse("calls:programme", args=[programme.pk])


def own(term: Term) -> Programme:
    if term.programme is None:
        raise Refused("Cette valeur est commune à tous les programmes.")
    return term.programme
