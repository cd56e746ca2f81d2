"""The dashboard: ranking, disagreement, allocation, charts, reminders, and who may read it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.enums import OrganisationKind, Role
from commission import charts
from commission.declaring import declare_conflict
from commission.enums import NationalParty, Opinion, Outcome
from commission.ranking import arranged, standings
from commission.reminding import remind
from commission.what_if import WhatIf, explained, share_out
from core.verdicts import NotAllowed, OutOfTurn
from core.wording import euros
from directory.enums import LegalStatus, Sector
from records.models import JournalEntry, Message
from tests.commission.decided import proposed
from tests.commission.examined import entrusted, fiche, opened, query_count, rapporteur, scored, signatory
from tests.factories import (
    NOW,
    ApplicationFactory,
    CallFactory,
    RegionalProjectFactory,
    RegionFactory,
    national,
    secretary,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


@pytest.fixture
def call():
    return CallFactory()


def judged(
    call, name: str, dgos: int, anact: int | None = None, *, opinion: str = Opinion.FAVOURABLE, structures: int = 2
):
    """A fiche scored by DGOS and, unless None, by Anact."""
    application = fiche(call, RegionFactory(name=name), structures=structures)
    scored(application, rapporteur(), value=dgos)
    if anact is not None:
        scored(application, rapporteur(NationalParty.ANACT), value=anact, opinion=opinion)
    return application


def address(call, **query) -> str:
    return reverse("commission:dashboard", args=[call.slug], query=query)


def text(response) -> str:
    return response.content.decode()


class TestRanking:
    def test_best_mean_first_equals_share_a_rank_unscored_last(self, call):
        judged(call, "Normandie", 2, 4)
        judged(call, "Bretagne", 3, 3)
        judged(call, "Corse", 4, 4)
        fiche(call, RegionFactory(name="Mayotte"))
        found = standings(call)
        assert [(one.region.name, one.mean, one.rank) for one in found] == [
            ("Corse", Decimal("20.00"), 1),
            ("Bretagne", Decimal("15.00"), 2),
            ("Normandie", Decimal("15.00"), 2),
            ("Mayotte", None, None),
        ]

    def test_says_who_is_missing_and_why(self, call):
        application = fiche(call)
        hat, other = rapporteur(), rapporteur(NationalParty.ANACT)

        def missing() -> list[str]:
            return [voice.missing for voice in standings(call)[0].voices]

        assert missing() == ["à désigner", "à désigner"]
        entrusted(application, hat)
        opened(application, other)
        assert missing() == ["à déclarer", "à noter"]
        declare_conflict(entrusted(application, hat), reason="Un proche y travaille.", by=hat)
        assert missing() == ["lien d'intérêt", "à noter"]

    @pytest.mark.parametrize(
        ("dgos", "anact", "opinion", "words"),
        [
            (3, 3, Opinion.FAVOURABLE, ""),
            (4, 3, Opinion.FAVOURABLE, "écart de 5,00 points"),
            (3, 3, Opinion.UNFAVOURABLE, "avis opposés"),
            (3, 3, Opinion.RESERVED, ""),
        ],
    )
    def test_disagreement_is_put_in_words(self, call, dgos, anact, opinion, words):
        judged(call, "Bretagne", dgos, anact, opinion=opinion)
        assert standings(call)[0].disagreement == words

    def test_sorts_by_the_address_both_ways(self, call):
        judged(call, "Normandie", 3, structures=4)
        judged(call, "Bretagne", 2, structures=2)
        found = standings(call)
        orders = {
            sort: [one.region.name for one in arranged(found, sort)] for sort in ("region", "-region", "etablissements")
        }
        assert orders == {
            "region": ["Bretagne", "Normandie"],
            "-region": ["Normandie", "Bretagne"],
            "etablissements": ["Normandie", "Bretagne"],
        }
        assert arranged(found, "'; DROP TABLE") == found


class TestSharing:
    def test_admissible_fiches_share_by_the_rule(self, call):
        judged(call, "Bretagne", 3, structures=4)
        judged(call, "Corse", 4, structures=2)
        sharing = share_out(call.rule, standings(call))
        assert [(share.points, share.total) for share in sharing.shares.values()] == [
            (Decimal(3), Decimal("392500.00")),
            (Decimal(5), Decimal("607500.00")),
        ]
        assert sharing.basis == "Calcul sur 2\N{NO-BREAK SPACE}fiches."

    def test_what_if_keeps_the_best_and_changes_the_weights(self, call):
        judged(call, "Bretagne", 3)
        judged(call, "Corse", 4)
        found = standings(call)
        sharing = share_out(call.rule, found, WhatIf(retained=1, project_weight=Decimal("2.5")))
        assert list(sharing.shares) == [found[0].region.code]
        assert sharing.points == Decimal("4.5")
        assert share_out(call.rule, found, WhatIf(retained=0)).allocation.left == call.rule.envelope

    def test_no_more_share_than_the_envelope_has_fixed_shares_for(self, call):
        call.rule.fixed = Decimal(600_000)
        call.rule.save()
        judged(call, "Bretagne", 3)
        judged(call, "Corse", 4)
        found = standings(call)
        assert list(share_out(call.rule, found).shares) == [found[0].region.code]
        assert "dépassent l'enveloppe" in share_out(call.rule, found, WhatIf(retained=2)).problem

    def test_whoever_is_decided_otherwise_leaves_the_sharing(self, call):
        retained, refused = judged(call, "Bretagne", 3, 3), judged(call, "Corse", 4, 4)
        proposed(retained)
        proposed(refused, Outcome.NOT_RETAINED)
        sharing = share_out(call.rule, standings(call))
        assert list(sharing.shares) == [retained.project.region.code]
        assert "dont 1\N{NO-BREAK SPACE}proposée comme retenue" in sharing.basis

    def test_a_line_is_told_step_by_step(self, call):
        application = judged(call, "Bretagne", 3)
        application.project.requested_complement = Decimal(50_000)
        application.project.save()
        found = standings(call)
        told = "\n".join(explained(share_out(call.rule, found), found[0])).replace("\N{NO-BREAK SPACE}", " ")
        assert "1 projet × 1 + 2 structures × 1 = 3 points sur 3." in told
        assert "Part complémentaire limitée à la part complémentaire demandée : 50 000,00 €." in told
        assert told.endswith("Total : 120 000,00 €.")


class TestCharts:
    def test_envelope_says_what_is_committed_and_left(self, call):
        application = judged(call, "Bretagne", 3, 3)
        found = standings(call)
        empty = charts.envelope_chart(call.rule.envelope, found, share_out(call.rule, found))
        assert empty.title.startswith("Rien n'est encore engagé")
        proposed(application, complement=Decimal(30_000))
        found = standings(call)
        chart = charts.envelope_chart(call.rule.envelope, found, share_out(call.rule, found))
        segments = [(mark.kind, mark.at["width"]) for mark in chart.rows[0].drawing.marks if mark.shape == "rect"]
        assert segments == [("plain", "10%"), ("dashed", "90%")]
        assert chart.tables[0].rows[-1] == ("Reste", euros(Decimal(900_000)))

    def test_map_has_a_tile_and_a_word_for_each_region(self, call):
        retained = judged(call, "Bretagne", 3, 3)
        proposed(retained)
        judged(call, "Corse", 4, 4)
        fiche(call, RegionFactory(name="Normandie"))
        ApplicationFactory(project=RegionalProjectFactory(call=call, region=RegionFactory(name="Occitanie")))
        RegionFactory(name="Mayotte")
        drawn = charts.tile_map(call, standings(call))
        assert {tile.region.name: tile.word for tile in drawn.tiles} == {
            "Bretagne": "retenue",
            "Corse": "20,0/20",
            "Normandie": "à noter",
            "Occitanie": "brouil.",
            "Mayotte": "pas de projet",
        }
        assert drawn.title == "3\N{NO-BREAK SPACE}régions ont déposé une fiche sur 5"

    def test_mix_states_its_finding(self, call):
        application = fiche(call, structures=3)
        first = application.project.participations.first().establishment
        first.legal_status, first.sector = LegalStatus.NON_PROFIT, Sector.SOCIAL
        first.save()
        status, sector = charts.mixes(call)
        assert status.title == "Public : 2\N{NO-BREAK SPACE}structures sur 3, aucun privé lucratif"
        assert [count for _, count in sector.tables[0].rows] == ["2", "0", "1"]
        assert charts.mixes(CallFactory())[0].title == "Aucune structure pour l'instant"


class TestPage:
    def test_shows_ranking_charts_and_who_is_waited_for(self, call, as_hat):
        judged(call, "Bretagne", 4, 1)
        waiting = rapporteur(job_title="Rapporteure")
        opened(fiche(call, RegionFactory(name="Corse")), waiting)
        shown = text(as_hat(secretary()).get(address(call)))
        assert "écart de 15,00 points" in shown
        assert str(waiting.user) in shown
        assert shown.count("<svg") >= 4
        assert shown.count("Voir les données") == 4

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ({"retenues": "1"}, "Hypothèse : 1\N{NO-BREAK SPACE}fiche retenue"),
            ({"projet": "NaN"}, "Écrivez un nombre positif"),
            ({"projet": "1e9"}, "Écrivez un nombre positif"),
            ({"retenues": "-1"}, "nombre entier positif"),
            ({"retenues": "1.000"}, "se lit de deux façons"),
            ({"projet": "0", "etablissement": "0"}, "Reste 860\N{NO-BREAK SPACE}000,00"),
            ({"tri": "-moyenne"}, 'aria-sort="ascending"'),
            ({"tri": "nimporte"}, "Classement des fiches"),
        ],
    )
    def test_hypotheses_live_in_the_address(self, call, as_hat, query, expected):
        judged(call, "Bretagne", 3)
        judged(call, "Corse", 4)
        assert expected in text(as_hat(secretary()).get(address(call, **query)))

    def test_costs_the_same_for_one_fiche_and_for_three(self, call, as_hat):
        client = as_hat(secretary())
        first = judged(call, "Bretagne", 3, 3)
        proposed(first)
        opened(fiche(call, RegionFactory()), rapporteur())
        few = query_count(client, address(call))
        for name in ("Corse", "Normandie"):
            proposed(judged(call, name, 3, 3))
            opened(fiche(call, RegionFactory()), rapporteur())
        assert query_count(client, address(call)) == few

    def test_empty_says_what_comes_next(self, call, as_hat):
        assert "Aucune fiche recevable pour l" in text(as_hat(secretary()).get(address(call)))

    def test_is_for_secretary_president_and_signatory(self, call, as_hat):
        judged(call, "Bretagne", 3)
        for hat in (secretary(), national(OrganisationKind.ANACT, Role.PRESIDENT), signatory()):
            assert as_hat(hat).get(address(call)).status_code == 200
        refused = as_hat(rapporteur()).get(address(call))
        assert refused.status_code == 403
        assert "réservé à son secrétariat" in text(refused)

    def test_profile_tells_scores_and_share_alone_or_beside(self, call, as_hat):
        application = judged(call, "Bretagne", 4, 1)
        client = as_hat(secretary())
        url = reverse("commission:profile", args=[call.slug, application.pk])
        page, beside = client.get(url), client.get(url, headers={"HX-Request": "true"})
        for shown in (text(page), text(beside)):
            assert "Les structures s&#x27;engagent par écrit." in shown
            assert "points sur" in shown
            assert "3 points" in shown
        assert "<html" in text(page)
        assert "<html" not in text(beside)
        assert as_hat(rapporteur()).get(url).status_code == 403
        assert client.get(reverse("commission:profile", args=[CallFactory().slug, application.pk])).status_code == 404


class TestReminding:
    def test_one_mail_a_day_for_all_that_is_missing(self, call):
        hat, by = rapporteur(), secretary()
        for name in ("Corse", "Bretagne"):
            opened(fiche(call, RegionFactory(name=name)), hat)
        remind(call, hat, by=by, now=NOW)
        message = Message.objects.get(key__startswith="reminder:")
        assert message.to == hat.user.email
        assert "Bretagne et Corse" in message.body
        with pytest.raises(OutOfTurn, match="déjà reçu une relance aujourd'hui"):
            remind(call, hat, by=by, now=NOW + timedelta(hours=2))
        remind(call, hat, by=by, now=NOW + timedelta(days=1))
        assert JournalEntry.objects.filter(deed="commission.remind").count() == 2

    def test_only_a_secretary_and_only_whoever_is_late(self, call):
        hat = rapporteur()
        scored(fiche(call), hat)
        with pytest.raises(OutOfTurn, match="plus d'évaluation"):
            remind(call, hat, by=secretary())
        with pytest.raises(NotAllowed):
            remind(call, hat, by=signatory())

    def test_from_the_page_once(self, call, as_hat):
        hat = rapporteur()
        opened(fiche(call), hat)
        client, url = as_hat(secretary()), reverse("commission:remind", args=[call.slug, hat.pk])
        assert "Relance envoyée" in text(client.post(url, follow=True))
        shown = text(client.post(url, follow=True))
        assert "déjà reçu une relance" in shown
        assert "relance envoyée aujourd&#x27;hui" in shown or "relance envoyée aujourd'hui" in shown
        assert client.get(url).status_code == 405
        assert client.post(reverse("commission:remind", args=[call.slug, rapporteur().pk])).status_code == 404
        assert as_hat(signatory()).post(url).status_code == 403
