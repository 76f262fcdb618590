"""A server that streams a WAV file to who says Hello: datagrams of raw 16-bit samples.

wav_server_udp.py PORT WAV [--flood]
Each datagram has 10 x 1024 frames, and it sleeps for as long as they play. It does not notice the end
of the file: from there on it sends empty datagrams, with the same sleep or, with --flood, without.
It does not notice either when the client is gone; --limit ends it.
"""
import socket
import sys
import time

import wires

FRAMES = 10 * wires.BLOCK_FRAMES
BUFFER_BYTES = 65536

args = wires.arguments(__doc__, "port", "wav", flood=False)
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
    server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER_BYTES)
    server.bind(("127.0.0.1", args.port))
    wires.say("ready")
    hello, client = server.recvfrom(BUFFER_BYTES)
    if hello != b"Hello":
        sys.exit(f"no Hello but {hello!r:.80}")
    wires.say("Hello")
    sent = 0
    for block in wires.blocks(args.wav, FRAMES):
        server.sendto(block, client)
        sent += 1
        time.sleep(FRAMES / wires.RATE)
    wires.say(f"end of the file after {sent} datagrams")
    while True:
        server.sendto(b"", client)
        if not args.flood:
            time.sleep(FRAMES / wires.RATE)
