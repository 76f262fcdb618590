"""A microphone that pushes to a server: arrays of float32, 1024 frames of 2 channels each.

mic_client.py PORT WAV [--unpaced] [--protocol N]
The sound is a WAV file's; a microphone gives whole blocks only, so silence fills the last one. The
device puts 43 blocks a second (--unpaced: as many as are taken) into a queue of 20, and waits while it
is full; they are sent one by one, as fast as the connection takes them, which is then closed.
"""
import pickle
import queue
import socket
import threading
import time

import numpy as np
import wires

QUEUED = 20

args = wires.arguments(
    __doc__, "port", "wav", unpaced=False, protocol=pickle.DEFAULT_PROTOCOL
)
captured = queue.Queue(maxsize=QUEUED)


def capture():
    start = time.monotonic()
    for i, block in enumerate(wires.blocks(args.wav, wires.BLOCK_FRAMES), 1):
        block = block.ljust(wires.BLOCK_FRAMES * wires.FRAME_BYTES, b"\0")
        samples = np.frombuffer(block, "<i2").reshape(-1, wires.CHANNELS)
        if not args.unpaced:
            time.sleep(max(0, start + i * wires.BLOCK_FRAMES / wires.RATE - time.monotonic()))
        captured.put(samples.astype(np.float32) / np.float32(32768))
    captured.put(None)


sent = 0
threading.Thread(target=capture, daemon=True).start()
with socket.create_connection(("127.0.0.1", args.port)) as server:
    wires.say("connected")
    while (samples := captured.get()) is not None:
        wires.send(server, samples, args.protocol)
        sent += 1
wires.say(f"sent {sent} messages")
