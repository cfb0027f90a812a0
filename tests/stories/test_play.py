"""The rehearsal's whole year: what is posted to whom and when, from the transcript of `demo --play`."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest

from bot.rehearsal.play import rehearse
from bot.rehearsal.transcript import Said
from store.campaign_file import CampaignFile, read_campaign_file
from store.campaign_file.samples import sample
from tests.bot.second_reader import read_twice


class Year:
    """A played year, to be asked about."""

    methods: set[str]
    """What was asked of Telegram, where that was read a second time."""

    def __init__(self, lines: list[Said], printed: list[str], sound: bool) -> None:
        self.lines, self.printed, self.sound = lines, printed, sound

    def said(self, words: str, *, on: str = "", to: str = "") -> list[Said]:
        """What the bot said with these words, on a day, to somebody."""
        return [
            one
            for one in self.lines
            if not one.by
            and words in one.text
            and (not on or one.at.date() == date.fromisoformat(on))
            and (not to or any(to in name for name in one.to))
        ]

    def days(self, words: str, to: str = "") -> list[str]:
        return sorted({one.at.date().isoformat() for one in self.said(words, to=to)})

    def summary(self, heading: str) -> list[str]:
        """The lines under a heading of the summary, up to the next."""
        at = self.printed.index(heading)
        lines = self.printed[at + 1 :]
        return [one.strip() for one in lines[: next(n for n, one in enumerate(lines) if one[:1] != " ")]]


def whole(name: str) -> CampaignFile:
    return read_campaign_file(sample(name).read_bytes())


def begun(name: str) -> CampaignFile:
    """A campaign of two units that is over after its first phase, with what is due in it."""
    file = whole(name)
    campaign = file.campaign
    ends = campaign.phases[0].ends
    due = tuple(one for one in campaign.milestones if one.deadline.day is not None and one.deadline.day <= ends)
    shorter = replace(campaign, phases=campaign.phases[:1], milestones=due, ends=ends)
    return replace(file, bloc=replace(file.bloc, units=file.bloc.units[:2]), campaign=shorter)


def play(folder: Path, file: CampaignFile, seed: int = 1, language: str = "vi") -> Year:
    printed: list[str] = []
    transcript, sound = asyncio.run(rehearse(folder, file, seed=seed, language=language, out=printed.append))
    return Year(transcript.lines, printed, sound)


@pytest.fixture(scope="module")
def vhxh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    with read_twice() as methods:
        year = play(tmp_path_factory.mktemp("vhxh"), whole("khoi-vhxh-2020"))
    year.methods = set(methods)
    yield year


@pytest.fixture(scope="module")
def ban(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    yield play(tmp_path_factory.mktemp("ban"), whole("co-quan-ban-2020"))


REMINDER = "Nhắc hạn"
REPORT = "Báo cáo sơ kết đợt 1"


def test_the_year_is_sound(vhxh: Year) -> None:
    assert vhxh.sound


def test_a_second_library_reads_every_request_and_answer_of_the_year_as_the_bot_means_it(vhxh: Year) -> None:
    assert vhxh.methods == {
        "answerCallbackQuery",
        "editMessageReplyMarkup",
        "editMessageText",
        "getFile",
        "getMe",
        "getUpdates",
        "sendDocument",
        "sendMessage",
        "sendPhoto",
        "setMyCommands",
    }


def test_the_launch_reaches_every_group_and_head(vhxh: Year) -> None:
    launch = vhxh.said("PHÁT ĐỘNG PHONG TRÀO THI ĐUA", on="2020-01-02")
    reached = {name for one in launch if one.method == "sendMessage" for name in one.to}

    heads = {f"({code})" for code in ("stttt", "svhttdl", "sgddt", "syt", "sldtbxh", "dptth", "bdt")}
    assert {name[name.rindex("(") :] for name in reached if name.endswith(")")} == heads
    assert any(name.startswith("👥") for name in reached)


def test_reminders_come_at_eight_and_never_on_a_day_off(vhxh: Year) -> None:
    reminders = vhxh.said(REMINDER)

    assert reminders
    assert {one.at.time().replace(second=0, microsecond=0) for one in reminders} == {time(8)}
    assert all(one.at.weekday() < 5 for one in reminders)


def test_the_report_of_the_first_phase_is_reminded_on_its_rungs(vhxh: Year) -> None:
    days = vhxh.days(REPORT + "\n", to="(sldtbxh)")
    reminded = [one for one in days if vhxh.said(REMINDER, on=one, to="(sldtbxh)")]

    # 19/6 is the last valid day: 30 days before it, 14, 7, 3 (a Tuesday), 1, 0; then 1 (a Saturday: Monday), 3, 7.
    assert reminded == [
        "2020-05-20",
        "2020-06-05",
        "2020-06-12",
        "2020-06-16",
        "2020-06-18",
        "2020-06-19",
        "2020-06-22",
        "2020-06-26",
    ]


def test_who_handed_in_on_the_eve_is_not_reminded_on_the_last_day(vhxh: Year) -> None:
    assert vhxh.said("Đúng hạn", on="2020-06-18", to="(svhttdl)")
    assert vhxh.said(REMINDER, on="2020-06-18", to="(svhttdl)")
    assert not vhxh.said(REMINDER, on="2020-06-19", to="(svhttdl)")


def test_who_hands_in_a_day_late_is_told_so(vhxh: Year) -> None:
    assert vhxh.said("Trễ 1 ngày", on="2020-06-20", to="(syt)")


def test_nothing_is_overdue_on_the_last_valid_day(vhxh: Year) -> None:
    for last_day in ("2020-03-04", "2020-06-19", "2020-07-09", "2020-12-09"):
        assert not vhxh.said("quá hạn", on=last_day), last_day


def test_the_leader_gets_one_digest_a_day(vhxh: Year) -> None:
    digests = [
        one.at.date() for one in vhxh.said("Còn thiếu đến sáng nay", to="(stttt)") if one.method == "sendMessage"
    ]

    assert digests
    assert len(digests) == len(set(digests))


def test_phases_open_with_their_posts(vhxh: Year) -> None:
    opened = vhxh.said("MỞ ĐỢT THI ĐUA")

    assert [one.at.date().isoformat() for one in opened] == ["2020-01-02", "2020-07-01"]
    assert opened[1].at.time().replace(second=0, microsecond=0) == time(8)


def test_the_plans_commemorative_days_closings_and_summaries_come_by_themselves(vhxh: Year) -> None:
    said = {
        "90 năm Ngày thành lập Đảng Cộng sản Việt Nam": ["2020-02-03"],
        "75 năm Quốc khánh": ["2020-09-02"],
        "Đợt 1 còn 7 ngày, đến hết ngày 30/6/2020.": ["2020-06-23"],
        "SƠ KẾT ĐỢT 1 · TẠM TÍNH": ["2020-07-01"],
        # 31/12 is the last day, 1/1 a day off, 2/1 a Saturday.
        "SƠ KẾT ĐỢT 2 · TẠM TÍNH": ["2021-01-04"],
        "TỔNG KẾT PHONG TRÀO · TẠM TÍNH": ["2021-01-04"],
    }

    assert {words: vhxh.days(words, to="👥") for words in said} == said
    assert vhxh.said("SƠ KẾT ĐỢT 1, số liệu đến 08:00 1/7/2020, bản Word", to="(stttt)")[0].method == "sendDocument"


def test_an_announcement_is_received_by_some_and_the_others_alone_are_reminded(vhxh: Year) -> None:
    (sent,) = [one for one in vhxh.said("Thông báo · ", to="(syt)") if one.method == "sendMessage"]
    reached = {name for one in vhxh.said(sent.text) for name in one.to}
    assert len(reached) == 8
    (reminded,) = vhxh.said("Nhắc xác nhận: ")
    assert [name[name.rindex("(") :] for name in reminded.to] == ["(syt)", "(sldtbxh)", "(dptth)"]
    assert reminded.at.date() > sent.at.date()
    received = vhxh.said("✅ Đã xác nhận lúc 10:00", to="(syt)")
    assert {one.at.date() > reminded.at.date() for one in received} == {True}


def test_a_question_is_answered_and_more_time_comes_with_a_new_calendar(vhxh: Year) -> None:
    (answer,) = vhxh.said("trả lời góp ý của đồng chí", to="(syt)")
    assert "Đơn vị chủ trì đăng ký" in answer.text
    assert vhxh.said("Lịch của đồng chí: ", on="2020-01-02", to="(syt)")
    assert vhxh.said("Hạn mới: đến hết thứ Hai 14/12/2020", on="2020-11-27", to="(syt)")
    (changed,) = vhxh.said("Lịch đã thay đổi", to="(syt)")
    # The extension is of a Friday; the file of the next working day.
    assert (changed.at.date().isoformat(), changed.method) == ("2020-11-30", "sendDocument")
    assert "• Báo cáo tổng kết năm (Sở Y tế): 9/12/2020 → 14/12/2020" in changed.text


BOARD = "BẢNG XẾP HẠNG (TẠM TÍNH)"
REUSED = "Đề án và văn bản tham mưu được phê duyệt: Đài Phát thanh và Truyền hình tỉnh, tháng 4"


def is_asked(board: Said) -> bool:
    """On the last day of the year the leader asks for the standings in the group."""
    return (board.at.month, board.at.day, board.at.hour) == (12, 31, 16)


def test_standings_are_posted_every_monday_from_the_first_points_on(vhxh: Year) -> None:
    boards = [one for one in vhxh.said(BOARD, to="👥") if not is_asked(one)]

    assert {one.at.weekday() for one in boards} == {0}
    assert {one.at.time().replace(second=0, microsecond=0) for one in boards} == {time(8)}
    # 28/2 is the day the first unit has registered all it must; from Monday 2/3 to Monday 28/12 there are 44 Mondays.
    days = [one.at.date().isoformat() for one in boards]
    assert (days[0], days[43], len(set(days[:44]))) == ("2020-03-02", "2020-12-28", 44)


def test_a_photo_that_two_units_sent_is_flagged_and_not_accepted_again(vhxh: Year) -> None:
    flagged = [one for one in vhxh.said("Minh chứng trùng với thành tích khác", to="(stttt)") if REUSED in one.text]

    assert flagged
    rejected = vhxh.said("Thành tích không được công nhận", to="(dptth)")
    assert len(rejected) == 1
    assert REUSED in rejected[0].text
    assert "Lý do: Ảnh này đã là minh chứng của Sở Thông tin và Truyền thông" in rejected[0].text


def test_what_was_returned_is_mended_and_verified(vhxh: Year) -> None:
    returned = [one.text for one in vhxh.said("Thành tích được đồng chí", to="(bdt)") if "trả lại" in one.text]
    mended = [one for one in vhxh.said("công nhận: ", to="(bdt)") if "(đã bổ sung kết quả)" in one.text]

    assert len(returned) == len(mended) == 2


def test_a_verification_that_was_reversed_takes_its_points_away(vhxh: Year) -> None:
    reversed_ = vhxh.said("Việc công nhận thành tích đã được", to="(sgddt)")

    assert len(reversed_) == 1
    assert "Lý do: Kết quả này đã tính ở năm trước" in reversed_[0].text


def test_what_comes_after_its_phase_is_told_to_be_late(vhxh: Year) -> None:
    late = [one for one in vhxh.said("Minh chứng (1)") if "Chờ xem xét" in one.text and " · trễ " in one.text]

    assert [(one.at.month, one.text.partition(" · trễ ")[2][:6]) for one in late] == [
        (7, "3 ngày"),
        (7, "3 ngày"),
        (1, "4 ngày"),
        (1, "4 ngày"),
    ]


def test_the_year_ends_with_the_standings(vhxh: Year, ban: Year) -> None:
    assert vhxh.summary("BẢNG XẾP HẠNG: Cả phong trào") == [
        "1. Sở Thông tin và Truyền thông                  500",
        "2. Sở Văn hóa, Thể thao và Du lịch             483,5",
        "3. Ban Dân tộc                                 450,6",
        "4. Sở Giáo dục và Đào tạo                        435",
        "5. Đài Phát thanh và Truyền hình tỉnh            428",
        "6. Sở Y tế                                       362",
        "7. Sở Lao động - Thương binh và Xã hội            50",
    ]
    assert ban.summary("BẢNG XẾP HẠNG: Đợt 2") == [
        "Khối các vụ và Văn phòng",
        "1. Vụ Lý luận chính trị                        18,75   (bằng điểm, xét số việc đúng hạn)",
        "2. Vụ Văn hóa - Văn nghệ                       18,75   (bằng điểm, xét số việc đúng hạn)",
        "3. Văn phòng Ban                               16,75   (bằng điểm, xét đăng ký sớm hơn)",
        "4. Vụ Báo chí - Xuất bản                       16,75   (bằng điểm, xét đăng ký sớm hơn)",
        "Khối đoàn thể",
        "1. Đoàn Thanh niên Ban                         13,75",
        "2. Công đoàn Ban                                   0",
    ]
    ends = [one for year in (vhxh, ban) for one in year.printed if one.startswith("Thành tích: ")]
    assert ends == [
        "Thành tích: công nhận 22, không công nhận 1, huỷ công nhận 1",
        "Thành tích: công nhận 23, không công nhận 1, huỷ công nhận 1",
    ]


def test_a_pinned_board_is_one_message_that_is_edited(ban: Year) -> None:
    methods = [one.method for one in ban.said(BOARD, to="👥") if not is_asked(one)]

    assert methods[:2] == ["sendPhoto", "pinChatMessage"]
    assert set(methods[2:]) == {"editMessageMedia"}


def test_the_same_seed_gives_the_same_transcript(tmp_path: Path) -> None:
    first, again = (play(tmp_path / name, begun("co-quan-ban-2020")) for name in ("first", "again"))

    assert first.sound
    assert again.printed == first.printed


def test_another_agency_with_a_gap_and_a_month(ban: Year) -> None:
    assert ban.sound
    # 15/5 is the last valid day: 30 days before (15/4) is before the launch of 20/4; 1/5 is a day off.
    days = ban.days("Đăng ký sản phẩm thi đua\n", to="(cong-doan)")
    assert [one for one in days if ban.said(REMINDER, on=one, to="(cong-doan)")] == [
        "2020-04-29",
        "2020-05-08",
        "2020-05-12",
        "2020-05-14",
        "2020-05-15",
        "2020-05-18",
        "2020-05-22",
    ]
    assert not [one for one in ban.said("MỞ ĐỢT") if one.at.month == 8]
    assert ban.said("Báo cáo tổng kết", on="2020-12-31")


def test_a_term_without_days_is_launched_after_they_are_named(tmp_path: Path) -> None:
    year = play(tmp_path, whole("nhiem-ky-2021-2025"))

    assert year.sound


def test_a_year_in_english(tmp_path: Path) -> None:
    year = play(tmp_path, begun("co-quan-ban-2020"), language="en")

    assert year.sound
    assert not year.said("Nhắc hạn")
    assert year.summary("STANDINGS: Whole campaign")[0] == "Khối các vụ và Văn phòng"
