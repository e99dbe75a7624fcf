"""What one submission may use."""

from dataclasses import dataclass

MIB = 2**20


@dataclass(frozen=True)
class Limits:
    """Seconds of wall time for a cell, for all calls of one check, and for a whole submission.

    Memory counts beyond what the warm process holds already; sizes are in bytes. `outputs` bounds
    what all cells together may print and show.
    """

    cell_seconds: float = 30.0
    part_seconds: float = 10.0
    seconds: float = 120.0
    memory: int = 2048 * MIB
    processes: int = 64
    open_files: int = 256
    file_size: int = 64 * MIB
    scratch: int = 128 * MIB
    outputs: int = 1 * MIB
    restarts: int = 6
