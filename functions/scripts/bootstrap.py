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
from script_isolation import KILL, Libc, become, enclose, hide, kill_descendants, kill_group, new_namespaces

TERM = 15
UNREADABLE = '{} lies where only root can read, but scripts run as another user: install Python for all users'


def keep(job):
    """Lives as long as the script, outside its namespaces."""
    libc = Libc()
    libc.die_with_parent()
    if os.getppid() != job['server']:
        os._exit(1)
    # Folders made on the way to the script's own are for whoever the script will be.
    os.umask(0o022)
    job['namespaces'] = job['namespaces'] and new_namespaces(libc, job['user'])
    if not job['namespaces']:
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
    supervise(libc, job, hide(libc, job))


def supervise(libc, job, hidden):
    keeper = os.getpid()
    script = os.fork()
    if script == 0:
        enclose(libc, job, keeper)
        if not os.access(os.__file__, os.R_OK):
            answer(encode({'message': UNREADABLE.format(sys.executable)}))
            os._exit(0)
        run(job)
    _signal.signal(TERM, lambda *_: kill(script, job['user']))
    ended = status = None
    while ended != script:
        ended, status = os.wait()
    _signal.signal(TERM, _signal.SIG_IGN)
    if not job['namespaces']:
        sweep(script, job['user'])
    exit = -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
    answer(encode({'exit': exit, 'hidden': hidden, 'root': job['user'] is None and os.geteuid() == 0}))
    os._exit(0)


def kill(script, user):
    """Kills the script; where it has a user of its own, all that this user runs, at once, so that nothing can start another meanwhile."""
    if user is None:
        return os.kill(script, KILL)
    if os.fork() == 0:
        become(user)
        os.kill(-1, KILL)
        os._exit(0)


def sweep(script, user):
    """Kills what the script left behind: as the nearest reaper we inherit every orphan, also those of a new session."""
    if user is not None:
        kill(script, user)
    else:
        kill_group(script)
        kill_descendants(os.getpid())
    try:
        while True:
            os.wait()
    except ChildProcessError:
        pass


def close_others():
    """Whatever else the server had open without knowing, since it inherited it itself."""
    for name in os.listdir('/dev/fd' if os.path.isdir('/dev/fd') else '/proc/self/fd'):
        try:
            if int(name) > CHANNEL:
                os.close(int(name))
        except OSError:
            pass


def main():
    job = receive()
    if (job.get('attachment') or '').lower().endswith('.zip'):
        from script_archive import unpack
        job['unpack'] = unpack
    if job.get('pwsh'):
        from script_powershell import execute
        job['execute'] = execute
        with open(os.path.join(sys.path[0], 'bootstrap.ps1'), encoding='utf-8') as file:
            job['bootstrap'] = file.read()
    # The script's own imports must not meet ours.
    del sys.path[0]
    for name in 'script_archive', 'script_channel', 'script_handler', 'script_isolation', 'script_powershell':
        sys.modules.pop(name, None)
    close_others()
    # One stream for both keeps what the script prints in order.
    os.dup2(1, 2)
    keep(job)


main()
