"""Runs a PowerShell script: pwsh finds the input in its environment and leaves the result in a file."""
import os

from script_channel import decode, encode
from script_handler import failed, success

# The kernel takes no longer text into an environment.
LONGEST_INPUT = 131_000
LARGEST_RESULT = 8 << 20
FLAGS = '-NoLogo', '-NoProfile', '-NonInteractive', '-File'


def execute(job):
    bootstrap, script, result = (os.path.join(job['work'], name) for name in ('.bootstrap.ps1', '.script.ps1', '.result.json'))
    payload = encode(job['payload'], escape=False).encode('utf-8', 'replace')
    if len(payload) > LONGEST_INPUT:
        return failed(f'InputPayload is {len(payload)} bytes of JSON; at most {LONGEST_INPUT} are possible for PowerShell')
    write(bootstrap, job['bootstrap'])
    write(script, job['source'])
    try:
        process = os.posix_spawn(job['pwsh'], [job['pwsh'], *FLAGS, bootstrap, script, result], environment(job, payload))
    except OSError as error:
        return failed(f"{job['pwsh']} cannot be started: {error.strerror}. It must be installed for all users")
    status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    return outcome(result, status, job['output'])


def environment(job, payload):
    """What is ours of .NET's own settings keeps it within the limits: it would reserve more memory and larger files than a script may have."""
    return {
        **os.environ,
        'InputPayload': payload,
        'DOTNET_GCHeapHardLimit': hex(job['memory']),
        'DOTNET_EnableWriteXorExecute': '0',
        'POWERSHELL_TELEMETRY_OPTOUT': '1',
        'POWERSHELL_UPDATECHECK': 'Off',
    }


def outcome(file, status, limit):
    if status < 0:
        return failed(f'The script was killed by signal {-status} before it ended')
    try:
        with open(os.open(file, os.O_RDONLY | os.O_NOFOLLOW), encoding='utf-8-sig') as text:
            result = decode(text.read(LARGEST_RESULT))
    except FileNotFoundError:
        return success(None, limit) if status == 0 else failed(f'The script exited with code {status}')
    except Exception as error:
        return failed(f'The output of the script cannot be read: {error}')
    if 'message' in result:
        return failed(str(result['message']))
    return success(unwrapped(result.get('payload')), limit)


def unwrapped(payload):
    """A text that is a JSON object or list counts as one: scripts end with ConvertTo-Json."""
    if isinstance(payload, str) and payload.lstrip()[:1] in ('{', '['):
        try:
            return decode(payload.strip())
        except Exception:
            pass
    return payload


def write(file, text):
    with open(file, 'x', encoding='utf-8', errors='replace') as out:
        out.write(text)
