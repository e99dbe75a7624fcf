"""What an attack is."""

from dataclasses import dataclass

WON = "SUCCEEDED"


@dataclass(frozen=True)
class Attack:
    """A hostile answer: its place in the catalogue, what it does, and its code.

    `aim` is how one sees that it succeeded: `points` without a solution, the word WON printed
    (`word`), seconds taken (`time`), a file left after the end (`left`), the whole submission
    lost to its kernel's death (`lost`), a script in what others open (`page`), or a frame that
    the referee believes (`wire`). In the code, COURSE stands for the teacher's folder, PORT for a
    server on this machine, and WON for the word.
    """

    name: str
    what: str
    aim: str
    code: str

    def cell(self, course: object, port: int) -> str:
        """Return the code for a course in this folder, and a server at this port."""
        code = self.code.replace("COURSE", str(course)).replace("PORT", str(port))
        return code.replace("WON", WON)
