"""A server that plays, or records, what microphones push to it.

speaker_server.py PORT RAW [--clients N] [--wav WAV]
Serves one client after the other and ends when the last of them has closed. What a sound card would
have played goes to the file RAW, as float32; with --wav, also to a 16-bit WAV file. Anything but
float32 arrays of exactly 1024 frames of 2 channels, in C order, is a failure: a player's stream is
opened for those.
"""
import socket
import sys
import wave

import numpy as np
import wires

SHAPE = (wires.BLOCK_FRAMES, wires.CHANNELS)


def checked(value):
    if type(value) is not np.ndarray:
        sys.exit(f"no array but {type(value).__name__}: {value!r:.80}")
    what = value.dtype.str, value.shape, value.flags.c_contiguous
    if what != ("<f4", SHAPE, True):
        sys.exit(f"dtype, shape and C order should be '<f4', {SHAPE} and True, are {what}")
    return value


args = wires.arguments(__doc__, "port", "raw", clients=1, wav="")
played = []
with socket.create_server(("127.0.0.1", args.port)) as listener, open(args.raw, "wb") as raw:
    wires.say("ready")
    for _ in range(args.clients):
        client, _address = listener.accept()
        with client:
            wires.say("a client is there")
            for value in wires.messages(client):
                played.append(checked(value))
                raw.write(value.tobytes())
            wires.say(f"{len(played)} messages")
if args.wav:
    with wave.open(args.wav, "wb") as file:
        file.setnchannels(wires.CHANNELS)
        file.setsampwidth(2)
        file.setframerate(wires.RATE)
        scaled = np.rint(np.concatenate(played) * 32768)
        file.writeframes(np.clip(scaled, -32768, 32767).astype("<i2").tobytes())
