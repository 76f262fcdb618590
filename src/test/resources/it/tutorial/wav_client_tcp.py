"""A client that plays what a server streams to it: pickled bytes.

wav_client_tcp.py PORT RAW [--bytes N]
What a sound card would have played goes to the file RAW. Ends at an empty message, when the server
closes, or when it has N bytes, and says which. Fails on anything but bytes, on messages of more than
1024 frames, and on fewer in any but the last.
"""
import socket
import sys

import wires

BLOCK = wires.BLOCK_FRAMES * wires.FRAME_BYTES

args = wires.arguments(__doc__, "port", "raw", bytes=0)
played = count = 0
whole = True
end = "the server closed"
with socket.create_connection(("127.0.0.1", args.port)) as server, open(args.raw, "wb") as raw:
    wires.say("connected")
    for value in wires.messages(server):
        if type(value) is not bytes:
            sys.exit(f"no bytes but {type(value).__name__}: {value!r:.80}")
        if not value:
            end = "an empty message"
            break
        if not whole or len(value) > BLOCK or len(value) % wires.FRAME_BYTES:
            sys.exit(f"message {count} has {len(value)} bytes: 1024 frames wanted, or the last ones")
        whole = len(value) == BLOCK
        raw.write(value)
        played += len(value)
        count += 1
        if args.bytes and played >= args.bytes:
            end = "enough"
            break
wires.say(f"{played} bytes in {count} messages, then {end}")
