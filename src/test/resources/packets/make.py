#!/usr/bin/env python3
"""Makes the packets beside it. Needs ffmpeg, GStreamer and tshark; see README.md."""
import json, os, socket, struct, subprocess, sys, tempfile, zlib

HERE = os.path.dirname(os.path.abspath(__file__))
BYTES = {"u8": 1, "s16": 2, "s24": 3, "s32": 4, "f32": 4}
NTP_EPOCH_SECONDS = 2_208_988_800


def ramp(encoding, samples):
    """Big-endian samples that all differ, with the extremes among the first four."""
    if encoding == "f32":
        return struct.pack(f">{samples}f", *[-1.0, 1.0, 0.0, -0.5, *[i / 1024 for i in range(samples)]][:samples])
    size = BYTES[encoding]
    half = 1 << (8 * size - 1)
    values = [-half, half - 1, 0, -1] + [i * (half // 997 + 1) % (2 * half) - half for i in range(4, samples)]
    shift = half if encoding == "u8" else 0
    return b"".join((v + shift).to_bytes(size, "big", signed=not shift) for v in values[:samples])


def swapped(pcm, encoding):
    """The other byte order."""
    size = BYTES[encoding]
    return b"".join(pcm[i : i + size][::-1] for i in range(0, len(pcm), size))


def capture(count, command_of_port, stdin):
    """The first datagrams that a program sends to a loopback port, and its last one."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver:
        receiver.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
        receiver.bind(("127.0.0.1", 0))
        receiver.settimeout(1)
        subprocess.run(command_of_port(receiver.getsockname()[1]), input=stdin, check=True, capture_output=True)
        datagrams = []
        try:
            while True:
                datagrams.append(receiver.recv(65536))
        except socket.timeout:
            return datagrams[:count], datagrams[-1]


def ffmpeg(fmt, *options):
    encoding, rate, channels = fmt.split("/")
    little = {"s16": "s16le", "s24": "s24le"}[encoding]
    codec = {"s16": "pcm_s16be", "s24": "pcm_s24be"}[encoding]
    return lambda port: [
        "ffmpeg", "-f", little, "-ar", rate, "-ac", channels, "-i", "-", "-c:a", codec, *options,
        "-f", "rtp", f"rtp://127.0.0.1:{port}?rtcpport={port}"]


def gstreamer(fmt, payloader, *after):
    encoding, rate, channels = fmt.split("/")
    return lambda port: [
        "gst-launch-1.0", "-q", "fdsrc", "!", "rawaudioparse", f"pcm-format={encoding}le", f"sample-rate={rate}",
        f"num-channels={channels}", "!", "audioconvert", "dithering=none", "!", *payloader.split(), "!", *after,
        "udpsink", "host=127.0.0.1", f"port={port}", "sync=false"]


def dissect(packet):
    """What tshark sees in a packet: its protocols, as JSON."""
    udp = struct.pack(">HHHH", 40000, 5004, 8 + len(packet), 0) + packet
    ip = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(udp), 1, 0, 64, 17, 0, b"\x7f\0\0\1", b"\x7f\0\0\1") + udp
    with tempfile.NamedTemporaryFile(suffix=".pcap") as f:
        f.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 101))
        f.write(struct.pack("<IIII", 0, 0, len(ip), len(ip)) + ip)
        f.flush()
        kind = "rtcp" if 192 <= packet[1] <= 223 else "rtp"
        out = subprocess.run(
            ["tshark", "-r", f.name, "-d", f"udp.port==5004,{kind}", "--no-duplicate-keys", "-T", "json"],
            check=True, capture_output=True).stdout
    return json.loads(out)[0]["_source"]["layers"]


def hexadecimal(field):
    return bytes.fromhex(field.replace(":", ""))


def save(name, packet, fields, how):
    with open(os.path.join(HERE, name + ".bin"), "wb") as f:
        f.write(packet)
    with open(os.path.join(HERE, name + ".properties"), "w") as f:
        f.write(f"# {how}\n" + "".join(f"{k}={v}\n" for k, v in fields.items()))
    print(name, fields)


def rtp(name, packet, fmt, sent, said, how, **more):
    """Saves an RTP packet with what tshark says of it; `sent` is the sound that went in, big-endian."""
    encoding, _, channels = fmt.split("/")
    seen = dissect(packet)["rtp"]
    payload = hexadecimal(seen["rtp.payload"])
    assert payload in sent, name
    pcm = swapped(payload, encoding)
    save(name, packet, {
        "payloadType": seen["rtp.p_type"],
        "marker": str(seen["rtp.marker"] in ("1", True)).lower(),
        "sequence": seen["rtp.seq"],
        "timestamp": seen["rtp.timestamp"],
        "ssrc": f"{int(seen['rtp.ssrc'], 16):08x}",
        "format": fmt,
        "saidBy": said,
        "frames": len(payload) // (BYTES[encoding] * int(channels)),
        "pcm.first": pcm[:24].hex(),
        "pcm.crc32": f"{zlib.crc32(pcm):08x}",
        **more}, how)


def rtcp(name, packet, how, **more):
    """Saves a compound RTCP packet with what tshark says of it."""
    layers = dissect(packet)["rtcp"]
    parts = layers if isinstance(layers, list) else [layers]
    types = [p["rtcp.pt"] for p in parts]
    report = next((p for p in parts if p["rtcp.pt"] == "200"), {})
    bye = next((p for p in parts if p["rtcp.pt"] == "203"), None)
    fields = {"types": " ".join(types)}
    if report:
        fields |= {
            "report.ssrc": f"{int(report['rtcp.senderssrc'], 16):08x}",
            "report.timestamp": report["rtcp.timestamp.rtp"],
            "report.packets": report["rtcp.sender.packetcount"],
            "report.octets": report["rtcp.sender.octetcount"],
            "report.ntp": f"{int(report['rtcp.timestamp.ntp.msw']) << 32 | int(report['rtcp.timestamp.ntp.lsw']):016x}"}
    if bye:
        text = json.dumps(bye)
        start = text.index("rtcp.ssrc.identifier")
        fields["bye.ssrc"] = f"{int(text[start:].split(chr(34))[2], 16):08x}"
    save(name, packet, fields | more, how)


# ---- other programs

for name, fmt, options in [
    ("ffmpeg_l16_44100_stereo", "s16/44100/2", ["-rtpflags", "send_bye", "-seq", "65535", "-ssrc", "19088743"]),
    ("ffmpeg_l16_44100_mono", "s16/44100/1", ["-seq", "1000", "-ssrc", "-2"]),
    ("ffmpeg_l16_48000_stereo_dynamic", "s16/48000/2", ["-seq", "7", "-payload_type", "111", "-ssrc", "3"]),
    ("ffmpeg_l24_48000_stereo_dynamic", "s24/48000/2", ["-seq", "8", "-ssrc", "4"]),
]:
    encoding, rate, channels = fmt.split("/")
    sound = ramp(encoding, int(rate) * int(channels) // 10)
    first, last = capture(3, ffmpeg(fmt, *options), swapped(sound, encoding))
    shown = " ".join(ffmpeg(fmt, *options)(5004))
    packets = [p for p in first if not 192 <= p[1] <= 223]
    said = "payload type" if rate == "44100" else "configuration"
    rtp(f"{name}_1", packets[0], fmt, sound, said, shown)
    if name == "ffmpeg_l16_44100_stereo":
        rtp(f"{name}_2", packets[1], fmt, sound, said, shown)
        rtcp("ffmpeg_report", next(p for p in first if 192 <= p[1] <= 223), shown)
        rtcp("ffmpeg_bye", last, shown)

OFFSETS = "mtu=400 seqnum-offset=65535 timestamp-offset=4294967290 ssrc=305419896"
for name, fmt, payloader, after in [
    ("gstreamer_l16_44100_stereo", "s16/44100/2", f"rtpL16pay pt=10 {OFFSETS}", []),
    ("gstreamer_l16_48000_5_channels", "s16/48000/5", f"rtpL16pay {OFFSETS}", []),
    ("gstreamer_l24_96000_stereo", "s24/96000/2", f"rtpL24pay {OFFSETS}", []),
    ("gstreamer_l16_ntp64_extension", "s16/48000/2", f"rtpL16pay {OFFSETS}",
     ["application/x-rtp,extmap-14=(string)urn:ietf:params:rtp-hdrext:ntp-64", "!"]),
]:
    encoding, rate, channels = fmt.split("/")
    sound = ramp(encoding, int(rate) * int(channels) // 10)
    first, _ = capture(2, gstreamer(fmt, payloader, *after), swapped(sound, encoding))
    shown = " ".join(gstreamer(fmt, payloader, *after)(5004))
    said = "payload type" if "pt=10" in payloader else "configuration"
    for i, packet in enumerate(first):
        rtp(f"{name}_{i + 1}", packet, fmt, sound, said, shown)

# ---- ours, written out here field by field


def ntp(epoch_nanos):
    """32.32 bits; the fraction rounded up, the seconds without what is above their 32 bits."""
    seconds, nanos = divmod(epoch_nanos, 1_000_000_000)
    return ((seconds + NTP_EPOCH_SECONDS) % (1 << 32)) << 32 | -(-(nanos << 32) // 1_000_000_000)


def our_header(fmt, payload_type, marker, sequence, timestamp, ssrc, live, captured):
    encoding, rate, channels = fmt.split("/")
    code = list(BYTES).index(encoding) | (0x80 if live else 0)
    said = bytes([13 << 4 | 4, code, int(channels)]) + int(rate).to_bytes(3, "big")
    time = bytes([14 << 4 | 7]) + struct.pack(">Q", ntp(captured)) if captured else bytes(9)
    return (
        struct.pack(">BBHII", 0x90, (0x80 if marker else 0) | payload_type, sequence, timestamp, ssrc)
        + struct.pack(">HH", 0xBEDE, 4) + said + time + b"\0")


for name, fmt, payload_type, marker, live, captured in [
    ("ours_u8_8000_mono", "u8/8000/1", 96, True, True, 1_795_132_800_123_456_789),
    ("ours_s16_48000_stereo", "s16/48000/2", 97, True, True, 1_795_132_800_000_000_001),
    ("ours_s16_48000_stereo_no_capture_time", "s16/48000/2", 97, False, False, 0),
    ("ours_s16_44100_stereo", "s16/44100/2", 10, False, True, 1_795_132_800_999_999_999),
    ("ours_s16_44100_mono", "s16/44100/1", 11, False, True, 1_795_132_800_999_999_999),
    ("ours_s24_96000_stereo", "s24/96000/2", 98, False, False, 1_795_132_800_500_000_000),
    ("ours_s32_192000_6_channels", "s32/192000/6", 99, False, True, 1_795_132_800_500_000_000),
    ("ours_f32_48000_64_channels", "f32/48000/64", 100, True, False, 2_085_978_496_000_000_001),
    ("ours_f32_48000_stereo_no_capture_time", "f32/48000/2", 100, False, True, 0),
]:
    encoding, _, channels = fmt.split("/")
    sound = ramp(encoding, 4 * int(channels))
    packet = our_header(fmt, payload_type, marker, 65535, 4294967294, 0xFEDCBA98, live, captured) + sound
    seen = dissect(packet)["rtp"]
    assert seen["rtp.ext.profile"] == "0xbede" and seen["rtp.ext.len"] == "4", seen
    rtp(name, packet, fmt, sound, "extension", "written by make.py", live=str(live).lower(), captureEpochNanos=captured)

CNAME = b"fedcba98"
END, PACKETS, OCTETS, NOW, SSRC = 123_456, 3, 960, 1_795_132_801_250_000_000, 0xFEDCBA98
rtcp(
    "ours_bye",
    struct.pack(">BBHIQIII", 0x80, 200, 6, SSRC, ntp(NOW), END, PACKETS, OCTETS)
    + struct.pack(">BBHIBB", 0x81, 202, 4, SSRC, 1, len(CNAME)) + CNAME + b"\0\0"
    + struct.pack(">BBHI", 0x81, 203, 1, SSRC),
    "written by make.py", epochNanos=NOW)
