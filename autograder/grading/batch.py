"""Grade many submissions, on as many cores as one likes."""

import multiprocessing
import signal
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
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
from autograder.grading.referee import Referee, refused
from autograder.grading.submission import Refused
from autograder.sandbox.limits import Limits
from autograder.sandbox.warm import WarmProcess


@dataclass(frozen=True)
class Task:
    """What a process needs to know to grade the submissions of one assignment."""

    assignment: str
    source: Path
    secret: bytes
    limits: Limits
    walls: bool = True


class Grader:
    """A referee and its warm process. Use it as a context."""

    def __init__(self, task: Task):
        torch.set_num_threads(1)
        self._task = task
        self._source = nbformat.read(task.source, as_version=4)

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

    def grade(self, student: str, folder: Path) -> Graded:
        """Grade what lies in a submitted folder. No submission makes this raise."""
        try:
            found = submission.read(folder, student, self._task.assignment)
            return self._referee.grade(found)
        except Refused as refusal:
            return self._refused(student, refusal)
        except Exception as error:  # ours, or the warm process was killed: the next one is not lost
            self._warm.__exit__()
            self._begin()
            about = f"{type(error).__name__}: {error}"
            return self._refused(student, Refused(f"The grader itself failed here ({about})."))

    def _refused(self, student: str, why: Refused) -> Graded:
        return refused(self._task.assignment, self._source, student, why)


Folders = dict[str, Path]


@contextmanager
def grading(task: Task, folders: Folders, jobs: int = 1) -> Iterator[Iterable[Graded]]:
    """Yield an iterator over the results, in the order in which they are ready.

    `folders` maps each student to the submitted folder. Raises SandboxUnavailable.
    """
    with ExitStack() as stack:
        if jobs == 1:
            grader = stack.enter_context(Grader(task))
            yield (grader.grade(student, folder) for student, folder in folders.items())
            return
        context = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(jobs, context, _start, (task,))
        stack.callback(pool.shutdown, cancel_futures=True)
        futures = [pool.submit(_grade, student, folder) for student, folder in folders.items()]
        yield (future.result() for future in as_completed(futures))


_grader: Grader | Exception | None = None


def _start(task: Task) -> None:
    """Start this process's own sandbox. Ctrl-C is the parent's to answer."""
    global _grader
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        _grader = Grader(task).__enter__()
    except Exception as error:  # an error here would reach the parent without its words
        _grader = error
    else:
        Finalize(None, _grader.__exit__, exitpriority=1)


def _grade(student: str, folder: Path) -> Graded:
    if isinstance(_grader, Exception):
        raise _grader
    assert _grader
    return _grader.grade(student, folder)
