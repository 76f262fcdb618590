"""A server that plays, or records, what microphones push to it.

speaker_server.py PORT RAW [--clients N] [--wav WAV] [--sound]
A thread for each client takes 4 KiB at a time, and puts arrays into one queue of 20, where it waits
while that is full. A player takes one after the other, at the rate of its sound card, which waits for
them; what it was given is in the file RAW as well, as float32 (--sound: there is a real one). With
--wav a recorder takes them instead, as fast as they come, and writes a 16-bit WAV file too. Ends when
N clients have closed. Anything but float32 arrays of exactly 1024 frames of 2 channels, in C order, is
a failure: a player's stream is opened for those.
"""
import os
import queue
import socket
import threading
import wave

import numpy as np
import wires

BACKLOG = 5
QUEUED = 20
SHAPE = (wires.BLOCK_FRAMES, wires.CHANNELS)


def fail(why):
    """The whole program, from any thread."""
    wires.say(why)
    os._exit(1)


def checked(value):
    if type(value) is not np.ndarray:
        fail(f"no array but {type(value).__name__}: {value!r:.80}")
    what = value.dtype.str, value.shape, value.flags.c_contiguous
    if what != ("<f4", SHAPE, True):
        fail(f"dtype, shape and C order should be '<f4', {SHAPE} and True, are {what}")
    return value


def serve(client):
    try:
        with client:
            for value in wires.messages(client):
                arrays.put(checked(value))
    except SystemExit as e:
        fail(e.code)
    arrays.put(None)


def accept():
    for _ in range(args.clients):
        client, _address = listener.accept()
        wires.say("a client is there")
        threading.Thread(target=serve, args=(client,), daemon=True).start()


args = wires.arguments(__doc__, "port", "raw", clients=1, wav="", sound=False)
arrays = queue.Queue(maxsize=QUEUED)
played = []
with socket.create_server(("127.0.0.1", args.port), backlog=BACKLOG) as listener:
    wires.say("ready")
    threading.Thread(target=accept, daemon=True).start()
    if args.wav:
        speaker = open(args.raw, "wb")
    else:
        speaker = wires.Speaker(args.raw, wires.BLOCK_FRAMES, floats=True, sound=args.sound)
    closed = 0
    while closed < args.clients:
        value = arrays.get()
        if value is None:
            closed += 1
            continue
        played.append(value)
        speaker.write(value.tobytes())
    speaker.close()
wires.say(f"{len(played)} messages")
if args.wav:
    with wave.open(args.wav, "wb") as file:
        file.setnchannels(wires.CHANNELS)
        file.setsampwidth(2)
        file.setframerate(wires.RATE)
        scaled = np.rint(np.concatenate(played) * 32768)
        file.writeframes(np.clip(scaled, -32768, 32767).astype("<i2").tobytes())
