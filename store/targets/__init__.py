"""Registrations (đăng ký thi đua): sent in, amended, withdrawn, confirmed or returned."""

from store.targets.deciding import (
    confirm_target,
    find_for_decision,
    find_for_reopening,
    reopen_target,
    return_target,
)
from store.targets.exporting import DOCUMENTS, LIVE, find_for_export
from store.targets.limits import exceeded
from store.targets.moving import OwnWork, QuotaFull, RegistrationOver, StaffUnknown, TargetChanged
from store.targets.queues import counted_units, my_targets, unit_targets, waiting_for
from store.targets.quotas import (
    MOST_STAFF,
    find_for_staff,
    my_shortfalls,
    set_staff,
    shortfalls,
    shortfalls_by_unit,
    staff_missing,
)
from store.targets.reading import Case, Standing, find_case, goes_to_office, late_by, registration_duty, standing_of
from store.targets.registering import (
    Foresight,
    TargetText,
    amend_target,
    find_for_change,
    foresee,
    register_target,
    withdraw_target,
)
from store.targets.showing import BODY, changes, line_facts, target_facts
from store.targets.titles import checks_of, for_collectives_only, for_persons_only, open_titles

__all__ = [
    "BODY",
    "DOCUMENTS",
    "LIVE",
    "MOST_STAFF",
    "Case",
    "Foresight",
    "OwnWork",
    "QuotaFull",
    "RegistrationOver",
    "StaffUnknown",
    "Standing",
    "TargetChanged",
    "TargetText",
    "amend_target",
    "changes",
    "checks_of",
    "confirm_target",
    "counted_units",
    "exceeded",
    "find_case",
    "find_for_change",
    "find_for_decision",
    "find_for_export",
    "find_for_reopening",
    "find_for_staff",
    "for_collectives_only",
    "for_persons_only",
    "foresee",
    "goes_to_office",
    "late_by",
    "line_facts",
    "my_shortfalls",
    "my_targets",
    "open_titles",
    "register_target",
    "registration_duty",
    "reopen_target",
    "return_target",
    "set_staff",
    "shortfalls",
    "shortfalls_by_unit",
    "staff_missing",
    "standing_of",
    "target_facts",
    "unit_targets",
    "waiting_for",
    "withdraw_target",
]
