"""Give a new portal its first administrator."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import IntegrityError
from django.urls import reverse

from accounts.founding import make_first_administrator
from core.verdicts import Refused


class Command(BaseCommand):
    help = "Crée le premier compte d'administration d'un portail neuf (après load_reference)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")

    def handle(self, *, email: str, **options: Any) -> None:
        try:
            validate_email(email)
            make_first_administrator(email)
        except ValidationError as error:
            raise CommandError(error.messages[0]) from error
        except IntegrityError as error:
            raise CommandError("Un compte existe déjà avec cette adresse.") from error
        except Refused as refusal:
            raise CommandError(refusal.reason) from refusal
        address = settings.SITE_URL + reverse("account_reset_password")
        self.stdout.write(f"Compte créé. Pour choisir son mot de passe : {address}")
