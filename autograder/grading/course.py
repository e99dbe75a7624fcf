"""An nbgrader course: where its files lie, and its secret."""

import os
import secrets
from pathlib import Path

from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config, PyFileConfigLoader

KEY_FILE = ".autograder-key"


class NotACourse(ValueError):
    """The folder or the assignment is not there; the message says what to do."""


class Course:
    """A course folder. Folder names and the database are those of its `nbgrader_config.py`."""

    def __init__(self, root: Path):
        self.root = root.resolve()
        if not self.root.is_dir():
            raise NotACourse(f"There is no folder {root}.")
        self.config = Config()
        if (self.root / "nbgrader_config.py").exists():
            self.config = PyFileConfigLoader("nbgrader_config.py", str(self.root)).load_config()
        self.config.CourseDirectory.root = str(self.root)
        self._directory = CourseDirectory(config=self.config)

    @property
    def db_url(self) -> str:
        """The gradebook's SQLAlchemy URL."""
        return self._directory.db_url

    @property
    def course_id(self) -> str:
        """The course's name in the gradebook."""
        return self._directory.course_id or "default_course"

    def source(self, assignment: str) -> Path:
        """Return the instructor's notebook; raises NotACourse if it was never released."""
        path = self._folder("source", ".", assignment) / f"{assignment}.ipynb"
        if not path.exists():
            found = sorted(p.name for p in path.parents[1].glob("*/"))
            listed = f" There is: {', '.join(found)}." if found else ""
            raise NotACourse(
                f"{self.root} has no assignment {assignment}.{listed} "
                f"Make it with: autograder release --course {self.root}"
            )
        return path

    def submitted(self, student: str, assignment: str) -> Path:
        """Return the folder that a student handed in."""
        return self._folder("submitted", student, assignment)

    def autograded(self, student: str, assignment: str) -> Path:
        """Return the folder of the executed notebook and of our record."""
        return self._folder("autograded", student, assignment)

    def feedback(self, student: str, assignment: str) -> Path:
        """Return the folder of the page that the student gets back."""
        return self._folder("feedback", student, assignment)

    def students(self, assignment: str) -> list[str]:
        """Name the students who handed in a folder for the assignment.

        Raises NotACourse for a name that no gradebook can hold.
        """
        folders = self.submitted("*", assignment)
        root = Path(str(folders).split("*")[0])
        depth = len(root.parts)
        paths = root.glob(str(folders.relative_to(root)))
        names = sorted(path.parts[depth] for path in paths if path.parts[depth][0] != ".")
        for name in names:
            if not name.isprintable():
                raise NotACourse(f"The folder {name!r} in {root} is not named in UTF-8. Rename it.")
        return names

    def key(self) -> bytes:
        """Return the course's secret, from which every submission's cases are derived.

        It is made on first use, readable by its owner alone. With another key a regrade asks other
        cases.
        """
        path = self.root / KEY_FILE
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            pass
        else:
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_hex(32))
        key = path.read_text().strip()
        if len(key) < 32:
            raise NotACourse(f"{path} holds no key. Delete it; the next run makes a new one.")
        return key.encode()

    def _folder(self, step: str, student: str, assignment: str) -> Path:
        folder = getattr(self._directory, f"{step}_directory")
        return Path(self._directory.format_path(folder, student, assignment))
