"""The project package: settings, addresses, first pages. It holds no business rule."""

from acia_portal.celery import app as celery_app

__all__ = ("celery_app",)
