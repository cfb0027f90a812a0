"""How a criterion is scored: one reader for each kind of rule."""

from collections.abc import Callable
from decimal import Decimal
from math import inf

from store.campaign_file.score_entries import (
    Bonus,
    Case,
    Deduct,
    Manual,
    Part,
    PassFail,
    Penalty,
    PerItem,
    Ratio,
    Rule,
    Step,
    Tier,
    Tiers,
    Timely,
    TimelyMilestone,
)
from store.campaign_file.section import Section
from store.campaign_file.values import Known, flag, listed, number, whole, word, words

POINTS = number(0, 1_000_000, places=2)
RATE = number(0, 1_000_000)
"""Points for one of something: finer than hundredths, which a line is rounded to."""


def read_rule(section: Section, milestones: Known) -> Rule:
    """The rule. An unknown kind is reported alone: what else it says cannot be judged."""
    kind = section.need("kind", word(*READERS))
    if not section.good("kind"):
        section.ignore_rest()
        return Manual()
    return READERS[kind](section, milestones)


def check_points(section: Section, rule: Rule, most: Decimal) -> None:
    """No tier, and not all parts or milestones together, may give more than the criterion's maximum."""
    given = Decimal(0)
    if isinstance(rule, Tiers):
        given = max(tier.points for tier in rule.tiers)
    elif isinstance(rule, PassFail):
        given = sum((part.points for part in rule.parts), given)
    elif isinstance(rule, Timely):
        given = sum((milestone.points or given for milestone in rule.milestones), given)
    if given > most:
        section.wrong("max", "points_over_max", points=str(given), max=str(most))


def _manual(section: Section, milestones: Known) -> Rule:
    return Manual()


def _per_item(section: Section, milestones: Known) -> Rule:
    return PerItem(points=section.need("points", RATE), cap=section.may("cap", POINTS))


def _ratio(section: Section, milestones: Known) -> Rule:
    return Ratio(
        cap=section.may_or("cap", number(0, 100), Decimal(1)), target=section.may("target", number(0, 1_000_000_000))
    )


def _tiers(section: Section, milestones: Known) -> Rule:
    rule = Tiers(section.need_parts("tiers", _read_tier))
    starts = [tier.start for tier in rule.tiers if tier.start is not None]
    labels = [tier.label for tier in rule.tiers if tier.label is not None]
    if (starts and labels) or len(set(starts)) < len(starts) or len(set(labels)) < len(labels):
        section.wrong("tiers", "tiers_unclear")
    return rule


def _read_tier(section: Section) -> Tier:
    tier = Tier(
        points=section.need("points", POINTS),
        start=section.may("from", number(-1_000_000_000, 1_000_000_000)),
        label=section.may("label", words()),
    )
    if section.has("from") == section.has("label"):
        section.wrong(None, "tiers_unclear")
    return tier


def _pass_fail(section: Section, milestones: Known) -> Rule:
    return PassFail(section.parts("parts", _read_part, unique="name"))


def _read_part(section: Section) -> Part:
    return Part(name=section.need("name", words()), points=section.need("points", POINTS))


def _deduct(section: Section, milestones: Known) -> Rule:
    return Deduct(section.need_parts("cases", _read_case, unique="name"))


def _bonus(section: Section, milestones: Known) -> Rule:
    return Bonus(section.need_parts("cases", _read_case, unique="name"))


def _penalty(section: Section, milestones: Known) -> Rule:
    return Penalty(section.need_parts("cases", _read_grave_case, unique="name"))


def _read_case(section: Section) -> Case:
    return Case(name=section.need("name", words()), points=section.need("points", POINTS))


def _read_grave_case(section: Section) -> Case:
    case = _read_case(section)
    return Case(case.name, case.points, unranked=section.may_or("unranked", flag, False))


def _timely(section: Section, milestones: Known) -> Rule:
    rule = Timely(
        milestones=_read_timely_milestones(section, milestones),
        per_day_late=section.may("per_day_late", RATE),
        steps=section.parts("steps", _read_step),
        days=section.may_or("days", word("calendar", "working"), "calendar"),
    )
    ends = [inf if step.upto is None else step.upto for step in rule.steps]
    if section.has("steps") == section.has("per_day_late") or ends != sorted(set(ends)) or ends[-1:] not in ([], [inf]):
        section.wrong("steps", "steps_unclear")
    return rule


def _read_timely_milestones(section: Section, milestones: Known) -> tuple[TimelyMilestone, ...]:
    """Codes alone share the maximum; with points of their own, all must have them."""
    known = listed(milestones, "unknown_milestone")
    if not section.lists_mappings("milestones"):
        return tuple(map(TimelyMilestone, section.need_values("milestones", known)))

    def read(part: Section) -> TimelyMilestone:
        code = part.need("code", known)
        return TimelyMilestone(code, part.may("points", POINTS))

    found = section.parts("milestones", read, unique="code")
    if len({milestone.points is None for milestone in found}) > 1 and section.good("milestones"):
        section.wrong("milestones", "points_partly")
    return found


def _read_step(section: Section) -> Step:
    return Step(minus=section.need("minus", RATE), upto=section.may("upto", whole(1, 1000)))


READERS: dict[str, Callable[[Section, Known], Rule]] = {
    "manual": _manual,
    "per_item": _per_item,
    "ratio": _ratio,
    "tiers": _tiers,
    "pass_fail": _pass_fail,
    "deduct": _deduct,
    "bonus": _bonus,
    "penalty": _penalty,
    "timely": _timely,
}
