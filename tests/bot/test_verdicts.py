from datetime import UTC, datetime, timedelta

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.requests import AnswerTimedOut, ConnectTimedOut, CutAfterSend, NotSent
from bot.verdicts import (
    Dead,
    DeadReason,
    Fatal,
    Floods,
    Moved,
    RetryAt,
    SendAnew,
    Sent,
    Unknown,
    Verdict,
    WithoutTopic,
    backoff,
    verdict,
)

NOON = datetime(2020, 6, 19, 5, 0, tzinfo=UTC)


def judged(error: Exception, kind: str = "send", tries: int = 1) -> Verdict:
    return verdict(error, kind=kind, now=NOON, tries=tries)


GONE_READERS = [
    ("Forbidden: bot was blocked by the user", DeadReason.BLOCKED),
    ("Forbidden: user is deactivated", DeadReason.DEACTIVATED),
    ("Forbidden: bot can't initiate conversation with a user", DeadReason.NEVER_STARTED),
    ("Forbidden: bot can't send messages to bots", DeadReason.CHAT_NOT_FOUND),
    ("Forbidden: bot was kicked from the group chat", DeadReason.KICKED),
    ("Forbidden: bot was kicked from the supergroup chat", DeadReason.KICKED),
    ("Forbidden: bot was kicked from the channel chat", DeadReason.KICKED),
    ("Forbidden: bot is not a member of the supergroup chat", DeadReason.KICKED),
    ("Forbidden: the group chat was deleted", DeadReason.KICKED),
    ("Forbidden: CHAT_WRITE_FORBIDDEN", DeadReason.NO_RIGHTS),
    ("Forbidden: something new", DeadReason.NO_RIGHTS),
    ("Bad Request: chat not found", DeadReason.CHAT_NOT_FOUND),
    ("Bad Request: user not found", DeadReason.CHAT_NOT_FOUND),
    ("Bad Request: PEER_ID_INVALID", DeadReason.CHAT_NOT_FOUND),
    ("Bad Request: USER_IS_BLOCKED", DeadReason.BLOCKED),
    ("Bad Request: INPUT_USER_DEACTIVATED", DeadReason.DEACTIVATED),
    ("Bad Request: group chat was deactivated", DeadReason.KICKED),
    ("Bad Request: group chat was upgraded to a supergroup chat", DeadReason.CHAT_NOT_FOUND),
    ("Bad Request: have no rights to send a message", DeadReason.NO_RIGHTS),
    ("Bad Request: not enough rights to send text messages to the chat", DeadReason.NO_RIGHTS),
    ("Bad Request: need administrator rights in the channel chat", DeadReason.NO_RIGHTS),
    ("Bad Request: CHAT_WRITE_FORBIDDEN", DeadReason.NO_RIGHTS),
    ("Bad Request: CHAT_RESTRICTED", DeadReason.NO_RIGHTS),
    ("Bad Request: CHAT_SEND_PLAIN_FORBIDDEN", DeadReason.NO_RIGHTS),
]


@pytest.mark.parametrize(("description", "reason"), GONE_READERS)
def test_a_reader_beyond_reach_is_known_from_telegrams_words(description: str, reason: DeadReason) -> None:
    error = Forbidden(description) if description.startswith("Forbidden") else BadRequest(description)

    assert judged(error) == Dead(reason, unreachable=True)


@pytest.mark.parametrize(
    ("description", "kind", "expected"),
    [
        (
            "Bad Request: message is not modified: specified new message content and reply markup are exactly the same",
            "edit",
            Sent(),
        ),
        ("Bad Request: message to edit not found", "edit", SendAnew()),
        ("Bad Request: message can't be edited", "edit", SendAnew()),
        ("Bad Request: MESSAGE_ID_INVALID", "edit", SendAnew()),
        ("Bad Request: there is no text in the message to edit", "edit", SendAnew()),
        ("Bad Request: message can't be edited", "bare", Sent()),
        ("Bad Request: MESSAGE_ID_INVALID", "bare", Sent()),
        ("Bad Request: message to delete not found", "delete", Sent()),
        ("Bad Request: MESSAGE_ID_INVALID", "delete", Sent()),
        ("Bad Request: message can't be deleted", "delete", Dead(DeadReason.NO_RIGHTS, unreachable=False)),
        ("Bad Request: message to pin not found", "pin", Dead(DeadReason.MESSAGE_GONE, unreachable=False)),
        (
            "Bad Request: not enough rights to manage pinned messages in the chat",
            "pin",
            Dead(DeadReason.NO_RIGHTS, unreachable=False),
        ),
        ("Bad Request: CHAT_ADMIN_REQUIRED", "pin", Dead(DeadReason.NO_RIGHTS, unreachable=False)),
        ("Bad Request: message thread not found", "send", WithoutTopic()),
        ("Bad Request: TOPIC_CLOSED", "send", WithoutTopic()),
        ("Bad Request: TOPIC_DELETED", "edit", WithoutTopic()),
        (
            'Bad Request: can\'t parse entities: Unsupported start tag "x" at byte offset 0',
            "send",
            Dead(DeadReason.BAD_REQUEST, unreachable=False),
        ),
        ("Bad Request: message is too long", "send", Dead(DeadReason.BAD_REQUEST, unreachable=False)),
        ("Bad Request: BUTTON_DATA_INVALID", "send", Dead(DeadReason.BAD_REQUEST, unreachable=False)),
    ],
)
def test_a_refused_request_is_judged_by_its_kind(description: str, kind: str, expected: Verdict) -> None:
    assert judged(BadRequest(description), kind) == expected


def test_a_closed_general_topic_does_not_go_round_in_circles() -> None:
    error = BadRequest("Bad Request: TOPIC_CLOSED")

    again = verdict(error, kind="send", now=NOON, tries=2, in_topic=False)

    assert again == Dead(DeadReason.NO_RIGHTS, unreachable=False)


def test_a_group_that_became_a_supergroup_has_moved() -> None:
    assert judged(ChatMigrated(-1001234)) == Moved(-1001234)


@pytest.mark.parametrize("error", [InvalidToken("Unauthorized"), InvalidToken("Not Found")])
def test_a_refused_token_is_fatal(error: InvalidToken) -> None:
    assert judged(error) == Fatal()


@pytest.mark.parametrize("pause", [35, timedelta(seconds=35)])
def test_retry_after_holds_the_chat_or_everything(pause: int | timedelta) -> None:
    due = NOON + timedelta(seconds=35)

    assert judged(RetryAfter(pause)) == RetryAt(due, "chat")
    assert verdict(RetryAfter(pause), kind="send", now=NOON, tries=1, everywhere=True) == RetryAt(due, "all")


SERVER_TROUBLE = [
    NetworkError("Internal Server Error"),
    NetworkError("Internal Server Error: restart"),
    NetworkError("Bad Gateway (502). Parsing the server response b'<html>' failed"),
    NetworkError("Bad Gateway"),
    NetworkError("Service Unavailable (503)"),
    NetworkError("Gateway Timeout (504)"),
    NetworkError("Unknown HTTPError (520)"),
    NetworkError("Too Many Requests (429)"),
    NotSent("ClientConnectorError"),
    ConnectTimedOut("ConnectionTimeoutError"),
    Conflict("terminated by other getUpdates request"),
]


@pytest.mark.parametrize("error", SERVER_TROUBLE, ids=str)
@pytest.mark.parametrize("kind", ["send", "edit", "menu"])
def test_trouble_on_the_way_is_tried_again_ever_more_slowly(error: TelegramError, kind: str) -> None:
    assert judged(error, kind, tries=3) == RetryAt(NOON + timedelta(seconds=4), "chat")


def test_pauses_double_up_to_a_minute() -> None:
    assert [backoff(tries).total_seconds() for tries in range(1, 10)] == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert backoff(10_000) == timedelta(seconds=60)


CUT = [
    CutAfterSend("ServerDisconnectedError"),
    AnswerTimedOut("SocketTimeoutError"),
    TimedOut(),
    NetworkError("httpx.ReadError: "),
    TelegramError("Invalid server response"),
    TimeoutError(),
    ConnectionResetError(),
]


@pytest.mark.parametrize("error", CUT, ids=repr)
def test_a_cut_after_sending_is_unknown_unless_twice_is_the_same_as_once(error: Exception) -> None:
    again = NOON + timedelta(seconds=2)

    assert judged(error, "send", tries=2) == Unknown(again)
    for kind in ("edit", "bare", "pin", "delete", "menu"):
        assert judged(error, kind, tries=2) == RetryAt(again, "chat")


def test_what_is_too_large_stays_too_large() -> None:
    error = NetworkError("Request Entity Too Large (413)")

    assert judged(error) == Dead(DeadReason.BAD_REQUEST, unreachable=False)


def test_an_error_of_our_own_is_broken() -> None:
    assert judged(KeyError("name")) == Dead(DeadReason.BROKEN, unreachable=False)


def test_three_chats_refused_within_two_seconds_is_everything() -> None:
    floods = Floods()
    seconds = [(0, 1), (0.1, 1), (0.2, 1), (0.5, 2), (3, 3), (3.5, 4), (4, 5)]

    said = [floods.everywhere(chat, NOON + timedelta(seconds=at)) for at, chat in seconds]

    assert said == [False, False, False, False, False, False, True]
