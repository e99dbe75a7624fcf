"""Where a learner's code runs: a warm process in bubblewrap, forked once for each submission.

What it stops, for root and for ordinary users. No network, not even the machine's own. Nothing to
read but the Python environment, fonts and system libraries, all read-only, and no answer among
them. Nothing to write but a scratch of its own, which goes with it, as does every process that it
started. No rights, no new namespaces, and none of the system calls in `inside/syscalls.py`.
Limits of the kernel for each process: address space, computing time, number of processes, open
files, size of a file. Limits of the referee: wall time of a cell, a check and a submission, bytes
of output, size of a message. The memory of all its processes together is added up ten times a
second by the warm process, and the submission killed above the limit. No cgroup is made, so between
two looks it can be exceeded, and files in its two scratches count beside it, not in it.

What it does not stop. An error in the Linux kernel itself: the filter makes the way there narrower,
and only a virtual machine would be another wall. Signs of timing between processes that share a
processor. A submission may use one core for each of its processes until its time is up. It may
compute its answer in any way that the installed packages allow. It can see the Python environment's
own files, so keep no secret inside it. On processors other than x86_64 and aarch64 there is
no filter of system calls, only the namespaces.
"""
