"""The Lambda function that runs scripts, one per invocation, and answers with what each left: {"channel", "log", "late", "stopped"} or {"refused"}.

It has no rights but those to its own log. A script runs in a process of its own, kept by bootstrap.py as on any machine, with nothing of this
process's environment; what it left is killed and removed before the answer, and once more before the next script.
"""
import hashlib
import json
import os
import queue
import shutil
import socket
import sys
import tempfile
import threading
import urllib.error
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
from script_isolation import PR_SET_DUMPABLE, Libc, kill_descendants

FLAGS = '-I', '-S', '-B', '-u', '-X', 'utf8', '-X', 'no_debug_ranges'
POWERSHELL = '/opt/powershell/pwsh', '/opt/bin/pwsh'
PACKAGES = '/var/runtime', '/opt/python'
CHANNEL_LIMIT, CHUNK, TERM = 1 << 20, 1 << 16, 15
PATIENCE = 0.5

libc = Libc()
# Orphans come home to this process, whose memory and environment the script cannot read.
libc.inherit_orphans()
libc.prctl(PR_SET_DUMPABLE, 0)


class Refused(Exception):
    pass


def handler(event, _context):
    clean()
    try:
        return run(event, tempfile.mkdtemp(prefix='script-'))
    except Refused as reason:
        return {'refused': str(reason)}
    finally:
        clean()


def run(event, work):
    pwsh = powershell() if event['language'] == 'PowerShell' else None
    attachment = event.get('attachment')
    if attachment:
        fetch(attachment, work)
    job = {
        **{name: event[name] for name in ('source', 'handler', 'payload')}, **event['limits'], 'packages': PACKAGES,
        'attachment': attachment and attachment['name'], 'server': os.getpid(), 'work': work, 'user': None, 'pwsh': pwsh,
        'hidden': [], 'programs': [], 'namespaces': False,
    }
    environment = {**event['environment'], 'PATH': '/usr/local/bin:/usr/bin:/bin', 'LANG': 'C.UTF-8', 'HOME': work, 'TMPDIR': work}
    if pwsh:
        environment['DOTNET_SYSTEM_GLOBALIZATION_INVARIANT'] = '1'
    keeper, output, channel = start(job, environment)
    return follow(keeper, output, channel, event)


def powershell():
    for path in POWERSHELL:
        if os.access(path, os.X_OK):
            return path
    raise Refused('PowerShell is not part of this deployment: deploy it with --param powershellLayer=ARN, a layer that holds /opt/powershell/pwsh')


def fetch(attachment, work):
    """Writes an attachment into the script's folder and holds it to its checksum."""
    name, digest = attachment['name'], hashlib.sha256()
    try:
        with urllib.request.urlopen(attachment['url'], timeout=60) as body, open(os.path.join(work, name), 'xb') as file:
            while chunk := body.read(CHUNK):
                digest.update(chunk)
                file.write(chunk)
    except urllib.error.HTTPError as error:
        raise Refused(f'the attachment {name} is gone' if error.code in (403, 404) else f'the attachment {name}: HTTP {error.code}')
    except OSError as error:
        raise Refused(f'the attachment {name} cannot be had: {type(error).__name__}')
    if digest.hexdigest() != attachment['sha256']:
        raise Refused(f'the attachment {name} is not what it was')


def start(job, environment):
    """Starts the keeper; answers with its number, what the script prints, and its channel."""
    output, inner_output = os.pipe()
    channel, inner_channel = socket.socketpair()
    null = os.open(os.devnull, os.O_RDONLY)
    actions = [
        (os.POSIX_SPAWN_DUP2, null, 0), (os.POSIX_SPAWN_DUP2, inner_output, 1), (os.POSIX_SPAWN_DUP2, inner_output, 2),
        (os.POSIX_SPAWN_DUP2, inner_channel.fileno(), 3),
    ]
    program = [sys.executable, *FLAGS, os.path.join(HERE, 'bootstrap.py')]
    keeper = os.posix_spawn(program[0], program, environment, file_actions=actions, setsid=True)
    for file in null, inner_output:
        os.close(file)
    inner_channel.close()
    try:
        channel.sendall(json.dumps(job).encode())
        channel.shutdown(socket.SHUT_WR)
    except OSError:
        pass  # It ended before it read its job; its end tells.
    return keeper, output, channel


def follow(keeper, output, channel, event):
    limits, over, isOver = event['limits'], queue.Queue(), threading.Event()
    log, answer = Text(limits['log']), Text(CHANNEL_LIMIT)
    readers = [
        threading.Thread(target=drain, args=(lambda: os.read(output, CHUNK), log), daemon=True),
        threading.Thread(target=drain, args=(lambda: channel.recv(CHUNK), answer), daemon=True),
    ]
    for thread in *readers, threading.Thread(target=reap, args=(keeper, over), daemon=True):
        thread.start()
    threading.Thread(target=watch, args=(event['stop'], isOver, over), daemon=True).start()
    why = first(over, event['seconds'])
    if why != 'ended':
        end(keeper, over)
    isOver.set()
    kill_descendants(os.getpid())
    for thread in readers:
        thread.join(PATIENCE)
    channel.close()
    os.close(output)
    mark = f"\n[The log was cut after {limits['log']} bytes]\n"
    return {'channel': answer.text(''), 'log': log.text(mark), 'late': why == 'late', 'stopped': why == 'stopped'}


def first(events, seconds):
    try:
        return events.get(timeout=seconds)
    except queue.Empty:
        return 'late'


def end(keeper, over):
    """Asks the keeper to end all; one that does not is ended with all it started."""
    os.kill(keeper, TERM)
    why = first(over, PATIENCE)
    while why not in ('ended', 'late'):
        why = first(over, PATIENCE)
    if why == 'late':
        kill_descendants(os.getpid())


def reap(process, over):
    try:
        os.waitpid(process, 0)
    except ChildProcessError:
        pass
    over.put('ended')


def watch(stop, isOver, over):
    """Looks whether somebody put the object there that says: stop."""
    while not isOver.wait(stop['seconds']):
        try:
            with urllib.request.urlopen(stop['url'], timeout=5):
                over.put('stopped')
                return
        except OSError:
            pass


def drain(read, text):
    try:
        while chunk := read():
            text.add(chunk)
    except OSError:
        pass


class Text:
    """UTF-8 bytes up to a limit; what comes after is dropped."""

    def __init__(self, limit):
        self.chunks, self.room, self.cut = [], limit, False

    def add(self, chunk):
        self.cut = self.cut or len(chunk) > self.room
        self.chunks.append(chunk[:self.room])
        self.room -= len(self.chunks[-1])

    def text(self, mark):
        return b''.join(self.chunks).decode('utf-8', 'replace') + (mark if self.cut else '')


def clean():
    """Nothing of one script is there for the next: no process, no file."""
    kill_descendants(os.getpid())
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass
    folder = tempfile.gettempdir()
    for parent, folders, _ in os.walk(folder):
        for path in (os.path.join(parent, name) for name in folders):
            if not os.path.islink(path):
                os.chmod(path, 0o700)
    for name in os.listdir(folder):
        path = os.path.join(folder, name)
        if os.path.isdir(path) and not os.path.islink(path):
            shutil.rmtree(path, ignore_errors=True)
        else:
            os.unlink(path)
