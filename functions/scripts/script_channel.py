"""JSON on the channel to the server, by the C functions behind json: the package itself would double a script's start."""
import os

CHANNEL = 3


def receive():
    """The job: all the server sends."""
    with open(CHANNEL, 'rb', closefd=False) as channel:
        job = decode(channel.read().decode())
    os.set_inheritable(CHANNEL, False)
    return job


def answer(text):
    with open(CHANNEL, 'wb', closefd=False) as channel:
        channel.write(text.encode('ascii') + b'\n')


def encode(value, escape=True):
    try:
        import _json
        string = _json.encode_basestring_ascii if escape else _json.encode_basestring
        encoder = _json.make_encoder({}, refuse, string, None, ':', ',', False, False, False)
    except (ImportError, AttributeError):
        import json
        return json.dumps(value, ensure_ascii=escape, allow_nan=False, separators=(',', ':'))
    return ''.join(encoder(value, 0))


def refuse(value):
    raise TypeError(f'Object of type {type(value).__name__} is not JSON serializable')


class Decoding:
    """What the C scanner asks for."""

    strict, object_hook, object_pairs_hook = True, None, None
    parse_float, parse_int, parse_constant = float, int, None


def decode(text):
    try:
        from _json import make_scanner
    except ImportError:
        import json
        return json.loads(text)
    return make_scanner(Decoding)(text, 0)[0]
