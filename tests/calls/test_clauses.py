"""Conditions with and/or: how they are judged, what the page keeps of them, and which can never hold (case 55)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calls.answerable import condition_faults
from calls.clauses import ALWAYS, NEVER, parse
from calls.conditions import asked, asked_on_page, dependents, is_void, wordings
from calls.kinds import NO_TERMS
from calls.models import Question, Section

OPTIONS = {"options": [{"code": code, "label": code.upper()} for code in "abc"]}
SITE = Question(code="site", label="Un site ?", kind="yes_no")
TOOL = Question(code="outil", label="Quel outil ?", kind="choice", settings=OPTIONS)
USES = Question(code="usages", label="Quels usages ?", kind="choices", settings=OPTIONS)
COST = Question(code="cout", label="Quel coût ?", kind="amount")
TEXT = Question(code="texte", label="Pourquoi ?", kind="short_text")
ALL = [SITE, TOOL, USES, COST, TEXT]
LAST = {"code": "fin", "label": "La fin", "kind": "short_text"}


def is_asked(condition, **answers) -> bool:
    return asked([*ALL, Question(**LAST, condition=condition)], answers)[-1].code == "fin"


@pytest.mark.parametrize(
    ("test", "yes", "no"),
    [
        ({"question": "site", "one_of": ["oui"]}, [True], [False, None]),
        ({"question": "site", "none_of": ["oui"]}, [False], [True, None]),
        ({"question": "outil", "one_of": ["a", "b"]}, ["a", "b"], ["c", "", None]),
        ({"question": "usages", "one_of": ["a", "b"]}, [["a", "c"]], [["c"], [], None]),
        ({"question": "usages", "none_of": ["a"]}, [["b"]], [["a", "b"], [], None]),
        ({"question": "cout", "at_least": "1000"}, ["1000.00", "2000.00"], ["999.99", None]),
        ({"question": "cout", "at_most": "0"}, ["0.00"], ["0.01", None]),
        ({"question": "texte", "answered": True}, ["x"], ["", "  ", None]),
        ({"question": "site", "answered": True}, [True, False], [None]),
        ({"question": "inconnue", "answered": True}, [], ["x"]),
    ],
)
def test_a_test_is_judged_by_the_stored_answer(test, yes, no):
    for answers, wanted in ((yes, True), (no, False)):
        for value in answers:
            assert is_asked(test, **{test["question"]: value}) is wanted, value


def test_all_and_any_are_what_they_say():
    both = {"all": [{"question": "site", "one_of": ["oui"]}, {"question": "cout", "at_least": "10"}]}
    assert is_asked(both, site=True, cout="10.00")
    assert not is_asked(both, site=True, cout="9.99")
    either = {"any": [{"question": "outil", "one_of": ["c"]}, both]}
    assert is_asked(either, outil="c")
    assert is_asked(either, site=True, cout="10.00")
    assert not is_asked(either, outil="a", site=True)


def test_a_condition_is_said_in_french():
    either = {"any": [
        {"question": "cout", "at_least": "1000"},
        {"all": [{"question": "site", "one_of": ["non"]}, {"question": "outil", "none_of": ["a"]}]},
    ]}  # fmt: skip
    said = wordings([*ALL, Question(**LAST, condition=either)], NO_TERMS)["fin"]
    assert said == (
        "Seulement si vous répondez 1\xa0000,00\xa0€ au moins à « Quel coût ? » ou "
        "(si vous répondez « Non » à « Un site ? » et si vous répondez autre chose que « A » à « Quel outil ? »)."
    )


def test_a_page_keeps_of_a_condition_what_it_decides():
    either = {"any": [{"question": "cout", "at_least": "1000"}, {"question": "site", "one_of": ["oui"]}]}
    last = Question(**LAST, condition=either)
    every = [*ALL, last]
    (drawn,) = [q for q in asked_on_page([COST, last], every, {"site": False}) if q.code == "fin"]
    assert drawn.left.as_json() == {"question": "cout", "at_least": "1000"}
    (drawn,) = [q for q in asked_on_page([COST, last], every, {"site": True}) if q.code == "fin"]
    assert drawn.left == ALWAYS
    assert asked_on_page([last], every, {"site": False, "cout": "1.00"}) == []


class TestSections:
    @pytest.fixture
    def parts(self):
        first = Section(pk=1, title="Un", number=1, kind="questions")
        second = Section(
            pk=2, title="Deux", number=2, kind="questions", condition={"question": "site", "one_of": ["oui"]}
        )
        third = Section(pk=3, title="Trois", number=3, kind="budget", condition={"question": "outil", "one_of": ["a"]})
        fourth = Section(pk=4, title="Quatre", number=4, kind="questions")
        return first, second, third, fourth

    def questions(self, parts):
        first, second, _, fourth = parts
        return [
            Question(code="site", label="Un site ?", kind="yes_no", section=first),
            Question(code="outil", label="Outil", kind="choice", settings=OPTIONS, section=second),
            Question(code="suite", label="Suite", section=fourth, condition={"question": "outil", "answered": True}),
        ]

    def test_a_section_whose_condition_fails_asks_nothing_and_is_void(self, parts):
        questions = self.questions(parts)
        for answers, void in (
            ({}, [2, 3, 4]),
            ({"site": True}, [3, 4]),
            ({"site": True, "outil": "b"}, [3]),
            ({"site": True, "outil": "a"}, []),
            ({"site": False, "outil": "a"}, [2, 3, 4]),
        ):
            found = asked(questions, answers)
            assert [section.pk for section in parts if is_void(section, found, answers)] == void, answers

    def test_what_depends_on_what_depends_is_sealed_again(self, parts):
        questions = self.questions(parts)
        assert dependents([parts[0]], questions) == {2, 4}
        assert dependents([parts[1]], questions) == {4}


WORDS = st.lists(st.sampled_from("abc"), min_size=1, unique=True)
LISTED = st.sampled_from(["outil", "usages"])
NAMING, COMPARING = st.sampled_from(["one_of", "none_of"]), st.sampled_from(["at_least", "at_most"])
TESTS = st.one_of(
    st.builds(lambda word: {"question": "site", "one_of": [word]}, st.sampled_from(["oui", "non"])),
    st.builds(lambda code, operator, words: {"question": code, operator: words}, LISTED, NAMING, WORDS),
    st.builds(lambda operator, bound: {"question": "cout", operator: str(bound)}, COMPARING, st.integers(0, 3)),
    st.builds(lambda code: {"question": code, "answered": True}, st.sampled_from([q.code for q in ALL])),
)


def grouped(parts):
    return st.builds(
        lambda word, some: {word: some}, st.sampled_from(["all", "any"]), st.lists(parts, min_size=1, max_size=3)
    )


CONDITIONS = st.one_of(TESTS, grouped(st.one_of(TESTS, grouped(TESTS))))
ANSWERS = st.fixed_dictionaries(
    {
        "site": st.sampled_from([True, False, None]),
        "outil": st.sampled_from(["a", "b", "c", ""]),
        "usages": st.lists(st.sampled_from("abc"), unique=True),
        "cout": st.sampled_from([None, "0.00", "1.00", "2.50", "3.00"]),
        "texte": st.sampled_from(["", " ", "x"]),
    }
)


def expected(condition, answers) -> bool:
    """The rule said another way, in plain sets and numbers."""
    for word, combine in (("all", all), ("any", any)):
        if word in condition:
            return combine([expected(part, answers) for part in condition[word]])
    value = answers[condition["question"]]
    said = (
        {"oui" if value else "non"}
        if isinstance(value, bool)
        else set(value)
        if isinstance(value, list)
        else {value} - {None, ""}
    )
    if "answered" in condition:
        return bool(said) and said != {" "}
    if "one_of" in condition:
        return bool(said & set(condition["one_of"]))
    if "none_of" in condition:
        return bool(said) and not said & set(condition["none_of"])
    if value is None:
        return False
    return (
        float(value) >= float(condition["at_least"])
        if "at_least" in condition
        else float(value) <= float(condition["at_most"])
    )


@settings(max_examples=300, deadline=None, derandomize=True)
@given(condition=CONDITIONS, answers=ANSWERS, elsewhere=st.sets(st.sampled_from([q.code for q in ALL])))
def test_server_and_page_decide_alike(condition, answers, elsewhere):
    wanted = expected(condition, answers)
    assert is_asked(condition, **answers) is wanted
    kept = parse(condition).as_json()
    assert parse(kept).as_json() == kept
    last = Question(**LAST, condition=condition)
    page = [question for question in ALL if question.code not in elsewhere] + [last]
    drawn = [question for question in asked_on_page(page, [*ALL, last], answers) if question.code == "fin"]
    # What is left to the page, judged on the page's own answers, decides as the whole condition does.
    left = drawn[0].left if drawn else NEVER
    assert left.codes <= {question.code for question in page}
    assert (expected(left.as_json(), answers) if left.parts else left == ALWAYS) is wanted


@settings(max_examples=150, deadline=None, derandomize=True)
@given(condition=CONDITIONS, answers=st.lists(ANSWERS, min_size=40, max_size=40))
def test_what_is_said_to_be_impossible_never_holds(condition, answers):
    first = Section(pk=1, title="Un", number=1, kind="questions")
    questions = [*ALL, Question(**LAST, condition=condition)]
    vars(first)["_prefetched_objects_cache"] = {"questions": questions}
    never = any("n'est jamais posée" in fault.text for fault in condition_faults([first], NO_TERMS))
    if never:
        assert not any(expected(condition, said) for said in answers)


def both(*tests):
    return {"all": [{"question": code, operator: said} for code, operator, said in tests]}


NEVER_ASKED = "n'est jamais posée"


@pytest.mark.parametrize(
    ("condition", "fault"),
    [
        (both(("site", "one_of", ["oui"]), ("site", "one_of", ["non"])), NEVER_ASKED),
        (both(("cout", "at_least", "10"), ("cout", "at_most", "9")), NEVER_ASKED),
        (both(("usages", "one_of", ["a"]), ("usages", "none_of", ["a"])), NEVER_ASKED),
        (both(("suite", "answered", True), ("site", "one_of", ["non"])), NEVER_ASKED),
        ({"question": "texte", "one_of": ["x"]}, "n'a pas : x"),
        ({"question": "texte", "at_least": "1"}, "compare à un nombre"),
        ({"question": "cout", "at_least": "99999999999"}, "n'a pas : 99"),
        (both(("fin", "answered", True), ("site", "answered", True)), "« fin » qui n'est pas posée avant elle"),
    ],
)
def test_a_condition_that_can_never_hold_is_named(condition, fault):
    first = Section(pk=1, title="Un", number=1, kind="questions")
    after = Question(code="suite", label="La suite", condition={"question": "site", "one_of": ["oui"]})
    questions = [*ALL, after, Question(**LAST, condition=condition)]
    vars(first)["_prefetched_objects_cache"] = {"questions": questions}
    (found,) = condition_faults([first], NO_TERMS)
    assert "« La fin »" in found.text
    assert fault in found.text


def test_a_section_never_asked_for_names_what_it_requires():
    first, second = (Section(pk=n, title=f"Partie {n}", number=n, kind="questions") for n in (1, 2))
    second.condition = {"all": [{"question": "site", "one_of": ["oui"]}, {"question": "site", "none_of": ["oui"]}]}
    for section, questions in ((first, ALL), (second, [Question(**LAST)])):
        vars(section)["_prefetched_objects_cache"] = {"questions": questions}
    (fault,) = condition_faults([first, second], NO_TERMS)
    assert fault.text.startswith("La section « Partie 2 » n'est jamais demandée")
    assert fault.text.endswith("alors qu'elle pose « La fin ».")
