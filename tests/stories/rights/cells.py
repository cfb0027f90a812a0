"""For every action behind a button: what it may be forged upon, and who may tap it there.

An action that is added needs its line here; `test_rights.py` fails without it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from messages.actions import Action
from messages.actions import achievements as a
from messages.actions import announcements as q
from messages.actions import calendars as cal
from messages.actions import campaigns as c
from messages.actions import changes as ch
from messages.actions import days_off as d
from messages.actions import drafts as dr
from messages.actions import evidence_packs as k
from messages.actions import exports as y
from messages.actions import feedback as b
from messages.actions import forms as f
from messages.actions import groups as g
from messages.actions import home as h
from messages.actions import invites as i
from messages.actions import joining as j
from messages.actions import mydata as md
from messages.actions import occasions as oc
from messages.actions import papers as z_papers
from messages.actions import people as pe
from messages.actions import people_lists as pl
from messages.actions import pledges as p
from messages.actions import progress as m
from messages.actions import reminders as n
from messages.actions import reports as o
from messages.actions import reviews as r
from messages.actions import roles as ro
from messages.actions import standings as s
from messages.actions import summaries as z
from messages.actions import targets as t
from messages.actions import units as u
from messages.actions import verification as v
from store.changes.parts import Part
from store.consents import CONSENT_VERSION
from store.forms import open_form
from store.groups import PostKind
from store.invites import hashed
from store.pledge_texts import pledge_content, text_hash
from store.pledges import SHOWN
from store.tables import (
    BlocRole,
    Campaign,
    Chat,
    Invite,
    Member,
    Membership,
    PeopleList,
    PeopleListState,
    Reply,
    UnitKind,
    UnitRole,
)
from tests.stories.rights.who import (
    BLOCS,
    Who,
    either,
    everybody,
    is_head,
    joined,
    keepers,
    nobody,
    of_the_unit,
    own_talk,
    reads_a_unit,
    reads_the_unit,
    somewhere,
    there,
)
from tests.stories.rights.world import SECRET, Make, World

UNITS = ("unit", "other", "foreign")
PEOPLE = ("own", *UNITS)


@dataclass(frozen=True)
class Cell:
    """An action upon a thing at each of these places, tapped in private or in the group of that place."""

    make: Make
    places: Sequence[str]
    who: Who
    group: str = ""
    empty: frozenset[str] = frozenset()
    """Screens that say no by having nothing to show."""


def upon(action: Callable[..., Action], kind: str, *more: object) -> Make:
    """The action upon the row of this kind at the place."""
    return lambda world, place, _role: action(world.at(kind, place), *more)


def plain(action: Action) -> Make:
    return lambda _world, _place, _role: action


def on_unit(action: Callable[..., Action], *more: object) -> Make:
    return lambda world, place, _role: action(world.unit_id(place), *more)


def in_campaign(action: Callable[..., Action], *, own: bool = False) -> Make:
    """The action upon a unit in its bloc's campaign, or in the unit's own."""

    def make(world: World, place: str, _role: str) -> Action:
        return action(_campaign_id(world, place, own), world.unit_id(place))

    return make


def _campaign_id(world: World, place: str, own: bool) -> int:
    return (
        world.at("unit_launched", place) if own else world.at("launched", "foreign" if place == "foreign" else "bloc")
    )


def with_hash(action: Callable[..., Action]) -> Make:
    """With the hash that the unit's pledge has now."""

    def make(world: World, place: str, _role: str) -> Action:
        campaign_id, unit_id = _campaign_id(world, place, own=False), world.unit_id(place)
        content = pledge_content(world.session, world.session.get_one(Campaign, campaign_id), unit_id)
        return action(campaign_id, unit_id, text_hash(content)[:SHOWN])

    return make


FILE = {"file_id": "f", "unique_id": "u", "kind": "document", "name": "a.pdf", "mime": "application/pdf", "size": 9}


def with_file(kind: str, *, whose: str = "") -> Make:
    """Upon a form that holds a file: one's own, or that of another role."""
    return lambda world, place, role: o.GiveFiles(_bundle(world, whose or role), world.at(kind, place))


def summed_up(action: Callable[..., Action], *more: object) -> list[Cell]:
    """Upon a campaign that runs, the bloc's or a unit's own, and upon one that is still a draft."""
    return [
        Cell(upon(action, "launched", *more), BLOCS, there("progress")),
        Cell(upon(action, "unit_launched", *more), MINE, there("progress")),
        Cell(upon(action, "draft", *more), BLOCS, nobody),
    ]


def recorded(*, whose: str = "") -> Make:
    return lambda world, _place, role: a.RecordFiles(_bundle(world, whose or role))


def _bundle(world: World, role: str) -> int:
    """The open question about a file that this role sent."""
    account = world.people[role]
    chat = world.session.exec(select(Chat).where(col(Chat.account_id) == account)).one()
    form = open_form(world.session, account, chat.id or 0, "stray_files/bundle", now=world.now, pieces=[FILE], words="")
    form.step = "what"
    return form.id or 0


def in_group(action: Callable[..., Action], *more: object, who: Who, linked: bool = True) -> list[Cell]:
    """An action that names the place of a group, tapped in the group of that place (or in one without a link)."""

    def make(world: World, place: str, _role: str) -> Action:
        unit_id = None if place in BLOCS else world.unit_id(place)
        return action(world.bloc_id(place), unit_id, *more)

    return [Cell(make, ("bloc", *UNITS), who, group="place" if linked else "nowhere")]


KEEPERS: Who = there("invite_heads", "approve_staff")
"""Who looks after a unit's people: its heads, and the office."""


def is_own(role: str, place: str) -> bool:
    """The place of the one speaker who is a member and nothing else."""
    return role == "member" and place == "own"


def own_place(action: Callable[..., Action]) -> Make:
    """Upon a place in a unit: that of the member, or of somebody else."""

    def make(world: World, place: str, _role: str) -> Action:
        query = select(Membership).where(col(Membership.member_id) == world.owners[place])
        return action(world.session.exec(query).one().id or 0)

    return make


def on_link(action: Callable[..., Action], *more: object) -> list[Cell]:
    return [
        Cell(upon(action, "head_invite", *more), UNITS, there("invite_heads")),
        Cell(upon(action, "staff_invite", *more), UNITS, there("invite_staff")),
        Cell(upon(action, "office_invite", *more), BLOCS, there("roles")),
    ]


def with_token(kind: str) -> Make:
    """A link with its token, as the message that shows it carries it."""

    def make(world: World, place: str, _role: str) -> Action:
        invite = world.session.get_one(Invite, world.at(kind, place))
        invite.token_hash = hashed("0" * 32)
        return i.InviteQr(invite.id or 0, "0" * 32)

    return make


def sent_list(action: Callable[..., Action], *, whose: str = "") -> Make:
    """Upon a list of people that was read: one's own, or that of another role."""

    def make(world: World, place: str, role: str) -> Action:
        account = world.people[whose or role]
        sender = world.session.exec(select(Member).where(col(Member.account_id) == account)).first()
        found = PeopleList(
            bloc_id=world.bloc_id(place),
            sent_by_id=sender.id if sender and sender.id else world.owners["own"],
            sent_at=world.now,
            telegram_file_id="f",
            file_name=f"{SECRET}.xlsx",
            state=PeopleListState.READY,
            read={"people": [], "mistakes": []},
        )
        world.session.add(found)
        world.session.flush()
        return action(found.id or 0)

    return make


def on_group(action: Callable[..., Action], *more: object) -> list[Cell]:
    """A group of the bloc or of a unit, from the private chat."""
    return [Cell(upon(action, "group", *more), ("bloc", *UNITS), keepers)]


EVERYWHERE = ("bloc", *UNITS)
HANDS_IN = [
    ("unit_duty", UNITS, "hand_in"),
    ("member_duty", PEOPLE, "register"),
    ("office_duty", BLOCS, "mark_received"),
]
DUTIES = [("unit_duty", UNITS), ("member_duty", PEOPLE), ("office_duty", BLOCS)]
MINE = ("own", "other", "foreign")


def on_duty(action: Callable[..., Action], right: str) -> list[Cell]:
    return [Cell(upon(action, kind), places, there(right)) for kind, places in DUTIES]


def on_owed(action: Callable[..., Action]) -> list[Cell]:
    return [Cell(upon(action, kind), places, there(right)) for kind, places, right in HANDS_IN]


def on_target(action: Callable[..., Action], right: str, *more: object) -> list[Cell]:
    """A person's and a unit's, for actions that both are changed or read by with one right."""
    return [
        Cell(upon(action, "waiting_target", *more), PEOPLE, there(right)),
        Cell(upon(action, "waiting_unit_target", *more), UNITS, there(right)),
    ]


def on_achievement(action: Callable[..., Action], right: str, *more: object) -> list[Cell]:
    """A person's and a unit's, in review."""
    return [
        Cell(upon(action, "waiting_achievement", *more), PEOPLE, there(right)),
        Cell(upon(action, "confirmed_unit_achievement", *more), UNITS, there(right)),
    ]


def decided(action: Callable[..., Action]) -> list[Cell]:
    """A head decides on staff's, the office on a unit's."""
    return [
        Cell(upon(action, "waiting_target", 1), PEOPLE, there("confirm_staff")),
        Cell(upon(action, "waiting_unit_target", 1), UNITS, there("confirm_units")),
    ]


def verified(action: Callable[..., Action], *more: object, state: str = "confirmed") -> list[Cell]:
    """The council decides on a person's, a unit's, and in a unit's own campaign its head."""
    return [
        Cell(upon(action, f"{state}_achievement", *more), PEOPLE, there("verify")),
        Cell(upon(action, f"{state}_unit_achievement", *more), UNITS, there("verify")),
        Cell(upon(action, f"{state}_own_achievement", *more), MINE, there("unit_campaign")),
    ]


def on_draft(action: Callable[..., Action], right: str, suffix: str = "") -> list[Cell]:
    return [
        Cell(upon(action, f"draft{suffix}"), BLOCS, there(right)),
        Cell(upon(action, f"unit_draft{suffix}"), MINE, there("unit_campaign")),
    ]


def on_campaign(action: Callable[..., Action], suffix: str = "", *more: object) -> list[Cell]:
    """A draft is the office's to change, what was launched the leader's; a unit's own is always its head's."""
    return [
        Cell(upon(action, f"draft{suffix}", *more), BLOCS, there("edit_draft")),
        Cell(upon(action, f"launched{suffix}", *more), BLOCS, there("change_launched")),
        Cell(upon(action, f"unit_draft{suffix}", *more), MINE, there("unit_campaign")),
        Cell(upon(action, f"unit_launched{suffix}", *more), MINE, there("unit_campaign")),
    ]


def changing(part: Part) -> Callable[..., Action]:
    return lambda row_id: ch.ChangePart(part, row_id)


def read_by_all(action: Callable[..., Action]) -> list[Cell]:
    """What everybody who takes part in a campaign may see, once it is launched."""
    return [
        Cell(upon(action, "launched"), BLOCS, joined),
        Cell(upon(action, "unit_launched"), MINE, either(of_the_unit, there("progress"))),
    ]


MANAGES = somewhere("edit_draft", "unit_campaign")

IN_THE_UNIT = either(there("read_work"), lambda role, place: role in ("member", "head") and place == "unit")
"""A unit's sums are for its people too; of its lines they see their own."""


def on_score(action: Callable[..., Action], *more: int) -> list[Cell]:
    """The points of a unit and of a person."""

    def of_unit(world: World, place: str, _role: str) -> Action:
        return action(_campaign_id(world, place, own=False), 0, world.unit_id(place), None, *more)

    def of_person(world: World, place: str, _role: str) -> Action:
        return action(_campaign_id(world, place, own=False), 0, world.unit_id(place), world.owners[place], *more)

    return [Cell(of_unit, UNITS, IN_THE_UNIT), Cell(of_person, PEOPLE, there("read_work"))]


def on_board(action: Callable[..., Action]) -> list[Cell]:
    """A bloc's standings are for all its members, a unit's own for its people and for who reads its work."""
    return [
        Cell(upon(action, "launched"), BLOCS, joined),
        Cell(upon(action, "draft"), BLOCS, nobody),
        Cell(upon(action, "unit_launched"), MINE, either(of_the_unit, reads_the_unit)),
    ]


ANNOUNCES = ("announce", "unit_campaign")


def on_announcement(action: Callable[..., Action]) -> list[Cell]:
    """The office's, and a unit's own."""
    return [
        Cell(upon(action, "announcement"), BLOCS, there("announce")),
        Cell(upon(action, "unit_announcement"), MINE, there("unit_campaign")),
    ]


def reads_it(role: str, place: str) -> bool:
    """Whom the announcement came to."""
    return role == "member" and place == "own"


OF_MINE = (md.ShowMyData, md.SendMyData, md.AskWithdrawConsent, md.WithdrawConsent, md.AskDeleteMe, md.DeleteMe)


def own_data(action: Action) -> list[Cell]:
    """What is kept about oneself is for everybody, in private."""
    return [Cell(plain(action), ("bloc",), everybody), Cell(plain(action), ("bloc",), nobody, group="place")]


SIGNED = [p.AskSign, p.SignPledge]
NOTHING_OPEN = frozenset({"targets/nothing_open", "achievements/nothing_open"})

CELLS: dict[type[Action], list[Cell]] = {
    h.ChooseBloc: [Cell(plain(h.ChooseBloc()), ("bloc",), joined)],
    h.SwitchBloc: [Cell(lambda world, place, _: h.SwitchBloc(world.bloc_id(place)), BLOCS, joined)],
    h.SetLanguage: [Cell(plain(h.SetLanguage("en")), ("bloc",), everybody)],
    i.OpenManage: [Cell(plain(i.OpenManage()), ("bloc",), there("invite_heads"))],
    u.OpenUnits: [Cell(plain(u.OpenUnits()), ("bloc",), there("invite_heads"))],
    u.AddUnit: [Cell(plain(u.AddUnit()), ("bloc",), there("invite_heads"))],
    u.EditUnit: [Cell(on_unit(u.EditUnit), UNITS, there("invite_heads"))],
    u.ChangeUnit: [Cell(on_unit(u.ChangeUnit, u.UnitField.NAME), UNITS, there("invite_heads"))],
    u.SetUnitKind: [Cell(on_unit(u.SetUnitKind, UnitKind.MASS_ORG), UNITS, there("invite_heads"))],
    u.ChooseParent: [Cell(on_unit(u.ChooseParent), UNITS, there("invite_heads"))],
    u.SetParent: [Cell(on_unit(u.SetParent, 0), UNITS, there("invite_heads"))],
    u.CloseUnit: [Cell(on_unit(u.CloseUnit), UNITS, there("invite_heads"))],
    u.MergeUnit: [Cell(on_unit(u.MergeUnit), UNITS, there("invite_heads"))],
    pe.OpenMembers: [Cell(on_unit(pe.OpenMembers, 0), UNITS, KEEPERS)],
    pe.OpenMember: [Cell(upon(pe.OpenMember, "staff_place"), UNITS, KEEPERS)],
    pe.SetUnitRole: [Cell(upon(pe.SetUnitRole, "staff_place", UnitRole.HEAD), UNITS, there("invite_heads"))],
    pe.RemoveMember: [
        Cell(upon(pe.RemoveMember, "staff_place"), UNITS, KEEPERS),
        Cell(upon(pe.RemoveMember, "head_place"), UNITS, there("invite_heads")),
    ],
    pe.OpenMyPlaces: [Cell(plain(pe.OpenMyPlaces()), ("bloc",), joined)],
    pe.AskLeave: [Cell(own_place(pe.AskLeave), PEOPLE, is_own)],
    pe.LeaveUnit: [Cell(own_place(pe.LeaveUnit), PEOPLE, is_own)],
    pe.Delegate: [Cell(upon(pe.Delegate, "staff_place"), UNITS, there("approve_staff"))],
    pe.EndDelegation: [Cell(upon(pe.EndDelegation, "delegation"), UNITS, KEEPERS)],
    pl.SendList: [
        Cell(on_unit(pl.SendList), UNITS, there("invite_staff")),
        Cell(plain(pl.SendList(0)), ("bloc",), there("invite_heads")),
    ],
    pl.ListSheet: [
        Cell(on_unit(pl.ListSheet), UNITS, there("invite_staff")),
        Cell(plain(pl.ListSheet(0)), ("bloc",), there("invite_heads")),
    ],
    pl.TakeList: [
        Cell(sent_list(pl.TakeList), ("bloc",), there("invite_heads")),
        Cell(sent_list(pl.TakeList, whose="leader"), ("bloc",), lambda role, _place: role == "leader"),
    ],
    pl.DropList: [
        Cell(sent_list(pl.DropList), ("bloc",), there("invite_heads")),
        Cell(sent_list(pl.DropList, whose="leader"), ("bloc",), lambda role, _place: role == "leader"),
    ],
    ro.OpenPeople: [Cell(plain(ro.OpenPeople()), ("bloc",), there("invite_heads"))],
    ro.OpenPost: [Cell(upon(ro.OpenPost, "post"), BLOCS, there("roles"))],
    ro.EndPost: [Cell(upon(ro.EndPost, "post"), BLOCS, there("roles"))],
    ro.ChooseRole: [Cell(plain(ro.ChooseRole()), ("bloc",), there("roles"))],
    ro.GiveRole: [Cell(plain(ro.GiveRole(BlocRole.COUNCIL)), ("bloc",), there("roles"))],
    ro.StandIn: [Cell(plain(ro.StandIn()), ("bloc",), there("roles"))],
    i.OpenUnit: [Cell(on_unit(i.OpenUnit), UNITS, there("invite_heads", "approve_staff"))],
    i.InviteHead: [Cell(on_unit(i.InviteHead), UNITS, there("invite_heads"))],
    i.InviteStaff: [Cell(on_unit(i.InviteStaff, True), UNITS, there("invite_staff"))],
    i.ChooseOffice: [Cell(plain(i.ChooseOffice()), ("bloc",), there("roles"))],
    i.InviteOffice: [Cell(plain(i.InviteOffice(BlocRole.SECRETARY)), ("bloc",), there("roles"))],
    i.OpenInvites: [
        Cell(on_unit(i.OpenInvites), UNITS, there("invite_heads", "invite_staff")),
        Cell(plain(i.OpenInvites(0)), ("bloc",), there("invite_heads")),
    ],
    i.OpenInvite: on_link(i.OpenInvite, True),
    i.InviteLasts: on_link(i.InviteLasts, 90),
    i.InviteUses: [
        Cell(upon(i.InviteUses, "head_invite", 5), UNITS, there("invite_heads")),
        Cell(upon(i.InviteUses, "staff_invite", 50), UNITS, there("invite_staff")),
    ],
    i.InviteQr: [Cell(with_token("staff_invite"), UNITS, there("invite_staff"))],
    i.AskAllHeads: [Cell(plain(i.AskAllHeads()), ("bloc",), there("invite_heads"))],
    i.InviteAllHeads: [Cell(plain(i.InviteAllHeads(True)), ("bloc",), there("invite_heads"))],
    i.InviteListed: [Cell(on_unit(i.InviteListed), UNITS, there("invite_heads", "invite_staff"))],
    i.InviteOne: [Cell(upon(i.InviteOne, "listed"), UNITS, there("invite_heads", "invite_staff"))],
    i.RevokeInvite: [
        Cell(upon(i.RevokeInvite, "head_invite"), UNITS, there("invite_heads")),
        Cell(upon(i.RevokeInvite, "staff_invite"), UNITS, there("invite_staff")),
        Cell(upon(i.RevokeInvite, "office_invite"), BLOCS, there("roles")),
    ],
    j.AskToJoin: [Cell(plain(j.AskToJoin()), ("bloc",), everybody)],
    j.OpenRequest: [Cell(upon(j.OpenRequest, "request"), UNITS, there("approve_staff"))],
    j.ApproveMember: [Cell(upon(j.ApproveMember, "request"), UNITS, there("approve_staff"))],
    j.RefuseMember: [Cell(upon(j.RefuseMember, "request"), UNITS, there("approve_staff"))],
    c.OpenCampaign: [
        Cell(upon(c.OpenCampaign, "launched"), BLOCS, joined),
        Cell(upon(c.OpenCampaign, "draft"), BLOCS, nobody),
        Cell(upon(c.OpenCampaign, "unit_launched"), MINE, either(of_the_unit, there("progress"))),
        Cell(upon(c.OpenCampaign, "unit_draft"), MINE, nobody),
    ],
    c.PreviewLaunch: on_draft(c.PreviewLaunch, "edit_draft"),
    c.LaunchCampaign: on_draft(c.LaunchCampaign, "launch"),
    c.NameDay: on_draft(c.NameDay, "edit_draft", "_milestone"),
    c.ReceiveLaunch: [
        Cell(upon(c.ReceiveLaunch, "launched"), BLOCS, is_head),
        Cell(upon(c.ReceiveLaunch, "unit_launched"), MINE, of_the_unit),
        Cell(upon(c.ReceiveLaunch, "draft"), BLOCS, nobody),
    ],
    c.OpenDuty: on_duty(c.OpenDuty, "read_work"),
    c.MarkReceived: on_duty(c.MarkReceived, "mark_received"),
    c.MarkHeld: on_duty(c.MarkHeld, "mark_received"),
    c.UnmarkDuty: on_duty(c.UnmarkDuty, "mark_received"),
    c.ExtendDuty: on_duty(c.ExtendDuty, "extend"),
    dr.ManageCampaigns: [Cell(plain(dr.ManageCampaigns()), ("bloc",), MANAGES)],
    dr.SendCampaignFile: [Cell(plain(dr.SendCampaignFile()), ("bloc",), MANAGES)],
    dr.NewCampaign: [
        Cell(plain(dr.NewCampaign(None)), ("bloc",), there("edit_draft")),
        Cell(on_unit(dr.NewCampaign), UNITS, there("unit_campaign")),
    ],
    dr.CopyCampaign: [
        Cell(upon(dr.CopyCampaign, "launched"), BLOCS, there("edit_draft")),
        Cell(upon(dr.CopyCampaign, "unit_launched"), MINE, there("unit_campaign")),
    ],
    dr.AttachPlan: on_campaign(dr.AttachPlan),
    dr.GetPlan: [
        *read_by_all(dr.GetPlan),
        Cell(upon(dr.GetPlan, "draft"), BLOCS, there("edit_draft")),
    ],
    dr.AskDropDraft: on_draft(dr.AskDropDraft, "edit_draft"),
    dr.DropDraft: on_draft(dr.DropDraft, "edit_draft"),
    ch.EditCampaign: on_campaign(ch.EditCampaign),
    ch.EditPhases: on_campaign(ch.EditPhases),
    ch.EditMilestones: on_campaign(ch.EditMilestones),
    ch.EditPhase: on_campaign(ch.EditPhase, "_phase"),
    ch.EditMilestone: on_campaign(ch.EditMilestone, "_milestone"),
    ch.ChangePart: [
        *on_campaign(changing(Part.TITLE)),
        *on_campaign(changing(Part.THEME), "_phase"),
        *on_campaign(changing(Part.WITHDRAW), "_milestone"),
    ],
    ch.SetLenient: [
        Cell(upon(ch.SetLenient, "draft", True), BLOCS, there("edit_draft")),
        Cell(upon(ch.SetLenient, "unit_draft", True), MINE, there("unit_campaign")),
    ],
    ch.SetPledge: [
        Cell(upon(ch.SetPledge, "draft_milestone", False), BLOCS, there("edit_draft")),
        Cell(upon(ch.SetPledge, "unit_draft_milestone", False), MINE, there("unit_campaign")),
    ],
    ch.OpenChanges: read_by_all(ch.OpenChanges),
    oc.OpenOccasions: [Cell(plain(oc.OpenOccasions()), ("bloc",), there("edit_draft"))],
    oc.OpenKnownDays: [Cell(plain(oc.OpenKnownDays()), ("bloc",), there("edit_draft"))],
    oc.AddKnownDay: [Cell(plain(oc.AddKnownDay("thi-dua", 0)), ("bloc",), there("edit_draft"))],
    oc.NewOccasion: [Cell(plain(oc.NewOccasion()), ("bloc",), there("edit_draft"))],
    oc.SwitchOccasion: [Cell(upon(oc.SwitchOccasion, "occasion", False, 0), BLOCS, there("edit_draft"))],
    oc.DropOccasion: [Cell(upon(oc.DropOccasion, "occasion", 0), BLOCS, there("edit_draft"))],
    d.OpenDaysOff: [Cell(plain(d.OpenDaysOff()), ("bloc",), there("edit_draft"))],
    d.AddDayOff: [Cell(plain(d.AddDayOff(True)), ("bloc",), there("edit_draft"))],
    d.DropDayOff: [Cell(upon(d.DropDayOff, "day_off"), BLOCS, there("edit_draft"))],
    b.AskOffice: [
        Cell(plain(b.AskOffice(None)), ("bloc",), joined),
        Cell(upon(b.AskOffice, "feedback"), PEOPLE, own_talk),
    ],
    b.OpenFeedback: [Cell(upon(b.OpenFeedback, "feedback"), PEOPLE, either(own_talk, there("answer_feedback")))],
    b.FeedbackFiles: [Cell(upon(b.FeedbackFiles, "feedback"), PEOPLE, either(own_talk, there("answer_feedback")))],
    b.AnswerFeedback: [Cell(upon(b.AnswerFeedback, "feedback", 1), PEOPLE, there("answer_feedback"))],
    b.ListFeedback: [
        Cell(plain(b.ListFeedback(mine=True)), ("bloc",), joined),
        Cell(plain(b.ListFeedback(mine=False)), ("bloc",), there("answer_feedback")),
    ],
    **{kind: own_data(kind()) for kind in OF_MINE},
    md.CorrectMyName: [
        Cell(plain(md.CorrectMyName()), ("bloc",), lambda role, _place: role != "stranger"),
        Cell(plain(md.CorrectMyName()), ("bloc",), nobody, group="place"),
    ],
    md.ConsentAgain: [
        Cell(plain(md.ConsentAgain(CONSENT_VERSION)), ("bloc",), everybody),
        Cell(plain(md.ConsentAgain(CONSENT_VERSION)), ("bloc",), nobody, group="place"),
    ],
    g.AddGroup: [
        Cell(plain(g.AddGroup(None)), ("bloc",), there("bloc_groups")),
        Cell(on_unit(g.AddGroup), UNITS, there("unit_group")),
    ],
    g.LinkHere: [
        *in_group(g.LinkHere, who=keepers, linked=False),
        *in_group(g.LinkHere, who=keepers),
        Cell(plain(g.LinkHere(None, None)), ("bloc",), somewhere("bloc_groups", "unit_group"), group="nowhere"),
        Cell(plain(g.LinkHere(None, None)), ("bloc",), nobody),
    ],
    g.AskUnlink: [
        Cell(plain(g.AskUnlink()), EVERYWHERE, everybody, group="place"),
        Cell(plain(g.AskUnlink()), ("bloc",), nobody),
    ],
    g.Unlink: in_group(g.Unlink, who=keepers),
    g.CheckGroup: [
        Cell(plain(g.CheckGroup()), EVERYWHERE, everybody, group="place"),
        Cell(plain(g.CheckGroup()), ("bloc",), nobody),
    ],
    g.ChoosePost: [Cell(plain(g.ChoosePost(PostKind.PROGRESS, False)), EVERYWHERE, keepers, group="place")],
    g.SetGroupLanguage: [Cell(plain(g.SetGroupLanguage("en")), EVERYWHERE, keepers, group="place")],
    g.OpenGroup: on_group(g.OpenGroup),
    g.ChooseGroupPost: on_group(g.ChooseGroupPost, PostKind.PROGRESS, False),
    g.ChooseGroupLanguage: on_group(g.ChooseGroupLanguage, "en"),
    g.ShowGroupSilent: on_group(g.ShowGroupSilent),
    g.AskUnlinkGroup: on_group(g.AskUnlinkGroup),
    g.UnlinkGroup: [
        Cell(upon(g.UnlinkGroup, "group", None), BLOCS, keepers),
        Cell(
            lambda world, place, _: g.UnlinkGroup(world.at("group", place), world.unit_id(place)),
            ("unit", "other"),
            keepers,
        ),
    ],
    g.ShowSilent: [Cell(plain(g.ShowSilent()), EVERYWHERE, keepers, group="place")],
    a.StartAchievement: [Cell(plain(a.StartAchievement()), ("bloc",), somewhere("register"), empty=NOTHING_OPEN)],
    a.RecordFiles: [
        Cell(recorded(), ("bloc",), somewhere("register"), empty=NOTHING_OPEN),
        Cell(recorded(whose="head"), ("unit",), lambda role, _place: role == "head"),
    ],
    a.MyAchievements: [Cell(plain(a.MyAchievements()), ("bloc",), joined)],
    a.UnitAchievements: [Cell(on_unit(a.UnitAchievements), UNITS, there("read_work"))],
    k.PackEvidence: [Cell(on_unit(k.PackEvidence), UNITS, there("read_work"))],
    a.OpenAchievement: on_achievement(a.OpenAchievement, "read_work"),
    a.ShowEvidence: on_achievement(a.ShowEvidence, "read_work"),
    a.AmendAchievement: on_achievement(a.AmendAchievement, "register"),
    a.AddEvidence: on_achievement(a.AddEvidence, "register"),
    a.AskWithdrawAchievement: on_achievement(a.AskWithdrawAchievement, "register"),
    a.WithdrawAchievement: on_achievement(a.WithdrawAchievement, "register", 1),
    s.OpenStandings: on_board(s.OpenStandings),
    s.ShowBoard: on_board(s.ShowBoard),
    s.SendBoard: [
        *on_board(s.SendBoard),
        Cell(upon(s.SendBoard, "launched"), BLOCS, joined, group="place"),
        Cell(upon(s.SendBoard, "unit_launched"), ("other",), nobody, group="unit"),
    ],
    s.ShowPeople: [
        Cell(in_campaign(lambda campaign_id, unit_id: s.ShowPeople(campaign_id, 0, unit_id)), UNITS, IN_THE_UNIT)
    ],
    s.OpenScore: on_score(s.OpenScore),
    s.OpenScoreGroup: on_score(s.OpenScoreGroup, 2),
    s.OpenScoreCriterion: on_score(s.OpenScoreCriterion, 2, 1),
    t.StartTarget: [
        Cell(plain(t.StartTarget()), ("bloc",), somewhere("register"), empty=NOTHING_OPEN),
        Cell(in_campaign(t.StartTarget), MINE, there("register"), empty=NOTHING_OPEN),
        Cell(in_campaign(t.StartTarget, own=True), MINE, there("register"), empty=NOTHING_OPEN),
    ],
    t.MyTargets: [Cell(plain(t.MyTargets()), ("bloc",), joined)],
    t.OpenTarget: on_target(t.OpenTarget, "read_work"),
    t.AmendTarget: on_target(t.AmendTarget, "register"),
    t.AskWithdraw: on_target(t.AskWithdraw, "register"),
    t.WithdrawTarget: on_target(t.WithdrawTarget, "register", 1),
    t.GiveStaff: [Cell(on_unit(t.GiveStaff), UNITS, there("confirm_staff", "confirm_units"))],
    t.TargetUnits: [Cell(plain(t.TargetUnits()), ("bloc",), reads_a_unit)],
    t.UnitTargets: [Cell(on_unit(t.UnitTargets), UNITS, there("read_work"))],
    r.NextReview: [Cell(plain(r.NextReview()), ("bloc",), somewhere("confirm_staff", "confirm_units", "verify"))],
    r.OpenReview: on_target(r.OpenReview, "read_work"),
    r.ConfirmTarget: decided(r.ConfirmTarget),
    r.ReturnTarget: decided(r.ReturnTarget),
    r.ReopenTarget: [
        Cell(upon(r.ReopenTarget, "confirmed_target", 1), PEOPLE, there("confirm_units")),
        Cell(upon(r.ReopenTarget, "confirmed_unit_target", 1), UNITS, there("confirm_units")),
    ],
    v.NextAchievement: [
        Cell(plain(v.NextAchievement()), ("bloc",), somewhere("confirm_staff", "confirm_units", "verify"))
    ],
    v.OpenAchievementReview: [
        *on_achievement(v.OpenAchievementReview, "read_work"),
        Cell(upon(v.OpenAchievementReview, "confirmed_own_achievement"), MINE, there("read_work")),
    ],
    v.ConfirmAchievement: [
        Cell(upon(v.ConfirmAchievement, "waiting_achievement", 1), PEOPLE, there("confirm_staff")),
    ],
    v.ReturnAchievement: [
        Cell(upon(v.ReturnAchievement, "waiting_achievement", 1), PEOPLE, there("confirm_staff")),
        *verified(v.ReturnAchievement, 1),
    ],
    v.VerifyAchievement: verified(v.VerifyAchievement, 1),
    v.AdjustAchievement: verified(v.AdjustAchievement, 1),
    v.RejectAchievement: verified(v.RejectAchievement, 1),
    v.ReverseAchievement: verified(v.ReverseAchievement, state="verified"),
    p.ShowPledge: [
        Cell(in_campaign(p.ShowPledge), UNITS, there("sign")),
        Cell(in_campaign(p.ShowPledge, own=True), MINE, there("sign")),
    ],
    p.AskSign: [Cell(with_hash(p.AskSign), UNITS, there("sign"))],
    p.SignPledge: [Cell(with_hash(p.SignPledge), UNITS, there("sign"))],
    p.PledgeSigners: [
        Cell(upon(p.PledgeSigners, "launched"), BLOCS, joined),
        Cell(upon(p.PledgeSigners, "unit_launched"), MINE, there("read_work")),
        Cell(upon(p.PledgeSigners, "draft"), BLOCS, nobody),
    ],
    y.PledgeDocument: [
        Cell(in_campaign(y.PledgeDocument), UNITS, there("read_work")),
        Cell(in_campaign(y.PledgeDocument, own=True), MINE, reads_the_unit),
    ],
    cal.TakeCalendar: [Cell(plain(cal.TakeCalendar()), ("bloc",), joined)],
    cal.StopCalendar: [Cell(plain(cal.StopCalendar()), ("bloc",), joined)],
    y.ExportRegistrations: [
        Cell(upon(y.ExportRegistrations, "launched"), BLOCS, there("progress")),
        Cell(upon(y.ExportRegistrations, "unit_launched"), MINE, there("progress")),
        Cell(upon(y.ExportRegistrations, "draft"), BLOCS, nobody),
    ],
    m.OpenProgress: [
        Cell(upon(m.OpenProgress, "launched"), BLOCS, reads_a_unit),
        Cell(upon(m.OpenProgress, "unit_launched"), MINE, reads_the_unit),
        Cell(upon(m.OpenProgress, "draft"), BLOCS, nobody),
    ],
    m.OpenUnitProgress: [Cell(in_campaign(m.OpenUnitProgress), UNITS, there("read_work"))],
    m.ShowUnreachable: [
        Cell(upon(m.ShowUnreachable, "launched"), BLOCS, reads_a_unit),
        Cell(upon(m.ShowUnreachable, "draft"), BLOCS, nobody),
    ],
    q.OpenAnnouncements: [Cell(plain(q.OpenAnnouncements()), ("bloc",), somewhere(*ANNOUNCES))],
    q.NewAnnouncement: [Cell(plain(q.NewAnnouncement()), ("bloc",), somewhere(*ANNOUNCES))],
    q.OpenAnnouncement: on_announcement(q.OpenAnnouncement),
    q.ReadAnnouncement: on_announcement(q.ReadAnnouncement),
    q.PauseAnnouncement: on_announcement(q.PauseAnnouncement),
    q.ContinueAnnouncement: on_announcement(q.ContinueAnnouncement),
    q.CancelAnnouncement: on_announcement(q.CancelAnnouncement),
    q.ResendAnnouncement: on_announcement(q.ResendAnnouncement),
    q.CorrectAnnouncement: on_announcement(q.CorrectAnnouncement),
    q.AskTakeBack: on_announcement(q.AskTakeBack),
    q.TakeBackAnnouncement: on_announcement(q.TakeBackAnnouncement),
    q.ShowSilentReaders: on_announcement(q.ShowSilentReaders),
    q.RemindSilentReaders: on_announcement(q.RemindSilentReaders),
    q.ExportAnswers: on_announcement(q.ExportAnswers),
    q.CopyAnnouncement: on_announcement(q.CopyAnnouncement),
    q.AnswerAnnouncement: [
        Cell(upon(q.AnswerAnnouncement, "unit_announcement", Reply.RECEIVED), MINE, reads_it),
        Cell(upon(q.AnswerAnnouncement, "announcement", Reply.RECEIVED), BLOCS, nobody),
        Cell(upon(q.AnswerAnnouncement, "unit_announcement", Reply.ATTENDS), MINE, nobody),
    ],
    n.RemindTomorrow: on_owed(n.RemindTomorrow),
    n.RemindMissing: [
        Cell(upon(n.RemindMissing, "launched"), BLOCS, there("remind")),
        Cell(upon(n.RemindMissing, "unit_launched"), MINE, there("unit_campaign")),
    ],
    o.HandIn: [cell for cell in on_owed(o.HandIn) if cell.places != BLOCS],
    o.GiveFiles: [
        Cell(with_file("unit_duty"), UNITS, there("hand_in")),
        Cell(with_file("member_duty"), PEOPLE, there("register")),
        Cell(with_file("unit_duty", whose="head"), ("unit",), lambda role, _place: role == "head"),
    ],
    o.OpenReport: [
        Cell(upon(o.OpenReport, "unit_report"), UNITS, there("read_work")),
        Cell(upon(o.OpenReport, "member_report"), PEOPLE, there("read_work")),
    ],
    o.SendFiles: [
        Cell(upon(o.SendFiles, "unit_report"), UNITS, there("read_work")),
        Cell(upon(o.SendFiles, "member_report"), PEOPLE, there("read_work")),
    ],
    o.ShowVersions: [
        Cell(upon(o.ShowVersions, "unit_report"), UNITS, there("read_work")),
        Cell(upon(o.ShowVersions, "member_report"), PEOPLE, there("read_work")),
    ],
    o.DraftReport: [
        Cell(upon(o.DraftReport, "unit_duty"), UNITS, there("hand_in")),
        Cell(upon(o.DraftReport, "member_duty"), PEOPLE, nobody),
        Cell(upon(o.DraftReport, "office_duty"), BLOCS, nobody),
    ],
    z.OpenSummary: summed_up(z.OpenSummary),
    z.ShowFigures: summed_up(z.ShowFigures, 0),
    z.ListFigure: summed_up(z.ListFigure, 0, "targets"),
    z.ShowChecklist: summed_up(z.ShowChecklist, 0),
    z.SendSummary: summed_up(z.SendSummary, 0, "word"),
    z.AskToPost: summed_up(z.AskToPost, 0),
    z.PostSummary: summed_up(z.PostSummary, 0, 7),
    z_papers.OpenPaperStyle: [Cell(plain(z_papers.OpenPaperStyle()), ("bloc",), there("edit_draft"))],
    z_papers.SetPaperStyle: [Cell(plain(z_papers.SetPaperStyle("party")), ("bloc",), there("edit_draft"))],
}


IN_A_FORM: set[type[Action]] = {f.Answer, f.Back, f.CancelForm, f.EditStep, f.Submit, f.Resume, f.Home}
"""They belong to the form of the account that taps; a test of their own shows that they reach no other."""

RUNS_A_COMMAND: set[type[Action]] = {h.OpenCommand}
"""Tested with every command."""
