"""Whether the portal lives, and what it lacks."""

import pytest
from django.db import OperationalError
from django.test import Client

from dashboards.views import health


@pytest.mark.urls("acia_portal.urls")
def test_alive_asks_the_database_nothing(django_assert_num_queries, db):
    with django_assert_num_queries(0):
        answer = Client().get("/etat/")
    assert answer.status_code == 200
    assert answer.content.decode() == "en vie"
    assert not answer.cookies


def test_ready_when_all_answers(db, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "documents"
    answer = Client().get("/etat/pret/")
    assert answer.status_code == 200
    assert answer.json() == {
        "pret": True,
        "etats": {"base": "disponible", "stockage": "disponible"},
        "manque": [],
    }
    assert not answer.cookies


def test_a_storage_that_refuses_writing_is_named(db, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "file"
    settings.MEDIA_ROOT.write_text("not a folder")
    answer = Client().get("/etat/pret/")
    assert answer.status_code == 503
    assert answer.json()["manque"] == ["stockage"]


def test_a_broker_that_does_not_answer_is_named(db, settings):
    settings.JOBS_EXECUTOR = "celery"
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    answer = Client().get("/etat/pret/")
    assert answer.status_code == 503
    assert answer.json()["manque"] == ["courtier"]


def test_a_database_that_does_not_answer_is_named(monkeypatch, db, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path

    def closed() -> None:
        raise OperationalError("server closed the connection")

    monkeypatch.setattr(health, "database", closed)
    answer = Client().get("/etat/pret/")
    assert answer.status_code == 503
    assert answer.json()["manque"] == ["base"]
    assert "closed" not in answer.content.decode()
