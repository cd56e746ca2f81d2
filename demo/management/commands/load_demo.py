"""Load the demonstration: two archives, projects under way, two fictional current calls, and work for every persona."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from calls.models import Call
from demo import (
    archives,
    composing,
    experimentation,
    exploration,
    families,
    fieldwork,
    groupings,
    meetings,
    money,
    regional_calls,
    running,
    traces,
    worklog,
)
from demo.people import SHOWN_REGIONS, administrator, pair


class Command(BaseCommand):
    help = "Charge les données de démonstration, les mêmes pour une même date (après load_reference)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--today",
            type=date.fromisoformat,
            help="Date autour de laquelle se placent les appels fictifs (AAAA-MM-JJ).",
        )
        parser.add_argument("--once", action="store_true", help="Ne fait rien, sans erreur, si elles sont déjà là.")

    def handle(self, *, today: date | None, once: bool, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("La démonstration ne se charge pas en production (DEMO est éteint).")
        if not settings.DEMO_MARK:
            raise CommandError("La démonstration ne se charge que dans une instance qui le dit (DEMO_MARK est éteint).")
        if Call.objects.exists():
            if once:
                return
            raise CommandError("La base contient déjà des appels : la démonstration se charge dans une base neuve.")
        self.stdout.write("Chargement de la démonstration (une minute environ)…")
        with transaction.atomic():
            load(today or timezone.localdate())
        traces.finish_work()
        self.stdout.write(self.style.SUCCESS("Démonstration chargée."))


def load(today: date) -> None:
    administrator()
    for code in SHOWN_REGIONS:
        pair(code)
    first, second = archives.load()
    under_way = running.load(today)
    groupings.load(under_way, today)
    meetings.load(under_way, today)
    fieldwork.load(under_way, today)
    fieldwork.load_archives(first, second)
    worklog.load(under_way, today)
    money.load(under_way, today)
    exploration.load(today)
    current = experimentation.load(today, under_way)
    regional_calls.load_open(current, today)
    composing.load(today, current)
    families.load(today)
    traces.load(today)
