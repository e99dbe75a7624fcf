"""Grade many submissions: here, in more processes, or on a Dask cluster, all through one path."""

import multiprocessing
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing.util import Finalize
from pathlib import Path

import nbformat
import torch

from autograder.chapters import chapter_of
from autograder.cut import cut
from autograder.grading import submission
from autograder.grading.record import Graded
from autograder.grading.referee import Referee, UnsoundAssignment
from autograder.grading.refusal import refused
from autograder.grading.submission import GraderFailed, Refused, Submission
from autograder.sandbox.bubblewrap import SandboxUnavailable
from autograder.sandbox.inside.isolation import die_with_parent
from autograder.sandbox.limits import Limits
from autograder.sandbox.warm import WarmProcess


@dataclass(frozen=True)
class Task:
    """What any process needs to know to grade the submissions of one assignment.

    `source` is the text of the instructor's notebook.
    """

    assignment: str
    source: str
    secret: bytes
    limits: Limits
    walls: bool = True


class Grader:
    """A referee and its warm process. Use it as a context."""

    def __init__(self, task: Task):
        torch.set_num_threads(1)
        self._task = task
        self._source = nbformat.reads(task.source, as_version=4)

    def __enter__(self) -> "Grader":
        self._begin()
        try:
            self._referee.try_solution()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._warm.__exit__()

    def _begin(self) -> None:
        chapter_cut = partial(cut, chapter_of(self._task.assignment))
        warm = WarmProcess(chapter_cut, self._task.limits, self._task.walls)
        self._warm = warm.__enter__()
        self._referee = Referee(self._task.assignment, self._source, self._task.secret, warm)

    def grade(self, found: Submission) -> Graded:
        """Grade what was handed in. No submission makes this raise."""
        try:
            return self._referee.grade(found)
        except Exception as error:  # ours, or the warm process was killed: the next one is not lost
            self._warm.__exit__()
            self._begin()
            return _failed(self._task, found.student, error)


Folders = dict[str, Path]


@contextmanager
def grading(
    task: Task, folders: Folders, jobs: int = 1, scheduler: str | None = None
) -> Iterator[Iterable[Graded]]:
    """Yield an iterator over the results, in the order in which they are ready.

    `folders` maps each student to the submitted folder. `jobs` processes share the work, or, if
    `scheduler` is the address of a Dask scheduler, all workers of that cluster.
    Raises SandboxUnavailable, UnsoundAssignment, NoCluster, or
    BrokenExecutor when a process was killed.
    """
    with ExitStack() as stack:
        if scheduler:
            from autograder.grading.cluster import cluster

            executor, jobs = stack.enter_context(cluster(scheduler))
            yield _read_and_grade(task, folders, partial(_in_flight, executor, task, 2 * jobs))
        elif jobs > 1:
            context = multiprocessing.get_context("spawn")
            executor = ProcessPoolExecutor(jobs, context, _enter_pool)
            stack.callback(executor.shutdown, cancel_futures=True)
            yield _read_and_grade(task, folders, partial(_in_flight, executor, task, 2 * jobs))
        else:
            grader = stack.enter_context(Grader(task))
            yield _read_and_grade(task, folders, partial(map, grader.grade))


def _read_and_grade(
    task: Task,
    folders: Folders,
    grade_all: Callable[[Iterable[Submission]], Iterable[Graded]],
) -> Iterator[Graded]:
    """Read every folder here: only bytes travel, so that no grader needs the course's files."""
    unreadable: list[Graded] = []

    def readable() -> Iterator[Submission]:
        for student, folder in folders.items():
            try:
                yield submission.read(folder, student, task.assignment)
            except Refused as refusal:
                unreadable.append(_refused(task, student, refusal))

    yield from grade_all(readable())
    yield from unreadable


def _in_flight(
    executor: Executor, task: Task, width: int, submissions: Iterable[Submission]
) -> Iterator[Graded]:
    """Keep `width` submissions on their way, so that a large class need not fit into memory."""
    waiting: dict[Future[Graded], str] = {}

    def next_ready() -> Iterator[Graded]:
        for future in wait(waiting, return_when=FIRST_COMPLETED).done:
            yield _result(task, waiting.pop(future), future)

    for found in submissions:
        waiting[executor.submit(grade, task, found)] = found.student
        if len(waiting) >= width:
            yield from next_ready()
    while waiting:
        yield from next_ready()


def _result(task: Task, student: str, future: Future[Graded]) -> Graded:
    """Return the result; a process that was lost costs its submission alone."""
    try:
        return future.result()
    except (SandboxUnavailable, UnsoundAssignment, BrokenExecutor):
        raise
    except Exception as error:
        return _failed(task, student, error)


def _failed(task: Task, student: str, error: Exception) -> Graded:
    about = f"{type(error).__name__}: {error}"
    why = GraderFailed(f"The grader itself failed here ({about}). Grade again.")
    return _refused(task, student, why)


def _refused(task: Task, student: str, why: Refused) -> Graded:
    return refused(task.assignment, nbformat.reads(task.source, as_version=4), student, why)


# In a process that grades for others -----------------------------------------------------------

_graders: dict[Task, Grader] = {}
_one_at_a_time = threading.Lock()  # a Dask worker may run several threads


def grade(task: Task, found: Submission) -> Graded:
    """Grade one submission with this process's own sandbox, which is started when first needed."""
    with _one_at_a_time:
        if task not in _graders:
            _graders[task] = Grader(task).__enter__()
        return _graders[task].grade(found)


def close_graders() -> None:
    """End the sandboxes of this process."""
    with _one_at_a_time:
        while _graders:
            _graders.popitem()[1].__exit__()


def _enter_pool() -> None:
    """Leave Ctrl-C to the parent, and do not outlive it."""
    die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Finalize(None, close_graders, exitpriority=1)
