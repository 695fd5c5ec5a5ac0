"""What Linux gives to enclose a process; every call is left out where the system has no such thing."""
import os
import resource
import struct
import sys

KILL, STOP = 9, 19
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 1, 4, 36, 38
CLONE_NEWNS, CLONE_NEWUSER, CLONE_NEWPID = 0x00020000, 0x10000000, 0x20000000
MS_NOSUID_NODEV, MS_BIND, MS_REC_PRIVATE = 2 | 4, 4096, 16384 | 1 << 18
SYS_MOUNT_SETATTR, AT_RECURSIVE = 442, 0x8000
CAPABILITY_VERSION_3 = 0x20080522
TEMPORARY = '/tmp', '/var/tmp', '/dev/shm'


class Libc:
    """The Linux calls Python has no function for; elsewhere every one fails with OSError."""

    def __init__(self):
        self.library = None
        if sys.platform == 'linux':
            try:
                import ctypes
                self.library, self.ctypes = ctypes.CDLL(None, use_errno=True), ctypes
            except (ImportError, OSError):
                pass

    def call(self, name, *arguments):
        if self.library is None:
            raise OSError(name)
        if getattr(self.library, name)(*arguments) != 0:
            raise OSError(self.ctypes.get_errno(), name)

    def prctl(self, option, value):
        if self.library is not None:
            self.call('prctl', option, self.ctypes.c_ulong(value), *[self.ctypes.c_ulong(0)] * 3)

    def mount(self, source, target, kind, flags, options=None):
        text = [part and os.fsencode(part) for part in (source, target, kind, options)]
        self.call('mount', text[0], text[1], text[2], self.ctypes.c_ulong(flags), text[3])

    def set_read_only(self, folder, whole_tree):
        change = (1, 0) if whole_tree else (0, 1)
        flags = AT_RECURSIVE if whole_tree else 0
        long = self.ctypes.c_long
        attributes = struct.pack('=4Q', *change, 0, 0)
        self.call('syscall', long(SYS_MOUNT_SETATTR), -1, os.fsencode(folder), flags, attributes, long(len(attributes)))

    def die_with_parent(self):
        self.prctl(PR_SET_PDEATHSIG, KILL)

    def inherit_orphans(self):
        self.prctl(PR_SET_CHILD_SUBREAPER, 1)

    def drop_privileges(self):
        self.prctl(PR_SET_NO_NEW_PRIVS, 1)
        if self.library is None:
            return
        try:
            self.call('capset', struct.pack('=Ii', CAPABILITY_VERSION_3, 0), struct.pack('=6I', 0, 0, 0, 0, 0, 0))
        except OSError:
            # Where the call is forbidden altogether (Lambda, containers), only root has anything to drop.
            if os.geteuid() == 0:
                raise


def become(user):
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)


def new_namespaces(libc, user):
    """Own mounts and processes, where the kernel lets us; without root's powers that takes own users too, and the script's stays the same."""
    kinds = CLONE_NEWNS | CLONE_NEWPID
    try:
        libc.call('unshare', kinds if user is not None else kinds | CLONE_NEWUSER)
    except (OSError, AttributeError):
        return False
    if user is not None:
        return True
    user, group = os.geteuid(), os.getegid()
    for name, text in ('setgroups', 'deny'), ('uid_map', f'{user} {user} 1'), ('gid_map', f'{group} {group} 1'):
        with open(f'/proc/self/{name}', 'w') as file:
            file.write(text)
    return True


def hide(libc, job):
    """Leaves the script only `work` and temporary folders of its own to write, nothing of `hidden` to read, and no other process in /proc."""
    programs = [os.path.dirname(os.path.dirname(path)) for path in (os.__file__, sys.executable)] + job['programs']
    temporary = [folder for folder in TEMPORARY if os.path.isdir(folder)]
    closed = {first_closed(path) for path in programs} - {None} if job['user'] is not None else set()
    try:
        libc.mount(None, '/', None, MS_REC_PRIVATE)
        covers = [*temporary, *closed, *job['hidden']]
        kept = [(path, os.open(path, os.O_PATH | os.O_DIRECTORY)) for path in [job['work'], *programs] if is_below(path, covers)]
        for folder in filter(os.path.isdir, covers):
            size, mode = ('512m', '1777') if folder in temporary else ('64k', '755')
            libc.mount('tmpfs', folder, 'tmpfs', MS_NOSUID_NODEV, f'size={size},mode={mode}')
        for path, file in kept:
            os.makedirs(path, exist_ok=True)
            libc.mount(f'/proc/self/fd/{file}', path, None, MS_BIND)
            os.close(file)
        libc.set_read_only('/', True)
        for folder in temporary + [job['work']]:
            libc.set_read_only(folder, False)
        libc.mount('proc', '/proc', 'proc', MS_NOSUID_NODEV)
        return True
    except OSError:
        return False


def is_below(path, folders):
    return any(path.startswith(folder + '/') for folder in folders)


def first_closed(path):
    """The first folder on the way to `path` that other users may not pass."""
    parts = path.split('/')
    ways = ('/'.join(parts[:count]) for count in range(2, len(parts)))
    return next((way for way in ways if not os.stat(way).st_mode & 1), None)


def enclose(libc, job, keeper):
    """Limits the process the script runs in, for good."""
    os.setpgid(0, 0)
    os.chdir(job['work'])
    os.umask(0o077)
    os.nice(10)
    for name, limit in limits_of(job).items():
        hard = resource.getrlimit(getattr(resource, name))[1]
        limit = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(getattr(resource, name), (limit, limit))
    if job['user'] is not None:
        become(job['user'])
        # Whoever changes its user loses sight of itself in /proc.
        libc.prctl(PR_SET_DUMPABLE, 1)
    libc.die_with_parent()
    if not job['namespaces'] and os.getppid() != keeper:
        os._exit(1)
    libc.drop_privileges()


def limits_of(job):
    # .NET reserves far more addresses than it uses, so what it may write counts, its own code and all.
    memory = {'RLIMIT_DATA': 2 * job['memory']} if job.get('pwsh') else {'RLIMIT_AS': job['memory']}
    limits = {**memory, 'RLIMIT_FSIZE': job['fileSize'], 'RLIMIT_CORE': 0}
    # The kernel counts what the user runs: in the script's own namespace, as its own user, or else all there is already.
    others = 0 if job['namespaces'] or job['user'] is not None else tasks_of(os.geteuid())
    if others is not None:
        limits['RLIMIT_NPROC'] = others + job['processes']
    return limits


def tasks_of(user):
    """How many processes and threads a user runs; None where the system does not tell."""
    try:
        return sum(tasks_in(f'/proc/{name}', user) for name in os.listdir('/proc') if name.isdigit())
    except OSError:
        return None


def tasks_in(folder, user):
    try:
        return len(os.listdir(f'{folder}/task')) if os.stat(folder).st_uid == user else 0
    except OSError:
        return 0


def kill_group(leader):
    try:
        os.killpg(leader, KILL)
    except OSError:
        pass


def kill_descendants(root):
    """All are stopped before the first is killed, so that none starts another meanwhile."""
    stopped = set()
    while found := descendants(root) - stopped:
        send(STOP, found)
        stopped |= found
    send(KILL, stopped)


def send(signal, processes):
    for process in processes:
        try:
            os.kill(process, signal)
        except OSError:
            pass


def descendants(root):
    found, parents = set(), [root]
    while parents:
        try:
            with open(f'/proc/{parents[0]}/task/{parents.pop(0)}/children') as file:
                parents += map(int, file.read().split())
        except OSError:
            continue
        found |= set(parents)
    return found
