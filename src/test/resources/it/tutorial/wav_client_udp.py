"""A client that says Hello, once, and plays the datagrams that come.

wav_client_udp.py PORT RAW [--silence SECONDS]
What a sound card would have played goes to the file RAW. Ends at an empty datagram, or fails after so
many seconds without any.
"""
import socket
import sys

import wires

args = wires.arguments(__doc__, "port", "raw", silence=5.0)
played = count = 0
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client, open(args.raw, "wb") as raw:
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
    client.settimeout(args.silence)
    client.sendto(b"Hello", ("127.0.0.1", args.port))
    wires.say("said Hello")
    try:
        while datagram := client.recvfrom(65536)[0]:
            if len(datagram) % wires.FRAME_BYTES:
                sys.exit(f"a datagram of {len(datagram)} bytes has no whole frames")
            raw.write(datagram)
            played += len(datagram)
            count += 1
    except socket.timeout:
        sys.exit(f"{played} bytes in {count} datagrams, then nothing for {args.silence} s")
wires.say(f"{played} bytes in {count} datagrams, then an empty one")
