"""A class kit checks like the course, and holds no solution."""

import os
import re
import subprocess
import sys

import pytest
from test_release import passages

from autograder.checks import exercise, exercises_of_chapter
from autograder.kit import make_kit

# The author's own installation must not lend the kit its modules.
ALONE = """
import sys
sys.meta_path = [f for f in sys.meta_path if "editable" not in str(f).lower()]
import warnings
warnings.simplefilter("ignore")
from autograder import CheckFailed, check
"""
RIGHT = """
import numpy as np
from by_hand.soft_lookup import softmax
def scaled_dot_product_attention(query, key, value, keep_mask=None):
    scores = query @ np.swapaxes(key, -1, -2) / np.sqrt(query.shape[-1])
    if keep_mask is not None:
        scores = np.where(keep_mask, scores, -np.inf)
    return softmax(scores) @ value, softmax(scores)
"""
WRONG = RIGHT.replace(" / np.sqrt(query.shape[-1])", "")


@pytest.fixture(scope="module")
def kit(tmp_path_factory):
    return make_kit(3, tmp_path_factory.mktemp("kit"))


def python(kit, code: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(kit)}
    run = subprocess.run(
        [sys.executable, "-c", ALONE + code],
        cwd=kit,
        env=environment,
        capture_output=True,
        text=True,
    )
    return run.stdout + run.stderr


def test_it_checks_without_the_course(kit):
    assert python(kit, f"{RIGHT}\ncheck(scaled_dot_product_attention)").count("✓") == 4


@pytest.mark.parametrize(
    "code",
    [f"{WRONG}\ncheck(scaled_dot_product_attention)", "check(score_std=64)", "check(score_std=7)"],
)
def test_it_says_what_the_course_says(kit, code):
    here = subprocess.run(
        [sys.executable, "-c", f"from autograder import check\n{code}"],
        capture_output=True,
        text=True,
    )
    said = here.stderr.split("CheckFailed: ")[1]
    assert said in python(kit, code)


def command(kit, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the kit's own command."""
    code = f"{ALONE}\nfrom autograder.cli import main\nsys.exit(main({list(arguments)!r}))"
    return subprocess.run([sys.executable, "-c", code], cwd=kit, capture_output=True, text=True)


def test_its_command_checks_the_notebook(kit):
    (notebook,) = kit.glob("*.ipynb")
    run = command(kit, "check", notebook.name)
    assert run.returncode == 1, run.stderr
    assert "0 of 16 points" in run.stdout and "not written yet" in run.stdout
    assert "3 for stretch exercises" in run.stdout


def test_its_command_offers_nothing_that_a_kit_cannot_do(kit):
    run = command(kit, "--help")
    assert re.findall(r"^ +(check|grade|kit|release) ", run.stdout, re.MULTILINE) == ["check"]


def test_no_reference_of_the_chapter_can_be_imported(kit):
    for module in ("by_hand.attention", "translator.attention", "autograder.checks"):
        assert "ModuleNotFoundError" in python(kit, f"import {module}")


def test_no_line_of_a_solution_is_inside(kit):
    texts = [file.read_bytes() for file in kit.rglob("*") if file.is_file()]
    for found in exercises_of_chapter(3):
        if hasattr(found, "reference"):
            for passage in passages(found.reference):
                assert not any(passage.encode() in text for text in texts), passage


def test_no_answer_to_a_question_is_inside(kit):
    recorded = b"".join(file.read_bytes() for file in kit.rglob("*.answer.key"))
    answers = [exercise(name).answer for name in ("score_std", "weights_shape")]
    assert b'"score_std"' in recorded
    assert not any(f" {answer}".encode() in recorded for answer in answers)
