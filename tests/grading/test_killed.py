"""A grader that is killed at any moment and started again leaves what a calm one leaves."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from courses import autograder_alone, grade_here
from sqlalchemy.orm import Session

from autograder.grading.course import Course
from autograder.grading.gradebook import Marks
from autograder.grading.record import Graded
from autograder.grading.results import RECORD, is_current, keep

TABLES = {
    "submitted_assignment": "select student_id, timestamp from submitted_assignment",
    "submitted_notebook": "select late_submission_penalty from submitted_notebook",
    "grade": "select s.student_id, c.name, g.auto_score, g.manual_score, g.needs_manual_grade "
    "from grade g join base_cell c on c.id = g.cell_id "
    "join submitted_notebook n on n.id = g.notebook_id "
    "join submitted_assignment s on s.id = n.assignment_id",
    "comment": "select s.student_id, c.name, k.auto_comment, k.manual_comment "
    "from comment k join base_cell c on c.id = k.cell_id "
    "join submitted_notebook n on n.id = k.notebook_id "
    "join submitted_assignment s on s.id = n.assignment_id",
}


def left(course: Course) -> dict[str, Any]:
    """What a run leaves: the gradebook's rows without their random ids, and the files."""
    with sqlite3.connect(course.root / "gradebook.db") as database:
        rows = {name: sorted(map(str, database.execute(q))) for name, q in TABLES.items()}
    files = {
        str(path.relative_to(course.root)): path.read_text() if path.name != RECORD else ""
        for folder in ("autograded", "feedback")
        for path in (course.root / folder).rglob("*")
        if path.is_file()
    }
    return rows | files


class Killer:
    """Counts what a process does to files and to the database, and kills it at one of them."""

    def __init__(self, step: int):
        self.left = step

    def count(self) -> None:
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self) -> None:
        """Count before and after every commit, and before every change of a file."""
        commit = Session.commit

        def counted(session: Session) -> None:
            self.count()
            commit(session)
            self.count()

        Session.commit = counted  # type: ignore[method-assign]
        changes = ("os.rename", "os.remove", "os.mkdir")

        def hook(event: str, arguments: tuple) -> None:
            if event in changes or (event == "open" and str(arguments[0]).endswith(".part")):
                self.count()

        sys.addaudithook(hook)


def killed_at(step: int, course: Course, results: list[Graded]) -> bool:
    """Keep the results in a fork that is killed at a step; say whether it came that far."""
    pid = os.fork()
    if pid == 0:
        try:
            killer = Killer(step)
            with Marks(course, results[0].assignment) as marks:
                killer.watch()
                for graded in results:
                    keep(course, marks, graded)
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(pid, 0)[1])


def test_killed_at_any_step(warm, new_course: Path, tmp_path: Path) -> None:
    name = next((new_course / "source").iterdir()).name
    calm = Course(Path(shutil.copytree(new_course, tmp_path / "calm")))
    results = list(grade_here(warm, calm, name, "ben", "cleo").values())
    wanted, step = left(calm), 0
    while True:
        step += 1
        course = Course(Path(shutil.copytree(new_course, tmp_path / f"step-{step}")))
        was_killed = killed_at(step, course, results)
        with Marks(course, name) as marks:  # the same again, with --only-new
            for graded in results:
                if not is_current(course, marks, graded.student, name):
                    keep(course, marks, graded)
        assert left(course) == wanted, f"killed at step {step}"
        shutil.rmtree(course.root)
        if not was_killed:
            break
    assert step > 20


@pytest.mark.soak
@pytest.mark.parametrize("jobs", [1, 2])
def test_the_command_killed_at_random_moments(jobs: int, graded_course, tmp_path: Path) -> None:
    """Twenty-five times for each, most of them while it grades; the same command goes on."""
    name = graded_course.assignment
    root = tmp_path / "course"
    shutil.copytree(graded_course.course.root, root)
    for folder in ("autograded", "feedback"):
        shutil.rmtree(root / folder)
    command = ("grade", root, "--assignment", name, "--jobs", jobs, "--part-seconds", 3)
    assert autograder_alone(*command).returncode == 0
    course, chance = Course(root), random.Random(jobs)
    wanted, begun = left(course), list[int]()
    for number in range(25):
        records = list(root.rglob(RECORD))
        for path in chance.sample(records, len(records) // 2):
            path.unlink()  # so that there is something to grade again
        process = subprocess.Popen(
            [sys.executable, "-m", "autograder", *map(str, command), "--only-new"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            start_new_session=True,
        )
        begun.append(process.pid)
        before = set(root.rglob(RECORD))
        while number % 5 and set(root.rglob(RECORD)) == before and process.poll() is None:
            time.sleep(0.02)
        time.sleep(chance.random() * (0.4 if number % 5 else 8))
        process.kill()
        process.wait()
    assert autograder_alone(*command).returncode == 0
    assert left(course) == wanted
    time.sleep(2)
    assert not _alive(begun)  # no process of a killed pool is left behind


def _alive(groups: list[int]) -> str:
    listed = ",".join(map(str, groups))
    return subprocess.run(["pgrep", "-g", listed], capture_output=True, text=True).stdout
