"""What the rehearsal's server says on the page itself, in both languages; what the bot says is the bot's."""

from typing import Any

Words = dict[str, str]
LANGUAGES = ("vi", "en")


def words(entry: tuple[str, str], **facts: Any) -> Words:
    """Both sentences, with these values; a value that is in both languages itself goes into each."""
    return {
        language: sentence.format(**{name: _in(language, value) for name, value in facts.items()})
        for language, sentence in zip(LANGUAGES, entry, strict=True)
    }


def _in(language: str, value: Any) -> Any:
    return value[language] if isinstance(value, dict) else value


def joined(parts: list[Words], between: str = ", ") -> Words:
    return {language: between.join(part[language] for part in parts) for language in LANGUAGES}


REFUSED: dict[str, tuple[str, str]] = {
    "foreign": (
        "Yêu cầu này đến từ một trang khác nên không được nhận.",
        "This request comes from another page and is not taken.",
    ),
    "impossible": ("Telegram không cho làm việc này.", "Telegram does not let anybody do this."),
    "unreadable": ("Yêu cầu không đọc được.", "The request cannot be read."),
    "too_large": ("Mỗi lần chỉ gửi được tối đa 50 MB.", "At most 50 MB can be sent at once."),
    "not_found": ("Không có nội dung này.", "There is no such thing here."),
    "unknown_act": ("Không có việc “{what}”.", "There is no act “{what}”."),
    "missing": ("Còn thiếu “{what}”.", "“{what}” is missing."),
    "wrong": ("Giá trị của “{what}” không đúng.", "The value of “{what}” is wrong."),
    "no_person": ("Không có người này.", "There is no such person."),
    "no_group": ("Không có nhóm này.", "There is no such group."),
    "no_message": ("Tin nhắn này không còn.", "That message is no longer there."),
    "no_button": ("Nút này không còn trên tin nhắn.", "That button is no longer on the message."),
    "no_topic": ("Nhóm không có chủ đề này.", "The group has no such topic."),
    "empty_text": ("Hãy nhập nội dung.", "Write something first."),
    "long_text": (
        "Tin nhắn dài quá 4096 ký tự; hãy gửi thành nhiều tin.",
        "The message is longer than 4096 characters; send it in parts.",
    ),
    "long_caption": (
        "Lời kèm tệp dài quá 1024 ký tự.",
        "The words with a file are longer than 1024 characters.",
    ),
    "no_files": ("Chưa chọn tệp nào.", "No file was chosen."),
    "many_files": ("Mỗi lần gửi tối đa 10 tệp.", "At most 10 files can be sent at once."),
    "empty_file": ("Tệp “{name}” không có nội dung.", "The file “{name}” is empty."),
    "not_own": ("Chỉ sửa được tin nhắn của chính mình.", "Only one's own messages can be edited."),
    "only_words": ("Chỉ sửa được tin nhắn chữ.", "Only messages of words can be edited."),
    "not_in_group": ("{name} không ở trong nhóm này.", "{name} is not in this group."),
    "bot_blocked": (
        "{name} đang chặn bot; bỏ chặn trước đã.",
        "{name} has blocked the bot; unblock it first.",
    ),
    "account_gone": ("Tài khoản này đã bị xoá.", "This account has been deleted."),
    "bad_link": ("Đường dẫn này không đúng.", "That link is not right."),
    "pick_group": ("Hãy chọn nhóm để thêm bot vào.", "Choose the group that the bot is to be added to."),
    "no_name": ("Hãy nhập tên, tối đa 64 ký tự.", "Write a name of at most 64 characters."),
    "no_title": ("Hãy nhập tên nhóm, tối đa 128 ký tự.", "Write a title of at most 128 characters."),
    "is_supergroup": ("Nhóm này đã là siêu nhóm.", "This group is a supergroup already."),
    "no_forum": ("Nhóm này không chia chủ đề.", "This group has no topics."),
    "no_bot": ("Bot không ở trong nhóm này.", "The bot is not in this group."),
    "has_bot": ("Bot đã ở trong nhóm này.", "The bot is in this group already."),
    "not_admin": (
        "Chỉ quản trị viên của nhóm làm được việc này.",
        "Only an administrator of the group can do this.",
    ),
    "silenced": ("Chỉ quản trị viên được viết trong nhóm này.", "Only administrators may write in this group."),
    "past": (
        "Đồng hồ chỉ đi tới, không quay lại: bây giờ là {now}.",
        "The clock only goes forward: it is {now} now.",
    ),
    "far": (
        "Mỗi lần đi tới tối đa 5 năm.",
        "At most 5 years can be gone forward at once.",
    ),
    "no_date": ("Ngày giờ chưa đúng; ví dụ 2020-06-17 hoặc 2020-06-17T08:00.", "Not a date; such as 2020-06-17T08:00."),
    "nothing_ahead": (
        "Phía trước chưa có việc gì: hãy phát động phong trào, hoặc đi tới một ngày.",
        "Nothing is ahead: launch the campaign, or go forward to a day.",
    ),
    "moving": (
        "Đồng hồ đang chạy; hãy tạm dừng trước.",
        "The clock is moving; pause it first.",
    ),
    "speed": ("Tốc độ từ 1 đến 604800 giây mỗi giây.", "The speed is from 1 to 604800 seconds a second."),
    "seconds": ("Số giây từ 0 đến {most}.", "From 0 to {most} seconds."),
}

WHY: dict[str, tuple[str, str]] = {
    "stopped": ("Bot đã được dừng.", "The bot was stopped."),
    "killed": ("Bot đã bị ngắt đột ngột (kill -9).", "The bot was killed (kill -9)."),
    "ended": ("Bot tự kết thúc, mã {code}: {line}", "The bot ended by itself, code {code}: {line}"),
    "silent": (
        "Bot không làm xong việc sau {seconds} giây nên đồng hồ dừng lại.",
        "The bot was not done after {seconds} seconds, so the clock stopped.",
    ),
    "stubborn": (
        "Có việc đã đến giờ mà bot không làm; đồng hồ dừng lại. Xem bot.log.",
        "Something is due and the bot does not do it, so the clock stopped. See bot.log.",
    ),
    "failed": (
        "Có lỗi khi di chuyển đồng hồ; xem màn hình lệnh.",
        "Something went wrong while the clock moved; see the terminal.",
    ),
    "left": (
        "Bot dừng giữa chừng nên đồng hồ cũng dừng ở đây.",
        "The bot ended on the way, so the clock stopped here.",
    ),
    "paused": ("Đã tạm dừng.", "Paused."),
}

ROLES: dict[str, tuple[str, str]] = {
    "leader": ("Trưởng khối", "Bloc leader"),
    "deputy": ("Phó Trưởng khối", "Deputy leader"),
    "secretary": ("Thường trực Hội đồng", "Secretary"),
    "council": ("Hội đồng", "Council"),
    "observer": ("Theo dõi {unit}", "Observer of {unit}"),
    "head": ("Thủ trưởng {unit}", "Head of {unit}"),
    "member": ("Cán bộ {unit}", "Staff of {unit}"),
    "waiting": ("chờ duyệt vào {unit}", "waiting to join {unit}"),
    "stranger": ("chưa có vai trò", "no role yet"),
    "bloc_group": ("Nhóm của {bloc}", "Group of {bloc}"),
    "unit_group": ("Nhóm của {unit}", "Group of {unit}"),
    "unlinked": ("chưa liên kết", "not linked"),
    "without_bot": ("chưa có bot", "without the bot"),
}

SERVICE: dict[str, tuple[str, str]] = {
    "added": ("{who} đã thêm {whom} vào nhóm", "{who} added {whom}"),
    "joined": ("{whom} đã vào nhóm", "{whom} joined the group"),
    "left": ("{whom} đã rời nhóm", "{whom} left the group"),
    "removed": ("{who} đã xoá {whom} khỏi nhóm", "{who} removed {whom}"),
    "topic": ("Chủ đề mới: {name}", "New topic: {name}"),
    "topic_closed": ("Chủ đề đã đóng", "The topic was closed"),
    "topic_reopened": ("Chủ đề đã mở lại", "The topic was opened again"),
    "to_supergroup": ("Nhóm đã chuyển thành siêu nhóm", "The group became a supergroup"),
    "from_group": ("Siêu nhóm này trước đây là một nhóm thường", "This supergroup used to be a group"),
    "pinned": ("{who} đã ghim một tin nhắn", "{who} pinned a message"),
    "other": ("Nội dung khác", "Something else"),
}

LANES: dict[str, tuple[str, str]] = {
    "reply": ("Trả lời", "Answer"),
    "notice": ("Thông báo", "Notice"),
    "reminder": ("Nhắc hạn", "Reminder"),
    "broadcast": ("Gửi nhiều nơi", "Broadcast"),
}

KINDS: dict[str, tuple[str, str]] = {
    "send": ("Tin mới", "New message"),
    "edit": ("Sửa tin", "Edit"),
    "bare": ("Bỏ nút của tin cũ", "Buttons taken off"),
    "pin": ("Ghim tin", "Pin"),
    "delete": ("Xoá tin", "Delete"),
    "menu": ("Trình đơn lệnh", "Command menu"),
}

REASONS: dict[str, tuple[str, str]] = {
    "blocked": ("người nhận đã chặn bot", "the person has blocked the bot"),
    "kicked": ("bot đã bị xoá khỏi nhóm", "the bot was removed from the group"),
    "deactivated": ("tài khoản đã bị xoá", "the account was deleted"),
    "never_started": ("người nhận chưa mở bot", "the person has not started the bot"),
    "chat_not_found": ("không còn cuộc trò chuyện này", "the chat is no longer there"),
    "no_rights": ("bot không có quyền trong nhóm", "the bot lacks the right in the group"),
    "message_gone": ("tin nhắn không còn", "the message is no longer there"),
    "bad_request": ("Telegram không nhận nội dung", "Telegram did not take it"),
    "broken": ("lỗi của bot", "a mistake of the bot"),
    "unknown_twice": ("hai lần mất kết nối, không rõ đã đến chưa", "cut twice; nobody knows whether it arrived"),
    "closed": ("cuộc trò chuyện đã đóng", "the chat is closed"),
}

AHEAD: dict[str, tuple[str, str]] = {
    "letter": ("Gửi tin đến giờ hẹn cho {to}", "A message that waits for its time, to {to}"),
    "letters": ("Gửi {count} tin đến giờ hẹn", "{count} messages that wait for their time"),
    "job": ("Làm tiếp việc đang chờ (tệp, tài liệu)", "Work that waits: files, documents"),
    "reminder": ("Nhắc hạn: {what}", "Reminder: {what}"),
    "deadline": ("Hết hạn: {what}", "Deadline: {what}"),
    "phase_opens": ("Mở {what}", "{what} opens"),
    "phase_ends": ("Kết thúc {what}", "{what} ends"),
    "launch": ("Ngày phát động: {what}", "Launch day: {what}"),
    "and_more": ("{what} và {count} việc khác", "{what} and {count} more"),
    "sweep": ("Việc bot tự làm", "Something the bot does by itself"),
    "phases": ("Mở hoặc kết thúc một đợt", "A phase opens or ends"),
    "reminders": ("Nhắc hạn", "Reminders"),
    "standings": ("Đăng bảng xếp hạng", "Standings are posted"),
    "closings": ("Báo đợt sắp kết thúc", "A phase is about to end: the groups are told"),
    "summaries": ("Đăng bản tổng hợp của đợt", "The summary of a phase is posted"),
    "occasions": ("Đăng tin ngày kỷ niệm", "A commemorative day is posted"),
    "announcements": ("Gửi thông báo đã hẹn giờ", "An announcement goes at its time"),
    "feedback": ("Nhắc trả lời góp ý", "The office is reminded of a question"),
    "calendars": ("Gửi lại lịch đã thay đổi", "Calendars that changed are sent again"),
    "boards": ("Cập nhật bảng xếp hạng đã ghim", "The pinned standings are renewed"),
}
"""What happens by itself. Each sweep of the store has its words here."""
