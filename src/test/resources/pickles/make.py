#!/usr/bin/env python3
"""Makes the pickles beside it.

Run `python3 make.py` with every numpy that is to be understood, 1.x and 2.x; whichever it is, it
writes the arrays under that number, and with numpy 2 the files without a number, too. (Those here
are by Python 3.11 with numpy 1.24.2 and 2.4.6.)

Names tell what is in them: kind, numpy, protocol, how the array lies in memory, frames x channels.
Sample i of an array, frame by frame, is i / 1024; byte i of bytes is i modulo 256. A name with
`refused` is of what is no sound to us; those with the right number of them hold the same samples.
"""
import os
import pickle

import numpy

HERE = os.path.dirname(os.path.abspath(__file__))
NUMPY = "numpy" + numpy.__version__.split(".")[0]
PROTOCOLS = (2, 3, 4, 5)


def write(name, value, protocol):
    with open(os.path.join(HERE, name + ".pickle"), "wb") as file:
        file.write(pickle.dumps(value, protocol=protocol))


def samples(*shape, dtype="<f4"):
    return (numpy.arange(numpy.prod(shape, dtype=int)) / 1024).astype(dtype).reshape(shape)


def read_only(array):
    array.flags.writeable = False
    return array


def every_other(array):
    """The same samples, as a part of a larger array: not contiguous."""
    larger = numpy.full([2 * n for n in array.shape], 9, dtype=array.dtype)
    larger[::2, ::2] = array
    return larger[::2, ::2]


def backwards(array):
    """The same samples, last frame first in memory."""
    return array[::-1].copy()[::-1]


def arrays():
    for protocol in PROTOCOLS:
        start = f"array_{NUMPY}_protocol{protocol}_"
        for shape in ((0, 2), (1, 1), (3, 2), (5, 1), (2, 64), (300, 1), (1024, 2)):
            write(start + "%dx%d" % shape, samples(*shape), protocol)
        small = samples(3, 2)
        write(start + "fortran_3x2", numpy.asfortranarray(small), protocol)
        write(start + "fortran_0x2", numpy.asfortranarray(samples(0, 2)), protocol)
        write(start + "readonly_3x2", read_only(samples(3, 2)), protocol)
        write(start + "readonly_fortran_3x2", read_only(numpy.asfortranarray(small)), protocol)
        write(start + "sliced_3x2", every_other(small), protocol)
        write(start + "backwards_3x2", backwards(small), protocol)


def bytes_of_python():
    for protocol in PROTOCOLS:
        for length in (0, 1, 12, 255, 256, 4096):
            data = bytes(i % 256 for i in range(length))
            write(f"bytes_protocol{protocol}_{length}", data, protocol)


def refused():
    for protocol in PROTOCOLS[0], PROTOCOLS[-1]:
        start = f"refused_protocol{protocol}_"
        for dtype in ("<i2", "|u1", "<f8", "<f2", ">f4", "<c8", "|b1", "<U3", "|S3"):
            name = numpy.dtype(dtype).name
            write(start + ("big_" if dtype[0] == ">" else "") + name + "_3x2", samples(3, 2, dtype=dtype), protocol)
        write(start + "object_3x2", samples(3, 2, dtype=object), protocol)
        write(start + "structured_3x2", numpy.zeros((3, 2), dtype=[("l", "<f4"), ("r", "<f4")]), protocol)
        write(start + "datetime64_3x2", samples(3, 2, dtype="<i8").astype("<M8[ms]"), protocol)
        for shape in ((4,), (2, 3, 4), (3, 0), (1, 65)):
            write(start + "float32_" + "x".join(map(str, shape)), samples(*shape), protocol)
        write(start + "float32_0d", samples(), protocol)
        write(start + "float32_12d", samples(*[1] * 12), protocol)
        write(start + "float32_scalar", numpy.float32(1), protocol)
        write(start + "masked", numpy.ma.masked_array(samples(3, 2)), protocol)
        write(start + "text", "text", protocol)
        write(start + "none", None, protocol)
        write(start + "tuple", (samples(3, 2),), protocol)
        write(start + "list", [samples(3, 2)], protocol)


if __name__ == "__main__":
    arrays()
    if NUMPY == "numpy2":
        bytes_of_python()
        refused()
