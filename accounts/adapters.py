"""How allauth behaves here: no sign-up, links on our own domain, internal redirections, mails that never block."""

import logging
from smtplib import SMTPException
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.mailing import answered_by, closing
from core.demonstration import marked_title
from core.typography import typeset_text
from core.wording import NBSP
from records.sending import as_html

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "Ce compte est désactivé.",
        "email_password_mismatch": "L'adresse électronique ou le mot de passe est incorrect.",
        "enter_current_password": "Ce n'est pas votre mot de passe actuel.",
        "incorrect_password": "Ce n'est pas votre mot de passe.",
        "too_many_login_attempts": "Trop d'essais. Patientez quelques minutes avant de recommencer.",
        "rate_limited": "Trop de demandes. Patientez quelques minutes avant de recommencer.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        """Accounts come from invitations only."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Only our own pages, written without a host: `ALLOWED_HOSTS` may name more than us."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link carries the configured domain, whatever Host the request claimed."""
        return f"{settings.SITE_URL}{urlsplit(super().get_reset_password_from_key_url(key)).path}"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 - allauth's signature
        return reverse("accounts:account")

    def format_email_subject(self, subject: str) -> str:
        return marked_title(f"ACIA{NBSP}: {subject}")

    def render_mail(
        self, template_prefix: str, email: Any, context: dict[str, Any], headers: dict[str, str] | None = None
    ) -> EmailMessage:
        """In the shape of all the portal's mails: text and plain HTML, answered by its team."""
        mail = super().render_mail(template_prefix, email, {**context, "closing": closing()}, headers)
        mail.reply_to = [answered_by()]
        mail.subject, mail.body = typeset_text(str(mail.subject)), typeset_text(str(mail.body))
        if isinstance(mail, EmailMultiAlternatives):
            mail.attach_alternative(as_html(mail), "text/html")
        return mail

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send directly, never through the outbox: its page would show administrators a link that opens an account.

        A mute mail server must neither break the page nor tell known addresses from unknown ones.
        """
        try:
            super().send_mail(template_prefix, email, {**context, "site_url": settings.SITE_URL})
        except (SMTPException, OSError):
            logger.exception("mail %s not sent", template_prefix)
