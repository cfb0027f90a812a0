"""One thing of every kind at every place: campaigns, duties, reports, registrations, achievements, links, groups."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, select

from store.campaigns import phases_of
from store.launches import launch_campaign
from store.tables import (
    Achievement,
    AchievementState,
    Announcement,
    AnnouncementReader,
    AnnouncementState,
    Appointment,
    Asks,
    BlocRole,
    Campaign,
    CampaignState,
    Chat,
    ChatKind,
    DayOverride,
    DeadlineForm,
    Delegation,
    Duty,
    Evidence,
    Feedback,
    FeedbackMessage,
    File,
    Invite,
    Lane,
    Letter,
    LetterKind,
    LetterState,
    Member,
    Membership,
    MembershipState,
    Milestone,
    MilestoneKind,
    Occasion,
    Owing,
    Phase,
    PlanDocument,
    ReaderKind,
    Report,
    Standing,
    Target,
    TargetKind,
    TargetState,
    UnitRole,
)
from tests.store.founding import Founded, found
from tests.stories.rights.world import SECRET, UNITS, World, add_owners, add_speakers, head_at, leader_of, marked

LATER = date(2020, 9, 1)
"""A day after the tests' own: what begins then changes nothing for anybody yet."""


def build(session: Session, here: Founded, *, now: datetime) -> World:
    """A world around a bloc whose campaign may be launched already, and a foreign bloc beside it."""
    world = World(session, now, here, found(session, "co-quan-ban-2020", now=now))
    add_speakers(world)
    add_owners(world)
    for town in (world.here, world.there):
        if town.campaign.state == CampaignState.DRAFT:
            launch_campaign(session, town.campaign.id or 0, by=leader_of(world, town), now=now)
    for fill in (
        _campaigns,
        _occasions,
        _days_off,
        _duties,
        _targets,
        _achievements,
        _standings,
        _doors,
        _groups,
        _feedback,
        _announcements,
    ):
        fill(world)
    session.flush()
    return world


def _campaigns(world: World) -> None:
    """Launched and draft: the bloc's (`bloc`, `foreign`) and a unit's own (`own`, `other`, `foreign`)."""
    for place, town in (("bloc", world.here), ("foreign", world.there)):
        world.rows.setdefault("launched", {})[place] = town.campaign.id or 0
        world.rows.setdefault("launched_milestone", {})[place] = town.milestone("dang-ky").id or 0
        phase = phases_of(world.session, town.campaign.id or 0)[0]
        world.rows.setdefault("launched_phase", {})[place] = phase.id or 0
        _plan(world, "launched_plan", place, town.campaign.id or 0)
        _campaign(world, "draft", place, None, CampaignState.DRAFT)
    for place in ("own", "other", "foreign"):
        _campaign(world, "unit_draft", place, world.unit_id(place), CampaignState.DRAFT)
        _campaign(world, "unit_launched", place, world.unit_id(place), CampaignState.LAUNCHED)


def _campaign(world: World, kind: str, place: str, owner: int | None, state: CampaignState) -> None:
    campaign = Campaign(
        bloc_id=world.bloc_id(place),
        code=f"{kind}-{place}",
        title=f"{SECRET} phong trào {marked(place)}",
        starts=date(2020, 1, 1),
        ends=date(2020, 12, 31),
        state=state,
        launched_at=world.now if state == CampaignState.LAUNCHED else None,
        owner_unit_id=owner,
        plan={"score_tables": world.here.campaign.plan["score_tables"]} if owner else {},
    )
    world.keep(kind, place, campaign)
    day = Milestone(
        campaign_id=campaign.id or 0,
        code="bao-cao",
        kind=MilestoneKind.REPORT,
        title=f"{SECRET} mốc {marked(place)}",
        owing=Owing.UNITS,
        form=DeadlineForm.BY,
        day=date(2020, 6, 30),
        around="giữa năm",
    )
    world.keep(f"{kind}_milestone", place, day)
    phase = Phase(
        campaign_id=campaign.id or 0,
        code="dot-1",
        name=f"{SECRET} đợt {marked(place)}",
        starts=campaign.starts,
        ends=campaign.ends,
    )
    world.keep(f"{kind}_phase", place, phase)
    _plan(world, f"{kind}_plan", place, campaign.id or 0)


def _plan(world: World, kind: str, place: str, campaign_id: int) -> None:
    """The plan's own file; the bloc's is for all its members."""
    world.numbers += 1
    name = "Kế hoạch.pdf" if kind == "launched_plan" else f"{SECRET} kế hoạch {marked(place)}.pdf"
    file = File(telegram_file_id="f", unique_id=f"u{world.numbers}", kind="document", name=name)
    world.keep(f"{kind}_file", place, file)
    by_id = world.owners[f"{'unit' if place in ('own', 'bloc') else place} head"]
    document = PlanDocument(campaign_id=campaign_id, file_id=file.id or 0, added_by_id=by_id, added_at=world.now)
    world.keep(kind, place, document)


def _occasions(world: World) -> None:
    for place in ("bloc", "foreign"):
        name = f"{SECRET} ngày kỷ niệm {marked(place)}"
        world.keep("occasion", place, Occasion(bloc_id=world.bloc_id(place), name=name, month=6, day=11))


def _days_off(world: World) -> None:
    for place in ("bloc", "foreign"):
        note = f"{SECRET} ngày nghỉ {marked(place)}"
        world.keep(
            "day_off", place, DayOverride(bloc_id=world.bloc_id(place), day=world.now.date(), off=True, note=note)
        )


def _duties(world: World) -> None:
    """Reports a unit owes, with one handed in; a duty of a member; one of the office."""
    for place, code in (("unit", "bc-dot-1"), ("other", "bc-dot-1"), ("foreign", "so-ket-1")):
        duty = world.town(place).duty(code, UNITS[place])
        duty.done_note = f"{SECRET} ghi chú {marked(place)}"
        world.keep("unit_duty", place, duty)
        _report(world, "unit_report", place, duty, head_at(world, place))
    for place in ("own", "unit", "other", "foreign"):
        model = world.at("unit_duty", "unit" if place == "own" else place)
        owner = world.owners[place]
        duty = _copy(world, model, place, owner=f"m{owner}", unit_id=None, member_id=owner)
        world.keep("member_duty", place, duty)
        _report(world, "member_report", place, duty, owner)
    meeting = next(one for one in world.here.duties("giao-ban"))
    world.keep("office_duty", "bloc", meeting)
    world.keep(
        "office_duty",
        "foreign",
        _copy(world, world.at("unit_duty", "foreign"), "foreign", owner="office", unit_id=None),
    )


def _copy(world: World, duty_id: int, place: str, **values: Any) -> Duty:
    model = world.session.get_one(Duty, duty_id).model_dump(exclude={"id"})
    return Duty(**{**model, "done_note": f"{SECRET} ghi chú {marked(place)}", **values})


def _report(world: World, kind: str, place: str, duty: Duty, by_id: int) -> None:
    text = f"{SECRET} báo cáo {marked(place)}"
    report = Report(duty_id=duty.id or 0, version=1, text=text, handed_in_at=world.now, handed_in_by_id=by_id)
    world.keep(kind, place, report)


def _targets(world: World) -> None:
    """Waiting and confirmed; of a person, and (but for `own`) of the unit."""
    for place in ("own", "unit", "other", "foreign"):
        for state in (TargetState.WAITING, TargetState.CONFIRMED):
            _target(world, f"{state.value}_target", place, state, world.owners[place])
            if place != "own":
                _target(world, f"{state.value}_unit_target", place, state, None)


def _target(world: World, kind: str, place: str, state: TargetState, member_id: int | None) -> None:
    target = Target(
        campaign_id=world.town(place).campaign.id or 0,
        unit_id=world.unit_id(place),
        member_id=member_id,
        kind=TargetKind.PRODUCT,
        item="Đề án",
        title=f"{SECRET} đăng ký {marked(place)}",
        state=state,
        registered_by_id=member_id or head_at(world, place),
        registered_at=world.now,
    )
    world.keep(kind, place, target)


def _achievements(world: World) -> None:
    """Waiting, confirmed and verified, with links as evidence, one of them the same everywhere.

    Of a person, (but for `own`) of the unit, and in the unit's own campaign.
    """
    for place in ("own", "unit", "other", "foreign"):
        for state in (AchievementState.WAITING, AchievementState.CONFIRMED, AchievementState.VERIFIED):
            _achievement(world, f"{state.value}_achievement", place, state, world.owners[place])
            if place != "own":
                _achievement(world, f"{state.value}_unit_achievement", place, state, None)
            if place != "unit":
                campaign_id = world.at("unit_launched", place)
                _achievement(
                    world, f"{state.value}_own_achievement", place, state, world.owners[place], campaign_id=campaign_id
                )


def _achievement(
    world: World, kind: str, place: str, state: AchievementState, member_id: int | None, **more: Any
) -> None:
    by_id = member_id or head_at(world, place)
    achievement = Achievement(
        campaign_id=more.get("campaign_id", world.town(place).campaign.id or 0),
        unit_id=world.unit_id(place),
        member_id=member_id,
        criterion="3.2",
        title=f"{SECRET} thành tích {marked(place)}",
        day=world.now.date(),
        state=state,
        points=Decimal(2) if state == AchievementState.VERIFIED else None,
        recorded_by_id=by_id,
        recorded_at=world.now,
    )
    world.keep(kind, place, achievement)
    for link in ("https://vi-du.vn/chung", f"https://vi-du.vn/{SECRET}/{marked(place)}"):
        piece = Evidence(
            achievement_id=achievement.id or 0, mark=f"link:{link}", link=link, added_by_id=by_id, added_at=world.now
        )
        world.keep(f"{kind}_evidence", place, piece)


def _standings(world: World) -> None:
    """Points of a person at each place, from the achievements there."""
    for place in ("own", "unit", "other", "foreign"):
        member_id = world.owners[place]
        standing = Standing(
            campaign_id=world.town(place).campaign.id or 0,
            subject=f"member:{member_id}:{world.unit_id(place)}",
            is_member=True,
            unit_id=world.unit_id(place),
            member_id=member_id,
            points=Decimal(2),
        )
        world.keep("standing", place, standing)


def _doors(world: World) -> None:
    """Links for heads, staff and the office, and somebody who waits to be let in."""
    for place in ("unit", "other", "foreign"):
        unit_id = world.unit_id(place)
        world.keep("head_invite", place, _invite(world, place, unit_id=unit_id, unit_role=UnitRole.HEAD))
        world.keep("staff_invite", place, _invite(world, place, unit_id=unit_id, unit_role=UnitRole.MEMBER))
        who = world.member(world.town(place), f"{SECRET} người chờ")
        world.keep("request", place, world.sits(who, unit_id, state=MembershipState.WAITING))
        _people(world, place, unit_id)
    for place in ("bloc", "foreign"):
        world.keep("office_invite", place, _invite(world, place, bloc_role=BlocRole.SECRETARY))
        owner = world.owners["other" if place == "bloc" else "foreign"]
        post = Appointment(member_id=owner, bloc_id=world.bloc_id(place), role=BlocRole.COUNCIL, first_day=LATER)
        world.keep("post", place, post)


def _people(world: World, place: str, unit_id: int) -> None:
    """Places in a unit: of its staff, its head and one of its list without account; and who will act for the head."""
    head, staff = world.owners[f"{place} head"], world.owners[place]
    for kind, member_id in (("staff_place", staff), ("head_place", head)):
        query = select(Membership).where(col(Membership.member_id) == member_id)
        world.rows.setdefault(kind, {})[place] = world.session.exec(query).one().id or 0
    listed = Member(bloc_id=world.bloc_id(place), name=f"{SECRET} trong danh sách")
    world.session.add(listed)
    world.session.flush()
    world.keep("listed", place, world.sits(listed, unit_id))
    acting = Delegation(unit_id=unit_id, member_id=staff, given_by_id=head, first_day=LATER, last_day=LATER)
    world.keep("delegation", place, acting)


def _invite(world: World, place: str, **values: Any) -> Invite:
    world.numbers += 1
    return Invite(
        token_hash=str(world.numbers),
        bloc_id=world.bloc_id(place),
        expires_at=world.now + timedelta(days=9),
        created_at=world.now,
        **values,
    )


def _groups(world: World) -> None:
    """A linked group at each place, and one that is not linked."""
    for place in ("bloc", "unit", "other", "foreign", "nowhere"):
        world.numbers += 1
        unit_id = world.unit_id(place) if place in ("unit", "other") else None
        bloc_id = None if place == "nowhere" else world.bloc_id(place)
        group = Chat(telegram_id=-world.numbers, kind=ChatKind.GROUP, title=SECRET, bloc_id=bloc_id, unit_id=unit_id)
        world.keep("group", place, group)


def _feedback(world: World) -> None:
    """A question to the office of somebody at each place."""
    for place in ("own", "unit", "other", "foreign"):
        asker = world.owners[place]
        talk = Feedback(bloc_id=world.bloc_id(place), member_id=asker, waiting_since=world.now)
        world.keep("feedback", place, talk)
        text = f"{SECRET} góp ý {marked(place)}"
        said = FeedbackMessage(feedback_id=talk.id or 0, by_id=asker, of_office=False, text=text, at=world.now)
        world.keep("feedback_message", place, said)


def _announcements(world: World) -> None:
    """Of the office and of units, on its way, with one reader who has it."""
    for kind, places in (("announcement", ("bloc", "foreign")), ("unit_announcement", ("own", "other", "foreign"))):
        for place in places:
            owner = "other" if place == "bloc" else place
            found = Announcement(
                bloc_id=world.bloc_id(place),
                unit_id=world.unit_id(place) if kind == "unit_announcement" else None,
                author_id=head_at(world, owner),
                body=f"{SECRET} thông báo {marked(place)}",
                asks=Asks.RECEIVED,
                audience={"members": True},
                state=AnnouncementState.SENDING,
                made_at=world.now,
                send_at=world.now,
                planned=True,
            )
            world.keep(kind, place, found)
            _reader(world, found, world.owners[owner])


def _reader(world: World, found: Announcement, member_id: int) -> None:
    account = world.session.get_one(Member, member_id).account_id
    chat = world.session.exec(select(Chat).where(col(Chat.account_id) == account)).one()
    letter = Letter(
        chat_id=chat.id or 0,
        kind=LetterKind.SEND,
        lane=Lane.BROADCAST,
        template="live/announcements/letter",
        posted_at=world.now,
        due_at=world.now,
        state=LetterState.SENT,
        closed_at=world.now,
        message_id=5,
    )
    world.session.add(letter)
    world.session.flush()
    world.session.add(
        AnnouncementReader(
            announcement_id=found.id or 0,
            who=f"m{member_id}",
            kind=ReaderKind.MEMBER,
            chat_id=chat.id,
            member_id=member_id,
            letter_id=letter.id,
        )
    )
    world.session.flush()
