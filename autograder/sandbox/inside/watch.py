"""How much memory a submission and all that it started hold, as the warm process sees it.

The kernel's own limit (RLIMIT_AS) is one for each process. A cgroup would bound them together, but
only root may make one, so the warm process adds up what it sees in its pid namespace.
"""

import os
from pathlib import Path

SECONDS = 0.1  # between two looks
PAGE = os.sysconf("SC_PAGE_SIZE")


def holds_more_than(limit: int) -> bool:
    """Say whether the submission's processes hold more bytes than `limit` and this process."""
    bound = limit + _resident(os.getpid())
    pids = _of_the_submission()
    # Rough, since it counts shared pages for every process, but cheap, and enough for nearly all.
    return sum(map(_resident, pids)) > bound and sum(map(_share, pids)) > bound


def _of_the_submission() -> list[int]:
    """All processes but the sandbox's first one and this."""
    found = [int(name) for name in os.listdir("/proc") if name.isdigit()]
    return [pid for pid in found if pid not in (1, os.getpid())]


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE
    except (OSError, IndexError):  # it has ended
        return 0


def _share(pid: int) -> int:
    """Count a page that n processes share as 1/n."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:  # it has ended, or hides itself: then all of it counts
        return _resident(pid)
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)
