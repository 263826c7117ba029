"""What was only written to a file to be looked at: told to nobody, so it can be told again."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Connection, and_, select, update

from lotrinh.application.books.messages import (
    FOUND_AGAIN,
    TOLD_ONCE,
    DeliveryState,
    MessageKind,
    Waiting,
)
from lotrinh.domain.registers import PersonId
from lotrinh.store.notes import batches, reminder_of
from lotrinh.store.tables import PREVIEWED, ReminderState, messages, reminders

LOOKED_AT = and_(PREVIEWED, messages.c.state == DeliveryState.SENT)


def reminders_in(connection: Connection) -> Sequence[Waiting]:
    """Return the reminders of such messages, oldest first."""
    rows = connection.execute(
        select(reminders)
        .join_from(messages, reminders, reminders.c.message == messages.c.key)
        .where(LOOKED_AT)
        .order_by(reminders.c.id)
    ).mappings()
    return [Waiting(row["id"], reminder_of(row)) for row in rows]


def recall(connection: Connection, ids: Collection[int]) -> None:
    """Have reminders wait that were only previewed; another worker may have been faster."""
    for some in batches(ids):
        telling = select(reminders.c.message).where(reminders.c.id.in_(some))
        change = update(messages).where(messages.c.key.in_(telling), LOOKED_AT)
        withdrawn = change.values(state=DeliveryState.WITHDRAWN, previewed=False)
        keys = connection.scalars(withdrawn.returning(messages.c.key)).all()
        for told in batches(keys):
            mine = update(reminders).where(reminders.c.message.in_(told))
            connection.execute(mine.values(state=ReminderState.WAITING, message=None))


def notices_in(connection: Connection) -> Mapping[str, tuple[PersonId, MessageKind]]:
    """Return the notices among them: to whom, and of what kind."""
    meant = messages.c.kind.in_(TOLD_ONCE | FOUND_AGAIN)
    wanted = select(messages.c.key, messages.c.recipient, messages.c.kind)
    rows = connection.execute(wanted.where(LOOKED_AT, meant)).tuples()
    return {key: (PersonId(who), MessageKind(kind)) for key, who, kind in rows}


def tell_again(connection: Connection, notices: Collection[str]) -> None:
    """Let notices be sent as they are, or free their keys for those that find them again."""
    states = {DeliveryState.WAITING: TOLD_ONCE, DeliveryState.WITHDRAWN: FOUND_AGAIN}
    for some in batches(notices):
        for state, kinds in states.items():
            mine = and_(messages.c.key.in_(some), messages.c.kind.in_(kinds), LOOKED_AT)
            change = update(messages).where(mine)
            connection.execute(change.values(state=state, previewed=False))
