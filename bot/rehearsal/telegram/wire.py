"""The Bot API's JSON for what the model remembers."""

from datetime import datetime
from typing import Any

from bot.rehearsal.telegram.model import Button, Chat, Message, Standing, StoredFile, User

Json = dict[str, Any]

_RIGHTS = (
    "can_be_edited",
    "is_anonymous",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
)
_MOVING = {"width": 1280, "height": 720, "duration": 5}


def seconds(at: datetime) -> int:
    return int(at.timestamp())


def user_json(user: User) -> Json:
    return {
        "id": user.id,
        "is_bot": user.is_bot,
        "first_name": user.first_name,
        **({"last_name": user.last_name} if user.last_name else {}),
        **({"username": user.username} if user.username else {}),
        **({"language_code": user.language_code} if user.language_code else {}),
    }


def bot_json(user: User, reads_all: bool) -> Json:
    """getMe's answer."""
    return {
        **user_json(user),
        "can_join_groups": True,
        "can_read_all_group_messages": reads_all,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def chat_json(chat: Chat) -> Json:
    if chat.user is not None:
        return {
            "id": chat.id,
            "type": chat.kind.value,
            "first_name": chat.user.first_name,
            **({"last_name": chat.user.last_name} if chat.user.last_name else {}),
            **({"username": chat.user.username} if chat.user.username else {}),
        }
    return {
        "id": chat.id,
        "type": chat.kind.value,
        "title": chat.title,
        **({"username": chat.username} if chat.username else {}),
        **({"is_forum": True} if chat.forum else {}),
    }


def chat_full_json(chat: Chat) -> Json:
    """getChat's answer."""
    pinned = chat.find(chat.pinned[-1]) if chat.pinned else None
    return {
        **chat_json(chat),
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
        ),
        **({} if chat.private else {"permissions": _permissions(chat)}),
        **({"pinned_message": message_json(pinned)} if pinned else {}),
    }


def _permissions(chat: Chat) -> Json:
    """What members may do who are no administrators."""
    sends = ("messages", "audios", "documents", "photos", "videos", "video_notes", "voice_notes", "polls")
    may_send = {f"can_send_{what}": not chat.silenced for what in (*sends, "other_messages")}
    others = (
        "can_add_web_page_previews",
        "can_change_info",
        "can_invite_users",
        "can_pin_messages",
        "can_manage_topics",
    )
    return may_send | dict.fromkeys(others, False)


def member_json(chat: Chat, user: User, standing: Standing | None = None) -> Json:
    """A ChatMember: what a user is, or is said to be, in a chat."""
    standing = standing or chat.standing.get(user.id, Standing.LEFT)
    member: Json = {"user": user_json(user), "status": standing.value}
    if standing is Standing.ADMINISTRATOR:
        member |= dict.fromkeys(_RIGHTS, False) | {"can_manage_chat": True}
        member["can_pin_messages"] = user.id in chat.can_pin
    if standing is Standing.KICKED:
        member["until_date"] = 0
    return member


def standing_json(chat: Chat, by: User, at: datetime, before: Json, now: Json) -> Json:
    """A ChatMemberUpdated: somebody changed what the bot is in a chat."""
    return {
        "chat": chat_json(chat),
        "from": user_json(by),
        "date": seconds(at),
        "old_chat_member": before,
        "new_chat_member": now,
    }


def file_json(file: StoredFile) -> Json:
    """The file inside a message or as getFile's answer (there with its path)."""
    return {"file_id": file.id, "file_unique_id": file.unique_id, "file_size": file.size}


def attachment_json(file: StoredFile) -> Json:
    """The field of a message that holds its file."""
    about = file_json(file)
    if file.kind == "photo":
        return {"photo": [_small(file), {**about, "width": 1280, "height": 960}]}
    if file.kind == "video_note":
        return {"video_note": {**about, "length": 240, "duration": 5}}
    about |= {"mime_type": file.mime} if file.kind == "voice" else {"file_name": file.name, "mime_type": file.mime}
    if file.kind in ("voice", "audio"):
        about["duration"] = 5
    if file.kind == "animation":
        return {"animation": {**about, **_MOVING}, "document": about}
    return {file.kind: {**about, **(_MOVING if file.kind == "video" else {})}}


def _small(file: StoredFile) -> Json:
    """The preview of a photo, which comes first and is not the photo."""
    name = {"file_id": f"{file.id}-small", "file_unique_id": f"{file.unique_id}-small"}
    return {**name, "file_size": min(file.size, 1500), "width": 90, "height": 67}


def keyboard_json(buttons: list[list[Button]]) -> Json:
    rows = [
        [
            {"text": button.text, **({"url": button.url} if button.url else {"callback_data": button.data})}
            for button in row
        ]
        for row in buttons
    ]
    return {"inline_keyboard": rows}


def message_json(message: Message, *, with_reply: bool = True) -> Json:
    """A message; the one it answers is told without the one that answered in turn."""
    text, entities = ("caption", "caption_entities") if message.file else ("text", "entities")
    body: Json = {"message_id": message.id, "date": seconds(message.at), "chat": chat_json(message.chat)}
    if message.sender is not None:
        body["from"] = user_json(message.sender)
    if message.sender_chat is not None:
        body["sender_chat"] = chat_json(message.sender_chat)
    if message.topic is not None:
        body |= {"message_thread_id": message.topic, "is_topic_message": True}
    if message.text:
        body[text] = message.text
    if message.text and message.entities:
        body[entities] = message.entities
    if message.file is not None:
        body |= attachment_json(message.file)
    if message.buttons:
        body["reply_markup"] = keyboard_json(message.buttons)
    if message.reply_to is not None and with_reply:
        body["reply_to_message"] = message_json(message.reply_to, with_reply=False)
    if message.forward_origin is not None:
        body["forward_origin"] = message.forward_origin
    if message.media_group_id is not None:
        body["media_group_id"] = message.media_group_id
    if message.edited_at is not None:
        body["edit_date"] = seconds(message.edited_at)
    return {**body, **message.content}
