"""The bloc of the sample table: five offices and a trade union, its campaign launched on 5/1/2026."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from store.blocs import init_bloc
from store.campaign_file import read_campaign_file
from store.campaigns import import_campaign
from store.duties import discharge
from store.launches import launch_campaign
from store.points import RankedClass, count_line, criterion_of, phase_on, uncount_line, unit_standings
from store.tables import (
    Achievement,
    AchievementState,
    BlocRole,
    DoneHow,
    Member,
    Membership,
    MembershipState,
    Phase,
    Standing,
    UnitRole,
)
from tests.store.founding import LONG_AGO, Founded

FILE = Path(__file__).parent / "khoi-mau-2026.yaml"
LAUNCH = datetime(2026, 1, 5, 1, tzinfo=UTC)
TODAY = date(2026, 12, 20)


class Scores(Founded):
    """Mai leads, Bình heads unit 2 with his staff Lan, who is in the trade union too; Dũng of unit 5 verifies."""

    def __init__(self, session: Session) -> None:
        file = read_campaign_file(FILE.read_bytes())
        bloc = init_bloc(session, file, timezone="Asia/Ho_Chi_Minh", locale="vi", now=LAUNCH).bloc
        super().__init__(session, bloc, import_campaign(session, bloc, file.campaign, by=None, now=LAUNCH))
        self.mai = self.joins("Mai", "dv1", office=BlocRole.LEADER)
        self.binh = self.joins("Bình", "dv2")
        self.lan = self.joins("Lan", "dv2", UnitRole.MEMBER)
        self.dung = self.joins("Dũng", "dv5", UnitRole.MEMBER, BlocRole.COUNCIL)
        session.add(
            Membership(
                member_id=self.lan.id or 0,
                unit_id=self.unit("cd").id or 0,
                role=UnitRole.MEMBER,
                state=MembershipState.ACTIVE,
                first_day=LONG_AGO,
            )
        )
        launch_campaign(session, self.campaign.id or 0, by=self.mai, now=LAUNCH)
        self.phases = session.exec(select(Phase).where(col(Phase.campaign_id) == self.campaign.id)).all()

    def achieves(
        self,
        unit: str,
        criterion: str,
        label: str = "",
        quantity: str = "1",
        *,
        assigned: str | None = None,
        given: str | None = None,
        member: Member | None = None,
        day: date = date(2026, 8, 1),
    ) -> Achievement:
        """A verified achievement, counted."""
        phase = phase_on(self.phases, day)
        one = Achievement(
            campaign_id=self.campaign.id or 0,
            phase_id=phase.id if phase else None,
            unit_id=self.unit(unit).id or 0,
            member_id=member.id if member else None,
            criterion=criterion,
            label=label,
            title="Việc",
            quantity=Decimal(quantity),
            assigned=None if assigned is None else Decimal(assigned),
            given=None if given is None else Decimal(given),
            day=day,
            state=AchievementState.VERIFIED,
            recorded_by_id=self.binh.id or 0,
            recorded_at=LAUNCH,
        )
        self.session.add(one)
        count_line(self.session, self.campaign, one, criterion_of(self.campaign, self.unit(unit), criterion))
        return one

    def reverses(self, one: Achievement) -> None:
        one.state = AchievementState.REVERSED
        unit = next(unit for unit in map(self.unit, self.codes()) if unit.id == one.unit_id)
        uncount_line(self.session, self.campaign, one, criterion_of(self.campaign, unit, one.criterion))

    def codes(self) -> list[str]:
        return ["dv1", "dv2", "dv3", "dv4", "dv5", "cd"]

    def hands_in(self, milestone: str, unit: str, day: date) -> None:
        duty = self.duty(milestone, unit)
        discharge(self.session, duty, how=DoneHow.OUTSIDE, on_day=day, by=self.mai, now=LAUNCH)

    def standings(self, *, phase_id: int = 0) -> list[RankedClass]:
        return unit_standings(self.session, self.campaign, phase_id=phase_id, today=TODAY)

    def rows(self) -> list[tuple[int, str, Decimal, Decimal, Decimal, int, bool]]:
        """All standings that have points, as they are kept."""
        found = self.session.exec(select(Standing).order_by(col(Standing.phase_id), col(Standing.subject)))
        return [
            (row.phase_id, row.subject, row.points, row.bonus, row.penalty, row.initiatives, row.unranked)
            for row in found
        ]


@pytest.fixture
def scores(session: Session) -> Scores:
    return Scores(session)
