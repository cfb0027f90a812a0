"""Rules as pure functions of values: no session, no clock, no wording."""
