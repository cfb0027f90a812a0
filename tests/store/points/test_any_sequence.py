"""After any sequence of what people do, the totals that were kept are those counted from scratch."""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal as D
from random import Random
from typing import Any

from sqlmodel import col, select

from store.achievements import (
    AchievementText,
    asks_assigned,
    confirm_achievement,
    labels_of,
    record_achievement,
    reverse_achievement,
    verify_achievement,
)
from store.campaign_file.score_entries import CriterionEntry, Manual, Timely
from store.days_off import drop_day_off, set_day_off
from store.duties import extend_duty, mark_received, unmark
from store.errors import Refusal
from store.points import table_of_unit, verify_totals
from store.rules.scoring import criteria_for
from store.tables import Achievement, AchievementState, DayOverride, Duty, Member
from tests.store.points.conftest import LAUNCH, Scores

NOW = LAUNCH + timedelta(days=180)
ACTS = (
    "record",
    "record",
    "verify",
    "verify",
    "verify",
    "give",
    "reverse",
    "receive",
    "receive",
    "unmark",
    "extend",
    "day",
)


class Busy:
    """What people do, told by numbers; what is refused at that moment is not done."""

    def __init__(self, scores: Scores) -> None:
        self.scores, self.session = scores, scores.session
        self.done: Counter[str] = Counter()
        self.doing: dict[str, Callable[[int, int], Any]] = {
            "record": self.records,
            "verify": self.verifies,
            "give": self.gives,
            "reverse": self.reverses,
            "receive": self.receives,
            "unmark": self.unmarks,
            "extend": self.extends,
            "day": self.enters_a_day,
        }

    def does(self, act: str, one: int, other: int) -> None:
        with suppress(Refusal):
            self.doing[act](one, other)
            self.done[act] += 1

    def records(self, one: int, other: int) -> None:
        """By Bình for his unit, or by Lan for herself in one of her units; confirmed at once."""
        unit, member = [("dv2", None), ("dv2", self.scores.lan), ("cd", self.scores.lan)][one % 3]
        criteria = self.takes(unit, member)
        criterion = criteria[other % len(criteria)]
        labels = labels_of(criterion) or [""]
        case = record_achievement(
            self.session,
            self.scores.campaign.id or 0,
            AchievementText(
                criterion=criterion.code,
                title="Việc",
                day=date(2026, 1, 10) + timedelta(days=(one + other) % 170),
                quantity=D(1) if isinstance(criterion.rule, Manual) else D(100 + one % 400) / 100,
                assigned=D(5) if asks_assigned(criterion) else None,
                label=labels[one % len(labels)],
            ),
            [],
            unit_id=self.scores.unit(unit).id or 0,
            member_id=member.id if member else None,
            by=member or self.scores.binh,
            now=NOW,
        )
        if case.achievement.state == AchievementState.WAITING:
            confirm_achievement(self.session, case.achievement.id or 0, version=1, by=self.scores.binh, now=NOW)

    def takes(self, unit: str, member: Member | None) -> list[CriterionEntry]:
        table = table_of_unit(self.scores.campaign, self.scores.unit(unit))
        assert table is not None
        return [one for one in criteria_for(table, member=member is not None) if not isinstance(one.rule, Timely)]

    def verifies(self, one: int, other: int) -> None:
        case = self.nth(AchievementState.CONFIRMED, one)
        given, why = (D(other % 400) / 100, "Theo hồ sơ") if case.criterion == "A1" or other % 4 == 0 else (None, "")
        verify_achievement(
            self.session, case.id or 0, version=case.version, given=given, why=why, by=self.scores.dung, now=NOW
        )

    def gives(self, one: int, other: int) -> None:
        """Record and verify at once."""
        self.records(one, other)
        self.verifies(one, other)

    def reverses(self, one: int, other: int) -> None:
        found = self.nth(AchievementState.VERIFIED, one)
        reverse_achievement(self.session, found.id or 0, reason="Nhầm", by=self.scores.dung, now=NOW)

    def nth(self, state: AchievementState, number: int) -> Achievement:
        found = self.session.exec(
            select(Achievement).where(col(Achievement.state) == state).order_by(col(Achievement.id))
        ).all()
        if not found:
            raise Refusal()
        return found[number % len(found)]

    def duty(self, number: int) -> Duty:
        """One of unit 2, or of Lan or Bình themselves."""
        unit_id = self.scores.unit("dv2").id
        people = (self.scores.lan.id, self.scores.binh.id)
        found = [one for one in self.scores.duties() if one.unit_id == unit_id or one.member_id in people]
        found = [one for one in found if one.last_day < NOW.date()] * 2 + found
        return found[number % len(found)]

    def receives(self, one: int, other: int) -> None:
        """Some days early, or up to two weeks late."""
        duty = self.duty(one)
        day = min(duty.last_day + timedelta(days=other % 20 - 5), NOW.date())
        mark_received(self.session, duty.id or 0, day=day, note="Bản giấy", by=self.scores.mai, now=NOW)

    def unmarks(self, one: int, other: int) -> None:
        unmark(self.session, self.duty(one).id or 0, by=self.scores.mai, now=NOW)

    def extends(self, one: int, other: int) -> None:
        to = NOW.date() + timedelta(days=other % 60)
        extend_duty(self.session, self.duty(one).id or 0, to=to, reason="Lũ lụt", by=self.scores.mai, now=NOW)

    def enters_a_day(self, one: int, other: int) -> None:
        """A day is off or worked, or what was entered is taken back."""
        entered = self.session.exec(select(DayOverride).order_by(col(DayOverride.id))).all()
        if entered and other % 3 == 0:
            drop_day_off(self.session, entered[one % len(entered)].id or 0, by=self.scores.mai, now=NOW)
            return
        day = (date(2026, 6, 20), date(2026, 4, 1))[one % 2] + timedelta(days=other % 10)
        set_day_off(self.session, self.scores.bloc, day, off=one % 5 > 0, note="", by=self.scores.mai, now=NOW)


def test_kept_totals_are_those_counted_from_scratch_after_any_sequence(scores: Scores) -> None:
    chance, busy = Random(4), Busy(scores)

    for _ in range(6):
        for _ in range(20):
            busy.does(chance.choice(ACTS), chance.randrange(10_000), chance.randrange(10_000))
        assert verify_totals(scores.session) == []

    assert set(busy.done) == set(ACTS)
    assert busy.done.total() > 60
