"""Every form of the bot at every one of its steps: restarts, going back, cancelling, old buttons, odd answers."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, func, select

from bot.road import Road
from handlers.forms import PREVIEW, FormKind
from messages.actions import Action, pack, unpack
from messages.actions.announcements import CorrectAnnouncement
from messages.actions.campaigns import ExtendDuty, MarkReceived, NameDay
from messages.actions.changes import ChangePart
from messages.actions.days_off import AddDayOff
from messages.actions.drafts import AttachPlan, CopyCampaign, NewCampaign, SendCampaignFile
from messages.actions.forms import Answer, Back, CancelForm, EditStep
from messages.actions.occasions import NewOccasion
from messages.actions.people import Delegate, RemoveMember
from messages.actions.people_lists import SendList
from messages.actions.reports import HandIn
from messages.actions.reviews import ReopenTarget, ReturnTarget
from messages.actions.roles import GiveRole, StandIn
from messages.actions.targets import AmendTarget, GiveStaff
from messages.actions.units import AddUnit, ChangeUnit, CloseUnit, MergeUnit, UnitField
from messages.actions.verification import (
    AdjustAchievement,
    RejectAchievement,
    ReturnAchievement,
    ReverseAchievement,
    VerifyAchievement,
)
from store.announcements import Draft, announce
from store.campaign_file import read_campaign_file
from store.campaign_file.samples import sample
from store.campaigns import import_campaign
from store.changes.parts import Part
from store.tables import (
    Achievement,
    Announcement,
    Asks,
    Bloc,
    BlocRole,
    Campaign,
    Form,
    FormState,
    Letter,
    Member,
    Membership,
    Milestone,
    Target,
)
from tests.town import Actor, Town

ODD = {
    "5,000 characters": "dài " * 1250,
    "only spaces": "  \n \t ",
    "no width": "\u200b\u200e\ufeff",
    "right to left": "\u202eקול קורא\u202c العربية",
    "combining": "e\u0323\u0302" + "a" + "\u0301" * 60,
    "a tag": "<b>đậm & </i>",
    "no such day": "31/2/2020",
    "a number too far": "9" * 400,
    "braces": "{{ 7*7 }} {% raw %} %(name)s {0}",
    "emoji": "👩‍👩‍👧‍👦" * 40,
}


def open_announcement(town: Town) -> Actor:
    town.mai.sends("/thongbao")
    return town.mai


def open_announcement_correction(town: Town) -> Actor:
    announces(town)
    town.runs(town.stage.move_to(town.now + timedelta(seconds=10)))
    taps(town.mai, CorrectAnnouncement(town.all(Announcement)[-1].id or 0))
    return town.mai


def announces(town: Town) -> None:
    """Mai calls the heads to a meeting."""
    with town.changing() as session:
        mai = session.get_one(Member, town.member("Mai").id)
        draft = Draft(unit_id=None, body="Họp giao ban", audience={"heads": True}, asks=Asks.ATTENDANCE)
        announce(session, draft, by=mai, now=town.now)
    town.settles()


def open_absence(town: Town) -> Actor:
    announces(town)
    town.binh.taps("Vắng")
    return town.binh


def taps(actor: Actor, action: Action) -> None:
    actor.taps_data(actor.last, pack(action))


def registered(town: Town) -> Target:
    town.lan.sends("/dangky")
    town.lan.taps("Đề án")
    town.lan.sends("Chuyển đổi số một cửa")
    town.lan.taps("Gửi")
    return town.all(Target)[-1]


def open_joining(town: Town) -> Actor:
    town.quan.starts()
    return town.quan


def open_register(town: Town) -> Actor:
    town.lan.sends("/dangky")
    return town.lan


def open_amend(town: Town) -> Actor:
    taps(town.lan, AmendTarget(registered(town).id or 0))
    return town.lan


def open_return(town: Town) -> Actor:
    target = registered(town)
    taps(town.binh, ReturnTarget(target.id or 0, target.version))
    return town.binh


def open_reopen(town: Town) -> Actor:
    target = registered(town)
    town.binh.taps("Xác nhận")
    town.mai.sends("/duyet")
    taps(town.mai, ReopenTarget(target.id or 0, target.version))
    return town.mai


def a_draft(town: Town) -> int:
    file = read_campaign_file(sample("nhiem-ky-2021-2025").read_bytes())
    with town.changing() as session:
        draft = import_campaign(session, session.get_one(Bloc, town.bloc_id), file.campaign, by=None, now=town.now)
        return draft.id or 0


def open_day(town: Town) -> Actor:
    draft = a_draft(town)
    milestone = next(one for one in town.all(Milestone) if one.campaign_id == draft and one.day is None)
    town.mai.sends("/phongtrao")
    taps(town.mai, NameDay(milestone.id or 0))
    return town.mai


def opens_with(action: Callable[[Town], Action]) -> Callable[[Town], Actor]:
    """Mai's form, by one button."""

    def open_it(town: Town) -> Actor:
        town.mai.sends("/quanly")
        taps(town.mai, action(town))
        return town.mai

    return open_it


def open_mark(town: Town) -> Actor:
    town.mai.sends("/hanchot")
    taps(town.mai, MarkReceived(town.duty("bc-dot-1", "syt").id or 0))
    return town.mai


def open_extension(town: Town) -> Actor:
    town.mai.sends("/hanchot")
    taps(town.mai, ExtendDuty(town.duty("bc-dot-1", "syt").id or 0))
    return town.mai


def open_day_off(town: Town) -> Actor:
    town.mai.sends("/quanly")
    taps(town.mai, AddDayOff(True))
    return town.mai


def place_of(town: Town, name: str) -> int:
    """Somebody's place in their unit."""
    return town.one(Membership, member_id=town.member(name).id).id or 0


def open_delegation(town: Town) -> Actor:
    town.binh.sends("/donvi")
    taps(town.binh, Delegate(place_of(town, "Lan")))
    return town.binh


def open_feedback(town: Town) -> Actor:
    town.lan.sends("/gopy")
    return town.lan


def open_feedback_answer(town: Town) -> Actor:
    town.lan.sends("/gopy")
    town.lan.sends("Bao giờ nộp?")
    town.lan.taps("Gửi")
    town.mai.taps("Xem và trả lời")
    town.mai.taps("Trả lời")
    return town.mai


def open_correction(town: Town) -> Actor:
    town.lan.sends("/dulieu")
    town.lan.taps("Sửa họ tên")
    return town.lan


def open_report(town: Town) -> Actor:
    town.binh.sends("/hanchot")
    taps(town.binh, HandIn(town.duty("bc-dot-1", "syt").id or 0))
    return town.binh


def open_files(town: Town) -> Actor:
    town.binh.sends_file("Bao cao.docx")
    return town.binh


def open_achievement(town: Town) -> Actor:
    town.lan.sends("/minhchung")
    return town.lan


def open_achievement_again(town: Town) -> Actor:
    records(town)
    town.lan.taps("Xem thành tích")
    town.lan.taps("Sửa")
    return town.lan


def open_more_evidence(town: Town) -> Actor:
    records(town)
    town.lan.taps("Thêm minh chứng")
    return town.lan


def open_staff(town: Town) -> Actor:
    town.binh.sends("/cuatoi")
    taps(town.binh, GiveStaff(town.unit("syt").id or 0))
    return town.binh


def open_return_of_achievement(town: Town) -> Actor:
    taps(town.dung, ReturnAchievement(*confirmed(town)))
    return town.dung


def open_reject(town: Town) -> Actor:
    taps(town.dung, RejectAchievement(*confirmed(town)))
    return town.dung


def open_adjust(town: Town) -> Actor:
    taps(town.dung, AdjustAchievement(*confirmed(town)))
    return town.dung


def open_reverse(town: Town) -> Actor:
    achievement_id, version = confirmed(town)
    taps(town.dung, VerifyAchievement(achievement_id, version))
    taps(town.dung, ReverseAchievement(achievement_id))
    return town.dung


def confirmed(town: Town) -> tuple[int, int]:
    """An achievement of Lan's that waits for the council, and Dũng at the queue."""
    records(town)
    town.binh.taps("Xác nhận")
    town.dung.sends("/duyet")
    achievement = town.one(Achievement)
    return achievement.id or 0, achievement.version


def records(town: Town) -> None:
    town.lan.sends_photo(caption="Tuyên truyền cải cách hành chính")
    town.lan.taps("Tin, bài")
    town.lan.taps("Gửi")


def a_link(actor: Actor) -> None:
    actor.sends("https://vi-du.vn/bai-1")


def a_tap(label: str) -> Callable[[Actor], None]:
    return lambda actor: actor.taps(label)


def words(text: str) -> Callable[[Actor], None]:
    def act(actor: Actor) -> None:
        actor.sends(text)

    return act


WALKS: dict[str, tuple[Callable[[Town], Actor], list[Callable[[Actor], None]]]] = {
    "joining": (open_joining, [a_tap("Sở Y tế")]),
    "targets/register": (open_register, [a_tap("Đề án"), words("Một cửa")]),
    "targets/amend": (open_amend, []),
    "reviews/return": (open_return, []),
    "reviews/reopen": (open_reopen, []),
    "milestone_day": (open_day, []),
    "changes/change": (
        opens_with(lambda town: ChangePart(Part.NEW_MILESTONE, town.campaign_id)),
        [a_tap("Báo cáo"), words("Báo cáo chuyên đề"), words("trước 20/6/2020"), words("Tỉnh yêu cầu")],
    ),
    "changes/draft": (opens_with(lambda town: ChangePart(Part.SLOGAN, a_draft(town))), []),
    "drafts/new": (opens_with(lambda _town: NewCampaign(None)), [words("Thi đua nước rút")]),
    "drafts/copy": (opens_with(lambda town: CopyCampaign(town.campaign_id)), []),
    "drafts/file": (opens_with(lambda _town: SendCampaignFile()), []),
    "drafts/plan_file": (opens_with(lambda town: AttachPlan(town.campaign_id)), []),
    "occasions/new": (opens_with(lambda _town: NewOccasion()), [words("6/10/1956"), words("Ngày truyền thống")]),
    "people_list": (opens_with(lambda _town: SendList(0)), []),
    "people/remove": (opens_with(lambda town: RemoveMember(place_of(town, "Lan"))), []),
    "people/delegate": (open_delegation, [words("1/6/2020"), words("3/6/2020")]),
    "roles/give": (opens_with(lambda _town: GiveRole(BlocRole.OBSERVER)), [words("Hoa"), a_tap("Sở Y tế")]),
    "roles/act": (opens_with(lambda _town: StandIn()), [words("Dũng"), words("1/6/2020"), words("3/6/2020")]),
    "units/new": (opens_with(lambda _town: AddUnit()), [words("Sở Nội vụ 2"), a_tap("Đoàn thể")]),
    "units/change": (opens_with(lambda town: ChangeUnit(town.unit("syt").id or 0, UnitField.STAFF)), []),
    "units/close": (
        opens_with(lambda town: CloseUnit(town.unit("syt").id or 0)),
        [words("1/6/2020"), words("Giải thể")],
    ),
    "units/merge": (opens_with(lambda town: MergeUnit(town.unit("syt").id or 0)), [a_tap("Sở Giáo dục")]),
    "duty_mark": (open_mark, [words("Bản giấy số 12")]),
    "duty_extension": (open_extension, [words("25/6/2020")]),
    "day_off": (open_day_off, [words("19/6/2020")]),
    "reports/hand_in": (open_report, []),
    "mydata/correct": (open_correction, [words("Nguyễn Thị Lan")]),
    "feedback/ask": (open_feedback, [words("Bao giờ nộp?")]),
    "feedback/reply": (open_feedback_answer, [words("Trước 20/6")]),
    "stray_files/bundle": (open_files, []),
    "achievements/record": (
        open_achievement,
        [
            a_tap("Tiêu chí khác"),
            a_tap("Giải cao"),
            words("Giải Nhất hội thi"),
            a_tap("Giải Nhì"),
            a_link,
            a_tap("Xong"),
        ],
    ),
    "achievements/amend": (open_achievement_again, []),
    "achievements/add": (open_more_evidence, [a_link]),
    "targets/staff": (open_staff, []),
    "announcements/write": (
        open_announcement,
        [
            words("Họp giao ban"),
            a_tap("Xong"),
            a_tap("▫️ Tất cả"),
            a_tap("Xong"),
            a_tap("Tham dự"),
            words("19/6/2020"),
        ],
    ),
    "announcements/correct": (open_announcement_correction, [words("Họp lúc 9:00")]),
    "announcements/answer": (open_absence, []),
    "verification/return": (open_return_of_achievement, []),
    "verification/reject": (open_reject, []),
    "verification/reverse": (open_reverse, []),
    "verification/adjust": (open_adjust, [words("1,5"), words("Theo thực tế")]),
}


ON_BOTH = ("joining", "targets/register", "achievements/record", "changes/change", "announcements/answer")
"""Forms are rows of one table: these have answers of every kind."""

AMENDING = {"targets/amend", "achievements/amend"}
"""Their steps are those of the form that registers or records."""


def form_of(town: Town, actor: Actor) -> Form:
    """The person's newest form."""
    with town.reading() as session:
        theirs = select(Form).where(col(Form.account_id) == actor.id).order_by(col(Form.id).desc())
        form = session.exec(theirs).first()
    assert form is not None, actor.reads()
    return form


def kind_of(road: Road, form: Form) -> FormKind:
    return road.book.forms.kind(form)


def restores(town: Town, form: Form) -> None:
    """The form is as it was, whatever the last act made of it."""
    with town.changing() as session:
        for other in session.exec(select(Form).where(col(Form.account_id) == form.account_id)):
            if other.id != form.id:
                session.delete(other)
        session.flush()
        session.merge(Form(**form.model_dump()))


def stops(town: Town, name: str, *, again: bool = True) -> Iterator[tuple[Actor, Form]]:
    """The form at each step: as it is walked through, then each step from the preview.

    Without `again` no step twice: what reads its answers is the same.
    """
    opens, walk = WALKS[name]
    walked = set()
    actor = opens(town)
    for act in [lambda _actor: None, *walk]:
        act(actor)
        form = form_of(town, actor)
        assert (form.name, form.state) == (name, FormState.OPEN), actor.reads()
        walked.add(form.step)
        yield actor, form
        restores(town, form)
        actor.sends("/tieptuc")
    preview = form_of(town, actor)
    if preview.step != PREVIEW or town.engine.dialect.name != "sqlite":
        return
    offered = [unpack(button.data or "") for row in actor.last.buttons for button in row]
    for edit in [one for one in offered if isinstance(one, EditStep) and (again or one.step not in walked)]:
        restores(town, preview)
        taps(actor, edit)
        form = form_of(town, actor)
        assert form.step == edit.step
        yield actor, form


def position(form: Form) -> tuple[Any, ...]:
    return form.id, form.state, form.step, form.answers, form.editing


def test_every_form_of_the_bot_is_walked_through(town: Town) -> None:
    assert set(town.stage.road.book.forms._kinds) == set(WALKS)


@pytest.mark.parametrize(
    ("database_url", "name"),
    [("sqlite", name) for name in WALKS] + [("postgresql", name) for name in ON_BOTH],
    indirect=["database_url"],
)
def test_a_restart_at_any_step_loses_nothing(town: Town, name: str) -> None:
    for actor, form in stops(town, name, again=False):
        before = actor.reads(), actor.buttons()
        town.restarts()
        actor.sends("/tieptuc")

        assert position(form_of(town, actor)) == position(form)
        assert (actor.reads(), actor.buttons()) == before


@pytest.mark.parametrize("name", WALKS)
def test_back_and_cancel_are_on_every_screen_and_work_and_old_buttons_show_it(one_town: Town, name: str) -> None:
    town, seen = one_town, set[str]()
    for actor, form in stops(town, name):
        if form.step not in seen:
            seen.add(form.step)
            old_buttons(town, actor, form)
        data = [button.data for row in actor.last.buttons for button in row]
        cancel, back = pack(CancelForm(form.id or 0)), pack(Back(form.id or 0, form.step))
        assert cancel in data
        assert back in data
        actor.taps_data(actor.last, back)
        after = form_of(town, actor)
        assert after.id != form.id or after.state == FormState.CANCELLED or after.step != form.step
        if after.state == FormState.OPEN:
            assert pack(CancelForm(after.id or 0)) in [one.data for row in actor.last.buttons for one in row]
        restores(town, form)
        actor.sends("/tieptuc")

        actor.person.taps_stale(actor.last, cancel)
        actor.taps_data(actor.last, cancel)
        assert form_of(town, actor).state == FormState.CANCELLED
        assert actor.last.buttons != []


def old_buttons(town: Town, actor: Actor, form: Form) -> None:
    """Each shows the current screen and changes nothing."""
    now = actor.reads()
    old = actor.heard[0]
    for action in (Answer(form.id or 0, "no-step", "x"), Back(form.id or 0, "no-step"), Answer(0, form.step, "x")):
        actor.taps_data(old, pack(action))
        assert position(form_of(town, actor)) == position(form)
        assert actor.reads() == now
    actor.taps_data(old, "0:unknown")
    assert position(form_of(town, actor)) == position(form)


def puts(town: Town, actor: Actor, text: str) -> None:
    """Words of any kind, also such as Telegram's own clients would not send."""
    chat = {"id": actor.id, "type": "private", "first_name": actor.name}
    sender = {"id": actor.id, "is_bot": False, "first_name": actor.name}
    message = {"message_id": 99_000, "date": int(town.now.timestamp()), "chat": chat, "from": sender, "text": text}
    town.stage.telegram.updates.put({"message": message})
    town.settles()


def letters_of(town: Town) -> int:
    """How many letters there are: there come to be thousands."""
    with town.reading() as session:
        return session.exec(select(func.count()).select_from(Letter)).one()


def other_things(town: Town, actor: Actor, form: Form) -> None:
    """An edited message, an album and a place break nothing; only what takes files takes them."""
    said = actor.person.sends("/tieptuc")
    town.settles()
    actor.edits(said, "31/12/2020")
    assert position(form_of(town, actor)) == position(form)

    actor.sends_album(["a.pdf", "b.jpg", "c.docx"])
    after = form_of(town, actor)
    if position(after) != position(form):
        kind = kind_of(town.stage.road, form)
        assert kind.gather is not None or kind.names[form.step].many, form.step
    restores(town, form)
    actor.person.sends_content({"location": {"latitude": 21.0, "longitude": 105.8}})
    town.settles()
    assert form_of(town, actor).id == form.id
    restores(town, form)


def odd_at(kind: FormKind, step: str) -> dict[str, str]:
    """On a preview that takes nothing more every text is refused as one."""
    if step == PREVIEW and kind.gather is None:
        return {what: ODD[what] for what in ("only spaces", "braces")}
    return ODD


@pytest.mark.parametrize("name", [name for name in WALKS if name not in AMENDING])
def test_whatever_is_sent_is_taken_or_refused_with_a_reason_at_every_step(one_town: Town, name: str) -> None:
    town = one_town
    for actor, form in stops(town, name, again=False):
        for what, text in odd_at(kind_of(town.stage.road, form), form.step).items():
            said = letters_of(town)
            puts(town, actor, text)
            after = form_of(town, actor)
            assert letters_of(town) > said, (form.step, what)
            taken = position(after) != position(form)
            assert taken or after.state == FormState.OPEN, (form.step, what)
            if what in ("only spaces", "no width", "5,000 characters") and form.step != PREVIEW:
                assert not taken or kind_of(town.stage.road, form).names[form.step].many, (form.step, what)
            restores(town, form)
        other_things(town, actor, form)
        town.is_sound()


def test_a_double_tap_on_the_last_button_sends_once(town: Town) -> None:
    town.lan.sends("/dangky")
    town.lan.taps("Đề án")
    town.lan.sends("Một cửa")
    town.lan.taps_twice("Gửi")

    assert len(town.all(Target)) == 1
    assert town.lan.reads().startswith("Đã gửi đăng ký.")
    assert len(town.all(Campaign)) == 1
