#!/usr/bin/env python3
"""Makes the WAV files beside it and expected.csv. Needs ffmpeg and sox; see README.md."""
import csv, os, struct, subprocess, wave, zlib

HERE = os.path.dirname(os.path.abspath(__file__))
rows = []


def run(command, stdin=b""):
    return subprocess.run(command, input=stdin, check=True, capture_output=True).stdout


def path(name):
    return os.path.join(HERE, name)


def ramp(samples, seed=1):
    """s16le samples that all differ, with the extremes among them."""
    values = [-32768, 32767, 0, -1] + [(i * 7919 + seed * 131) % 65536 - 32768 for i in range(samples)]
    return struct.pack(f"<{samples}h", *values[:samples])


def expect(name, fmt, frames, pcm, missing=0, stray=0, stream="same"):
    """What a reader finds; `frames` is '-' when the header does not say."""
    rows.append([name, fmt, frames, len(pcm), f"{zlib.crc32(pcm):08x}", missing, stray, stream])


def save(name, data):
    with open(path(name), "wb") as f:
        f.write(data)


def chunk(name, payload, pad=True, size=None):
    header = name + struct.pack("<I", len(payload) if size is None else size)
    return header + payload + (b"\0" if pad and len(payload) % 2 else b"")


def riff(*chunks):
    body = b"WAVE" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def fmt(rate, channels, bits, container=None, tag=1):
    container = container or (bits + 7) // 8
    return chunk(b"fmt ", struct.pack(
        "<HHIIHH", tag, channels, rate, rate * channels * container, channels * container, bits))


def by_ffmpeg(name, rate, channels, codec, raw, fmtname, extra=()):
    source = ramp(24 * channels)
    run(["ffmpeg", "-v", "error", "-y", "-f", "s16le", "-ar", str(rate), "-ac", str(channels), "-i", "-",
         "-bitexact", "-c:a", codec, *extra, path(name)], source)
    pcm = run(["ffmpeg", "-v", "error", "-i", path(name), "-f", raw, "-"])
    expect(name, fmtname, 24, pcm)


def ffmpeg_files():
    by_ffmpeg("ffmpeg_u8_mono_8000.wav", 8000, 1, "pcm_u8", "u8", "u8/8000/1")
    by_ffmpeg("ffmpeg_s16_stereo_44100.wav", 44100, 2, "pcm_s16le", "s16le", "s16/44100/2")
    by_ffmpeg("ffmpeg_s16_6ch_48000_extensible.wav", 48000, 6, "pcm_s16le", "s16le", "s16/48000/6")
    by_ffmpeg("ffmpeg_s24_stereo_48000_extensible.wav", 48000, 2, "pcm_s24le", "s24le", "s24/48000/2")
    by_ffmpeg("ffmpeg_s32_stereo_96000_extensible.wav", 96000, 2, "pcm_s32le", "s32le", "s32/96000/2")
    by_ffmpeg("ffmpeg_f32_mono_22050.wav", 22050, 1, "pcm_f32le", "f32le", "f32/22050/1")
    by_ffmpeg("ffmpeg_f32_6ch_48000_extensible.wav", 48000, 6, "pcm_f32le", "f32le", "f32/48000/6")
    by_ffmpeg("ffmpeg_rf64_s16_stereo.wav", 48000, 2, "pcm_s16le", "s16le", "s16/48000/2",
              extra=("-rf64", "always"))
    source = ramp(48)
    piped = run(["ffmpeg", "-v", "error", "-f", "s16le", "-ar", "48000", "-ac", "2", "-i", "-",
                 "-bitexact", "-f", "wav", "-"], source)
    save("ffmpeg_piped_length_ffffffff.wav", piped)
    expect("ffmpeg_piped_length_ffffffff.wav", "s16/48000/2", "-", source)
    raw = ["-v", "error", "-y", "-f", "s16le", "-ar", "8000", "-ac", "1", "-i", "-", "-bitexact"]
    for codec, name, raw_name, fmtname in [
        ("pcm_alaw", "alaw", "s16le", "s16/8000/1"), ("pcm_mulaw", "ulaw", "s16le", "s16/8000/1"),
        ("pcm_f64le", "f64", "f32le", "f32/8000/1")]:
        name = f"ffmpeg_{name}_mono_8000.wav"
        run(["ffmpeg", *raw, "-c:a", codec, path(name)], ramp(64))
        expect(name, fmtname, 64, run(["ffmpeg", "-v", "error", "-i", path(name), "-f", raw_name, "-"]))
    run(["ffmpeg", *raw, "-c:a", "adpcm_ima_wav", path("refused_ima_adpcm.wav")], ramp(64))


def sox_files():
    source = ramp(48)
    raw = ["-t", "raw", "-e", "signed", "-b", "16", "-r", "11025", "-c", "2", "-L", "-"]
    for bits, encoding, name, fmtname, raw_name in [
        ("24", "signed", "sox_s24_stereo_11025_extensible.wav", "s24/11025/2", "s24le"),
        ("32", "float", "sox_f32_stereo_11025.wav", "f32/11025/2", "f32le")]:
        run(["sox", "-D", *raw, "-e", encoding, "-b", bits, path(name)], source)
        expect(name, fmtname, 24, run(["ffmpeg", "-v", "error", "-i", path(name), "-f", raw_name, "-"]))
    save("sox_piped_length_7ffff000.wav", run(["sox", "-D", *raw, "-t", "wav", "-"], source))
    expect("sox_piped_length_7ffff000.wav", "s16/11025/2", "-", source)
    name = "sox_piped_s24_length_7fffeffc.wav"
    save(name, run(["sox", "-D", *raw, "-b", "24", "-t", "wav", "-"], source))
    expect(name, "s24/11025/2", "-", run(["ffmpeg", "-v", "error", "-i", path(name), "-f", "s24le", "-"]))
    name = "sox_rifx_s16_stereo_11025.wav"
    run(["sox", "-D", *raw, "-B", path(name)], source)
    expect(name, "s16/11025/2", 24, source)  # ffmpeg 5.1 reads these samples as little-endian
    run(["sox", "-D", *raw, "--comment", "", "-t", "aiff", path("refused_aiff.wav")], source)


def python_wave_files():
    for name, width, rate, channels, fmtname in [
        ("python_u8_mono_odd_data_8000.wav", 1, 8000, 1, "u8/8000/1"),
        ("python_s16_mono_44100.wav", 2, 44100, 1, "s16/44100/1"),
        ("python_s24_mono_odd_data_44100.wav", 3, 44100, 1, "s24/44100/1")]:
        pcm = ramp(40)[:width * 15]
        with wave.open(path(name), "wb") as w:
            w.setparams((channels, width, rate, 0, "NONE", ""))
            w.writeframes(pcm)
        expect(name, fmtname, 15, pcm)


def hand_made_files():
    f, pcm = fmt(8000, 1, 16), ramp(20)
    data = chunk(b"data", pcm)
    fields = "s16/8000/1"
    odd = b"odd"

    save("odd_chunk_with_pad.wav", riff(chunk(b"LIST", odd), f, chunk(b"bext", odd), data))
    expect("odd_chunk_with_pad.wav", fields, 20, pcm)
    save("odd_chunk_without_pad.wav",
         riff(chunk(b"LIST", odd, pad=False), f, chunk(b"bext", odd, pad=False), data))
    expect("odd_chunk_without_pad.wav", fields, 20, pcm)
    save("odd_chunk_padded_with_ff.wav", riff(b"LIST\3\0\0\0odd\xff", f, data))
    expect("odd_chunk_padded_with_ff.wav", fields, 20, pcm)
    save("many_chunks_around.wav", riff(
        chunk(b"JUNK", bytes(28)), chunk(b"bext", bytes(602)), f, chunk(b"fact", bytes(4)),
        chunk(b"cue ", bytes(4)), data, chunk(b"LIST", b"INFOISFT\4\0\0\0abcd"), chunk(b"id3 ", b"ID3")))
    expect("many_chunks_around.wav", fields, 20, pcm)
    save("data_before_fmt.wav", riff(data, chunk(b"LIST", b"abcd"), f))
    expect("data_before_fmt.wav", fields, 20, pcm, stream="refused")
    save("odd_data_before_fmt_without_pad.wav",
         riff(chunk(b"data", pcm[:15], pad=False), fmt(8000, 1, 8)))
    expect("odd_data_before_fmt_without_pad.wav", "u8/8000/1", 15, pcm[:15], stream="refused")
    save("data_length_0_then_samples.wav", riff(f, chunk(b"data", pcm, size=0)))
    expect("data_length_0_then_samples.wav", fields, "-", pcm)
    save("data_length_0_at_end.wav", riff(f, chunk(b"data", b"")))
    expect("data_length_0_at_end.wav", fields, 0, b"")
    save("data_length_0_then_list.wav", riff(f, chunk(b"data", b""), chunk(b"LIST", b"abcd")))
    expect("data_length_0_then_list.wav", fields, 0, b"")
    save("truncated_data.wav", riff(f, data)[:-13])
    expect("truncated_data.wav", fields, 20, pcm[:26], missing=13, stray=1)
    save("partial_last_frame.wav", riff(fmt(8000, 2, 16), chunk(b"data", pcm[:23])))
    expect("partial_last_frame.wav", "s16/8000/2", 5, pcm[:20], stray=3)
    shifted = struct.pack("<20h", *[v & ~15 for v in struct.unpack("<20h", pcm)])
    save("12_bits_in_16.wav", riff(fmt(8000, 1, 12), chunk(b"data", shifted)))
    expect("12_bits_in_16.wav", fields, 20, shifted)
    save("20_bits_in_24.wav", riff(fmt(8000, 1, 20), chunk(b"data", pcm[:36])))
    expect("20_bits_in_24.wav", "s24/8000/1", 12, pcm[:36])
    guid = bytes.fromhex("000000001000800000aa00389b71")
    extensible = chunk(b"fmt ", struct.pack("<HHIIHHHHIH", 0xFFFE, 1, 48000, 144000, 3, 24, 22, 20, 4, 1) + guid)
    save("20_bits_in_24_extensible.wav", riff(extensible, chunk(b"data", pcm[:36])))
    expect("20_bits_in_24_extensible.wav", "s24/48000/1", 12, pcm[:36])
    ds64 = chunk(b"ds64", struct.pack("<QQQI", 0, 40, 20, 0))
    rf64 = b"RF64" + struct.pack("<I", 0xFFFFFFFF) + b"WAVE" + ds64 + f
    save("bw64_then_list.wav", b"BW64" + rf64[4:] + chunk(b"data", pcm, size=0xFFFFFFFF)
         + chunk(b"LIST", b"abcd"))
    expect("bw64_then_list.wav", fields, 20, pcm)


os.chdir(HERE)
ffmpeg_files()
sox_files()
python_wave_files()
hand_made_files()
with open(path("expected.csv"), "w", newline="") as f:
    writer = csv.writer(f, lineterminator="\n")
    writer.writerow(["file", "format", "frames", "bytes", "crc32", "missing", "stray", "asStream"])
    writer.writerows(sorted(rows))
