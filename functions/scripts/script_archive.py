"""Unpacks a zip archive that nobody vouches for; it runs where the script does, with the script's rights and limits."""
import os
import stat
import zipfile

ENTRIES, BYTES, PATH_LENGTH = 10_000, 512 << 20, 1024
METHODS = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED
CHUNK = 1 << 20


class Refused(Exception):
    pass


def unpack(name, folder):
    """Puts the files of the archive `name` in `folder` in its place; raises Refused with the reason."""
    try:
        with zipfile.ZipFile(os.path.join(folder, name)) as archive:
            os.unlink(os.path.join(folder, name))
            entries = archive.infolist()
            if len(entries) > ENTRIES:
                raise Refused(f'it has {len(entries)} entries, at most {ENTRIES} are allowed')
            refuse_collisions(entries)
            room = BYTES
            for entry in entries:
                room -= place(archive, entry, folder, room)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError) as error:
        raise Refused(str(error) or type(error).__name__) from error
    except zipfile.zlib.error as error:
        raise Refused(str(error)) from error


def refuse_collisions(entries):
    import unicodedata
    seen = {}
    for entry in entries:
        plain = unicodedata.normalize('NFC', entry.filename).casefold().rstrip('/')
        if plain in seen:
            raise Refused(f'the entries {seen[plain]} and {entry.filename} are the same file to some systems')
        seen[plain] = entry.filename


def place(archive, entry, folder, room):
    """Writes one entry, whose size in bytes counts as far as it is really there, whatever its header says."""
    parts = parts_of(entry)
    mode = entry.external_attr >> 16
    kind = stat.S_IFMT(mode)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise Refused(f'the entry {entry.filename} is no file')
    if entry.flag_bits & 1:
        raise Refused(f'the entry {entry.filename} is encrypted')
    path = os.path.join(folder, *parts)
    if entry.is_dir():
        os.makedirs(path, exist_ok=True)
        return 0
    if entry.compress_type not in METHODS:
        raise Refused(f'the entry {entry.filename} is compressed in a way that is not known here')
    os.makedirs(os.path.dirname(path), exist_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    size = 0
    with os.fdopen(os.open(path, flags, 0o700 if mode & 0o111 else 0o600), 'wb') as file, archive.open(entry) as source:
        while chunk := source.read(CHUNK):
            size += len(chunk)
            if size > room:
                raise Refused(f'its files have more than {BYTES} bytes')
            file.write(chunk)
    return size


def parts_of(entry):
    # The library cuts a name at its first NUL; the name as it was written tells.
    name = entry.orig_filename
    if not name or len(name) > PATH_LENGTH or '\\' in name or name.startswith('/') or any(ord(letter) < 32 for letter in name):
        raise Refused(f'the entry {name!r} has a name that is not allowed')
    parts = [part for part in name.split('/') if part not in ('', '.')]
    if '..' in parts or not parts or ':' in parts[0]:
        raise Refused(f'the entry {name!r} leads outside')
    return parts
