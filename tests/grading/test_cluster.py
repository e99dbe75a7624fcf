"""A Dask cluster gives the marks that one process gives."""

import json
import shutil
from pathlib import Path

import pytest
from courses import LIMITS, autograder

from autograder.grading.cluster import NoCluster, cluster


@pytest.mark.soak
def test_two_workers_give_what_one_process_gives(
    graded_course, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    from distributed import LocalCluster

    root = Path(shutil.copytree(graded_course.course.root, tmp_path / "course"))
    command = ["grade", root, "--assignment", graded_course.assignment, "--json"]
    command += ["--part-seconds", LIMITS.part_seconds]
    with LocalCluster(2, threads_per_worker=1, dashboard_address=None) as workers:
        assert autograder(*command, "--scheduler", workers.scheduler_address) == 0
    again = json.loads(capsys.readouterr().out)
    assert len(again) == len(graded_course.graded)
    for graded in again:
        before = graded_course.graded[graded["student"]]
        assert graded | {"seconds": 0} == before | {"seconds": 0}


def test_no_cluster_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autograder.grading.cluster.CONNECT_SECONDS", 0.5)
    with pytest.raises(NoCluster, match="dask scheduler"), cluster("tcp://127.0.0.1:9"):
        pass
