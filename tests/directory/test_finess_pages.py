"""Sending FINESS files and reading what came of them (cases 24, 25 and 28)."""

import gzip
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.verdicts import NotAllowed, OutOfTurn
from directory.enums import ImportState
from directory.import_job import ask_import
from directory.models import Establishment, FinessImport
from records.models import Job, JobState
from records.tasks import run_job
from tests.directory.finess_sample import ENTITIES, STRUCTURES, make_regions
from tests.factories import administrator, secretary

pytestmark = pytest.mark.django_db
PAGE = "directory:finess_imports"


@pytest.fixture(autouse=True)
def _regions(db):
    make_regions()


def upload(path: Path, name: str = "") -> SimpleUploadedFile:
    return SimpleUploadedFile(name or path.name, path.read_bytes())


def left() -> list[Path]:
    folder = Path(settings.MEDIA_ROOT) / "finess"
    return list(folder.iterdir()) if folder.is_dir() else []


def test_files_are_imported_in_the_background_and_let_go(as_hat, django_capture_on_commit_callbacks):
    hat = administrator()
    with django_capture_on_commit_callbacks(execute=True):
        response = as_hat(hat).post(reverse(PAGE), {"structures": upload(STRUCTURES), "entities": upload(ENTITIES)})
    run, work = FinessImport.objects.get(), Job.objects.get()
    assert response["Location"] == reverse("records:job", args=[work.key])
    assert (work.state, work.done, work.total) == (JobState.DONE, 20, 20)
    assert (run.state, run.counts["added"]) == (ImportState.DONE, 15)
    assert left() == []
    page = as_hat(hat).get(work.back_url).content.decode()
    assert "Ajoutés" in page
    assert run.sha256 in page
    assert "cs1100502.csv" in as_hat(hat).get(reverse(PAGE)).content.decode()


def test_a_refusal_is_a_result_with_its_lines(as_hat, django_capture_on_commit_callbacks):
    hat = administrator()
    broken = SimpleUploadedFile("cassé.csv", b"structureet;01\n" * 60)
    with django_capture_on_commit_callbacks(execute=True):
        as_hat(hat).post(reverse(PAGE), {"structures": broken})
    run = FinessImport.objects.get()
    work = Job.objects.get()
    assert (work.state, work.refusals) == (JobState.DONE, 1)
    page = as_hat(hat).get(reverse("records:job", args=[work.key])).content.decode()
    assert "terminé avec 1\xa0refus" in page
    assert "Refusé. 60\xa0lignes sont en erreur" in page
    assert "fr-alert--success" not in page
    page = as_hat(hat).get(reverse("directory:finess_import", args=[run.pk])).content.decode()
    assert "60\xa0lignes sont en erreur" in page
    assert "2\u00a0champs au lieu de 32." in page
    assert not Establishment.objects.exists()


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "obligatoire"),
        ({"structures": SimpleUploadedFile("x.exe", b"x")}, "Envoyez un fichier .csv"),
        ({"structures": SimpleUploadedFile("x.csv", b"")}, "vide"),
    ],
)
def test_what_is_not_a_file_of_finess_is_refused_at_the_field(as_hat, files, said):
    response = as_hat(administrator()).post(reverse(PAGE), files)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not FinessImport.objects.exists()


def test_too_heavy_a_file_is_refused_at_the_field(as_hat, settings):
    """Case 24."""
    settings.FINESS_MAX_BYTES = 10
    page = as_hat(administrator()).post(reverse(PAGE), {"structures": upload(STRUCTURES)}).content.decode()
    assert "trop lourd" in page


def test_a_typed_name_owns_nothing_of_the_stored_one(django_capture_on_commit_callbacks):
    """Case 28."""
    ask_import(upload(STRUCTURES, "../../x\u202e.csv"), by=administrator())
    run = FinessImport.objects.get()
    assert run.file_name == "x.csv"
    assert Path(run.file.name).parent == Path("finess")
    assert "x.csv" not in run.file.name
    run.file.delete()


def test_one_at_a_time(as_hat):
    """Case 58: the second start leads to the first."""
    ask_import(upload(STRUCTURES), by=administrator())
    with pytest.raises(OutOfTurn, match="déjà en cours"):
        ask_import(upload(STRUCTURES), by=administrator())
    answer = as_hat(administrator()).post(reverse(PAGE), {"structures": upload(STRUCTURES)}, follow=True)
    assert answer.redirect_chain == [(reverse("records:job", args=[Job.objects.get().key]), 302)]
    assert "déjà en cours" in answer.content.decode()
    assert "Vos fichiers n&#x27;ont pas été pris" in answer.content.decode()
    FinessImport.objects.get().file.delete()


def test_the_job_run_again_after_a_crash_changes_nothing():
    ask_import(upload(STRUCTURES), by=administrator())
    work = Job.objects.get()
    run_job(work.pk)
    first = FinessImport.objects.get()
    Job.objects.update(state=JobState.WAITING)
    run_job(work.pk)
    again = FinessImport.objects.get()
    assert Job.objects.get().state == JobState.DONE
    assert (again.counts, again.finished_at) == (first.counts, first.finished_at)


def test_a_refused_import_taken_up_after_a_crash_is_still_refused():
    ask_import(SimpleUploadedFile("cassé.csv", b"structureet;01\n" * 60), by=administrator())
    work = Job.objects.get()
    run_job(work.pk)
    Job.objects.update(state=JobState.WAITING)
    run_job(work.pk)
    work.refresh_from_db()
    assert (work.state, work.refusals) == (JobState.DONE, 1)
    assert work.last_error.startswith("Refusé. 60")


def test_a_bomb_sent_by_the_page_is_refused(monkeypatch):
    """Case 25."""
    monkeypatch.setattr("directory.finess_files.opening.Source.__init__.__kwdefaults__", {"limit": 1_000_000})
    ask_import(SimpleUploadedFile("bombe.gz", gzip.compress(b"0\n" * 2_000_000)), by=administrator())
    run_job(Job.objects.get().pk)
    assert "démesuré" in FinessImport.objects.get().refusal


def test_only_administrators(as_hat):
    run = FinessImport.objects.create(file_name="x")
    with pytest.raises(NotAllowed):
        ask_import(upload(STRUCTURES), by=secretary())
    for name, arguments in ((PAGE, []), ("directory:finess_import", [run.pk])):
        assert as_hat(secretary()).get(reverse(name, args=arguments)).status_code == 403
    assert as_hat(secretary()).post(reverse(PAGE), {"structures": upload(STRUCTURES)}).status_code == 403
    assert left() == []


def test_the_same_queries_for_one_and_for_many(as_hat, django_assert_num_queries):
    client = as_hat(administrator())
    for _ in range(3):
        FinessImport.objects.create(file_name="x", by=administrator())
        with django_assert_num_queries(7):
            client.get(reverse(PAGE))


@pytest.mark.parametrize("page", ["x", "0", "9" * 30])
def test_any_page_of_the_lines(as_hat, page):
    problems = [{"line": n, "severity": "erreur", "text": "x"} for n in range(120)]
    run = FinessImport.objects.create(file_name="x", state="refused", problems=problems, counts={"erreur": 500})
    shown = as_hat(administrator()).get(reverse("directory:finess_import", args=[run.pk]), {"page": page})
    assert "Les 120 premières sur 500" in shown.content.decode()
