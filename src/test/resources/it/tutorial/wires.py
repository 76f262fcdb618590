"""What these programs share: messages on TCP, blocks of a WAV file, a device, and a limit of time.

A message is 8 bytes of length, little-endian, and a pickle of that length.
"""
import argparse
import pickle
import signal
import struct
import sys
import time
import wave

RATE, CHANNELS, BLOCK_FRAMES = 44100, 2, 1024
FRAME_BYTES = 2 * CHANNELS

LENGTH = struct.Struct("<Q")
LONGEST = 1 << 20

# Of what came, so much is taken with one call.
RECEIVED = 4096


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
    read = b""
    while True:
        while len(read) < LENGTH.size:
            part = connection.recv(RECEIVED)
            if not part:
                if read:
                    sys.exit(f"closed inside a length: {len(read)} bytes of it")
                return
            read += part
        (length,) = LENGTH.unpack(read[: LENGTH.size])
        read = read[LENGTH.size :]
        if length > LONGEST:
            sys.exit(f"a message of {length} bytes, the longest allowed has {LONGEST}")
        while len(read) < length:
            part = connection.recv(RECEIVED)
            if not part:
                sys.exit(f"closed inside a message: {len(read)} bytes of {length}")
            read += part
        yield pickle.loads(read[:length])
        read = read[length:]


class Speaker:
    """What a program plays on, and a file of what it played.

    A write waits while the device has no room, and the device never waits for a write: it holds two
    buffers of so many frames, and what is missing is silence. With sound, the device is a real one.
    """

    def __init__(self, path, frames, floats=False, sound=False):
        self._file = open(path, "wb")
        self._frame_bytes = CHANNELS * (4 if floats else 2)
        self._held = 2 * frames / RATE
        self._empty_at = 0.0
        self.gaps = 0
        self._stream = None
        if sound:
            import pyaudio

            device = pyaudio.PyAudio()
            self._stream = device.open(
                format=pyaudio.paFloat32 if floats else pyaudio.paInt16,
                channels=CHANNELS,
                rate=RATE,
                output=True,
                frames_per_buffer=frames,
            )

    def write(self, samples):
        self._file.write(samples)
        if self._stream:
            self._stream.write(samples)
            return
        now = time.monotonic()
        if now > self._empty_at:
            self.gaps += self._empty_at > 0
            self._empty_at = now
        self._empty_at += len(samples) / self._frame_bytes / RATE
        time.sleep(max(0, self._empty_at - self._held - now))

    def close(self):
        """Plays what it holds, and completes the file."""
        self._file.close()
        if self._stream:
            # Stopping it can throw away what it holds; the tutorial's programs never do.
            time.sleep(self._stream.get_output_latency() + 0.5)
            self._stream.close()
        else:
            time.sleep(max(0, self._empty_at - time.monotonic()))
