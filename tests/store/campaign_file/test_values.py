"""Right files: what may be said beside what the samples say, and how texts are read."""

from datetime import date, time
from decimal import Decimal

import pytest

from store.campaign_file import (
    BlocFile,
    ClassEntry,
    ContactEntry,
    MovementEntry,
    PledgeEntry,
    PostEntry,
    StandingsEntry,
    UnitEntry,
    read_campaign_file,
)
from store.campaign_file.score_entries import (
    Case,
    Deduct,
    Part,
    PassFail,
    PerItem,
    Ratio,
    Rule,
    Step,
    Tier,
    Tiers,
    Timely,
    TimelyMilestone,
)
from store.rules.quotas import Quota, Scope
from store.tables import DocumentStyle, Owing, UnitKind
from tests.store.campaign_file.files import SHORT, changed, mistakes_of, read_more

RULE = """
milestones:
  - {code: dang-ky, kind: registration, title: Đăng ký, by: 2020-03-05}
  - {code: bao-cao, kind: report, title: Báo cáo, by: 2020-06-05}
score_table: {groups: [{code: A, name: Nhóm A, criteria: [{code: A1, title: Tiêu chí, max: 10, rule: %s}]}]}
"""
RULES: list[tuple[str, Rule]] = [
    ("{kind: per_item, points: '0,5', cap: 8}", PerItem(Decimal("0.5"), Decimal(8))),
    ("{kind: ratio, cap: 1.2, target: 10}", Ratio(Decimal("1.2"), Decimal(10))),
    ("{kind: ratio}", Ratio()),
    ("{kind: tiers, tiers: [{label: Tốt, points: 8}]}", Tiers((Tier(Decimal(8), label="Tốt"),))),
    ("{kind: pass_fail}", PassFail()),
    ("{kind: pass_fail, parts: [{name: có kế hoạch, points: 2}]}", PassFail((Part("có kế hoạch", Decimal(2)),))),
    ("{kind: deduct, cases: [{name: vắng, points: 1.5}]}", Deduct((Case("vắng", Decimal("1.5")),))),
    (
        "{kind: timely, milestones: [dang-ky], steps: [{upto: 5, minus: 1}, {minus: 3}], days: working}",
        Timely((TimelyMilestone("dang-ky"),), None, (Step(Decimal(1), 5), Step(Decimal(3))), "working"),
    ),
    (
        "{kind: timely, milestones: [{code: dang-ky, points: 4}, {code: bao-cao, points: 6}], per_day_late: 1}",
        Timely((TimelyMilestone("dang-ky", Decimal(4)), TimelyMilestone("bao-cao", Decimal(6))), Decimal(1)),
    ),
]


@pytest.mark.parametrize(("text", "rule"), RULES, ids=[text for text, _ in RULES])
def test_each_rule_of_a_score_table(text: str, rule: Rule) -> None:
    (table,) = read_more(RULE % text).campaign.score_tables
    assert table.groups[0].criteria[0].rule == rule


def test_what_a_campaign_may_say_besides() -> None:
    campaign = read_more("""
        slogan: Nhanh, đúng, đủ
        parent: nhiem-ky
        owner_unit: bdt
        lenient: true
        contact: {name: Văn phòng}
        movements: [{code: "010", name: Chung sức}]
        pledge:
          text: |
            Kính gửi Khối,

            chúng tôi cam kết.
    """).campaign
    assert (campaign.slogan, campaign.parent, campaign.owner_unit) == ("Nhanh, đúng, đủ", "nhiem-ky", "bdt")
    assert (campaign.lenient, campaign.contact) == (True, ContactEntry("Văn phòng"))
    assert campaign.movements == (MovementEntry("010", "Chung sức"),)
    assert campaign.pledge == PledgeEntry("Kính gửi Khối,\n\nchúng tôi cam kết.")


def test_what_a_bloc_may_say_besides() -> None:
    bloc = read_campaign_file(
        changed(
            "  units:\n    - {code: syt, name: Sở Y tế, kind: office}",
            "  deputy_unit: bdt\n  lenient: yes\n  contact: {name: Lan, phone: 0204}\n  units:\n"
            "    - {code: syt, name: Sở Y tế, parent: bdt, in_charge: Ông Nam}",
        )
    ).bloc
    assert (bloc.deputy_unit, bloc.lenient, bloc.contact) == ("bdt", True, ContactEntry("Lan", "0204"))
    assert bloc.units[0] == UnitEntry("syt", "Sở Y tế", UnitKind.OFFICE, "bdt", None, "Ông Nam")


def test_a_lenient_bloc_has_lenient_campaigns_unless_they_say_no() -> None:
    lenient = changed("  code: khoi", "  code: khoi\n  lenient: có")
    assert read_campaign_file(lenient).campaign.lenient is True
    assert read_campaign_file(lenient + "  lenient: no\n").campaign.lenient is False


def test_a_bloc_may_lay_its_papers_out_as_the_party_does() -> None:
    assert read_campaign_file(SHORT).bloc.documents == DocumentStyle.STATE
    party = read_campaign_file(changed("  code: khoi", "  code: khoi\n  documents: party"))
    assert party.bloc.documents == DocumentStyle.PARTY


def test_standings_with_classes() -> None:
    standings = read_more("""
        standings:
          post: {weekday: friday, at: 7:30, to: [bloc, units]}
          tie_break: [fewest_penalty, most_bonus, council]
          classes:
            - {name: Sở, units: [syt]}
            - {name: Đoàn thể, kinds: [mass_org]}
            - {name: Xuất sắc, from: 95}
          pinned: true
          people: bloc
    """).campaign.standings
    classes = (
        ClassEntry("Sở", units=("syt",)),
        ClassEntry("Đoàn thể", kinds=(UnitKind.MASS_ORG,)),
        ClassEntry("Xuất sắc", from_points=95),
    )
    post = PostEntry(4, time(7, 30), ("bloc", "units"))
    assert standings == StandingsEntry(post, ("fewest_penalty", "most_bonus", "council"), classes, True, "bloc")


def test_reminders_are_put_in_order() -> None:
    reminders = read_more(
        'reminders: {ladder: [1, 7, 0], overdue: 3, at: "06:00", quiet: ["22:00", "05:30"], names: on}'
    )
    ladder = reminders.campaign.reminders.ladder
    assert (ladder.before, ladder.overdue, ladder.at) == ((7, 1, 0), (3,), time(6))
    assert (ladder.quiet, reminders.campaign.reminders.names) == ((time(22), time(5, 30)), True)


def test_equal_ends_of_quiet_mean_never() -> None:
    ladder = read_more('reminders: {at: "22:00", quiet: ["00:00", "00:00"]}').campaign.reminders.ladder
    assert ladder.quiet == (time(0), time(0))


def test_a_quota_of_another_base() -> None:
    quotas = read_more(
        "quotas: [{scope: unit, kind: title, title: CSTDCS, at_most_percent: 15%, of: LDTT}]"
    ).campaign.quotas
    assert quotas == (Quota(Scope.UNIT, "title", title="CSTDCS", at_most_percent=15, of="LDTT"),)


def test_who_owes_a_milestone_that_does_not_say() -> None:
    milestones = read_more("""
        milestones:
          - {code: a, kind: meeting, title: Giao ban, before: 10/7/2020}
          - {code: b, kind: report, title: Báo cáo, before: 2021-01-10}
    """).campaign.milestones
    assert [milestone.owing for milestone in milestones] == [Owing.LEADER, Owing.UNITS]
    assert [milestone.deadline.day for milestone in milestones] == [date(2020, 7, 10), date(2021, 1, 10)]


def test_phases_may_overlap_and_tables_differ_by_kind() -> None:
    campaign = read_more("""
        phases:
          - {code: a, name: A, starts: 2020-01-01, ends: 2020-07-31}
          - {code: b, name: B, starts: 2020-07-01, ends: 2020-12-31}
        score_table:
          - kinds: [office]
            groups: &groups
              - {code: A, name: A, max: 5, criteria: [{code: x, title: X, max: 1, rule: {kind: manual}}]}
          - {kinds: [mass_org, department], groups: *groups}
    """).campaign
    assert [phase.theme for phase in campaign.phases] == ["", ""]
    assert [table.kinds for table in campaign.score_tables] == [
        (UnitKind.OFFICE,),
        (UnitKind.MASS_ORG, UnitKind.DEPARTMENT),
    ]
    assert campaign.score_tables[0].groups[0].max == Decimal(5)


def test_words_that_yaml_would_guess_stay_as_typed() -> None:
    units = read_campaign_file(changed("bdt, name: Ban Dân tộc", "010, name: no")).bloc.units
    assert (units[1].code, units[1].name) == ("010", "no")


def test_names_are_composed_and_on_one_line() -> None:
    loose = changed("Khối mẫu", '"  Kho\u0302\u0301i \n\n   mẫu "')
    assert read_campaign_file(loose).bloc.name == "Khối mẫu"


def test_a_byte_order_mark_is_no_mistake() -> None:
    assert read_campaign_file(SHORT.encode("utf-8-sig")) == read_campaign_file("\ufeff" + SHORT)


class TestImport:
    NAMED = "bloc: {code: khoi}\n" + SHORT[SHORT.index("campaign:") :]

    def test_the_bloc_may_be_only_named(self) -> None:
        file = read_campaign_file(self.NAMED + "  owner_unit: syt\n", for_import=True)
        assert file.bloc == BlocFile("khoi")
        assert (file.bloc.units, file.campaign.owner_unit) == ((), "syt")

    def test_a_file_sent_within_a_bloc_need_not_name_it(self) -> None:
        unnamed = SHORT[SHORT.index("campaign:") :]
        assert read_campaign_file(unnamed, in_bloc=True).bloc == BlocFile("")
        assert read_campaign_file(self.NAMED, in_bloc=True).bloc == BlocFile("khoi")
        assert mistakes_of(unnamed, for_import=True) == [(1, "missing_key")]

    def test_a_new_bloc_needs_more(self) -> None:
        assert mistakes_of(self.NAMED) == [(1, "missing_key")] * 3

    def test_a_whole_bloc_is_checked_whole(self) -> None:
        assert mistakes_of(SHORT, for_import=True) == []
        assert mistakes_of(SHORT + "  owner_unit: abc\n", for_import=True) == [(13, "unknown_unit")]
