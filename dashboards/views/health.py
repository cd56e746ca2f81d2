"""Whether the portal lives, and whether it can work."""

import tempfile
from collections.abc import Callable
from pathlib import Path

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error as DatabaseError
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse


def database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def broker() -> None:
    redis.Redis.from_url(settings.CELERY_BROKER_URL, socket_timeout=2, socket_connect_timeout=2).ping()


def storage() -> None:
    """Deposited documents can be written."""
    folder = Path(settings.MEDIA_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder) as trial:
        trial.write(b"trial")


def needs() -> dict[str, Callable[[], None]]:
    """What the portal cannot work without, by the name that the answer gives it."""
    checks = {"base": database, "stockage": storage}
    if settings.JOBS_EXECUTOR == "celery":
        checks["courtier"] = broker
    return checks


@login_not_required
def alive(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    return HttpResponse("en vie", content_type="text/plain; charset=utf-8")


@login_not_required
def ready(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    """200 when all that is needed answers, else 503 and what is missing."""
    states = {}
    for name, check in needs().items():
        try:
            check()
        except (DatabaseError, redis.RedisError, OSError) as failure:
            states[name] = f"indisponible : {type(failure).__name__}"
        else:
            states[name] = "disponible"
    missing = [name for name, state in states.items() if state != "disponible"]
    return JsonResponse({"pret": not missing, "etats": states, "manque": missing}, status=503 if missing else 200)
