"""A call that the secretaries still prepare, with a questionnaire of its own begun in the studio."""

from datetime import date, datetime, time, timedelta

from accounts.enums import OrganisationKind
from calls import studio
from calls.enums import Owner, QuestionKind, SectionKind
from calls.models import Call
from core.wording import PARIS
from demo.calls import Plan, prepare
from demo.people import national


def load(today: date, previous: Call) -> Call:
    """Copied from the experimentation's, with a section that is asked by condition, its table and its block."""
    opens_on = today + timedelta(days=70)
    call = prepare(
        Plan(
            phase="experimentation",
            number=6,
            title="ACIA n° 6 – Expérimentation : faire durer",
            slug="experimentation-a-venir",
            reference="",
            summary="Appel fictif, en préparation pour la démonstration du portail.",
            opens_at=datetime.combine(opens_on, time(9), tzinfo=PARIS),
            closes_at=datetime.combine(opens_on + timedelta(days=90), time(0), tzinfo=PARIS),
            commission_on=opens_on + timedelta(days=120),
            funds_from=opens_on + timedelta(days=150),
            previous=previous,
            published=False,
        )
    )
    by, at = national(OrganisationKind.DGOS)["secretariat"], datetime.combine(today, time(8), tzinfo=PARIS)
    made = studio.begin_questionnaire(
        call, title="Fiche projet – faire durer", source=call.questionnaire, by=by, now=at - timedelta(days=2)
    )
    last = {"kind": SectionKind.QUESTIONS, "guidance": "Dites ce qui restera une fois le financement terminé."}
    section = studio.add_section(made, {"title": "Après le projet", **last}, by=by, now=at - timedelta(days=1))
    usual = {"help_text": "", "owner": Owner.BOTH, "for_reviewers": True, "personal": False}
    for label, kind, required in (
        ("Une suite est-elle prévue ?", QuestionKind.YES_NO, True),
        ("Dépenses qui demeurent", QuestionKind.TABLE, False),
        ("Personnes qui prendront le relais", QuestionKind.BLOCK, False),
    ):
        values = {"label": label, "kind": kind, "required": required, **usual}
        question = studio.add_question(section, values, by=by, now=at - timedelta(days=1))
        if not required:
            asked = {"question": section.questions.earliest("position").code, "one_of": ["oui"]}
            studio.edit_condition(question, asked, by=by, now=at - timedelta(days=1))
    return call
