"""Column types that mean the same on SQLite and PostgreSQL."""

from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from sqlalchemy import JSON, BigInteger, Column, DateTime, Dialect, Enum, ForeignKey, Integer, Table
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

BIG = BigInteger().with_variant(Integer(), "sqlite")
"""Telegram's ids and our own row numbers: 64 bits on both databases."""

FACTS = JSON(none_as_null=True)
"""Validated data and letters' values."""


class Instant(TypeDecorator[datetime]):
    """An instant, kept in UTC and handed back aware (SQLite forgets the zone). Refuses a naive value."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


INSTANT = Instant()


class Hundredths(TypeDecorator[Decimal]):
    """An exact number with two decimals, kept as whole hundredths so that SQL sums and compares exactly."""

    impl = BIG
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        return None if value is None else int((value * 100).to_integral_value(ROUND_HALF_UP))

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-2)


HUNDREDTHS = Hundredths()


def choice(kind: type[StrEnum]) -> Enum:
    """A column that holds one of an enum's values as text."""
    return Enum(
        kind, native_enum=False, length=24, values_callable=lambda members: [member.value for member in members]
    )


def key_to(column: str, name: str) -> Column[int]:
    """A column that may name a row of another table, added to a table that exists: its constraint has a name."""
    return Column(Integer, ForeignKey(column, name=name), nullable=True)


def table_of(model: type[SQLModel]) -> Table:
    """The table behind a model, for statements that are asked often."""
    return SQLModel.metadata.tables[str(model.__tablename__)]
