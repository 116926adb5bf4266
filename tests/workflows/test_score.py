import csv
import os
import signal
import threading
import time

import pytest

from coder.domain.errors import InputError, UsageError
from coder.store.project import open_project
from coder.workflows.portable import open_model
from coder.workflows.score import ScoreOptions, score
from coder.workflows.score_folder import NOTE
from coder.workflows.train import train
from tests.workflows.test_autocode import PLACES, add

SUBJECTS = ("meer groen en bomen", "te hard verkeer", "de maan", "iets anders", "", "=1+1")


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    folder = tmp_path_factory.mktemp("model")
    texts = [f"{what} bij {a}" for a in PLACES for what in SUBJECTS[:2]]
    add(folder / "coder.db", texts, [("groen",), ("verkeer",)] * len(PLACES))
    train(folder / "coder.db", "q", "anna", save_as=folder / "q.coder-model")
    return folder / "q.coder-model"


@pytest.fixture
def answers(tmp_path):
    path = tmp_path / "answers.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = [(n, f"{SUBJECTS[n % 6]} {PLACES[n % 12]}" if n % 6 != 4 else "") for n in range(400)]
        csv.writer(file).writerows([("nr", "antwoord"), *rows])
    return path


def result(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name.startswith("part-")}


def options(**more):
    return ScoreOptions(**({"column": "antwoord", "ids": ("nr",), "rows": 50, "processes": 1} | more))


def test_every_row_gets_its_codes(model, answers, tmp_path):
    done = score(model, [answers], tmp_path / "out", options())
    assert (done.rows, done.parts, done.kept) == (400, 8, 0)
    rows = []
    for path in sorted((tmp_path / "out").glob("part-*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows += list(csv.DictReader(file))
    assert [row["nr"] for row in rows] == [str(n) for n in range(400)]
    assert "groen" in rows[0]["codes"].lower()
    assert "verkeer" in rows[1]["codes"].lower()
    assert rows[4]["codes"] == ""


def test_any_number_of_processes_and_a_broken_run_give_the_same(model, answers, tmp_path):
    score(model, [answers], tmp_path / "one", options())
    score(model, [answers], tmp_path / "two", options(processes=2))
    expected = result(tmp_path / "one")
    assert result(tmp_path / "two") == expected
    for name in list(expected)[:3]:
        (tmp_path / "two" / name).unlink()
    again = score(model, [answers], tmp_path / "two", options())
    assert again.kept == 5
    assert result(tmp_path / "two") == expected


def test_a_cluster_that_loses_a_worker_gives_the_same(model, answers, tmp_path):
    distributed = pytest.importorskip("distributed")
    score(model, [answers], tmp_path / "local", options(rows=20))
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        victim = (
            next(iter(cluster.workers.values())).pid
            if hasattr(next(iter(cluster.workers.values())), "pid")
            else next(iter(cluster.workers.values())).process.pid
        )
        killed = []

        def kill():
            deadline = time.monotonic() + 60
            while not result(tmp_path / "dask") if (tmp_path / "dask").exists() else True:
                if time.monotonic() > deadline:
                    return
                time.sleep(0.01)
            os.kill(victim, signal.SIGKILL)
            killed.append(victim)

        thread = threading.Thread(target=kill)
        thread.start()
        done = score(
            model, [answers], tmp_path / "dask", options(rows=20, engine="dask", scheduler=cluster.scheduler_address)
        )
        thread.join()
    assert killed
    assert done.rows == 400
    assert result(tmp_path / "dask") == result(tmp_path / "local")


def test_parquet_in_and_out(model, tmp_path):
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    table = pyarrow.table({"nr": list(range(60)), "antwoord": [SUBJECTS[n % 6] for n in range(60)]})
    parquet.write_table(table, tmp_path / "in.parquet", row_group_size=25)
    score(model, [tmp_path / "in.parquet"], tmp_path / "out", options())
    found = parquet.read_table(tmp_path / "out")
    assert found.num_rows == 60
    assert sorted(found["nr"].to_pylist()) == list(range(60))


def test_bad_input_is_named(model, answers, tmp_path):
    with pytest.raises((UsageError, InputError)):
        score(model, [answers], tmp_path / "out", options(column="anders"))
    data = bytearray(model.read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / "changed").write_bytes(data)
    with pytest.raises(InputError):
        open_model(tmp_path / "changed")
    (tmp_path / "no.zip").write_bytes(b"nothing")
    with pytest.raises(InputError):
        score(tmp_path / "no.zip", [answers], tmp_path / "out", options())
    empty = tmp_path / "empty.csv"
    empty.write_text("nr,antwoord\n")
    with pytest.raises((InputError, UsageError)):
        score(model, [empty], tmp_path / "out2", options())


def test_results_of_another_model_are_not_mixed(model, answers, tmp_path):
    score(model, [answers], tmp_path / "out", options())
    assert (tmp_path / "out" / NOTE).exists()
    with pytest.raises(UsageError):
        score(model, [answers], tmp_path / "out", options(top=1))
    assert score(model, [answers], tmp_path / "out", options(top=1, overwrite=True)).kept == 0


def test_one_file_holds_one_question(tmp_path):
    add(tmp_path / "coder.db", ["meer groen"] * 3, [("groen",)] * 3)
    with open_project(tmp_path / "coder.db") as project:
        assert project.models.current("q") is None
    assert train(tmp_path / "coder.db", None, "anna", save_as=tmp_path / "m")[0].coded == 1
    assert open_model(tmp_path / "m").question.question_id == "q"
