# SPDX-License-Identifier: Apache-2.0
"""What a command may leave behind: files, children; and how it is begun so that this can be told."""
import ctypes, os, time

ADOPTS, UNMOVED = 36, 0x0040000 # PR_SET_CHILD_SUBREAPER, ADDR_NO_RANDOMIZE
PATIENCE = 2.0 # seconds that a child may take to follow its parent
LOCKS = ("lock.mdb", "writer.lock") # of stores: whoever opens one makes them


def adopt():
    """From here on, children whose parent ended are ours."""
    ctypes.CDLL(None).prctl(ADOPTS, 1, 0, 0, 0)


def steady():
    """From here on, a program lies at the same addresses whenever it is started."""
    ctypes.CDLL(None).personality(UNMOVED)


def children():
    """None, or words: a child of what has ended still runs."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            ended, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return None
        if not ended:
            time.sleep(0.001)
    return "a child was left"


def names(folder):
    """Files and empty folders below."""
    found = []
    for place, folders, files in os.walk(folder):
        for name in files + [each for each in folders if not os.listdir(os.path.join(place, each))]:
            if name not in LOCKS:
                found.append(os.path.relpath(os.path.join(place, name), folder))
    return found
