"""Points (điểm): totals that follow every verified achievement and every milestone, and the standings they make."""

from store.points.checking import WrongTotal, verify_totals
from store.points.counting import count_line, uncount_line
from store.points.keeping import WHOLE, Subject, line_of, lines_of, phase_on, standing_row
from store.points.standings import (
    MyPlace,
    RankedClass,
    RankedMember,
    RankedUnit,
    from_the_start,
    my_place,
    top_people,
    unit_standings,
)
from store.points.tables import criterion_of, score_tables, standings_rules, table_of_unit
from store.points.timely import retime, retime_duty, retime_working_days

__all__ = [
    "WHOLE",
    "MyPlace",
    "RankedClass",
    "RankedMember",
    "RankedUnit",
    "Subject",
    "WrongTotal",
    "count_line",
    "criterion_of",
    "from_the_start",
    "line_of",
    "lines_of",
    "my_place",
    "phase_on",
    "retime",
    "retime_duty",
    "retime_working_days",
    "score_tables",
    "standing_row",
    "standings_rules",
    "table_of_unit",
    "top_people",
    "uncount_line",
    "unit_standings",
    "verify_totals",
]
