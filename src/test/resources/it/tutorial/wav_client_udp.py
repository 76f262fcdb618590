"""A client that says Hello, once, and plays the datagrams that come.

wav_client_udp.py PORT RAW [--silence SECONDS] [--sound]
One thread puts datagrams into a queue of 100, and waits while it is full; another begins to play them
after five seconds, one write each. What the sound card was given is in the file RAW as well (--sound:
there is a real one). Ends at an empty datagram, or fails after so many seconds without any.
"""
import queue
import socket
import sys
import threading
import time

import wires

BUFFER_BYTES = 65536
QUEUED = 100
WAIT_SECONDS = 5
FRAMES = 10 * wires.BLOCK_FRAMES

args = wires.arguments(__doc__, "port", "raw", silence=5.0, sound=False)
datagrams = queue.Queue(maxsize=QUEUED)
times = []
most = 0


def receive(client):
    global most
    while True:
        datagrams.put(client.recvfrom(BUFFER_BYTES)[0])
        times.append(time.monotonic())
        most = max(most, datagrams.qsize())


with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER_BYTES)
    speaker = wires.Speaker(args.raw, FRAMES, sound=args.sound)
    times.append(time.monotonic())
    client.sendto(b"Hello", ("127.0.0.1", args.port))
    wires.say("said Hello")
    threading.Thread(target=receive, args=(client,), daemon=True).start()
    time.sleep(WAIT_SECONDS)
    wires.say("plays")
    played = count = 0
    try:
        while datagram := datagrams.get(timeout=args.silence):
            if len(datagram) % wires.FRAME_BYTES:
                sys.exit(f"a datagram of {len(datagram)} bytes has no whole frames")
            speaker.write(datagram)
            played += len(datagram)
            count += 1
    except queue.Empty:
        sys.exit(f"{played} bytes in {count} datagrams, then nothing for {args.silence} s")
    speaker.close()
wires.say(
    f"{played} bytes in {count} datagrams, then an empty one, within"
    f" {1000 * (times[-1] - times[0]):.0f} ms of Hello; at most {most} waited, {speaker.gaps} gaps"
)
