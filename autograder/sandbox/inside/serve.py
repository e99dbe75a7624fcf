"""Answer the referee: run this cell, play this case. One process a submission."""

import signal
import socket
from typing import Any

from autograder.judging.case import Case, Outcome, Raised
from autograder.judging.encoding import pack
from autograder.judging.play import play
from autograder.sandbox.inside.shell import NotebookShell
from autograder.sandbox.wire import Closed, receive, send

MAX_OUTCOME = 2 * 2**20  # bytes; a part has some ten cases, and a frame some megabytes


def serve(connection: socket.socket, shell: NotebookShell) -> None:
    """Answer until the referee hangs up."""
    while True:
        try:
            request = receive(connection)
        except Closed:
            return
        reply = _answer_interruptibly(shell, request)
        send(connection, reply | {"id": request["id"]})


def _answer_interruptibly(shell: NotebookShell, request: dict[str, Any]) -> dict[str, Any]:
    """Let SIGINT stop the learner's code, and nothing else."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return _answer(shell, request)
    except KeyboardInterrupt:
        return {"interrupted": True}
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def _answer(shell: NotebookShell, request: dict[str, Any]) -> dict[str, Any]:
    if "source" in request:
        outputs, succeeded = shell.run(request["source"], request["number"])
        return {"outputs": outputs, "succeeded": succeeded}
    outcomes = [_play(shell, request["subject"], case) for case in request["cases"]]
    return {"outcomes": [_that_can_travel(outcome) for outcome in outcomes]}


def _play(shell: NotebookShell, expression: str, case: dict[str, Any]) -> Outcome:
    try:
        subject = eval(expression, shell.user_ns)
    except Exception as error:
        return Outcome(raised=_raised(error))
    outcome = play(subject, Case.from_plain(case))
    shell.outputs.take()
    return outcome


def _that_can_travel(outcome: Outcome) -> dict[str, Any]:
    """Return the outcome as plain data; what cannot be sent, or is too large, raises instead."""
    try:
        if len(pack(outcome.to_plain())) < MAX_OUTCOME:
            return outcome.to_plain()
        raise ValueError(f"it returned more than {MAX_OUTCOME // 2**20} MiB")
    except (TypeError, ValueError, RecursionError) as error:  # an array of objects, for example
        return Outcome(raised=_raised(error)).to_plain()


def _raised(error: BaseException) -> Raised:
    return Raised(type(error).__name__, str(error)[:500])
