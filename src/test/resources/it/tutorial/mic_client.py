"""A microphone that pushes to a server: arrays of float32, 1024 frames of 2 channels each.

mic_client.py PORT WAV [--unpaced] [--protocol N]
The sound is a WAV file's; a microphone gives whole blocks only, so silence fills the last one.
Connects, sends 43 messages a second (--unpaced: as fast as they are taken), and closes.
"""
import pickle
import socket
import time

import numpy as np
import wires

args = wires.arguments(
    __doc__, "port", "wav", unpaced=False, protocol=pickle.DEFAULT_PROTOCOL
)
sent = 0
with socket.create_connection(("127.0.0.1", args.port)) as server:
    wires.say("connected")
    start = time.monotonic()
    for block in wires.blocks(args.wav, wires.BLOCK_FRAMES):
        block = block.ljust(wires.BLOCK_FRAMES * wires.FRAME_BYTES, b"\0")
        samples = np.frombuffer(block, "<i2").reshape(-1, wires.CHANNELS)
        if not args.unpaced:
            due = start + sent * wires.BLOCK_FRAMES / wires.RATE
            time.sleep(max(0, due - time.monotonic()))
        wires.send(server, samples.astype(np.float32) / np.float32(32768), args.protocol)
        sent += 1
wires.say(f"sent {sent} messages")
