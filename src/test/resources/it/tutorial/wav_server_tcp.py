"""A server that streams a WAV file to whoever connects: pickled bytes of 1024 frames.

wav_server_tcp.py PORT WAV
Sends as fast as the client takes it, and does not notice the end of the file: from there on it sends
empty bytes, until the connection breaks.
"""
import socket

import wires

BACKLOG = 5

args = wires.arguments(__doc__, "port", "wav")
sent = empty = 0
with socket.create_server(("127.0.0.1", args.port), backlog=BACKLOG) as listener:
    wires.say("ready")
    client, _ = listener.accept()
    with client:
        wires.say("a client is there")
        try:
            for block in wires.blocks(args.wav, wires.BLOCK_FRAMES):
                wires.send(client, block)
                sent += 1
            wires.say(f"end of the file after {sent} messages")
            while True:
                wires.send(client, b"")
                empty += 1
        except (BrokenPipeError, ConnectionResetError):
            wires.say(f"the client left after {sent} messages and {empty} empty ones")
