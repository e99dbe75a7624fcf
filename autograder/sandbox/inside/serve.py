"""Answer the referee: run this cell, play this case. One process a submission."""

import signal
import socket
from typing import Any

from autograder.judging.case import Case, Outcome, Raised
from autograder.judging.encoding import MalformedData
from autograder.judging.play import play
from autograder.sandbox.inside.shell import NotebookShell
from autograder.sandbox.wire import Closed, receive, send


def serve(connection: socket.socket, shell: NotebookShell) -> None:
    """Answer until the referee hangs up."""
    while True:
        try:
            request = receive(connection)
        except Closed:
            return
        reply = _answer_interruptibly(shell, request)
        try:
            send(connection, reply | {"id": request["id"]})
        except (TypeError, MalformedData, RecursionError) as error:
            # The learner returned what cannot travel: an array of objects, or of a gigabyte.
            reply = {"outcome": Outcome(raised=_raised(error)).to_plain()}
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
    return {"outcome": _play(shell, request).to_plain()}


def _play(shell: NotebookShell, request: dict[str, Any]) -> Outcome:
    try:
        subject = eval(request["subject"], shell.user_ns)
    except Exception as error:
        return Outcome(raised=_raised(error))
    outcome = play(subject, Case.from_plain(request["case"]))
    shell.outputs.take()
    return outcome


def _raised(error: BaseException) -> Raised:
    return Raised(type(error).__name__, str(error)[:500])
