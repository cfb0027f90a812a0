"""The score table of a campaign file, or one a kind of unit."""

from decimal import Decimal

from store.campaign_file.score_entries import CriterionEntry, GroupEntry, ScoreTableEntry
from store.campaign_file.score_rules import POINTS, check_points, read_rule
from store.campaign_file.section import Section
from store.campaign_file.values import Known, number, one_of, table_code, word, words
from store.tables import TargetKind, UnitKind

REACH = ("views", "shares", "likes", "comments")


def read_score_tables(section: Section, milestones: Known) -> tuple[ScoreTableEntry, ...]:
    """One table, or a list of tables for different kinds of unit."""
    if not section.is_list("score_table"):
        table = section.part("score_table", lambda part: _read_table(part, milestones))
        return (table,) if table else ()
    tables = section.parts("score_table", lambda part: _read_table(part, milestones))
    seen: set[UnitKind] = set()
    for table in tables:
        for kind in table.kinds or tuple(UnitKind):
            if kind in seen:
                section.wrong("score_table", "kind_in_two_tables", given=kind.value)
            seen.add(kind)
    return tables


def _read_table(section: Section, milestones: Known) -> ScoreTableEntry:
    section.refuse_twins("groups", "criteria", "code")
    return ScoreTableEntry(
        groups=section.need_parts("groups", lambda group: _read_group(group, milestones), unique="code"),
        max=section.may("max", POINTS),
        kinds=section.values("kinds", one_of(UnitKind)) or (),
    )


def _read_group(section: Section, milestones: Known) -> GroupEntry:
    return GroupEntry(
        code=section.need("code", table_code),
        name=section.need("name", words()),
        criteria=section.need_parts("criteria", lambda criterion: _read_criterion(criterion, milestones)),
        max=section.may("max", POINTS),
    )


def _read_criterion(section: Section, milestones: Known) -> CriterionEntry:
    criterion = CriterionEntry(
        code=section.need("code", table_code),
        title=section.need("title", words(300)),
        subjects=section.may_or("for", word("units", "members", "both"), "units"),
        max=section.need("max", POINTS),
        min=section.may_or("min", number(-1_000_000, 0, places=2), Decimal(0)),
        rule=section.need_part("rule", lambda rule: read_rule(rule, milestones)),
        evidence_required=section.may_or("evidence", word("required", "optional"), "optional") == "required",
        counts_as=section.may("counts_as", one_of(TargetKind)),
        reach=section.values("reach", word(*REACH)) or (),
    )
    if section.good("max", "rule"):
        check_points(section, criterion.rule, criterion.max)
    return criterion
