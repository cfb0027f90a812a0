"""A bot whose process ends on the spot in the middle of an announcement to a thousand: `main` is run by itself."""

import os
from dataclasses import replace
from pathlib import Path

from sqlalchemy import insert
from sqlmodel import Session, col, select

from bot.rehearsal.stage import Stage
from bot.road import Road
from store.announcements import Draft, announce
from store.columns import table_of
from store.engine import begin
from store.tables import Account, Asks, Chat, ChatKind, Member, Membership, MembershipState, Unit, UnitRole
from tests.stories.crash import CAST, ENDED
from tests.town import LAUNCH, Town, keep_schema

PEOPLE, ENDS_AT = 994, 450
"""With the six of the cast a thousand; after so many of them the process ends."""

FEW, FEW_END_AT = 194, 90
"""The same on the other database, where two hundred do."""

AT_ONCE = 8
TOLD = "told.txt"
"""To whom Telegram gave the announcement before the process ended, an id a line."""

TEXT = "Mời họp tổng kết"


def crowd(stage: Stage, size: int) -> list[int]:
    """People who have started the bot; the same ids in each Telegram."""
    people = [stage.telegram.person(f"Cán bộ {number}") for number in range(size)]
    for person in people:
        person.starts()
    stage.telegram.updates.drop()
    return [person.id for person in people]


def joins(session: Session, ids: list[int], bloc_id: int) -> None:
    """They are people of one unit."""
    unit_id = session.exec(select(Unit.id).where(col(Unit.code) == "syt")).one()
    session.execute(insert(table_of(Account)), [{"id": one, "language": "vi", "telegram_name": ""} for one in ids])
    private = {"kind": ChatKind.PRIVATE, "state": "ready", "title": "", "language": "vi", "posts": {}}
    session.execute(insert(table_of(Chat)), [{"telegram_id": one, "account_id": one, **private} for one in ids])
    rows = [{"bloc_id": bloc_id, "account_id": one, "name": f"Cán bộ {one}", "position": ""} for one in ids]
    session.execute(insert(table_of(Member)), rows)
    members = session.exec(select(Member.id).where(col(Member.account_id).in_(ids))).all()
    place = {"unit_id": unit_id, "role": UnitRole.MEMBER, "state": MembershipState.ACTIVE, "first_day": LAUNCH.date()}
    session.execute(insert(table_of(Membership)), [{"member_id": one, **place} for one in members])


def announces(session: Session, stage: Stage) -> None:
    mai = session.exec(select(Member).where(col(Member.name) == "Mai")).one()
    draft = Draft(unit_id=None, body=TEXT, audience={"members": True}, asks=Asks.RECEIVED)
    announce(session, draft, by=mai, now=stage.clock.now())


def open_again(database_url: str, folder: Path, size: int) -> Stage:
    """The next process, with the same people in a Telegram that remembers no messages."""
    stage = Stage(folder, start=LAUNCH, database_url=database_url, migrate=keep_schema)
    for name in (*CAST, "Quân"):
        stage.telegram.person(name).starts()
    crowd(stage, size)
    return stage


def main(database_url: str, folder: Path, size: int, ends_at: int) -> None:
    town = Town(folder, database_url)
    stage, told = town.stage, os.open(folder / TOLD, os.O_WRONLY | os.O_CREAT)
    with begin(stage.engine) as session:
        joins(session, crowd(stage, size), town.bloc_id)
    town.runs(stage.road.close())
    stage.road = Road(replace(stage.road.wiring, letters_at_once=AT_ONCE))
    town.runs(stage.road.open())
    left = [ends_at]

    def hear(event: object) -> None:
        message = getattr(event, "message", None)
        if message is not None and TEXT in message.text and message.text.startswith("Thông báo ·"):
            os.write(told, f"{message.chat.id}\n".encode())
            left[0] -= 1
            if left[0] == 0:
                os._exit(ENDED)

    stage.telegram.listeners.append(hear)
    with begin(stage.engine) as session:
        announces(session, stage)
    town.settles()
