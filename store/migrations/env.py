"""Alembic's environment: it runs on the connection that `store.schema` gives it."""

from alembic import context
from sqlmodel import SQLModel

import store.tables  # noqa: F401  (fills the metadata)

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=SQLModel.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
