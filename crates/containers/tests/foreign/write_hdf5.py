"""Writes h5py-old.h5.gz and h5py-new.h5.gz here, with libhdf5 itself (`pip install h5py`).

Both hold the same; for each range of its versions the library chooses other structures. What they
hold is told again in ../foreign_hdf5.rs. They are compressed because most of their bytes are zero.
Made with h5py 3.16 and HDF5 2.0.0.
"""

import gzip
import io
import os
import pathlib

import h5py
import numpy as np
from h5py import h5d, h5p, h5s, h5t

HERE = pathlib.Path(__file__).parent
TYPES = "<f8 >f8 <f4 >f4 <f2 |i1 |u1 >i2 <u2 <i4 >u4 <i8 >u8".split()
ROWS, COLUMNS = 7, 11


def table():
    return np.arange(ROWS * COLUMNS).reshape(ROWS, COLUMNS) * 0.1


def numbers(kind):
    """Twelve numbers that every type holds; of floating point half of each."""
    of = np.dtype(kind)
    whole = np.arange(12) * 7 - (0 if of.kind == "u" else 40)
    return (whole * 0.5 if of.kind == "f" else whole).astype(of)


def low_level(group, name, of, lengths, limits=None, prepare=lambda p: None):
    properties = h5p.create(h5p.DATASET_CREATE)
    prepare(properties)
    space = h5s.create_simple(lengths, limits)
    return h5py.Dataset(h5d.create(group.id, name.encode(), of, space, properties))


def types(group):
    for kind in TYPES:
        group.create_dataset(kind, data=numbers(kind), dtype=kind)
    group["largest"] = np.array([2**64 - 1, 2**53 + 1], dtype=">u8")
    group["odd"] = np.array([np.nan, np.inf, -np.inf, -0.0, 5e-324])
    group["bool"] = np.array([True, False, True])
    enum = h5py.enum_dtype({"none": 0, "some": 300}, basetype=">i2")
    group.create_dataset("enum", data=np.array([300, 0], ">i2"), dtype=enum)
    group["committed type"] = np.dtype(">f4")
    data = group.create_dataset("committed", data=numbers(">f4"), dtype=group["committed type"])
    data.attrs.create("of it", numbers(">f4"), dtype=group["committed type"])
    group["single"] = 1486.6
    group["empty"] = h5py.Empty("f8")
    group.create_dataset("no rows", shape=(0, 3), chunks=(2, 3), maxshape=(None, 3), dtype="f8")


def layouts(group):
    def add(name, **options):
        group.create_dataset(name, data=table(), **options)

    every = {"compression": "gzip", "shuffle": True, "fletcher32": True}
    add("contiguous")
    add("chunks", chunks=(3, 4))
    add("one chunk", chunks=(ROWS, COLUMNS))
    add("one chunk, gzip", chunks=(ROWS, COLUMNS), compression=9)
    add("gzip", chunks=(3, 4), compression=4)
    add("shuffle", chunks=(3, 4), shuffle=True)
    add("fletcher32", chunks=(3, 4), fletcher32=True)
    add("every filter", chunks=(2, 5), **every)
    add("grows", chunks=(1, COLUMNS), maxshape=(None, COLUMNS))
    add("grows, every filter", chunks=(1, 2), maxshape=(ROWS, None), **every)
    add("grows both ways", chunks=(2, 2), maxshape=(None, None))
    add("grows both ways, every filter", chunks=(2, 2), maxshape=(None, None), **every)
    add("may be larger", chunks=(2, 3), maxshape=(9, 40))
    add("chunk beyond the end", chunks=(100, 100), maxshape=(None, None), compression=9)
    grown = group.create_dataset("grown", data=table()[:2], chunks=(2, 4), maxshape=(None, None))
    grown.resize((ROWS, COLUMNS))
    grown[...] = table()
    data = low_level(group, "compact", h5t.IEEE_F64BE, (ROWS, COLUMNS), None,
                     lambda p: p.set_layout(h5d.COMPACT))
    data[...] = table()

    def early(properties):
        properties.set_chunk((2, 4))
        properties.set_alloc_time(h5d.ALLOC_TIME_EARLY)

    data = low_level(group, "early", h5t.IEEE_F64LE, (ROWS, COLUMNS), (8, 16), early)
    data[...] = table()
    # Indices of several levels.
    many = np.arange(300).astype("u1")
    group.create_dataset("many", data=many, chunks=(1,), maxshape=(400,))
    group.create_dataset("many, open", data=many, chunks=(1,), maxshape=(None,))
    group.create_dataset("many, open both ways", data=many.reshape(20, 15), chunks=(1, 1),
                         maxshape=(None, None))
    # Lengths whose only byte, or both bytes, have all bits set.
    for length in 255, 65_535:
        zeros = np.zeros(length, "u1")
        group.create_dataset(f"chunk of {length}", data=zeros, chunks=(length,), compression=9)


def refused(group):
    group["compound"] = np.zeros(2, dtype=[("energy", "f8"), ("counts", "i4")])
    group["complex"] = np.zeros(2, dtype="c16")
    group["opaque"] = np.array([b"\0\1\2\3"], dtype="V4")
    group["long double"] = np.zeros(2, dtype="g")
    group.create_dataset("lists", (1,), dtype=h5py.vlen_dtype("f8"))[0] = [1.0, 2.0]
    group.create_dataset("LZF", data=table(), chunks=(3, 4), compression="lzf")
    group.create_dataset("scale-offset", data=numbers("<i4"), chunks=(4,), scaleoffset=0)
    group.create_dataset("never written", shape=(5,), dtype="f8", fillvalue=7)
    part = group.create_dataset("part", shape=(50,), chunks=(10,), dtype="f8", fillvalue=7)
    part[10:20] = 1
    outside = [(os.devnull, 0, 8)]
    group.create_dataset("another file", shape=(1,), dtype="f8", external=outside)
    odd = h5t.STD_I32LE.copy()
    odd.set_precision(20)
    low_level(group, "20 bits", odd, (3,))[...] = 1


def texts(group):
    group["single"] = "Al Kα"
    group["several"] = ["C 1s", "", "µ²Ω"]
    group["fixed"] = np.array(["C 1s", "Zn 2p"], dtype="S8")
    group.create_dataset("fixed UTF-8", data="Kα".encode(), dtype=h5py.string_dtype(length=9))
    group.create_dataset("chunks", data=["eV", "", "counts"], dtype=h5py.string_dtype(),
                         chunks=(2,), maxshape=(None,))
    group.create_dataset("fixed, gzip", data=np.array(["eV", "counts"], dtype="S8"),
                         chunks=(1,), compression=9)
    for name, padding in ("spaces", h5t.STR_SPACEPAD), ("zeros", h5t.STR_NULLPAD):
        of = h5t.C_S1.copy()
        of.set_size(8)
        of.set_strpad(padding)
        data = low_level(group, name, of, (1,))
        data.id.write(h5s.ALL, h5s.ALL, np.array([b"Cu 2p"], dtype="S8"))


def attributes(group):
    few, many = group.create_group("few"), group.create_group("many")
    for attrs in few.attrs, many.attrs:
        attrs["number"] = 21.5
        attrs.create("numbers", numbers(">i2"), dtype=">i2")
        attrs["text"] = "kinetic, µ"
        attrs.create("texts", ["energy", "", "cycle"], dtype=h5py.string_dtype())
        attrs["fixed"] = np.bytes_("binding")
        attrs["empty"] = h5py.Empty("f8")
    for i in range(12):
        many.attrs[f"note {i}"] = f"{i} eV"
    many.attrs["long"] = "Speclens " * 600
    # Too large for the blocks of the newer file's heap.
    many.attrs["large"] = np.arange(700) * 1.0


def links(group):
    data = group.create_dataset("data", data=numbers("<i4"))
    group["hard"] = data
    group["soft"] = h5py.SoftLink("/links/data")
    group["soft again"] = h5py.SoftLink("./soft")
    group["nowhere"] = h5py.SoftLink("/links/missing")
    group["circle"] = h5py.SoftLink("/links/circle")
    group["another file"] = h5py.ExternalLink("other.h5", "/data")
    many = group.create_group("many, Σ", track_order=True)
    for i in range(30):
        many[f"a link with number {i}"] = data


def write(name, versions, **options):
    memory = io.BytesIO()
    with h5py.File(memory, "w", libver=versions, **options) as file:
        for part in types, layouts, refused, texts, attributes, links:
            part(file.create_group(part.__name__))
    (HERE / name).write_bytes(gzip.compress(memory.getvalue(), mtime=0))


write("h5py-old.h5.gz", ("earliest", "v108"))
write("h5py-new.h5.gz", ("latest", "latest"), userblock_size=512)
