"""`coder review` line by line."""

from __future__ import annotations


def state(work, key="goed"):
    return next(q for q in work.json("status")["questions"] if q["question"]["question_id"] == key)["rounds"][0]


def test_end_of_input_saves_and_quits(started):
    result = started.run("review", "--question", "goed", "--plain", input="/netwerk\n\n/rapport\n\n")
    assert "2 answers decided" in result.stderr
    assert "review --question goed" in result.stderr
    assert "--db " in result.stderr
    assert state(started)["coded"] == 2
    assert state(started)["coders"] == {"anna": 2}


def test_coming_back_resumes_at_the_next_answer(started):
    started.run("review", "--question", "goed", input="/netwerk\n\n")
    result = started.run("review", "--question", "goed", input="q\n")
    assert "De bijeenkomsten in het buurthuis" in result.stdout
    assert "\n Mooie bijeenkomsten" not in result.stdout  # it may be named as one that was coded so


def test_no_theme_skip_and_flag(started):
    started.run("review", "--question", "goed", input="x\ns\nf\nq\n")
    found = state(started)
    assert (found["coded"], found["skipped"], found["flagged"], found["left"]) == (1, 1, 1, 5)
    again = started.run("review", "--question", "goed", "--only", "skipped", input="x\n")
    assert "De bijeenkomsten in het buurthuis" in again.stdout
    assert state(started)["coded"] == 2


def test_memo_and_quote(started):
    started.run("review", "--question", "goed", input="m bellen over dit antwoord\n*\n/netwerk\n\n")
    path = started.folder / "long.csv"
    started.run("export", path, "--shape", "long", "--question", "goed", "--uncleared-quotes")
    first = path.read_text(encoding="utf-8").splitlines()[1]
    assert "bellen over dit antwoord" in first
    assert ",1," in first


def test_a_memo_alone_is_kept(started):
    started.run("review", "--question", "goed", input="m alleen een memo\n")
    assert state(started)["left"] == 8
    assert "alleen een memo" in started.run("review", "--question", "goed", input="q\n").stdout


def test_a_new_code_goes_into_the_codebook(started):
    started.run("review", "--question", "goed", input="n Sfeer en eten | Koffie, taart\n\n")
    codes = started.json("codebook", "show", "--question", "goed")["codes"]
    new = next(code for code in codes if code["label"] == "Sfeer en eten")
    assert new["definition"] == "Koffie, taart"
    assert "Sfeer en eten" in started.codes()["r1"]


def test_undo_at_the_desk(started):
    started.run("review", "--question", "goed", input="/netwerk\n\nx\nu\nu\nq\n")
    assert state(started)["coded"] == 0


def test_equal_answers_are_coded_once(work):
    rows = [("a", "Meer geld"), ("b", "koffie"), ("c", "MEER  GELD!"), ("d", "meer geld")]
    file = work.write("equal.csv", rows, ("id", "vraag"))
    work.run("ingest", file, "--question", "vraag", "--round", "2024")
    result = work.run("review", "--limit", "1", input="n Geld\n\n")
    assert "3 answers decided" in result.stderr
    assert state(work, "vraag")["left"] == 1
    work.run("undo")
    assert state(work, "vraag")["left"] == 4  # all three together


def test_limit_and_nothing_left(started):
    started.run("review", "--question", "goed", "--limit", "2", input="x\nx\nx\nx\n")
    assert state(started)["coded"] == 2
    started.run("review", "--question", "goed", input="x\n" * 6)
    result = started.run("review", "--question", "goed", exit_code=2)
    assert "nothing left to code" in result.stderr


def test_hostile_answers_cannot_steer_the_terminal(work):
    file = work.write("h.csv", [("a", "[red]rood[/red] :smile: \x1b[2J\x07 klaar")], ("id", "vraag"))
    work.run("ingest", file, "--question", "vraag", "--round", "1")
    out = work.run("review", input="q\n").stdout
    assert "[red]rood[/red] :smile:" in out
    assert "\x1b" not in out
    assert "\x07" not in out


def test_orders(started):
    for order in ("random", "hardest"):
        started.run("review", "--question", "goed", "--order", order, "--limit", "1", input="x\n")
    assert state(started)["coded"] == 2


def test_audit_draws_a_random_sample_and_puts_it_first(started):
    result = started.run("review", "--question", "goed", "--audit", "3", input="x\ns\nq\n")
    assert "Random sample of 3 answers out of 8: 0 coded." in result.stderr
    assert "Random sample of 3 answers out of 8: 1 coded." in result.stderr
    assert "1 answer of it was skipped or flagged" in result.stderr
    assert "review --question goed --audit 3" in result.stderr.splitlines()[-1]
    assert "Question goed, round 2024" in result.stdout
    assert "\nrandom sample. r" in result.stdout
    log = started.run("log").stdout
    assert "random sample of 3 answers to goed, out of 8" in log
    done = started.run("review", "--question", "goed", "--audit", "3", input="x\nx\nq\n")
    assert "table --question goed --source all" in done.stderr.splitlines()[-1]


def test_audit_and_check_do_not_go_together(started):
    assert "--audit" in started.run("review", "--audit", "3", "--check", exit_code=2).stderr


def test_filter_and_search_narrow_the_queue_and_say_so(started):
    given = ("--filter", "organisatie!=zorg|welzijn", "--search", "bijeenkomst")
    result = started.run("review", "--question", "goed", *given, input="x\nq\n")
    assert "only organisatie!=zorg|welzijn · “bijeenkomst”, 6 answers outside it." in result.stdout
    assert "1 card left" in result.stdout
    assert "--filter 'organisatie!=zorg|welzijn' --search bijeenkomst" in result.stderr
    wrong = started.run("review", "--question", "goed", "--filter", "organisatie=school", exit_code=2)
    assert "Values that occur: gemeente, welzijn, zorg." in wrong.stderr
    assert "--audit" in started.run("review", "--audit", "3", "--search", "x", exit_code=2).stderr


def test_line_by_line_says_all_in_words_and_nothing_twice(started):
    out = started.run("review", "--question", "goed", "--plain", input="1\n2\n?\n1\n=\nx\nq\n").stdout
    assert not set("─│█▾▸[]") & set(out)
    first, second = out.split("0 of 8 answers")[1:]
    assert "Suggestion 1: " in first
    assert first.count("Answer: ") == 1
    assert first.count("Keys: ") == 1
    assert first.count("Chosen: ") == 4  # as shown, and after each of the three digits
    assert "1-9: choose the suggestion with this number" in first
    assert "is chosen" in second
    assert second.count("Answer: ") == 2  # said again, and the next
    assert "1 of 8 answers" in second


def test_the_codebook_line_by_line(started):
    typed = "c\n/netwerk\nr Netwerken\nd Wie men kent\nspace\nesc\n\nq\n"
    out = started.run("review", "--question", "goed", "--plain", input=typed).stdout
    assert not set("─│█▾▸[]") & set(out)
    assert "You are at: Netwerken, 0 answers, is chosen, marked" in out
    assert out.count("Keys of the codebook") == 1
    codes = started.json("codebook", "show", "--question", "goed")["codes"]
    assert next(code for code in codes if code["label"] == "Netwerken")["definition"] == "Wie men kent"
    assert "Netwerken" in started.codes()["r1"]


def test_the_command_to_go_on_with_keeps_the_options(started):
    given = ("--order", "random", "--goal", "2", "--only", "open", "--only", "skipped", "--round", "2024", "--plain")
    result = started.run("review", "--question", "go", *given, input="x\nx\n")
    assert "The goal of 2 answers is reached." in result.stderr
    again = "coder review --question goed --round 2024 --order random --goal 2 --only open --only skipped --plain"
    assert again.removeprefix("coder ") in result.stderr.splitlines()[-1]
    part = started.run("review", "--question", "goed", "--search", "rapport", input="x\n" * 9)
    assert part.stderr.splitlines()[-1].endswith("review --question goed")
    limited = started.run("review", "--question", "goed", "--limit", "1", input="x\n")
    assert limited.stderr.splitlines()[-1].endswith("review --question goed --limit 1")
