"""Every state times every action of registrations and achievements: done, or refused with why."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from messages.render import open_renderer
from store.achievements import (
    AchievementText,
    add_evidence,
    amend_achievement,
    confirm_achievement,
    reject_achievement,
    return_achievement,
    reverse_achievement,
    verify_achievement,
    withdraw_achievement,
)
from store.achievements.evidence import keep_evidence
from store.errors import AlreadyDone, IllegalMove, Refusal
from store.launches import launch_campaign
from store.tables import (
    ACHIEVEMENT_MOVES,
    Achievement,
    AchievementState,
    Appointment,
    BlocRole,
    Member,
    Target,
    TargetKind,
    TargetState,
    UnitRole,
)
from store.targets import TargetText, amend_target, confirm_target, reopen_target, return_target, withdraw_target
from tests.conftest import NOW
from tests.store.founding import found

LATER = NOW + timedelta(hours=1)
TEXT = AchievementText(criterion="1.2", title="Việc đã sửa", day=date(2020, 1, 2))
PAPER = {"paper_number": "1/QĐ", "paper_day": "2020-01-02"}
LINK = {"link": "https://vi-du.vn/bai"}

ACHIEVEMENTS = """
state     | amend     | add_evidence | withdraw  | confirm   | return   | verify   | reject   | reverse
waiting   | waiting   | waiting      | withdrawn | confirmed | returned | no       | no       | no
confirmed | waiting   | confirmed    | withdrawn | faster    | returned | verified | rejected | no
returned  | waiting   | returned     | withdrawn | faster    | faster   | faster   | faster   | no
verified  | no        | no           | no        | faster    | faster   | faster   | faster   | reversed
rejected  | no        | no           | no        | faster    | faster   | faster   | faster   | no
withdrawn | no        | no           | withdrawn | no        | no       | no       | no       | no
reversed  | no        | no           | no        | no        | no       | no       | no       | faster
"""
"""The state afterwards; "no": refused for the state; "faster": refused since another decided."""

TARGETS = """
state     | amend   | withdraw  | confirm   | return   | reopen
waiting   | waiting | withdrawn | confirmed | returned | no
confirmed | waiting | withdrawn | faster    | faster   | returned
returned  | waiting | withdrawn | faster    | faster   | no
withdrawn | no      | withdrawn | no        | no       | no
"""

WHY = {
    "waiting": "Mục này còn chờ xác nhận.",
    "confirmed": "Mục này đã được xác nhận.",
    "returned": "Mục này đã bị trả lại, đang chờ người gửi sửa.",
    "verified": "Mục này đã được công nhận; sau đó chỉ người thẩm định huỷ được, có nêu lý do.",
    "rejected": "Mục này không được công nhận.",
    "withdrawn": "Mục này đã được rút.",
    "reversed": "Mục này đã bị huỷ công nhận.",
}
CANNOT = {
    "amend": "Không thể sửa.",
    "add_evidence": "Không thể thêm minh chứng.",
    "withdraw": "Không thể rút.",
    "confirm": "Không thể xác nhận.",
    "return": "Không thể trả lại.",
    "verify": "Không thể công nhận.",
    "reject": "Không thể từ chối công nhận.",
    "reverse": "Không thể huỷ công nhận.",
    "reopen": "Không thể trả lại để sửa.",
}


def cells(table: str) -> Iterator[tuple[str, str, str]]:
    """(state, action, what comes of it)"""
    head, *lines = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    for line in lines:
        yield from ((line[0], action, outcome) for action, outcome in zip(head[1:], line[1:], strict=True))


@dataclass
class Bench:
    """A launched campaign with who sends in, who decides, and who decided before them."""

    session: Session
    campaign_id: int
    unit_id: int
    lan: Member
    binh: Member
    dung: Member
    faster: Member

    def achievement(self, state: AchievementState, *, decided_by: Member | None = None) -> Achievement:
        """One of Lan's in this state; whoever decided before is somebody else, if nobody is named."""
        decider = decided_by or self.faster
        one = Achievement(
            campaign_id=self.campaign_id,
            unit_id=self.unit_id,
            member_id=self.lan.id,
            criterion="1.2",
            title="Việc",
            day=date(2020, 1, 2),
            state=state,
            recorded_by_id=self.lan.id or 0,
            recorded_at=NOW,
        )
        if state not in (AchievementState.WAITING, AchievementState.RETURNED, AchievementState.WITHDRAWN):
            one.confirmed_by_id, one.confirmed_at = decider.id, NOW
        if state not in (AchievementState.WAITING, AchievementState.CONFIRMED, AchievementState.WITHDRAWN):
            one.decided_by_id, one.decided_at = decider.id, NOW
        self.session.add(one)
        self.session.flush()
        keep_evidence(self.session, one, [PAPER], by=self.lan, now=NOW)
        return one

    def target(self, state: TargetState) -> Target:
        target = Target(
            campaign_id=self.campaign_id,
            unit_id=self.unit_id,
            member_id=self.lan.id,
            kind=TargetKind.PRODUCT,
            item="Đề án",
            title="Việc",
            state=state,
            registered_by_id=self.lan.id or 0,
            registered_at=NOW,
        )
        if state in (TargetState.CONFIRMED, TargetState.RETURNED):
            target.decided_by_id, target.decided_at = self.faster.id, NOW
        self.session.add(target)
        self.session.flush()
        return target


@pytest.fixture
def bench(session: Session) -> Bench:
    town = found(session, "khoi-vhxh-2020", now=NOW)
    mai = town.joins("Mai", "stttt", office=BlocRole.LEADER)
    binh = town.joins("Bình", "syt")
    lan = town.joins("Lan", "syt", UnitRole.MEMBER)
    dung = town.joins("Dũng", "bdt", UnitRole.MEMBER, BlocRole.COUNCIL)
    faster = town.joins("Tú", "sgddt", office=BlocRole.COUNCIL)
    launch_campaign(session, town.campaign.id or 0, by=mai, now=NOW)
    return Bench(session, town.campaign.id or 0, town.unit("syt").id or 0, lan, binh, dung, faster)


def doing(bench: Bench, one: Achievement) -> dict[str, Callable[[], Any]]:
    """What each of them may do by their place, upon the version that stands."""
    reviewer = bench.binh if one.state == AchievementState.WAITING else bench.dung
    shown: dict[str, Any] = {"version": one.version, "now": LATER}
    found_id = one.id or 0
    session = bench.session
    return {
        "amend": lambda: amend_achievement(session, found_id, TEXT, [], by=bench.lan, **shown),
        "add_evidence": lambda: add_evidence(session, found_id, [LINK], by=bench.lan, now=LATER),
        "withdraw": lambda: withdraw_achievement(session, found_id, by=bench.lan, **shown),
        "confirm": lambda: confirm_achievement(session, found_id, by=bench.binh, **shown),
        "return": lambda: return_achievement(session, found_id, reason="Vì sao", by=reviewer, **shown),
        "verify": lambda: verify_achievement(session, found_id, by=bench.dung, **shown),
        "reject": lambda: reject_achievement(session, found_id, reason="Vì sao", by=bench.dung, **shown),
        "reverse": lambda: reverse_achievement(session, found_id, reason="Vì sao", by=bench.dung, now=LATER),
    }


def doing_with(bench: Bench, target: Target, office: Member) -> dict[str, Callable[[], Any]]:
    session, target_id = bench.session, target.id or 0
    shown: dict[str, Any] = {"version": target.version, "now": LATER}
    text = TargetText(TargetKind.PRODUCT, "Đề án", "Việc đã sửa", {})
    return {
        "amend": lambda: amend_target(session, target_id, text, by=bench.lan, **shown),
        "withdraw": lambda: withdraw_target(session, target_id, by=bench.lan, **shown),
        "confirm": lambda: confirm_target(session, target_id, by=bench.binh, **shown),
        "return": lambda: return_target(session, target_id, reason="Vì sao", by=bench.binh, **shown),
        "reopen": lambda: reopen_target(session, target_id, reason="Vì sao", by=office, **shown),
    }


def what_came(do: Callable[[], Any], one: Achievement | Target) -> tuple[str, Refusal | None]:
    """The state afterwards, or how it was refused."""
    try:
        do()
    except AlreadyDone as refusal:
        return "faster", refusal
    except IllegalMove as refusal:
        return "no", refusal
    return one.state.value, None


def says(refusal: Refusal | None, language: str = "vi") -> str:
    assert refusal is not None
    return open_renderer().render(f"refusals/{refusal.code}", refusal.facts, language=language).text


def test_every_state_and_every_action_of_achievements(bench: Bench) -> None:
    outcomes = list(cells(ACHIEVEMENTS))
    assert {state for state, _, _ in outcomes} == set(AchievementState)
    for state, action, outcome in outcomes:
        savepoint = bench.session.begin_nested()
        one = bench.achievement(AchievementState(state))
        came, refusal = what_came(doing(bench, one)[action], one)
        assert came == outcome, (state, action)
        if came == "no":
            assert says(refusal) == f"{CANNOT[action]} {WHY[state]}"
            assert says(refusal, "en") != says(refusal)
        elif came == "faster":
            assert says(refusal) == "Đồng chí Tú đã xử lý việc này trước, không cần làm lại."
        savepoint.rollback()
        bench.session.expire_all()


MAKES = {
    "confirm": "confirmed",
    "return": "returned",
    "verify": "verified",
    "reject": "rejected",
    "reverse": "reversed",
}


def test_who_decided_it_themselves_changes_nothing_again_and_is_told_the_state_otherwise(bench: Bench) -> None:
    """A second tap is silent; another decision after one's own is refused for the state."""
    for state, action, outcome in cells(ACHIEVEMENTS):
        if outcome != "faster":
            continue
        savepoint = bench.session.begin_nested()
        one = bench.achievement(AchievementState(state), decided_by=bench.binh if action == "confirm" else bench.dung)
        came, refusal = what_came(doing(bench, one)[action], one)
        if MAKES[action] == state:
            assert (came, one.decided_at or one.confirmed_at) == (state, NOW), (state, action)
        else:
            assert (came, says(refusal)) == ("no", f"{CANNOT[action]} {WHY[state]}"), (state, action)
        savepoint.rollback()
        bench.session.expire_all()


def test_every_state_and_every_action_of_registrations(bench: Bench) -> None:
    outcomes = list(cells(TARGETS))
    day, office = date(2019, 1, 1), bench.faster
    bench.session.add(
        Appointment(member_id=office.id or 0, bloc_id=office.bloc_id, role=BlocRole.SECRETARY, first_day=day)
    )
    assert {state for state, _, _ in outcomes} == set(TargetState)
    for state, action, outcome in outcomes:
        savepoint = bench.session.begin_nested()
        target = bench.target(TargetState(state))
        if action == "reopen" and state == "returned":
            target.decided_by_id = bench.dung.id
        came, refusal = what_came(doing_with(bench, target, office)[action], target)
        assert came == outcome, (state, action)
        if came == "no":
            assert says(refusal) == f"{CANNOT[action]} {WHY[state]}"
        elif came == "faster":
            assert says(refusal) == "Đồng chí Tú đã xử lý việc này trước, không cần làm lại."
        savepoint.rollback()
        bench.session.expire_all()


def test_the_table_of_moves_is_what_this_table_says() -> None:
    """Each move that the tables allow is made by some action, and no other."""
    made: dict[str, set[str]] = {state.value: set() for state in AchievementState}
    for state, action, outcome in cells(ACHIEVEMENTS):
        if outcome not in ("no", "faster") and action != "add_evidence" and outcome != state:
            made[state].add(outcome)
    allowed = {state.value: {one.value for one in moves} for state, moves in ACHIEVEMENT_MOVES.items()}
    allowed["returned"].discard("confirmed")  # a unit's own, sent in again
    assert {state: moves - {"waiting"} for state, moves in made.items()} == {
        state: moves - {"waiting"} for state, moves in allowed.items()
    }
