"""What the third migration does with the data: the commemorative days of plans that were kept before it."""

from datetime import UTC, date, datetime, timedelta

import sqlalchemy as sa

from store.columns import FACTS, INSTANT

CAMPAIGN = sa.table("campaign", sa.column("id"), sa.column("bloc_id"), sa.column("state"), sa.column("plan", FACTS))
OCCASION = sa.table(
    "occasion",
    *(sa.column(name) for name in ("bloc_id", "campaign_id", "code", "name", "month", "day", "year")),
    sa.column("active", sa.Boolean()),
    sa.column("next_at", INSTANT),
)


def keep_plan_occasions(connection: sa.Connection) -> None:
    """A row for each day that a plan names.

    Of a campaign that runs each is due a day early: the sweep then finds the morning in the bloc's zone, or that it is
    over.
    """
    rows = [
        {
            "bloc_id": campaign.bloc_id,
            "campaign_id": campaign.id,
            "code": "",
            "name": named["name"],
            "month": day.month,
            "day": day.day,
            "year": day.year,
            "active": True,
            "next_at": _day_before(day) if campaign.state == "launched" else None,
        }
        for campaign in connection.execute(sa.select(CAMPAIGN).order_by(CAMPAIGN.c.id))
        for phase in campaign.plan.get("phases", [])
        for named in phase.get("occasions", [])
        for day in [date.fromisoformat(named["day"])]
    ]
    if rows:
        connection.execute(sa.insert(OCCASION), rows)


def _day_before(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(days=1)
