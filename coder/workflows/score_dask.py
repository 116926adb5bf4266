"""The engine that scores on a Dask cluster (the extra `cluster`): this program reads and writes, the workers compute.

The workers need coder itself, and neither the files nor the project: the model is sent to them. Only `score` imports
this module, when it is asked for.
"""

from __future__ import annotations

import logging
import threading
import warnings
from collections import deque
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import ExitStack
from itertools import count, islice
from typing import Any

from distributed import Client, KilledWorker, LocalCluster, WorkerPlugin
from distributed.comm import CommClosedError

from coder import __version__
from coder.domain.errors import CoderError, MissingError, UsageError
from coder.domain.ids import new_id
from coder.domain.texts import _
from coder.workflows.scoring import WAITING, Score, Scorer, Setup, W, broken

SECONDS = 20
"""How long the cluster may take to answer, and to show a first worker."""

_setups: dict[str, Setup] = {}
_scorers: dict[str, Scorer] = {}
_one_at_a_time = threading.Lock()
"""For workers with several threads: the analysis of language is made for one."""


class ModelPlugin(WorkerPlugin):  # type: ignore[misc]
    """Hands the model to every worker, also to those that join later or begin anew."""

    def __init__(self, run_id: str, model: Setup) -> None:
        self.name, self.run_id, self.model, self.version = f"coder-{run_id}", run_id, model, __version__

    def setup(self, worker: Any) -> None:  # noqa: ANN401 - as Dask has it
        """Keep the model; it is read at the first partition."""
        if self.version != __version__:
            raise RuntimeError(f"coder {__version__}")
        _setups[self.run_id] = self.model

    def teardown(self, worker: Any) -> None:  # noqa: ANN401 - as Dask has it
        """Forget the model."""
        _setups.pop(self.run_id, None)
        _scorers.pop(self.run_id, None)


def score_texts(run_id: str, texts: list[str]) -> list[Score]:
    """Score a partition; runs on a worker."""
    with _one_at_a_time:
        if run_id not in _scorers:
            _scorers[run_id] = _setups[run_id].scorer()
        return _scorers[run_id].score(texts)


def run_dask(work: Iterator[W], setup: Setup, processes: int, address: str | None) -> Iterator[tuple[W, list[Score]]]:
    """Yield each partition with its scores, in order.

    Dask computes what a lost worker had under way on another one.

    Parameters
    ----------
    address : of the scheduler; None for a cluster of `processes` workers on this computer.

    Raises
    ------
    UsageError : no cluster answers there, or it has no workers.
    MissingError : its workers have no coder, or another version of it.
    CoderError : a partition took several workers along; or the cluster was lost.
    """
    with ExitStack() as opened:
        opened.enter_context(warnings.catch_warnings())
        warnings.filterwarnings("ignore", message="Sending large graph")  # the answers themselves
        client = _connected(opened, processes, address)
        run_id = new_id()
        _hand_out(client, run_id, setup)
        opened.callback(_take_back, client, run_id)
        numbers, under_way = count(), deque[tuple[W, Any]]()
        while True:
            room = WAITING * max(sum(client.nthreads().values()), 1) - len(under_way)
            for one in islice(work, max(room, 0)):
                key = f"coder-score-{run_id}-{next(numbers)}"
                under_way.append((one, client.submit(score_texts, run_id, one.texts, key=key, pure=False)))
            if not under_way:
                return
            one, future = under_way.popleft()
            try:
                scores = future.result()
            except KilledWorker as error:
                raise broken(one.name) from error
            except (CancelledError, CommClosedError) as error:
                raise CoderError(
                    _("The Dask cluster was lost"), _("Give the same command again: it goes on where it stopped.")
                ) from error
            yield one, scores


def _connected(opened: ExitStack, processes: int, address: str | None) -> Client:
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters is told by errors
    if address is None:
        cluster = LocalCluster(
            n_workers=processes, threads_per_worker=1, dashboard_address=None, silence_logs=logging.CRITICAL
        )
        return opened.enter_context(Client(opened.enter_context(cluster)))
    try:
        client = opened.enter_context(Client(address, timeout=SECONDS))
        client.wait_for_workers(1, timeout=SECONDS)
    except TimeoutError as error:
        raise UsageError(
            _("The Dask cluster at {address} has no workers, or does not answer").format(address=address),
            _("Start a worker: dask worker {address}; or check the address.").format(address=address),
        ) from error
    except (OSError, ValueError) as error:
        raise UsageError(
            _("No Dask cluster answers at {address}").format(address=address),
            _("The address is what the scheduler shows when it starts, such as tcp://10.0.0.5:8786."),
        ) from error
    return client


def _hand_out(client: Client, run_id: str, setup: Setup) -> None:
    try:
        client.register_plugin(ModelPlugin(run_id, setup))
    except Exception as error:  # whatever a worker without our code comes to
        raise MissingError(
            _("The workers of the cluster cannot run coder {version}: {reason}").format(
                version=__version__, reason=error
            ),
            _("Install the same version for all of them: pip install 'enquete-coder[cluster]=={version}'.").format(
                version=__version__
            ),
        ) from error


def _take_back(client: Client, run_id: str) -> None:
    if client.status == "running":
        client.unregister_worker_plugin(f"coder-{run_id}")
