"""The score tables of a campaign: which one is a unit's, and a criterion by its code."""

import json
from functools import lru_cache

from store.campaign_file import StandingsEntry, from_data
from store.campaign_file.score_entries import CriterionEntry, ScoreTableEntry
from store.errors import NotFound
from store.rules.scoring import table_for
from store.tables import Campaign, Unit


def score_tables(campaign: Campaign) -> tuple[ScoreTableEntry, ...]:
    """All of a campaign's tables; none where its plan has no points."""
    return _read(json.dumps(campaign.plan.get("score_tables", [])))


@lru_cache(maxsize=64)
def _read(tables: str) -> tuple[ScoreTableEntry, ...]:
    """Every unit of a board asks for its table, and they are all the same: each text is read once."""
    return tuple(from_data(ScoreTableEntry, data) for data in json.loads(tables))


def table_of_unit(campaign: Campaign, unit: Unit) -> ScoreTableEntry | None:
    """The table by which a unit and its people are scored; None where the plan has none for its kind."""
    return table_for(score_tables(campaign), unit.kind)


def criterion_of(campaign: Campaign, unit: Unit, code: str) -> CriterionEntry:
    """A criterion of the unit's table; refuses a code it does not have."""
    table = table_of_unit(campaign, unit)
    found = [one for group in table.groups for one in group.criteria if one.code == code] if table else []
    if not found:
        raise NotFound()
    return found[0]


def standings_rules(campaign: Campaign) -> StandingsEntry:
    """How a campaign ranks: tie-break, classes, when it posts."""
    return from_data(StandingsEntry, campaign.plan.get("standings") or {})
