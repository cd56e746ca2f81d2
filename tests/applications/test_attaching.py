"""Files joined to a fiche: what is accepted, who may, what a signature binds, what comes back (cases 20, 24–28, 33)."""

import io

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.enums import OrganisationKind, Role
from applications import attaching
from applications.activity import activity
from applications.annexes import annexes_code, annexes_of
from applications.attaching import attach, detach, examine_file
from applications.completeness import statuses
from applications.content import fiche_content, section_content
from applications.enums import FileState
from applications.exporting import fiches_sheet
from applications.hashing import hash_of_whole
from applications.joined import question_at
from applications.models import FicheFile, SectionAnswers, SectionRevision
from applications.moving import follow
from applications.pdfs import deposit_pdf
from applications.sealing import seal_whole
from applications.signing import Incomplete
from applications.versions import restore
from calls.answerable import faults
from calls.enums import Owner, QuestionKind
from calls.models import CallRevision, Question, Questionnaire, Section
from calls.revising import next_questionnaire
from commission.models import Assignment
from core.verdicts import NotAllowed, OutOfTurn, Refused
from records import documents, removing
from records.models import Document, Job, JournalEntry, Upload
from records.sealing import hash_of
from tests.applications.fiches import Fiche, complete
from tests.factories import NOW, ApplicationFactory, CallFactory, member_of, national, secretary
from tests.papers import pdf, png
from tests.records.test_documents import archive, docx
from tests.together import at_once

pytestmark = pytest.mark.django_db
PLAN, OTHER = pdf("Plan"), pdf("Autre plan")


@pytest.fixture
def fiche():
    """Its first section asks for plans, and for accounts that rapporteurs are not shown."""
    fiche = complete(project__call=CallFactory(closes_at=timezone.now() + timezone.timedelta(days=10)))
    make = fiche.call.questionnaire.sections.get(number=1).questions.create
    make(code="plans", label="Plans", kind=QuestionKind.FILE, required=False, position=3, settings={"most": 3})
    make(
        code="comptes", label="Comptes", kind=QuestionKind.FILE, required=False, position=4, owner=Owner.ARS,
        for_reviewers=False, settings={"types": ["pdf"]},
    )  # fmt: skip
    seal_whole(fiche.application, now=NOW)
    return fiche


def join(fiche: Fiche, name: str = "plan.pdf", content: bytes = PLAN, *, at: str = "plans", sound: bool = True, **more):
    """A file joined by the ARS, and examined."""
    by = more.pop("by", fiche.ars_writer)
    made = attach(
        fiche.reload(), question_at(fiche.application, at), name=name, content=content, by=by, now=NOW, **more
    )
    if sound:
        examine_file(made.pk)
        made.refresh_from_db()
    return made


def named_in(fiche: Fiche, at: str = "plans") -> list[str]:
    answers = SectionAnswers.objects.get(application=fiche.application, section__number=1).answers
    return [file["name"] for file in answers.get(at) or []]


def annexes(fiche: Fiche) -> str:
    return annexes_code(fiche.call.questionnaire.sections.get(number=1))


def test_a_content_without_files_is_what_it_always_was():
    """Signatures given before files could be joined stand."""
    section = Section(code="contexte", number=1, title="Contexte")
    asked = [Question(section=section, code="q", label="Q", kind=QuestionKind.SHORT_TEXT)]
    content = section_content(section, asked, {"q": "Oui", annexes_code(section): []}, None)
    assert hash_of(content) == "91a852025534317367b01c8833ded1597efea48579ac06e77425d37f044473ad"
    entry = {"name": "a.pdf", "size": 3, "sha256": "0" * 64}
    more = section_content(section, asked, {"q": "Oui", annexes_code(section): [entry]}, None)
    assert more["answers"][1] == {
        "code": "annexes.contexte",
        "label": "Annexes de la section 1",
        "kind": "file",
        "required": False,
        "value": [entry],
    }
    assert not section_content(section, [], {annexes_code(section): [entry]}, None, void=True)["answers"]


@pytest.mark.parametrize("place", ["plans", "annexes"])
def test_a_signature_binds_the_files_and_their_removal_brings_the_former_content_back(fiche, place):
    place = place if place == "plans" else annexes(fiche)
    before = fiche.hash
    fiche.sign_both()
    made = join(fiche, at=place)
    assert not fiche.application.signatures.live().exists()
    content = fiche_content(fiche.reload())
    assert fiche.application.content_hash == hash_of_whole(content) != before
    (listed,) = [one for one in content["sections"][0]["answers"] if one["code"] == place]
    assert listed["value"] == [{"name": "plan.pdf", "size": len(PLAN), "sha256": made.document.sha256}]
    fiche.sign_both()
    with pytest.raises(attaching.NotJoined, match="rien n'est remplacé"):
        join(fiche, "autre nom.pdf", PLAN, at=place, replaces=made)
    assert fiche.application.signatures.live().exists()
    join(fiche, "plan.pdf", OTHER, at=place, replaces=made)
    assert not fiche.application.signatures.live().exists()
    assert join(fiche, "copie.pdf", OTHER, at=place).pk == FicheFile.objects.last().pk, "the same bytes again"
    detach(FicheFile.objects.last(), question_at(fiche.application, place), by=fiche.aract_writer, now=NOW)
    assert fiche.reload().content_hash == before
    assert documents.read(made.document) == PLAN


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("plan.pdf", b"MZ\x90\x00" + b"\x00" * 100, "ne correspond pas à son nom"),
        ("plan.docx", docx(**{"word/media/zeros": b"\x00" * (documents.OFFICE_MAX_BYTES + 1)}), "démesuré"),
        ("plan.docx", archive(**{"vers.exe": "MZ"}), "ne correspond pas"),
        ("plan.pdf", b"", "est vide"),
        ("plan.exe", b"MZ", "Ce type de fichier"),
        ("plan.pdf", b"%PDF-1.7" + b" " * (10 * 1024 * 1024), "10 Mo au plus"),
    ],
)
def test_what_is_not_joined_is_said_with_its_name_and_the_rest_stays(fiche, name, content, said):
    """Cases 25 and 26."""
    join(fiche)
    with pytest.raises(Refused) as refused:
        join(fiche, name, content)
    assert f"« {name} » n'est pas joint. " in refused.value.reason
    assert said in refused.value.reason
    assert named_in(fiche) == ["plan.pdf"]
    assert Document.objects.filter(name=name).count() == (name == "plan.pdf")


def test_what_is_announced_is_enough_to_refuse(fiche):
    """Cases 24 and 28: nothing of it is received."""
    plans, accounts = question_at(fiche.application, "plans"), question_at(fiche.application, "comptes")
    with pytest.raises(Refused, match="10 Mo au plus"):
        attaching.judge(plans, "film.pdf", 300 * 1024 * 1024)
    with pytest.raises(Refused, match=r"« plan\.png » n'est pas joint\. Types acceptés ici : PDF"):
        attaching.judge(accounts, "../../plan.png", 12)
    with pytest.raises(Refused, match=r"« exe\.fdp » n'est pas joint"):
        attaching.judge(plans, "\u202eexe.fdp", 12)


def test_names_are_plain_and_two_files_never_have_the_same(fiche):
    """Case 28."""
    for name, content in (
        ("../../pl\x00an\x1b.pdf", PLAN),
        ("c:\\temp\\\u202eplan.pdf", OTHER),
        ("Plan.PDF", pdf("3")),
    ):
        join(fiche, name, content)
    assert named_in(fiche) == ["plan.pdf", "plan (2).pdf", "Plan (3).PDF"]
    with pytest.raises(Refused, match="3\xa0fichiers au plus"):
        join(fiche, "quatre.pdf", pdf("4"))
    first = FicheFile.objects.first()
    assert join(fiche, "plan.pdf", pdf("5"), replaces=first).replaces == first
    assert named_in(fiche) == ["plan.pdf", "plan (2).pdf", "Plan (3).PDF"]


def test_the_files_of_a_fiche_have_so_much_room(fiche, settings):
    settings.FICHE_FILES_MAX_BYTES = len(PLAN) + len(OTHER) + 10
    first = join(fiche)
    join(fiche, "autre.pdf", OTHER, at=annexes(fiche))
    with pytest.raises(Refused, match=r"« image\.png » n'est pas joint\. Les fichiers d'une fiche tiennent"):
        join(fiche, "image.png", png(40, 40))
    assert join(fiche, "image.png", png(40, 40), replaces=first)


def test_of_two_people_who_replace_a_file_the_second_is_told(fiche):
    former = join(fiche)
    join(fiche, "mien.pdf", OTHER, replaces=former, by=fiche.aract_writer)
    with pytest.raises(OutOfTurn, match=r"vient d'être remplacé par « mien\.pdf »"):
        join(fiche, "lui.pdf", pdf("3"), replaces=former)
    with pytest.raises(OutOfTurn, match="vient d'être remplacé"):
        detach(former, question_at(fiche.application, "plans"), by=fiche.ars_writer)
    assert named_in(fiche) == ["mien.pdf"]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_replace_a_file_at_once_one_is_told(fiche):
    former, plans = join(fiche), question_at(fiche.application, "plans")
    refusals = at_once(
        *(
            lambda by=by, content=content: attach(
                former.application, plans, name="plan.pdf", content=content, replaces=former, by=by
            )
            for by, content in ((fiche.ars_writer, OTHER), (fiche.aract_writer, pdf("3")))
        )
    )
    assert [type(refusal) for refusal in refusals] == [OutOfTurn]
    assert (named_in(fiche), FicheFile.objects.count()) == (["plan.pdf"], 2)


def test_a_removal_is_undone_and_versions_bring_files_back(fiche):
    join(fiche, sound=False)
    entry = detach(FicheFile.objects.get(), question_at(fiche.application, "plans"), by=fiche.ars_writer)
    assert (named_in(fiche), FicheFile.objects.get().gone) == ([], True)
    with pytest.raises(NotAllowed):
        removing.restore(entry, by=member_of(ApplicationFactory().project.ars))
    row, address = removing.restore(entry, by=fiche.aract_writer)
    assert (named_in(fiche), row.gone) == (["plan.pdf"], False)
    assert address.endswith("/sections/1/#fichiers-plans")
    assert Job.objects.filter(deed=attaching.EXAMINE).count() == 2, "what was not examined yet will be"
    with pytest.raises(OutOfTurn, match="déjà rétabli"):
        removing.restore(entry, by=fiche.ars_writer)
    made = join(fiche, at=annexes(fiche))
    detach(made, annexes_of(question_at(fiche.application, "plans").section), by=fiche.ars_writer)
    of_annexes = SectionRevision.objects.filter(changes__has_key=annexes(fiche)).order_by("version")
    assert [revision.changes[annexes(fiche)] for revision in of_annexes] == [[made.entry], []]
    restore(of_annexes[0], by=fiche.ars_writer)
    assert named_in(fiche, annexes(fiche)) == ["plan.pdf"]
    told = [said for one in activity(fiche.reload()) for said in one.said]
    assert "a joint « plan.pdf » dans « Annexes de la section 1 »" in told


@pytest.mark.parametrize(
    ("by", "at", "allowed"),
    [
        ("ars_writer", "comptes", True),
        ("aract_writer", "comptes", False),
        ("aract_signatory", "plans", True),
        ("secretary", "plans", False),
        ("other", "annexes", False),
    ],
)
def test_who_writes_the_section_joins_files_to_it(fiche, as_hat, by, at, allowed):
    others = {"secretary": secretary, "other": lambda: member_of(ApplicationFactory().project.ars)}
    hat = others[by]() if by in others else getattr(fiche, by)
    at = annexes(fiche) if at == "annexes" else at
    assert join(fiche, at=at, sound=False) is not None
    if not allowed:
        with pytest.raises(NotAllowed):
            join(fiche, "autre.pdf", OTHER, at=at, by=hat)
    made = FicheFile.objects.get()
    client, pk = as_hat(hat), fiche.application.pk
    pages = [
        reverse("applications:add_files", args=[pk, at]),
        reverse("applications:replace_file", args=[pk, made.pk]),
        reverse("applications:remove_file", args=[pk, made.pk]),
    ]
    seen = {client.get(page).status_code for page in pages}
    assert seen == ({200} if allowed else {404} if by in others else {403})
    sent = client.post(reverse("applications:send_file", args=[pk, at]), announced("autre.pdf", OTHER))
    assert sent.status_code == (200 if allowed else 404 if by in others else 403)


def announced(name: str, content: bytes, start: int | None = None, upto: int | None = None, key: str = "k" * 20):
    """A piece as `upload.js` sends it; without `start`, the question how much is there."""
    data = {"cle": key, "nom": name, "taille": len(content), "debut": start or 0}
    if start is not None:
        data["morceau"] = SimpleUploadedFile("morceau", content[start:upto])
    return data


def test_a_file_arrives_by_pieces_and_once(fiche, as_hat, django_capture_on_commit_callbacks):
    """Case 50: cut, taken up again, its last answer lost."""
    client, section = as_hat(fiche.ars_writer), question_at(fiche.application, "plans").section
    address = reverse("applications:send_file", args=[fiche.application.pk, "plans"])
    assert client.post(address, announced("plan.pdf", PLAN)).json() == {"received": 0}
    assert client.post(address, announced("plan.pdf", PLAN, 0, 100)).json() == {"received": 100}
    assert client.post(address, announced("plan.pdf", PLAN, 300)).json() == {"received": 100}
    assert named_in(fiche) == []
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(address, announced("plan.pdf", PLAN, 100)).json()
    assert answer["done"]
    assert 'id="fichiers-plans"' in answer["fragments"]
    assert FicheFile.objects.get().state == FileState.SOUND
    assert client.post(address, announced("plan.pdf", PLAN, 100)).json()["done"]
    assert (named_in(fiche), FicheFile.objects.count()) == (["plan.pdf"], 1)
    page = client.get(reverse("applications:section", args=[fiche.application.pk, section.number])).content.decode()
    assert "vérifié" in page
    detach(FicheFile.objects.get(), question_at(fiche.application, "plans"), by=fiche.ars_writer)
    assert client.post(address, announced("plan.pdf", PLAN)).json() == {"received": 0}, "sent again after its removal"


@pytest.mark.parametrize(
    ("data", "status", "said"),
    [
        (announced("film.pdf", b"x" * 10) | {"taille": 300 * 1024 * 1024}, 422, "trop lourd"),
        (announced("vide.pdf", b""), 422, "Le fichier est vide"),
        (announced("plan.pdf", b"MZ" * 200, 0, 100), 422, "ne correspond pas à son nom"),
        (announced("plan.pdf", PLAN) | {"cle": "../../etc"}, 422, "choisissez-le de nouveau"),
        (announced("plan.pdf", PLAN) | {"taille": "٣"}, 422, "choisissez-le de nouveau"),
        (announced("plan.pdf", PLAN) | {"debut": "-1"}, 422, "choisissez-le de nouveau"),
    ],
)
def test_a_file_is_refused_before_it_is_received(fiche, as_hat, data, status, said):
    client = as_hat(fiche.ars_writer)
    address = reverse("applications:send_file", args=[fiche.application.pk, "plans"])
    answer = client.post(address, data, headers={"X-Autosave": str(fiche.ars_writer.user_id)})
    assert (answer.status_code, said in answer.json()["errors"][0].replace("\xa0", " ")) == (status, True)
    assert not Upload.objects.exists()


def test_without_script_a_form_joins_several_and_names_the_others(fiche, as_hat, django_capture_on_commit_callbacks):
    client, pk = as_hat(fiche.ars_writer), fiche.application.pk
    address = reverse("applications:add_files", args=[pk, annexes(fiche)])
    wrong = SimpleUploadedFile("page.html", b"<script>")
    refused = client.post(address, {"upload": [wrong]})
    assert (refused.status_code, "« page.html » n&#x27;est pas joint" in refused.content.decode()) == (422, True)
    sent = [
        SimpleUploadedFile("a.pdf", PLAN),
        SimpleUploadedFile("page.html", b"<script>"),
        SimpleUploadedFile("b.png", png()),
    ]
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(address, {"upload": sent}, follow=True).content.decode()
    assert named_in(fiche, annexes(fiche)) == ["a.pdf", "b.png"]
    assert "2\xa0fichiers joints." in page
    assert "« page.html » n&#x27;est pas joint" in page
    first = FicheFile.objects.first()
    replacing = reverse("applications:replace_file", args=[pk, first.pk])
    page = client.post(replacing, {"upload": SimpleUploadedFile("c.pdf", OTHER)}, follow=True).content.decode()
    assert "« a.pdf » est remplacé par « c.pdf »." in page
    assert "1\xa0version précédente" in page
    late = as_hat(fiche.aract_writer).post(replacing, {"upload": SimpleUploadedFile("d.pdf", pdf("4"))})
    assert (late.status_code, "vient d&#x27;être remplacé par" in late.content.decode()) == (409, True)


def test_a_file_is_examined_before_others_open_it_and_a_bad_one_never_opens(fiche, as_hat):
    """Cases 20, 26, 27 and 68."""
    fine = join(fiche, sound=False)
    bad = join(fiche, "piege.pdf", pdf(program=True), at=annexes(fiche), sound=False)
    address = {
        one: reverse("applications:file", args=[fiche.application.pk, one.document.sha256]) for one in (fine, bad)
    }
    mine, other = as_hat(fiche.ars_writer), as_hat(fiche.aract_writer)
    assert (mine.get(address[fine]).status_code, other.get(address[fine]).status_code) == (200, 409)
    section = statuses(fiche.reload())[0]
    assert section.missing == ["« plan.pdf » est en cours d'examen.", "« piege.pdf » est en cours d'examen."]
    assert section.lacking[0].url.endswith("/sections/1/#fichiers-plans")
    assert [examine_file(fine.pk), examine_file(bad.pk), examine_file(bad.pk)] == [
        FileState.SOUND, FileState.SET_ASIDE, FileState.SET_ASIDE,
    ]  # fmt: skip
    assert JournalEntry.objects.filter(deed="applications.set_file_aside").count() == 1
    assert {client.get(address[bad]).status_code for client in (mine, other)} == {409}
    shown = other.get(address[fine] + "?apercu")
    assert (shown["Content-Disposition"], shown["X-Content-Type-Options"]) == ('inline; filename="plan.pdf"', "nosniff")
    assert shown["Content-Security-Policy"].startswith("default-src 'none'")
    assert other.get(address[fine])["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    assert statuses(fiche.reload())[0].missing == ["« piege.pdf » est écarté : remplacez-le ou retirez-le."]
    with pytest.raises(Incomplete):
        fiche.sign(fiche.ars_signatory)
    join(fiche, "propre.pdf", OTHER, at=annexes(fiche), replaces=bad)
    fiche.sign_both()


def test_deposited_files_are_listed_with_their_hashes_and_read_by_who_reads_the_answer(fiche, as_hat):
    """Case 33."""
    plans, accounts = join(fiche), join(fiche, "comptes.pdf", OTHER, at="comptes")
    join(fiche, "secret.pdf", PLAN, at="comptes")  # the same bytes, where rapporteurs are not shown them
    stray = join(fiche, "essai.pdf", pdf("Essai"))
    detach(stray, question_at(fiche.application, "plans"), by=fiche.ars_writer, now=NOW)
    fiche.sign_both()
    deposit = fiche.deposit()
    printed = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(deposit_pdf(deposit))).pages)
    bare = printed.replace("\n", "").replace(" ", "")
    for one in (plans, accounts):
        assert one.document.name in bare
        assert one.document.sha256 in bare
    assert bare.index("Fichiersjoints") < bare.rindex(plans.document.sha256) < bare.rindex("Empreinteetsignatures")
    judge = national(OrganisationKind.DGOS, Role.RAPPORTEUR)
    Assignment.objects.create(application=fiche.reload(), rapporteur=judge, assigned_by=secretary(), has_conflict=False)
    readers = {
        "pair": (fiche.aract_writer, [200, 200, 200]),
        "secretary": (secretary(), [200, 200, 404]),
        "rapporteur": (judge, [200, 404, 404]),
        "other": (member_of(ApplicationFactory().project.ars), [404, 404, 404]),
    }
    for who, (hat, expected) in readers.items():
        client = as_hat(hat)
        files = [
            reverse("applications:file", args=[fiche.application.pk, one.document.sha256])
            for one in (plans, accounts, stray)
        ]
        assert [client.get(file).status_code for file in files] == expected, who
        page = client.get(reverse("applications:read", args=[fiche.application.pk]))
        assert [file in page.content.decode() for file in files[:2]] == [one == 200 for one in expected[:2]], who
    read = as_hat(judge).get(reverse("applications:file", args=[fiche.application.pk, plans.document.sha256]))
    assert "plan.pdf" in read["Content-Disposition"]
    sheet = fiches_sheet(fiche.call, by=secretary())
    cell = sheet.rows[0][sheet.headers.index("Plans")]
    assert cell == f"plan.pdf – {len(PLAN)} octets – empreinte {plans.document.sha256}"
    with pytest.raises(OutOfTurn):
        join(fiche, "tard.pdf", pdf("Tard"))


def test_what_one_joins_comes_to_the_page_of_the_other(fiche, as_hat):
    version = SectionAnswers.objects.get(application=fiche.application, section__number=1).version
    join(fiche)
    join(fiche, "annexe.pdf", OTHER, at=annexes(fiche))
    join(fiche, "comptes.pdf", pdf("3"), at="comptes")
    address = reverse("applications:changes", args=[fiche.application.pk])
    drawn = as_hat(fiche.aract_writer).get(address, {"section": 1, "version": version, "depuis": 0}).json()["fragments"]
    assert 'id="fichiers-plans"' in drawn
    assert "annexe.pdf" in drawn
    assert "comptes.pdf" not in drawn, "what the other party answers alone is read, on a page drawn anew"


def test_a_regional_call_cannot_ask_for_files_by_a_question(fiche):
    said = "La question « Plans » attend des fichiers"
    assert said in "".join(map(str, faults(fiche.call.questionnaire, tables=False)))
    assert said not in "".join(map(str, faults(fiche.call.questionnaire, tables=True)))


def test_annexes_stay_with_their_section_in_the_next_revision(fiche):
    join(fiche, at=annexes(fiche))
    Questionnaire.objects.filter(pk=fiche.call.questionnaire_id).update(frozen_at=NOW)
    fiche.call.questionnaire.refresh_from_db()
    copy = next_questionnaire(fiche.call.questionnaire, by=secretary())
    copy.sections.filter(number=1).update(number=9)
    moved = CallRevision.objects.create(
        call=fiche.call, before=fiche.call.questionnaire, after=copy, reason="Essai", decided_by=secretary()
    )
    assert follow(fiche.reload(), moved)
    (section,) = [one for one in fiche_content(fiche.reload())["sections"] if one["code"] == "contexte"]
    assert (section["answers"][-1]["label"], len(section["answers"][-1]["value"])) == ("Annexes de la section 9", 1)
    assert question_at(fiche.application, annexes(fiche)).section.questionnaire == copy


def test_a_section_page_asks_as_much_with_three_files_as_with_one(fiche, as_hat, django_assert_num_queries):
    client, page = as_hat(fiche.ars_writer), reverse("applications:section", args=[fiche.application.pk, 1])
    join(fiche)
    client.get(page)
    with CaptureQueriesContext(connection) as one:
        client.get(page)
    join(fiche, "b.pdf", OTHER)
    join(fiche, "c.pdf", pdf("3"), at=annexes(fiche))
    with django_assert_num_queries(len(one)):
        client.get(page)
