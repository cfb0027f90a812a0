"""Files under bad luck: many at once, sent wrongly, Telegram in trouble, a process killed while it fetches."""

import asyncio
import hashlib
import multiprocessing
import signal
from collections import Counter
from pathlib import Path

from sqlmodel import select

from bot.rehearsal.telegram import CutBefore, Fault, Message, server_error, wrong
from store.achievements import reused
from store.engine import open_engine, reading
from store.tables import Achievement, Entry, EntryDetails, Evidence, File, FileState, Job, JobState, LetterState
from tests.stories import file_crash
from tests.town import Actor, Town

CAPTION = "Tuyên truyền cải cách hành chính"
MEGABYTE = 1024 * 1024
PROGRAM = b"MZ\x90\x00" + bytes(100)
LONG = ("Báo cáo sơ kết đợt thi đua 🏆 " * 20)[:296] + ".pdf"

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.stories.crash", "tests.stories.file_crash"])


def originals(folder: Path) -> set[str]:
    """The hashes under which something is kept; each is that of its content, and nothing else lies there."""
    found = set()
    for path in (folder / "files").rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                assert path.name == hashlib.file_digest(file, "sha256").hexdigest()
            found.add(path.name)
    return found


def sends_twenty(actor: Actor, post: Message) -> None:
    """Twenty files, faster than the bot answers: of all sorts, three of them impossible to take."""
    person, photo = actor.person, f"ảnh của {actor.name}".encode()
    first = person.sends_photo(photo, caption=CAPTION)
    person.sends_album([(f"{number}.pdf", f"{actor.name}, trang {number}".encode()) for number in range(10)])
    person.sends_photo(photo)
    person.forwards(first)
    person.forwards(post)
    person.sends_file("cai-dat.exe", PROGRAM)
    person.sends_file("phim.mp4", size=20 * MEGABYTE + 100_000, kind="video")
    person.sends_file("trong.docx", b"")
    person.sends_file("Bao cao.docx", PROGRAM)
    person.sends_file(LONG, f"tên dài của {actor.name}".encode())
    person.sends_file("lon.mp4", size=20 * MEGABYTE - 100_000 if actor.name == "Lan" else 300_000, kind="video")


def test_ten_people_send_twenty_files_each_at_once(town: Town, tmp_path: Path) -> None:
    people = [town.lan, *(town._joins(f"Cán bộ {number}", "syt") for number in range(9))]
    post = town.stage.telegram.channel("Báo Sức khỏe").posts("", b"cung mot anh")
    for actor in people:
        sends_twenty(actor, post)
    town.settles()
    for actor in people:
        actor.taps("Tin, bài")
    for actor in people:
        actor.taps("Gửi")

    files = town.all(File)
    states = Counter(file.state for file in files)
    assert states == {FileState.STORED: 150, FileState.REFUSED: 10}
    assert len(town.all(Achievement)) == len(people)
    assert len(town.all(Evidence)) == len(files) == 160
    assert originals(tmp_path) == {file.sha256 for file in files if file.state == FileState.STORED}
    assert len(originals(tmp_path)) == 10 * 12 + 3
    assert {job.state for job in town.all(Job)} == {JobState.DONE}
    names = {file.name for file in files if file.name.endswith("….pdf")}
    assert len(names) == 1
    for actor in people:
        said = [message.text for message in actor.heard]
        for told in ("cai-dat.exe”", "phim.mp4” nặng 20,1 MB", "trong.docx” không có nội dung", "là chương trình"):
            assert sum(told in text for text in said) == 1, (actor.name, told)


def killed_at(seam: str, number: int, database_url: str, folder: Path) -> None:
    target = file_crash.again if number else file_crash.main
    child = PROCESSES.Process(target=target, args=(seam, database_url, folder))
    child.start()
    child.join(60)
    assert child.exitcode == -signal.SIGKILL
    child.close()


def test_a_process_killed_while_it_fetches_leaves_nothing_half(database_url: str, tmp_path: Path) -> None:
    drafts = []
    for number, seam in enumerate(("half", "written", "named")):
        killed_at(seam, number, database_url, tmp_path)
        drafts.append(len(list((tmp_path / "files" / "drafts").iterdir())))
    assert min(drafts[:2]) > 0

    asyncio.run(file_crash.finish(file_crash.open_again(database_url, tmp_path)))

    engine = open_engine(database_url)
    with reading(engine) as session:
        files = session.exec(select(File)).all()
        assert [file.state for file in files] == [FileState.STORED] * 6
        hashes = {file.sha256 for file in files}
    engine.dispose()
    wanted = [b"0", *file_crash.CONTENTS.values()]
    assert originals(tmp_path) == hashes == {hashlib.sha256(content).hexdigest() for content in wanted}


def test_what_telegram_does_not_hand_over_is_asked_for_again_each_time_once(town: Town, tmp_path: Path) -> None:
    troubles = [
        Fault(wrong("file is too big"), method="getFile"),
        Fault(wrong("invalid file_id"), method="getFile"),
        Fault(server_error(), method="getFile", times=None),
        Fault(server_error(404), method="download", times=None),
        Fault(CutBefore, method="download", times=None),
    ]
    town.stage.telegram.faults.add(troubles[0])
    town.lan.sends_photo(data=b"anh", caption=CAPTION)
    town.lan.taps("Tin, bài")
    town.lan.taps("Gửi")
    for day, trouble in enumerate([*troubles[1:], None], start=1):
        assert town.lan.reads().startswith("Chưa lưu được bản gốc")
        assert [letter.state for letter in town.letters("achievements/file_lost")] == [LetterState.SENT] * day
        assert {file.state for file in town.all(File)} == {FileState.LOST}
        assert originals(tmp_path) == set()
        town.stage.telegram.faults.clear()
        if trouble is not None:
            town.stage.telegram.faults.add(trouble)
        town.lan.taps("Gửi lại")
        town.lan.sends_photo(data=b"anh")
        town.lan.taps("Xong")
        town.moves_to(f"2020-01-{2 + 2 * day:02}")

    assert [file.state for file in town.all(File)] == [FileState.LOST] * 5 + [FileState.STORED]
    assert originals(tmp_path) == {hashlib.sha256(b"anh").hexdigest()}


def test_what_is_on_its_way_is_shown_so_and_waits_for_nobody(town: Town) -> None:
    town.stage.telegram.faults.add(Fault(server_error(), method="getFile"))
    town.lan.sends_file("Bao cao.pdf", caption=CAPTION)
    town.lan.taps("Tin, bài")
    town.lan.taps("Gửi")
    town.lan.taps("Xem")
    assert "Bao cao.pdf (đang tải)" in town.lan.reads()

    town.moves_to("2020-01-03")
    town.lan.sends("/cuatoi")
    town.lan.taps("Tất cả thành tích")
    town.lan.taps("Xem 1")

    assert "• Bao cao.pdf" in town.lan.reads()
    assert "(đang tải)" not in town.lan.reads()


def test_the_same_content_elsewhere_is_found_at_once_or_when_it_is_stored_and_written_down(town: Town) -> None:
    def records(actor: Actor) -> Achievement:
        actor.taps("Tin, bài")
        actor.taps("Gửi")
        return town.all(Achievement)[-1]

    def also_in(one: Achievement) -> list[list[int]]:
        found = [entry for entry in town.all(Entry) if (entry.action, entry.subject_id) == ("evidence_reused", one.id)]
        with town.reading() as session:
            details = [session.get_one(EntryDetails, entry.id).details or {} for entry in found]
        return [one["also_in"] for one in details]

    sent = town.lan.sends_photo(data=b"anh", caption=CAPTION)
    first = records(town.lan)
    assert also_in(first) == []

    town.stage.telegram.faults.add(Fault(server_error(), method="getFile", times=None))
    town.hoa.forwards(sent)
    forwarded = records(town.hoa)
    town.hoa.sends_photo(data=b"anh", caption=CAPTION)
    anew = records(town.hoa)
    assert (also_in(forwarded), also_in(anew)) == ([[first.id]], [])
    with town.reading() as session:
        assert [one.achievement.id for one in reused(session, forwarded)] == [first.id]
        assert reused(session, anew) == []
    town.stage.telegram.faults.clear()
    town.moves_to("2020-01-03")

    assert (also_in(first), also_in(forwarded), also_in(anew)) == ([], [[first.id]], [[first.id, forwarded.id]])
    with town.reading() as session:
        assert [one.achievement.id for one in reused(session, first)] == [forwarded.id, anew.id]
