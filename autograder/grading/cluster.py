"""Grade on a Dask cluster."""

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

from autograder.grading.batch import close_graders

CONNECT_SECONDS = 30


class NoCluster(RuntimeError):
    """There is no cluster to grade on; the message says what to do."""


@contextmanager
def cluster(scheduler: str) -> Iterator[tuple[Executor, int]]:
    """Yield an executor whose calls run on the cluster's workers, and how many workers there are.

    Dask is imported here, where it is asked for. Raises NoCluster.
    """
    try:
        from distributed import Client
    except ImportError:
        raise NoCluster("Dask is not installed. Install it: pip install distributed") from None
    try:
        client = Client(scheduler, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError):
        raise NoCluster(
            f"No Dask scheduler answers at {scheduler}. Start one with: dask scheduler"
        ) from None
    with client:
        try:
            client.wait_for_workers(1, timeout=CONNECT_SECONDS)
        except TimeoutError:
            raise NoCluster(
                f"The scheduler at {scheduler} has no workers. Start some on each machine with: "
                f"dask worker {scheduler} --nthreads 1 --nworkers -1"
            ) from None
        try:
            yield client.get_executor(), len(client.nthreads())
        finally:
            client.run(close_graders)
