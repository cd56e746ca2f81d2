"""WSGI entry point, served by gunicorn and by `runserver`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "acia_portal.settings.prod")

application = get_wsgi_application()

from records import executor  # noqa: E402  # models load with the application

executor.serve()
