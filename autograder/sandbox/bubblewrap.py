"""The command line that starts the warm process inside bubblewrap."""

import os
import shutil
import sys
from pathlib import Path

OUR_PACKAGES = ("by_hand", "translator", "autograder")
PACKAGES = "/course"  # where the packages that a learner may import lie in the sandbox

ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "HOME": "/tmp",
    "USER": "learner",
    "LOGNAME": "learner",
    "LANG": "C.UTF-8",
    "IPYTHONDIR": "/tmp/.ipython",
    "MPLCONFIGDIR": "/tmp/.matplotlib",
    "MPLBACKEND": "agg",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
}


class SandboxUnavailable(RuntimeError):
    """There is no sandbox here; the message says what to do."""


def command(packages: Path) -> list[str]:
    """Return bubblewrap's arguments up to the program: all it may see, and nothing else.

    `packages` is a folder that holds the project's packages as a learner may import them.
    Raises SandboxUnavailable without bubblewrap.
    """
    program = shutil.which("bwrap")
    if program is None:
        raise SandboxUnavailable(
            "bubblewrap is not installed, and without it a submission could read and change "
            "everything that you can. Install it (apt install bubblewrap, dnf install bubblewrap) "
            "or, for code that you trust, add --no-sandbox."
        )
    return [program, *_namespaces(), *_system(), *_python(), *_ours(packages), *_closing()]


def _namespaces() -> list[str]:
    shared = [
        "--unshare-ipc",
        "--unshare-pid",
        "--unshare-net",
        "--unshare-uts",
        "--unshare-cgroup-try",
    ]
    if os.getuid() == 0:
        # Real root: the warm process mounts /proc and then becomes nobody, for good. Renaming
        # root to nobody in a user namespace would leave it root to the files of /proc/sys.
        rights = ["CAP_SYS_ADMIN", "CAP_SETUID", "CAP_SETGID"]
        return [*shared, *(part for cap in rights for part in ("--cap-add", cap)), "--dir", "/proc"]
    return [*shared, "--unshare-user", "--uid", "65534", "--gid", "65534", "--proc", "/proc"]


def _system() -> list[str]:
    arguments = ["--ro-bind", "/usr", "/usr"]
    for name in ("bin", "sbin", "lib", "lib32", "lib64"):
        path = Path("/", name)
        if path.is_symlink():
            arguments += ["--symlink", os.readlink(path), str(path)]
        elif path.exists():
            arguments += ["--ro-bind", str(path), str(path)]
    for more in ("/etc/ld.so.cache", "/etc/alternatives", "/etc/fonts", "/sys/devices/system/cpu"):
        arguments += _show(Path(more), "--ro-bind-try")
    return [*arguments, "--dev", "/dev", "--perms", "1777", "--tmpfs", "/tmp"]


def _python() -> list[str]:
    """Show the Python environment, without any copy of this project that is installed in it."""
    arguments = []
    roots = {Path(sys.prefix).resolve(), Path(sys.base_prefix).resolve(), Path(sys.prefix)}
    for root in sorted(roots, key=lambda path: len(path.parts)):
        arguments += _show(root)
    for root in roots | {Path("/usr"), Path("/usr/local")}:
        for packages in root.glob("lib*/python*/*-packages"):
            for name in OUR_PACKAGES:
                if (packages / name).is_dir():
                    arguments += ["--tmpfs", str(packages / name)]
    return arguments


def _show(path: Path, how: str = "--ro-bind") -> list[str]:
    arguments = []
    for parent in reversed(path.parents[:-1]):  # bubblewrap would make them for root alone
        arguments += ["--perms", "0755", "--dir", str(parent)]
    return [*arguments, how, str(path), str(path)]


def _ours(packages: Path) -> list[str]:
    return ["--ro-bind", str(packages), PACKAGES]


def _closing() -> list[str]:
    arguments = ["--clearenv"]
    for name, value in ENVIRONMENT.items():
        arguments += ["--setenv", name, value]
    # bubblewrap's own root and /dev are in memory, and would carry notes between submissions.
    arguments += ["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/"]
    return [*arguments, "--new-session", "--die-with-parent"]
