"""The three samples, read whole: every field is looked at somewhere."""

from datetime import date, time
from decimal import Decimal
from functools import cache

import pytest

from store.campaign_file import (
    SAMPLES,
    CampaignFile,
    ClassEntry,
    ContactEntry,
    ExemplarsEntry,
    MilestoneEntry,
    MovementEntry,
    OccasionEntry,
    PhaseEntry,
    PostEntry,
    RemindersEntry,
    SeatsEntry,
    StandingsEntry,
    UnitEntry,
    read_campaign_file,
    sample,
)
from store.campaign_file.score_entries import (
    Bonus,
    Case,
    CriterionEntry,
    Deduct,
    Manual,
    Part,
    PassFail,
    Penalty,
    PerItem,
    Ratio,
    Step,
    Tier,
    Tiers,
    Timely,
    TimelyMilestone,
)
from store.rules.deadlines import Deadline, DeadlineKind, Every
from store.rules.ladder import Ladder
from store.rules.quotas import Branch, Counts, Quota, Scope
from store.tables import BlocKind, MilestoneKind, Owing, TargetKind, UnitKind

ALL_FOUR = tuple(map(TimelyMilestone, ("dang-ky", "so-ket-1", "so-ket-2", "tong-ket")))
"""The milestones of the agency."""


@pytest.fixture(params=SAMPLES)
def any_sample(request: pytest.FixtureRequest) -> CampaignFile:
    return read(request.param)


@cache
def read(name: str) -> CampaignFile:
    return read_campaign_file(sample(name).read_bytes())


def before(year: int, month: int, day: int) -> Deadline:
    return Deadline(DeadlineKind.BEFORE, date(year, month, day))


def by(year: int, month: int, day: int) -> Deadline:
    return Deadline(DeadlineKind.BY, date(year, month, day))


def test_a_name_that_is_no_sample_is_not_found() -> None:
    with pytest.raises(KeyError):
        sample("../reader")


def test_what_samples_leave_out_has_its_usual_value(any_sample: CampaignFile) -> None:
    campaign = any_sample.campaign
    assert (campaign.parent, campaign.owner_unit, campaign.lenient, campaign.pledge) == (None, None, False, None)
    assert any_sample.bloc.contact is None


class TestBlocOfOneYear:
    @property
    def file(self) -> CampaignFile:
        return read("khoi-vhxh-2020")

    def test_bloc(self) -> None:
        bloc = self.file.bloc
        assert (bloc.code, bloc.name) == ("vhxh", "Khối thi đua các cơ quan lĩnh vực Văn hóa - Xã hội")
        assert (bloc.kind, bloc.timezone, bloc.locale) == (BlocKind.BLOC, "Asia/Ho_Chi_Minh", "vi")
        assert (bloc.leader_unit, bloc.deputy_unit) == ("stttt", "svhttdl")

    def test_units(self) -> None:
        units = self.file.bloc.units
        assert units[1] == UnitEntry("svhttdl", "Sở Văn hóa, Thể thao và Du lịch", UnitKind.OFFICE, staff=118)
        assert [unit.code for unit in units] == ["stttt", "svhttdl", "sgddt", "syt", "sldtbxh", "dptth", "bdt"]
        assert [unit.staff for unit in units] == [62, 118, 240, 310, 96, 140, 38]

    def test_campaign(self) -> None:
        campaign = self.file.campaign
        assert campaign.code == "vhxh-2020"
        assert campaign.title == "Phong trào thi đua năm 2020 của Khối các cơ quan lĩnh vực Văn hóa - Xã hội"
        assert campaign.decision == "Kế hoạch hoạt động năm 2020 của Khối"
        assert (campaign.starts, campaign.ends) == (date(2020, 1, 1), date(2020, 12, 31))
        assert campaign.launch == date(2020, 1, 2)
        assert campaign.contact == ContactEntry(
            "Văn phòng đơn vị Trưởng khối", "0204.000.000", "vanphong@example.gov.vn"
        )
        assert (campaign.slogan, campaign.movements, campaign.exemplars) == (None, (), None)

    def test_phases(self) -> None:
        first, second = self.file.campaign.phases
        assert second == PhaseEntry(
            "dot-2",
            "Đợt 2",
            "Chào mừng Cách mạng tháng Tám và Quốc khánh, hoàn thành vượt mức kế hoạch năm",
            date(2020, 7, 1),
            date(2020, 12, 31),
            (
                OccasionEntry(date(2020, 8, 19), "75 năm Cách mạng tháng Tám"),
                OccasionEntry(date(2020, 9, 2), "75 năm Quốc khánh"),
            ),
        )
        assert [occasion.day for occasion in first.occasions] == [
            date(2020, 2, 3),
            date(2020, 4, 30),
            date(2020, 5, 19),
        ]

    def test_milestones(self) -> None:
        register, interim, meeting, final, scoring = self.file.campaign.milestones
        assert register == MilestoneEntry(
            "dang-ky",
            MilestoneKind.REGISTRATION,
            "Đăng ký thi đua và ký giao ước",
            Owing.UNITS,
            before(2020, 3, 5),
            pledge=True,
        )
        assert interim == MilestoneEntry(
            "bc-dot-1",
            MilestoneKind.REPORT,
            "Báo cáo sơ kết đợt 1",
            Owing.UNITS,
            before(2020, 6, 20),
            phase="dot-1",
        )
        assert (meeting.kind, meeting.owing, meeting.deadline) == (
            MilestoneKind.MEETING,
            Owing.LEADER,
            before(2020, 7, 10),
        )
        assert (final.phase, final.deadline) == ("dot-2", before(2020, 12, 10))
        assert (scoring.kind, scoring.phase) == (MilestoneKind.SELF_SCORE, None)

    def test_reminders_and_standings(self) -> None:
        campaign = self.file.campaign
        ladder = Ladder((30, 14, 7, 3, 1, 0), (1, 3, 7), time(8), (time(21), time(7)))
        assert campaign.reminders == RemindersEntry(ladder, names=False)
        assert campaign.standings == StandingsEntry(
            PostEntry(0, time(8), ("bloc",)), ("group:A", "initiatives", "on_time", "registered_first")
        )

    def test_products_and_quotas(self) -> None:
        campaign = self.file.campaign
        assert campaign.products == ("Đề án", "Báo cáo chuyên đề", "Hướng dẫn", "Văn bản tham mưu", "Tin, bài")
        assert campaign.quotas == (
            Quota(Scope.UNIT, "product", at_least=1),
            Quota(Scope.UNIT, "title", title="CSTDCS", at_most_percent=15),
        )

    def test_score_table(self) -> None:
        (table,) = self.file.campaign.score_tables
        assert (table.max, table.kinds) == (Decimal(1000), ())
        assert [(group.code, group.name, group.max) for group in table.groups] == [
            ("A", "Thực hiện nhiệm vụ chính trị, chuyên môn", None),
            ("B", "Xây dựng Đảng, đoàn thể, văn hóa công sở", None),
            ("C", "Tổ chức phong trào thi đua", None),
            ("D", "Điểm thưởng và điểm trừ", None),
        ]
        criteria = {criterion.code: criterion for group in table.groups for criterion in group.criteria}
        assert sum(criterion.max for criterion in criteria.values()) == 1030
        assert criteria["1.1"] == CriterionEntry(
            "1.1",
            "Hoàn thành chỉ tiêu nhiệm vụ được giao",
            "units",
            Decimal(300),
            Manual(),
            evidence_required=True,
        )
        assert criteria["1.3"].rule == Tiers(
            tuple(Tier(Decimal(points), Decimal(start)) for start, points in ((95, 100), (85, 80), (70, 50)))
        )
        assert criteria["3.1"] == CriterionEntry(
            "3.1",
            "Sáng kiến, giải pháp được công nhận",
            "both",
            Decimal(100),
            PerItem(Decimal(20)),
            evidence_required=True,
            counts_as=TargetKind.INITIATIVE,
        )
        assert criteria["3.2"].reach == ("shares", "likes", "comments")
        assert criteria["3.3"].evidence_required is False
        assert criteria["3.4"].rule == Timely(
            tuple(map(TimelyMilestone, ("dang-ky", "bc-dot-1", "bc-nam", "cham-diem"))), Decimal(5)
        )
        assert criteria["4.1"].rule == Bonus(
            (Case("Giải Nhất", Decimal(10)), Case("Giải Nhì", Decimal(7)), Case("Giải Ba", Decimal(5)))
        )
        assert (criteria["4.2"].max, criteria["4.2"].min) == (Decimal(0), Decimal(-100))
        assert criteria["4.2"].rule == Penalty(
            (
                Case("Khiển trách", Decimal(25)),
                Case("Cảnh cáo trở lên", Decimal(50)),
                Case("Có vụ án", Decimal(100), unranked=True),
            )
        )


class TestOneAgency:
    @property
    def file(self) -> CampaignFile:
        return read("co-quan-ban-2020")

    def test_bloc(self) -> None:
        bloc = self.file.bloc
        assert (bloc.code, bloc.kind, bloc.leader_unit, bloc.deputy_unit) == (
            "ban-tw",
            BlocKind.AGENCY,
            "van-phong",
            None,
        )
        kinds = [unit.kind for unit in bloc.units]
        assert kinds == [UnitKind.DEPARTMENT] * 4 + [UnitKind.MASS_ORG] * 2

    def test_phases_leave_a_gap(self) -> None:
        phases = self.file.campaign.phases
        assert [(phase.starts, phase.ends) for phase in phases] == [
            (date(2020, 5, 1), date(2020, 6, 30)),
            (date(2020, 7, 1), date(2020, 8, 1)),
            (date(2020, 9, 1), date(2020, 12, 31)),
        ]
        assert phases[2].theme == "Mỗi cán bộ, công chức, viên chức một sản phẩm thi đua"
        assert phases[1].occasions == (OccasionEntry(date(2020, 8, 1), "90 năm Ngày truyền thống ngành Tuyên giáo"),)

    def test_deadlines(self) -> None:
        assert [milestone.deadline for milestone in self.file.campaign.milestones] == [
            by(2020, 5, 15),
            by(2020, 6, 30),
            by(2020, 8, 1),
            Deadline(DeadlineKind.IN, date(2020, 12, 1)),
        ]

    def test_quota_with_two_ways(self) -> None:
        assert self.file.campaign.quotas[1] == Quota(
            Scope.UNIT,
            counts=Counts.VERIFIED,
            any_of=(
                Branch("product", 1, ("Đề án",)),
                Branch("product", 2, ("Văn bản báo cáo", "Hướng dẫn")),
            ),
        )

    def test_exemplars(self) -> None:
        assert self.file.campaign.exemplars == ExemplarsEntry(
            ("Học tập và làm theo Bác", "Nhiệm vụ chuyên môn", "Xây dựng đoàn thể", "Văn hóa công sở"),
            SeatsEntry(2, 3),
            SeatsEntry(1, 2),
        )

    def test_reminders_are_the_usual_ones(self) -> None:
        assert self.file.campaign.reminders == RemindersEntry()

    def test_standings_in_two_classes_on_one_board(self) -> None:
        assert self.file.campaign.standings == StandingsEntry(
            tie_break=("fewest_penalty", "on_time", "registered_first"),
            classes=(
                ClassEntry("Khối các vụ và Văn phòng", kinds=(UnitKind.DEPARTMENT,)),
                ClassEntry("Khối đoàn thể", kinds=(UnitKind.MASS_ORG,)),
            ),
            pinned=True,
            people="bloc",
        )

    def test_a_score_table_for_each_kind_of_unit(self) -> None:
        departments, mass_orgs = self.file.campaign.score_tables
        assert (departments.kinds, mass_orgs.kinds) == ((UnitKind.DEPARTMENT,), (UnitKind.MASS_ORG,))
        assert (departments.max, mass_orgs.max) == (Decimal(100), Decimal(100))
        rules = {one.code: one.rule for group in departments.groups for one in group.criteria}
        assert rules == {
            "A1": Ratio(),
            "A2": PerItem(Decimal(5)),
            "B1": Tiers(
                (
                    Tier(Decimal(15), label="Hoàn thành xuất sắc"),
                    Tier(Decimal(12), label="Hoàn thành tốt"),
                    Tier(Decimal(8), label="Hoàn thành"),
                )
            ),
            "B2": Deduct((Case("Vắng họp không báo", Decimal(1)), Case("Vi phạm giờ làm việc", Decimal("0.5")))),
            "C1": Timely(ALL_FOUR, steps=(Step(Decimal(1), 3), Step(Decimal(2))), days="working"),
            "D1": Bonus((Case("Giải A", Decimal(3)), Case("Giải B", Decimal(2)))),
        }
        assert {one.code: one.rule for group in mass_orgs.groups for one in group.criteria} == {
            "A1": PerItem(Decimal(10)),
            "A2": PassFail((Part("Sinh hoạt định kỳ đủ", Decimal(15)), Part("Kiện toàn ban chấp hành", Decimal(10)))),
            "B1": Timely(ALL_FOUR, per_day_late=Decimal(1)),
        }


class TestTerm:
    @property
    def file(self) -> CampaignFile:
        return read("nhiem-ky-2021-2025")

    def test_campaign(self) -> None:
        campaign = self.file.campaign
        assert campaign.slogan == "Đổi mới - Sáng tạo - Hiệu quả"
        assert (campaign.starts, campaign.ends, campaign.launch) == (date(2021, 6, 1), date(2025, 12, 31), None)
        assert campaign.movements[0] == MovementEntry("ntm", "Chung sức xây dựng nông thôn mới và đô thị văn minh")
        assert [movement.code for movement in campaign.movements] == ["ntm", "dsvh", "vhcs", "dn", "nghe"]
        assert campaign.score_tables == ()

    def test_days_that_are_only_words_and_days_that_return(self) -> None:
        plan, report = self.file.campaign.milestones
        assert (plan.deadline, plan.every) == (Deadline(DeadlineKind.AROUND, text="quý III/2021"), None)
        assert (report.deadline, report.every) == (by(2021, 12, 10), Every.HALF_YEAR)

    def test_quota_and_ladder(self) -> None:
        assert self.file.campaign.quotas == (Quota(Scope.UNIT, "goal", at_least=1),)
        assert self.file.campaign.reminders.ladder == Ladder(before=(14, 7, 3, 1, 0), overdue=(1, 3))
