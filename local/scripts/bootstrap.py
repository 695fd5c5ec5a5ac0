"""Runs one embedded script: python3 -I -S bootstrap.py, the job as JSON on descriptor 3, lines of JSON back on it.

This process keeps the script: it dies with the server, takes along what the script started, and says last how the script's process ended.
Every import is paid by every script: hence _signal, since signal draws in enum.
"""
import _signal
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from script_channel import CHANNEL, answer, encode, receive
from script_handler import run
from script_isolation import KILL, Libc, enclose, hide, new_namespaces

# The script's own imports must not meet ours.
del sys.path[0]
for name in 'script_channel', 'script_handler', 'script_isolation':
    del sys.modules[name]

TERM = 15


def keep(job):
    """Lives as long as the script, outside its namespaces."""
    libc = Libc()
    libc.die_with_parent()
    if os.getppid() != job['server']:
        os._exit(1)
    if not job['namespaces'] or not new_namespaces(libc):
        libc.inherit_orphans()
        return supervise(libc, job, False)
    alive, own = os.pipe()
    first = os.fork()
    if first:
        os.close(alive)
        os.waitpid(first, 0)
        os._exit(0)
    os.close(own)
    libc.die_with_parent()
    os.set_blocking(alive, False)
    try:
        if os.read(alive, 1) == b'':
            os._exit(1)
    except BlockingIOError:
        os.close(alive)
    supervise(libc, job, hide(libc, job['hidden'], job['work']), namespaces=True)


def supervise(libc, job, hidden, namespaces=False):
    keeper = os.getpid()
    script = os.fork()
    if script == 0:
        enclose(libc, job, keeper, namespaces)
        run(job)
    _signal.signal(TERM, lambda *_: os.kill(script, KILL))
    ended = status = None
    while ended != script:
        ended, status = os.wait()
    _signal.signal(TERM, _signal.SIG_IGN)
    if not namespaces:
        sweep(script)
    exit = -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
    answer(encode({'exit': exit, 'hidden': hidden}))
    os._exit(0)


def sweep(script):
    """Kills what the script left behind: as the nearest reaper we inherit every orphan, also those of a new session."""
    try:
        os.killpg(script, KILL)
    except OSError:
        pass
    while True:
        try:
            with open(f'/proc/self/task/{os.getpid()}/children') as file:
                orphans = file.read().split()
            for orphan in orphans:
                os.kill(int(orphan), KILL)
            os.wait()
        except (ChildProcessError, FileNotFoundError):
            return
        except ProcessLookupError:
            continue


def close_others():
    """Whatever else the server had open without knowing, since it inherited it itself."""
    for name in os.listdir('/dev/fd'):
        try:
            if int(name) > CHANNEL:
                os.close(int(name))
        except OSError:
            pass


def main():
    job = receive()
    close_others()
    # One stream for both keeps what the script prints in order.
    os.dup2(1, 2)
    keep(job)


main()
