"""How the bot hears: updates, webhook, taps, files."""

import re
from datetime import timedelta
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bot.rehearsal.telegram.errors import ApiError, bad_request
from bot.rehearsal.telegram.model import Webhook
from bot.rehearsal.telegram.params import Params
from bot.rehearsal.telegram.wire import bot_json, file_json, seconds

if TYPE_CHECKING:
    from bot.rehearsal.telegram.core import Telegram

QUERY_LIFE = timedelta(minutes=15)
LONGEST_TOAST = 200
LARGEST_DOWNLOAD = 20 * 1024 * 1024
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


def get_me(telegram: "Telegram", params: Params) -> Any:
    return bot_json(telegram.bot, not telegram.privacy)


def get_updates(telegram: "Telegram", params: Params) -> Any:
    """What waits now. Whether to wait for more is the mount's business."""
    if telegram.webhook is not None:
        raise ApiError(
            409,
            "Conflict: can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first",
        )
    telegram.updates.end_polls("other getUpdates request; make sure that only one bot instance is running")
    telegram.updates.allow(params.structure("allowed_updates"))
    limit = params.integer("limit") or 100
    return telegram.updates.fetch(params.integer("offset"), min(max(limit, 1), 100))


def set_webhook(telegram: "Telegram", params: Params) -> Any:
    """Plain http only to this machine, as a local Bot API server would take it. An empty address removes it."""
    url = params.text("url")
    if url and not _may_receive(url):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    telegram.updates.allow(params.structure("allowed_updates"))
    if params.flag("drop_pending_updates"):
        telegram.updates.drop()
    secret = params.text("secret_token")
    if secret and not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    connections = min(max(params.integer("max_connections") or 40, 1), 100)
    telegram.webhook = Webhook(url, secret, connections) if url else None
    telegram.updates.end_polls("setWebhook request")
    return True


def delete_webhook(telegram: "Telegram", params: Params) -> Any:
    telegram.webhook = None
    telegram.updates.end_polls("setWebhook request")
    if params.flag("drop_pending_updates"):
        telegram.updates.drop()
    return True


def get_webhook_info(telegram: "Telegram", params: Params) -> Any:
    hook = telegram.webhook
    return {
        "url": hook.url if hook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(telegram.updates.pending),
        **({"max_connections": hook.max_connections} if hook else {}),
        **_last_error(hook),
        "allowed_updates": sorted(telegram.updates.allowed),
    }


def answer_callback_query(telegram: "Telegram", params: Params) -> Any:
    """Answering twice is allowed; the first words are the ones that are seen."""
    query = telegram.queries.get(params.text("callback_query_id"))
    if query is None or telegram.now() - query.at > QUERY_LIFE:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    text = params.text("text")
    if len(text) > LONGEST_TOAST:
        raise bad_request("MESSAGE_TOO_LONG")
    if text and not query.answered:
        toasts = telegram.people[query.user.id].toasts
        toasts.append(text)
        del toasts[: -(telegram.history or len(toasts))]
    query.answered = True
    alert = params.flag("show_alert")
    telegram.happened(params.method, query.message.chat, query.message, text=text, user=query.user, alert=alert)
    return True


def get_file(telegram: "Telegram", params: Params) -> Any:
    file = telegram.files.get(params.text("file_id"))
    if file is None:
        raise bad_request("invalid file_id")
    if file.size > LARGEST_DOWNLOAD:
        raise bad_request("file is too big")
    return {**file_json(file), "file_path": file.path}


def _last_error(hook: Webhook | None) -> dict[str, Any]:
    if hook is None or hook.last_error_at is None:
        return {}
    return {"last_error_date": seconds(hook.last_error_at), "last_error_message": hook.last_error}


def _may_receive(url: str) -> bool:
    parts = urlsplit(url)
    if parts.scheme == "https":
        return bool(parts.hostname)
    try:
        local = parts.hostname == "localhost" or ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return False
    return parts.scheme == "http" and local
