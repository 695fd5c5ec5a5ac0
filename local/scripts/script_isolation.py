"""What Linux gives to enclose a process; every call is left out where the system has no such thing."""
import os
import resource
import struct
import sys

KILL = 9
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 1, 36, 38
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
        self.call('capset', struct.pack('=Ii', CAPABILITY_VERSION_3, 0), struct.pack('=6I', 0, 0, 0, 0, 0, 0))


def new_namespaces(libc):
    """Own users, mounts and processes, where the kernel lets us; the script's user stays the same."""
    user, group = os.geteuid(), os.getegid()
    try:
        libc.call('unshare', CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID)
    except (OSError, AttributeError):
        return False
    for name, text in ('setgroups', 'deny'), ('uid_map', f'{user} {user} 1'), ('gid_map', f'{group} {group} 1'):
        with open(f'/proc/self/{name}', 'w') as file:
            file.write(text)
    return True


def hide(libc, folders, work):
    """Leaves the script only `work` and temporary folders of its own to write, nothing of `folders` to read, and no other process in /proc."""
    try:
        libc.mount(None, '/', None, MS_REC_PRIVATE)
        kept = os.open(work, os.O_PATH | os.O_DIRECTORY)
        own = [folder for folder in TEMPORARY if os.path.isdir(folder) and not sys.prefix.startswith(folder + '/')]
        for folder in own:
            libc.mount('tmpfs', folder, 'tmpfs', MS_NOSUID_NODEV, 'size=512m,mode=1777')
        for folder in filter(os.path.isdir, folders):
            libc.mount('tmpfs', folder, 'tmpfs', MS_NOSUID_NODEV, 'size=64k,mode=755')
        os.makedirs(work, exist_ok=True)
        libc.mount(f'/proc/self/fd/{kept}', work, None, MS_BIND)
        os.close(kept)
        libc.set_read_only('/', True)
        for folder in own + [work]:
            libc.set_read_only(folder, False)
        libc.mount('proc', '/proc', 'proc', MS_NOSUID_NODEV)
        return True
    except OSError:
        return False


def enclose(libc, job, keeper, namespaces):
    """Limits the process the script runs in, for good."""
    os.setpgid(0, 0)
    libc.die_with_parent()
    if not namespaces and os.getppid() != keeper:
        os._exit(1)
    os.chdir(job['work'])
    os.umask(0o077)
    os.nice(5)
    limits = {'RLIMIT_AS': job['memory'], 'RLIMIT_FSIZE': job['fileSize'], 'RLIMIT_CORE': 0}
    if namespaces:
        # Counted within the namespace; outside one it would count whatever else this user runs.
        limits['RLIMIT_NPROC'] = job['processes']
    for name, limit in limits.items():
        hard = resource.getrlimit(getattr(resource, name))[1]
        limit = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(getattr(resource, name), (limit, limit))
    libc.drop_privileges()
