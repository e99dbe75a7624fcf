"""How far up the ladder of hints a learner has come, part by part, in one session."""

from autograder.judging.verdict import Verdict

RUNGS = 4  # the law, the mistake, a question, where to read


class Ladder:
    """Gives each failure its rung: one more each time that the same trouble comes back.

    A tutor waits, watches the next attempt, and says more only if it fails in the same way. So
    climbing goes by attempts: who can repair an answer from the broken law never reads the rest,
    and new trouble is progress, which begins at the first rung. Leaving the choice to an argument
    alone would ask beginners to judge how much help they need. They do that badly (Aleven and
    Koedinger, Limitations of student control, 2000), and a locked cell could not be given one.
    The argument is for a script, where every run is the first.
    """

    def __init__(self) -> None:
        self._stands: dict[str, tuple[tuple, int]] = {}

    def climb(self, verdict: Verdict, asked: int | None = None) -> int:
        """Return the rung of a failed part: the one that was asked for, or the next."""
        trouble = (verdict.finding and verdict.finding.law, verdict.mistake)
        before, rung = self._stands.get(verdict.place, (None, 0))
        rung = asked or (rung + 1 if trouble == before else 1)
        rung = min(rung, 1 + len(verdict.hints))
        self._stands[verdict.place] = (trouble, rung)
        return rung

    def leave(self, verdict: Verdict) -> None:
        """Forget a part that passes: if it breaks later, its ladder begins anew."""
        self._stands.pop(verdict.place, None)
