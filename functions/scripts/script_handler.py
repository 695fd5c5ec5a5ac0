"""Calls the handler of a script and tells what came of it."""
import os
import sys

from script_channel import answer, encode

MESSAGE_LIMIT = 16_000


def run(job):
    """Calls the handler and answers with {"payload"} or {"message"}; nothing the script left running delays the end."""
    script = os.getpid()
    outcome = unpacked(job) or job.get('execute', execute)(job)
    if os.getpid() == script:
        sys.stdout.flush()
        answer(outcome)
    os._exit(0)


class Source:
    """Lets tracebacks and inspect show the script's lines, though no file holds them."""

    def __init__(self, text):
        self.text = text

    def get_source(self, _name):
        return self.text


class InstalledPackages:
    """Finds installed packages when first asked for one: site is skipped at the start because it costs a third of it."""

    def __init__(self, folders):
        self.folders = folders

    def find_spec(self, name, path=None, target=None):
        import importlib.machinery
        import site
        sys.meta_path.remove(self)
        site.ENABLE_USER_SITE = False
        site.main()
        sys.path += self.folders
        return importlib.machinery.PathFinder.find_spec(name, path, target)


def unpacked(job):
    """Unpacks the archive that comes with a script, if one does; why it cannot be, where it cannot."""
    if 'unpack' not in job:
        return None
    try:
        job['unpack'](job['attachment'], job['work'])
    except Exception as error:
        return failed(f"The attachment {job['attachment']} cannot be unpacked: {error}")
    return None


def execute(job):
    work = job['work']
    attachment = job.get('attachment')
    if attachment:
        sys.path.insert(0, work)
    file = os.path.join(work, 'customer_script.py')
    module = type(sys)('customer_script')
    module.__file__, module.__loader__ = file, Source(job['source'])
    sys.modules[module.__name__] = module
    sys.argv = [file]
    sys.meta_path.append(InstalledPackages(job.get('packages', [])))
    import builtins
    builtins.exit = builtins.quit = sys.exit
    try:
        exec(compile(job['source'], file, 'exec', dont_inherit=True), module.__dict__)
        handler = getattr(module, job['handler'], None) or (attached(job['handler']) if attachment else None)
        if not callable(handler):
            return failed(f"Handler {job['handler']} is not found in provided script")
        payload = handler(job['payload'], {})
    except BaseException as error:
        return failed(describe(error, work))
    return success(payload, job['output'])


def attached(handler):
    """The function that `file.function` means; a file in a folder is `folder.file.function`, or with a slash."""
    file, _, function = handler.rpartition('.')
    if not file:
        return None
    import importlib
    return getattr(importlib.import_module(file.replace('/', '.')), function, None)


def success(payload, limit):
    try:
        text = encode(payload)
        # Escapes make the text longer than what the limit counts.
        size = len(text) if len(text) <= limit else len(encode(payload, escape=False).encode('utf-8', 'surrogatepass'))
    except (TypeError, ValueError, RecursionError, MemoryError) as error:
        return failed(f'The value returned by the handler is not JSON: {type(error).__name__} - {error}')
    if size > limit:
        return failed(f'The output of the script is {size} bytes of JSON; at most {limit} are allowed')
    return '{"payload":' + text + '}'


def failed(message):
    half = MESSAGE_LIMIT // 2
    return encode({'message': message if len(message) <= 2 * half else message[:half] + '\n...\n' + message[-half:]})


def describe(error, work):
    """The text of an exception as Systems Manager shows it: the frames from the script on, then `KeyError - 'x'`."""
    try:
        last = f'{type(error).__name__} - {error}'
    except Exception:
        last = f'{type(error).__name__} - '
    try:
        import traceback
        frames = traceback.extract_tb(error.__traceback__)
        while frames and not frames[0].filename.startswith(work + '/'):
            frames.pop(0)
        lines = traceback.StackSummary.from_list(frames).format()
        if isinstance(error, SyntaxError):
            lines += traceback.format_exception_only(type(error), error)[:-1]
    except MemoryError:
        return last
    return 'Traceback (most recent call last):\n' + ''.join(lines) + '\n' + last
