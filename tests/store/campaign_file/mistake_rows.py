"""The table of mistakes: a name, the file, and lines and codes of what is wrong with it."""

# fmt: off
from tests.store.campaign_file.files import NEXT_LINE, SHORT, changed, with_more

N = NEXT_LINE
TABLE = "score_table: {groups: [{code: A, name: Nhóm A, criteria: [{code: A1, title: Tiêu chí, max: 10, rule: %s}]}]}"
REGISTER = "milestones: [{code: dang-ky, kind: registration, title: Đăng ký, by: 2020-03-05}]\n"

WHOLE_FILE: list[tuple[str, str | bytes, list[tuple[int, str]]]] = [
    ("too large", b"#" * (1024 * 1024 + 1), [(1, "too_large")]),
    ("not UTF-8", "bloc:\n  name: Sở".encode("utf-16"), [(1, "not_utf8")]),
    ("one bad byte", b"bloc:\n  name: S\xff\n", [(2, "not_utf8")]),
    ("control sign", "bloc:\n  name: a\x07b\n", [(2, "bad_character")]),
    ("escaped surrogate", changed("Khối mẫu", '"\\ud800"'), [(3, "bad_character")]),
    ("text that runs backwards", changed("Khối mẫu", "a\u202eb"), [(3, "bad_character")]),
    ("tab", "bloc:\n\tcode: a\n", [(2, "not_yaml")]),
    ("open bracket", "bloc: [1, 2\n", [(2, "not_yaml")]),
    ("alias to nothing", "bloc: *a\n", [(1, "not_yaml")]),
    ("escape beyond Unicode", 'bloc: "\\UFFFFFFFF"\n', [(1, "not_yaml")]),
    ("two documents", SHORT + "---\na: b\n", [(N, "many_documents")]),
    ("nothing", "", [(1, "empty_file")]),
    ("only a remark", "# chưa có gì\n", [(1, "empty_file")]),
    ("deep", "[" * 50 + "]" * 50, [(1, "too_deep")]),
    ("an alias inside itself", "bloc: &a [*a]\n", [(1, "too_deep")]),
    ("many", "a:\n" + "- b\n" * 20_001, [(19_999, "too_many_values")]),
    (
        "laughs",
        "a: &a [x,x,x,x,x,x,x,x]\n"
        + "".join(
            f"{now}: &{now} [{','.join(['*' + old] * 8)}]\n" for old, now in zip("abcdef", "bcdefg", strict=True)
        ),
        [(1, "too_many_values")],
    ),
    ("a very long value", changed("Khối mẫu", "a" * 10_001), [(3, "text_too_long")]),
    ("a list", "- a\n", [(1, "not_a_mapping")]),
    ("a tag", changed("Khối mẫu", "!!python/name:os.system a"), [(3, "tag_not_allowed")]),
    ("a list as key", SHORT + "? [a, b]\n: c\n", [(N, "not_a_key")]),
    ("a key twice", changed("  name: Khối mẫu", "  name: Khối mẫu\n  name: Khối khác"), [(4, "duplicate_key")]),
    ("a part missing", SHORT[: SHORT.index("campaign:")], [(1, "missing_key")]),
    ("a key at the top", SHORT + "campain: {}\n", [(N, "unknown_key")]),
]

BLOC: list[tuple[str, str, str, list[tuple[int, str]]]] = [
    ("no name", "  name: Khối mẫu\n", "", [(2, "missing_key")]),
    ("empty name", "name: Khối mẫu", "name:", [(3, "empty")]),
    ("quoted nothing", "name: Khối mẫu", 'name: " "', [(3, "empty")]),
    ("a name that is a list", "Khối mẫu", "[a, b]", [(3, "not_a_text")]),
    ("long name", "Khối mẫu", "a" * 201, [(3, "too_long")]),
    ("code with a space", "code: khoi", "code: khoi mau", [(2, "bad_code")]),
    ("code with diacritics", "code: khoi", "code: khối", [(2, "bad_code")]),
    ("leader that is not listed", "leader_unit: syt", "leader_unit: sytt", [(4, "unknown_unit")]),
    ("deputy the same", "leader_unit: syt", "leader_unit: syt\n  deputy_unit: syt", [(5, "same_leader_and_deputy")]),
    ("kind", "code: khoi", "code: khoi\n  kind: block", [(3, "unknown_choice")]),
    ("zone", "code: khoi", "code: khoi\n  timezone: Asia/Hanoi", [(3, "bad_timezone")]),
    ("zone outside", "code: khoi", "code: khoi\n  timezone: ../../etc/passwd", [(3, "bad_timezone")]),
    ("zone that is a folder", "code: khoi", "code: khoi\n  timezone: Asia", [(3, "bad_timezone")]),
    ("layout", "code: khoi", "code: khoi\n  documents: army", [(3, "unknown_choice")]),
    ("language", "code: khoi", "code: khoi\n  locale: fr", [(3, "unknown_choice")]),
    ("flag", "code: khoi", "code: khoi\n  lenient: maybe", [(3, "bad_flag")]),
    ("contact alone", "code: khoi", "code: khoi\n  contact: Lan", [(3, "not_a_mapping")]),
    ("contact blank", "code: khoi", "code: khoi\n  contact:", [(3, "empty")]),
    ("contact without name", "code: khoi", "code: khoi\n  contact: {phone: 0204}", [(3, "missing_key")]),
    ("unit twice", "code: bdt", "code: syt", [(7, "duplicate_code")]),
    ("unit's kind", "name: Ban Dân tộc, kind: office", "name: Ban Dân tộc, kind: ban", [(7, "unknown_choice")]),
    ("staff in words", "Sở Y tế, kind", "Sở Y tế, staff: nhiều, kind", [(6, "bad_number")]),
    ("staff in thousands", "Sở Y tế, kind", "Sở Y tế, staff: 1.200, kind", [(6, "unclear_number")]),
    ("no staff", "Sở Y tế, kind", "Sở Y tế, staff: 0, kind", [(6, "number_out_of_range")]),
    ("parent unknown", "Sở Y tế, kind", "Sở Y tế, parent: abc, kind", [(6, "unknown_unit")]),
    ("its own parent", "Sở Y tế, kind", "Sở Y tế, parent: syt, kind", [(6, "own_parent")]),
    ("unit is a word", "{code: bdt, name: Ban Dân tộc, kind: office}", "bdt", [(7, "not_a_mapping")]),
    ("a date that does not exist", "ends: 2020-12-31", "ends: 31/2/2020", [(12, "bad_day")]),
    ("ends before it starts", "ends: 2020-12-31", "ends: 2019-12-31", [(12, "ends_before_starts")]),
]

CAMPAIGN: list[tuple[str, str, list[tuple[int, str]]]] = [
    ("key", "phasen: []", [(N, "unknown_key")]),
    ("merge key", "<<: {a: b}", [(N, "unknown_key")]),
    ("launch after the end", "launch: 2021-01-05", [(N, "launch_after_end")]),
    ("own parent", "parent: mau-2020", [(N, "own_parent")]),
    ("owner", "owner_unit: abc", [(N, "unknown_unit")]),
    ("movements in one line", "movements: a, b", [(N, "not_a_list")]),
    ("movements blank", "movements:", [(N, "empty")]),
    ("many movements", "movements: [" + "a," * 1001 + "]", [(N, "too_many")]),
    ("movement twice", "movements:\n- {code: a, name: A}\n- {code: a, name: B}", [(N + 2, "duplicate_code")]),
    ("product twice", "products: [Đề án, Đề  án]", [(N, "repeated")]),
    ("product a list", "products: [[Đề án]]", [(N, "not_a_text")]),
    ("pledge blank", "pledge: {text: }", [(N, "empty")]),
    (
        "phase outside",
        "phases:\n- code: a\n  name: A\n  starts: 2019-12-31\n  ends: 2021-01-01",
        [(N + 3, "phase_outside_campaign"), (N + 4, "phase_outside_campaign")],
    ),
    (
        "phase upside down",
        "phases: [{code: a, name: A, starts: 2020-07-01, ends: 2020-06-30}]",
        [(N, "ends_before_starts")],
    ),
    (
        "occasion",
        "phases: [{code: a, name: A, starts: 1/1/2020, ends: 2/1/2020, occasions: [{day: 3/2, name: B}]}]",
        [(N, "bad_day")],
    ),
    ("phase", "milestones: [{code: a, kind: report, title: A, by: 2020-06-01, phase: dot-9}]", [(N, "unknown_phase")]),
    ("milestone's kind", "milestones: [{code: a, kind: raport, title: A, by: 2020-06-01}]", [(N, "unknown_choice")]),
    (
        "milestone's owner",
        "milestones: [{code: a, kind: report, title: A, from: unit, by: 2020-06-01}]",
        [(N, "unknown_choice")],
    ),
    ("no deadline", "milestones: [{code: a, kind: report, title: A}]", [(N, "no_deadline")]),
    (
        "two",
        "milestones:\n- code: a\n  kind: report\n  title: A\n  by: 2020-06-01\n  in: 2020-06",
        [(N + 5, "two_deadlines")],
    ),
    ("bad month", "milestones: [{code: a, kind: report, title: A, in: 2020-13}]", [(N, "bad_month")]),
    ("day for a month", "milestones: [{code: a, kind: report, title: A, in: 2020-12-01}]", [(N, "bad_month")]),
    (
        "every",
        "milestones: [{code: a, kind: report, title: A, every: week, starting: 2020-02-01}]",
        [(N, "unknown_choice")],
    ),
    ("every alone", "milestones: [{code: a, kind: report, title: A, every: month}]", [(N, "missing_key")]),
    (
        "starting alone",
        "milestones: [{code: a, kind: report, title: A, starting: 2020-02-01}]",
        [(N, "starting_without_every")],
    ),
    (
        "pledge elsewhere",
        "milestones: [{code: a, kind: report, title: A, by: 2020-02-01, pledge: yes}]",
        [(N, "pledge_elsewhere")],
    ),
    ("hour", 'reminders: {at: "25:00"}', [(N, "bad_time")]),
    ("quiet hour", 'reminders: {at: "22:00"}', [(N, "at_is_quiet")]),
    ("quiet", 'reminders: {quiet: ["21:00"]}', [(N, "not_two")]),
    ("rung twice", "reminders: {ladder: [7, 7]}", [(N, "repeated")]),
    ("rung below", "reminders: {overdue: [0]}", [(N, "number_out_of_range")]),
    ("weekday", "standings: {post: {weekday: thứ hai}}", [(N, "unknown_choice")]),
    ("tie", "standings: {tie_break: [luck]}", [(N, "unknown_choice")]),
    ("tie group", TABLE % "{kind: manual}" + '\nstandings: {tie_break: ["group:B"]}', [(N + 1, "unknown_group")]),
    ("class", "standings: {classes: [{name: A, units: [syt], kinds: [office]}]}", [(N, "class_unclear")]),
    ("class of nobody", "standings: {classes: [{name: A, units: [abc]}]}", [(N, "unknown_unit")]),
    ("quota's kind", "quotas: [{scope: unit, kind: produkt, at_least: 1}]", [(N, "unknown_choice")]),
    ("quota's scope", "quotas: [{scope: all, kind: goal, at_least: 1}]", [(N, "unknown_choice")]),
    ("no limit", "quotas: [{scope: unit, kind: goal}]", [(N, "no_limit")]),
    ("limits", "quotas: [{scope: unit, kind: goal, at_least: 3, at_most: 2}]", [(N, "least_over_most")]),
    ("percentage", "quotas: [{scope: unit, kind: title, at_most_percent: 150}]", [(N, "bad_percent")]),
    ("title", "quotas: [{scope: unit, kind: title, title: CSTD, at_most: 1}]", [(N, "unknown_title")]),
    ("base", "quotas: [{scope: unit, kind: title, at_most: 1, of: LDTT}]", [(N, "of_without_percent")]),
    (
        "product",
        "products: [Đề án]\nquotas: [{scope: unit, kind: product, product: Đề ánn, at_least: 1}]",
        [(N + 1, "unknown_product")],
    ),
    (
        "product of a goal",
        "products: [Đề án]\nquotas: [{scope: unit, kind: goal, product: Đề án, at_least: 1}]",
        [(N + 1, "product_elsewhere")],
    ),
    ("title of a goal", "quotas: [{scope: unit, kind: goal, title: LDTT, at_least: 1}]", [(N, "title_elsewhere")]),
    (
        "ways and a kind",
        "quotas: [{scope: unit, kind: goal, any_of: [{kind: goal, at_least: 1}]}]",
        [(N, "kind_and_any_of")],
    ),
    ("way without number", "quotas: [{scope: unit, any_of: [{kind: goal}]}]", [(N, "missing_key")]),
    (
        "chosen",
        "exemplars: {categories: [A], shortlist: {units: 2, members: 1}, chosen: {units: 2, members: 2}}",
        [(N, "chosen_over_shortlist")],
    ),
]

SCORES: list[tuple[str, str, list[tuple[int, str]]]] = [
    ("kind", TABLE % "{kind: manuel, points: 3}", [(N, "unknown_choice")]),
    ("points", TABLE % "{kind: per_item, points: ba}", [(N, "bad_number")]),
    ("fine rate", TABLE % "{kind: per_item, points: 0.125}", []),
    ("fine points", TABLE % "{kind: bonus, cases: [{name: a, points: 0.125}]}", [(N, "number_too_fine")]),
    ("tier too high", TABLE % "{kind: tiers, tiers: [{from: 1, points: 12}]}", [(N, "points_over_max")]),
    ("parts too high", TABLE % "{kind: pass_fail, parts: [{name: a, points: 6}, {name: b, points: 5}]}",
     [(N, "points_over_max")]),
    ("tiers mixed", TABLE % "{kind: tiers, tiers: [{from: 1, points: 2}, {label: Tốt, points: 3}]}",
     [(N, "tiers_unclear")]),
    ("tier with neither", TABLE % "{kind: tiers, tiers: [{points: 2}]}", [(N, "tiers_unclear")]),
    ("no tier", TABLE % "{kind: tiers, tiers: []}", [(N, "empty")]),
    ("no case", TABLE % "{kind: deduct}", [(N, "missing_key")]),
    ("unranked bonus", TABLE % "{kind: bonus, cases: [{name: a, points: 1, unranked: true}]}", [(N, "unknown_key")]),
    ("milestone", REGISTER + TABLE % "{kind: timely, milestones: [dang-kyy], per_day_late: 1}",
     [(N + 1, "unknown_milestone")]),
    ("no milestone", REGISTER + TABLE % "{kind: timely, milestones: [], per_day_late: 1}", [(N + 1, "empty")]),
    ("no cost", REGISTER + TABLE % "{kind: timely, milestones: [dang-ky]}", [(N + 1, "steps_unclear")]),
    ("steps fall", REGISTER + TABLE % "{kind: timely, milestones: [dang-ky], steps: [{minus: 1}, {upto: 3, minus: 2}]}",
     [(N + 1, "steps_unclear")]),
    ("steps end", REGISTER + TABLE % "{kind: timely, milestones: [dang-ky], steps: [{upto: 3, minus: 2}]}",
     [(N + 1, "steps_unclear")]),
    ("some points", "milestones:\n- {code: a, kind: report, title: A, by: 2020-03-05}\n"
     "- {code: b, kind: report, title: B, by: 2020-03-05}\n"
     + TABLE % "{kind: timely, per_day_late: 1, milestones: [{code: a, points: 3}, {code: b}]}",
     [(N + 3, "points_partly")]),
    ("criterion twice", "score_table:\n  groups:\n"
     "  - {code: A, name: A, criteria: [{code: x, title: X, max: 1, rule: {kind: manual}}]}\n"
     "  - {code: B, name: B, criteria: [{code: x, title: X, max: 1, rule: {kind: manual}}]}\n",
     [(N + 3, "duplicate_code")]),
    ("tables overlap", "score_table:\n"
     "- kinds: [office]\n"
     "  groups: &g [{code: A, name: A, criteria: [{code: x, title: X, max: 1, rule: {kind: manual}}]}]\n"
     "- {kinds: [office], groups: *g}\n",
     [(N, "kind_in_two_tables")]),
    ("no groups", "score_table: {max: 100}", [(N, "missing_key")]),
    ("minimum above zero", TABLE.replace("max: 10", "max: 10, min: 5") % "{kind: manual}",
     [(N, "number_out_of_range")]),
]

CIRCLE = changed("Sở Y tế, kind", "Sở Y tế, parent: bdt, kind").replace("tộc, kind", "tộc, parent: syt, kind")


ROWS = [
    *WHOLE_FILE,
    *((f"bloc: {name}", changed(old, new), found) for name, old, new, found in BLOC),
    *((f"campaign: {name}", with_more(more), found) for name, more, found in CAMPAIGN),
    *((f"scores: {name}", with_more(more), found) for name, more, found in SCORES),
    ("bloc: parents in a circle", CIRCLE, [(5, "parent_circle")]),
]
