"""What these programs share: messages on TCP, blocks of a WAV file, and a limit of time.

A message is 8 bytes of length, little-endian, and a pickle of that length.
"""
import argparse
import pickle
import signal
import struct
import sys
import wave

RATE, CHANNELS, BLOCK_FRAMES = 44100, 2, 1024
FRAME_BYTES = 2 * CHANNELS

LENGTH = struct.Struct("<Q")
LONGEST = 1 << 20


def say(line):
    print(line, flush=True)


def arguments(description, *positional, **switches):
    """Reads the command line; from then on the program ends by itself after --limit seconds."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name in positional:
        parser.add_argument(name, type=int if name == "port" else str)
    parser.add_argument("--limit", type=int, default=60)
    for name, default in switches.items():
        if default is False:
            parser.add_argument("--" + name, action="store_true")
        else:
            parser.add_argument("--" + name, type=type(default), default=default)
    args = parser.parse_args()

    def time_is_up(_signal, _frame):
        sys.exit(f"time is up after {args.limit} s")

    signal.signal(signal.SIGALRM, time_is_up)
    signal.alarm(args.limit)
    return args


def blocks(path, frames):
    """The bytes of a 16-bit stereo WAV file, so many frames at a time; the last may have fewer."""
    with wave.open(path, "rb") as file:
        shape = file.getsampwidth(), file.getnchannels(), file.getframerate()
        if shape != (2, CHANNELS, RATE):
            sys.exit(f"{path}: 16 bit, 2 channels and 44100 Hz wanted, it has {shape}")
        while block := file.readframes(frames):
            yield block


def send(connection, value, protocol=None):
    message = pickle.dumps(value, protocol)
    connection.sendall(LENGTH.pack(len(message)) + message)


def messages(connection):
    """What the other side pickled, until it closes; fails when it closes inside a message."""
    while head := _read(connection, LENGTH.size):
        if len(head) < LENGTH.size:
            sys.exit(f"closed inside a length: {len(head)} bytes of it")
        (length,) = LENGTH.unpack(head)
        if length > LONGEST:
            sys.exit(f"a message of {length} bytes, the longest allowed has {LONGEST}")
        message = _read(connection, length)
        if len(message) < length:
            sys.exit(f"closed inside a message: {len(message)} bytes of {length}")
        yield pickle.loads(message)


def _read(connection, length):
    """So many bytes, or fewer where the connection ends."""
    read = bytearray()
    while len(read) < length:
        part = connection.recv(length - len(read))
        if not part:
            break
        read += part
    return bytes(read)
