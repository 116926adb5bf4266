from coder import language
from coder.language import workers


def test_two_processes_say_the_same_as_one(monkeypatch):
    monkeypatch.setattr(workers, "PART", 5)
    texts = [f"antwoord {n}: niet tevreden over de gezamenlijke portemonnee" for n in range(17)] + [""]
    assert list(workers.analysed(texts, processes=2)) == list(language.load().analyse(texts))


def test_a_killed_process_loses_nothing(monkeypatch):
    from concurrent.futures.process import BrokenProcessPool

    def broken(texts, _processes):
        yield next(language.load().analyse(texts))
        raise BrokenProcessPool

    monkeypatch.setattr(workers, "_side_by_side", broken)
    texts = ["goede zorg", "te duur", "weinig groen"]
    assert [document.text for document in workers.analysed(texts, processes=2)] == texts


def test_few_texts_start_nothing(monkeypatch):
    monkeypatch.setattr(workers, "_side_by_side", None)
    assert [document.text for document in workers.analysed(["goed"])] == ["goed"]
    assert list(workers.analysed([])) == []
