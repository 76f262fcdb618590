"""Finds a recording in what was heard, by cross-correlation.

find.py VOICE.raw HEARD   (s16 mono 48 kHz; HEARD raw too, or a WAV of s16 whose channels are averaged)
Prints the lag, the correlation coefficient over the whole recording and the worst one of its tenths
of a second that are not silent (a gap or a slip would show there), and fails below 0.99.
"""
import sys
import numpy as np


def samples(path):
    data = open(path, "rb").read()
    if data[:4] != b"RIFF":
        return np.frombuffer(data, "<i2").astype(float)
    at = 12
    while True:
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        if data[at : at + 4] == b"fmt ":
            channels = int.from_bytes(data[at + 10 : at + 12], "little")
        if data[at : at + 4] == b"data":
            pcm = np.frombuffer(data[at + 8 : at + 8 + size], "<i2")
            return pcm.reshape(-1, channels).mean(axis=1)
        at += 8 + size + (size & 1)


def coefficient(a, b):
    return float(np.dot(a, b) / max(1e-9, np.sqrt(np.dot(a, a) * np.dot(b, b))))


voice, heard = samples(sys.argv[1]), samples(sys.argv[2])
length = 1 << int(np.ceil(np.log2(len(voice) + len(heard))))
spectrum = np.fft.rfft(heard, length) * np.conj(np.fft.rfft(voice, length))
lag = int(np.argmax(np.fft.irfft(spectrum, length)[: len(heard)]))
part = heard[lag : lag + len(voice)]
part = np.pad(part, (0, len(voice) - len(part)))
whole = coefficient(voice, part)
tenth = 4800
pieces = [slice(i, i + tenth) for i in range(0, len(voice) - tenth, tenth)]
worst = min(coefficient(voice[p], part[p]) for p in pieces if np.abs(voice[p]).max() > 500)
print(f"lag {lag} whole {whole:.6f} worst tenth of a second {worst:.6f}")
if whole < 0.99 or worst < 0.99:
    sys.exit("not whole")
print("found")
