"""A client that plays what a server streams to it: pickled bytes.

wav_client_tcp.py PORT RAW [--sound]
Takes 4 KiB at a time, and plays each message with one write, which waits for the sound card; what
that was given is in the file RAW as well (--sound: there is a real one). An empty message is played
like any other. Ends when the server closes. Fails on anything but bytes, on messages of more than
1024 frames, and on fewer in any but the last.
"""
import socket
import sys

import wires

BLOCK = wires.BLOCK_FRAMES * wires.FRAME_BYTES

args = wires.arguments(__doc__, "port", "raw", sound=False)
played = count = empty = 0
whole = True
speaker = wires.Speaker(args.raw, wires.BLOCK_FRAMES, sound=args.sound)
with socket.create_connection(("127.0.0.1", args.port)) as server:
    wires.say("connected")
    for value in wires.messages(server):
        if type(value) is not bytes:
            sys.exit(f"no bytes but {type(value).__name__}: {value!r:.80}")
        speaker.write(value)
        if not value:
            empty += 1
            continue
        if not whole or len(value) > BLOCK or len(value) % wires.FRAME_BYTES:
            sys.exit(f"message {count} has {len(value)} bytes: 1024 frames wanted, or the last ones")
        whole = len(value) == BLOCK
        played += len(value)
        count += 1
speaker.close()
wires.say(
    f"{played} bytes in {count} messages and {empty} empty ones, then the server closed;"
    f" {speaker.gaps} gaps"
)
