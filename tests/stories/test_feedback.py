"""/gopy: a question to the office and the answer back, in private, with files."""

from messages.actions import pack
from messages.actions.feedback import AnswerFeedback, AskOffice, FeedbackFiles, OpenFeedback
from store.tables import Feedback, FeedbackMessage, FeedbackState
from tests.town import Town


def test_a_question_goes_to_the_office_and_the_answer_comes_back(town: Town) -> None:
    town.lan.sends("/gopy")
    assert "Văn phòng thấy tên đồng chí" in town.lan.reads()
    town.lan.sends("Bao giờ nộp <báo cáo>?")
    town.lan.sends_photo(caption="Mẫu này đúng chưa?")
    town.lan.taps("Gửi")

    assert town.lan.acts == 4
    assert town.lan.reads() == "Đã gửi tới văn phòng Trưởng khối. Có trả lời, bot sẽ nhắn ngay."
    asked, photo = town.mai.heard[-2:]
    assert asked.text.startswith("Lan góp ý, hỏi văn phòng\nSở Y tế\nBao giờ nộp <báo cáo>?\nMẫu này đúng chưa?")
    assert photo.photo is not None
    assert [actor.heard for actor in (town.binh, town.dung, town.hoa) if "góp ý" in str(actor.heard[-1:])] == []

    town.mai.sends("/start")
    assert "1 góp ý đang chờ văn phòng trả lời." in town.mai.reads()
    town.mai.taps("Góp ý, hỏi văn phòng Trưởng khối")
    town.mai.taps("1. Trả lời Lan")
    town.mai.taps("Trả lời")
    town.mai.sends("Trước 20/6. " + "Căn cứ kế hoạch số 12. " * 100)
    town.mai.sends_file("Mẫu.docx")
    town.mai.taps("Gửi")

    assert town.mai.reads().startswith("Đã gửi câu trả lời tới Lan.\nKhông còn góp ý nào chờ trả lời.")
    answer, paper = town.lan.heard[-2:]
    assert (paper.text, paper.file.name if paper.file else "") == ("Mai (1/1)", "Mẫu.docx")
    assert answer.text.startswith(f"{town.bloc.name} trả lời góp ý của đồng chí (đ/c Mai):")
    whole = answer.text
    assert whole.count("Căn cứ kế hoạch số 12.") == 100
    town.lan.taps("Hỏi thêm")
    assert (answer.text, town.lan.reads().startswith("Viết tiếp")) == (whole, True)
    town.lan.taps("Xem lại", answer)
    assert answer.text.count("Căn cứ kế hoạch số 12.") == 100
    town.lan.taps("Xem tệp")
    assert [one.text for one in town.lan.heard[-2:]] == ["Lan (1/2)", "Mai (2/2)"]
    town.lan.sends("/tieptuc")
    town.lan.sends("Xin cảm ơn")
    town.lan.taps_twice("Gửi")

    assert town.mai.reads().startswith("Lan viết tiếp cho văn phòng")
    assert [one.of_office for one in town.all(FeedbackMessage)] == [False, True, False]
    assert town.one(Feedback).state == FeedbackState.WAITING


def test_another_persons_talk_is_nobodys_but_the_offices(one_town: Town) -> None:
    town = one_town
    town.lan.sends("/gopy")
    town.lan.sends("Việc riêng")
    town.lan.taps("Gửi")
    talk = town.one(Feedback).id or 0

    for actor in (town.binh, town.hoa, town.dung):
        actor.sends("/start")
        for forged in (OpenFeedback(talk), AnswerFeedback(talk, 0), AskOffice(talk), FeedbackFiles(talk)):
            actor.taps_data(actor.last, pack(forged))
            assert "Việc riêng" not in actor.reads()
    assert len(town.all(FeedbackMessage)) == 1


def test_the_office_is_reminded_once_after_two_working_days(one_town: Town) -> None:
    town = one_town
    town.moves_to("2020-01-03")
    town.lan.sends("/gopy")
    town.lan.sends("Bao giờ họp?")
    town.lan.taps("Gửi")

    town.moves_to("2020-01-07")
    assert len(town.letters("feedback/overdue")) == 0
    town.moves_to("2020-01-08")
    assert [one.posted_at.hour for one in town.letters("feedback/overdue")] == [1]
    assert town.mai.reads().startswith("1 góp ý đã chờ văn phòng trả lời quá 2 ngày làm việc.")
    town.moves_to("2020-01-20")
    assert len(town.letters("feedback/overdue")) == 1
