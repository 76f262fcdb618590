"""Finds a recording in what was heard, by cross-correlation.

find.py VOICE.raw HEARD   (s16 mono 48 kHz; HEARD raw too, or a WAV of s16 whose channels are averaged)
A playout may stretch what it plays by half a percent, to match clocks and to find its delay; it may
leave out nothing, and play nothing twice. So each tenth of a second that is not silent is looked for on
its own, as it is and stretched, where such a stretch can have moved it since the tenth before. Prints
the lags and the worst correlation coefficient, and fails when that is below 0.99.
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


def low(signal):
    """What is below 3 kHz: above, a part of a frame's shift already looks like another sound."""
    spectrum = np.fft.rfft(signal)
    spectrum[np.fft.rfftfreq(len(signal), 1 / 48000) > 3000] = 0
    return np.fft.irfft(spectrum, len(signal))


voice, heard = low(samples(sys.argv[1])), low(samples(sys.argv[2]))
length = 1 << int(np.ceil(np.log2(len(voice) + len(heard))))
spectrum = np.fft.rfft(heard, length) * np.conj(np.fft.rfft(voice, length))
lag = int(np.argmax(np.fft.irfft(spectrum, length)[: len(heard)]))
tenth, near, finer = 4800, 2880, 4
heard = np.pad(heard, (near, 2 * near + tenth))


def best(piece, at, low, high, likely):
    """The lag, from low to high, at which a piece is most like what was heard there, how much, and how
    stretched; the likely stretch is tried first, and when a piece is all but the same, no other one."""
    found = (0.0, 0, 0.0)
    around = heard[at : at + tenth + 2 * near]
    fine = np.fft.irfft(np.fft.rfft(around), finer * len(around)) * finer
    wanted = np.conj(np.fft.rfft(piece, 1 << 15))
    power = np.dot(piece, piece)
    for stretch in sorted(np.arange(-10, 11) / 2000, key=lambda each: abs(each - likely)):
        there = around
        if stretch:
            places = np.arange(0, len(around) - 1, 1 + stretch) * finer
            there = np.interp(places, np.arange(len(fine)), fine)
        product = np.fft.irfft(np.fft.rfft(there, 1 << 15) * wanted, 1 << 15)[: len(there) - tenth]
        energy = np.concatenate(([0.0], np.cumsum(there * there)))
        energy = energy[tenth : tenth + len(product)] - energy[: len(product)]
        like = product / np.sqrt(np.maximum(energy, power / 4) * power)
        first, last = int(low / (1 + stretch)), int(high / (1 + stretch))
        where = first + int(np.argmax(like[first:last]))
        if like[where] > found[0] + 1e-6:
            found = (float(like[where]), int(where * (1 + stretch)), stretch)
        if found[0] > 0.9995:
            break
    return found


lags, worst, stretch = [], 1.0, 0.0
for i in range(0, len(voice) - tenth, tenth):
    piece = voice[i : i + tenth]
    if np.abs(piece).max() > 500:
        low_lag, high_lag = 0, 2 * near
        if lags:
            # As far as a stretch can have moved it since, and the ends of both pieces may be off.
            moved = (i - lags[-1][0]) * 0.006 + 60
            low_lag, high_lag = max(0, lags[-1][1] - moved), min(2 * near, lags[-1][1] + moved)
        like, where, stretch = best(piece, lag + i, low_lag, high_lag, stretch)
        worst = min(worst, like)
        lags.append((i, where))
first, last = lags[0][1] - near + lag, lags[-1][1] - near + lag
print(f"lag {first} to {last}, worst tenth of a second {worst:.6f}")
if worst < 0.99:
    sys.exit("not whole")
print("found")
