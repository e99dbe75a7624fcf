"""Make the sample class: `python -m autograder.sample_class FOLDER`."""

import sys
from pathlib import Path

from autograder.sample_class import build

if len(sys.argv) != 2:
    sys.exit("usage: python -m autograder.sample_class FOLDER")
print(build(Path(sys.argv[1])))
