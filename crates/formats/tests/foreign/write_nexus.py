"""Writes h5py.nxs.gz here: an NXxps file by libhdf5 itself, laid out as pynxtools-xps does it.

`pip install h5py`, then run it. ../foreign_nexus.rs tells again what the file holds. Made with
h5py 3.16 and HDF5 2.0.0.
"""

import gzip
import io
import pathlib

import h5py
import numpy as np

HERE = pathlib.Path(__file__).parent
ENERGIES = 1200 - np.arange(241) * 0.5
SCANS = [np.arange(241) % 17 * 10.0 + 1000 + 2 * scan for scan in (0, 1)]


def group(of, name, kind, /, **fields):
    made = of.create_group(name)
    made.attrs["NX_class"] = kind
    for field, value in fields.items():
        made[field] = value
    return made


def quantity(of, name, value, unit):
    of[name] = value
    of[name].attrs["units"] = unit


def spectrum(of, name, values, unit):
    data = of.create_dataset(name, data=values, compression="gzip", shuffle=True, chunks=(100,))
    data.attrs["units"] = unit


memory = io.BytesIO()
with h5py.File(memory, "w") as file:
    file.attrs["default"] = "MgO__Survey"
    entry = group(file, "MgO__Survey", "NXentry", title="a survey", method="XPS",
                  start_time="2026-03-01T12:00:00+01:00", definition="NXxps")
    entry["definition"].attrs["version"] = "2024.02"
    entry.attrs["default"] = "data"
    group(entry, "sample", "NXsample", name="MgO, µ-crystals")
    instrument = group(entry, "instrument", "NXinstrument")
    source = group(instrument, "source_probe", "NXsource", name="Al Kα", probe="x-ray")
    source["type"] = "Fixed Tube X-ray"
    beam = group(instrument, "beam_probe", "NXbeam")
    quantity(beam, "incident_energy", np.float32(1486.5), "eV")
    analyser = group(instrument, "electronanalyser", "NXelectronanalyser")
    quantity(group(analyser, "energydispersion", "NXenergydispersion"), "pass_energy", 50, "eV")
    detector = group(analyser, "detector", "NXdetector")
    quantity(detector, "count_time", 0.1, "s")
    data = group(entry, "data", "NXdata")
    data.attrs["signal"] = "data"
    data.attrs.create("axes", ["energy"], dtype=h5py.string_dtype())
    spectrum(data, "data", np.mean(SCANS, axis=0), "counts")
    for i, scan in enumerate(SCANS):
        spectrum(data, f"cycle0_scan{i}", scan, "counts")
    spectrum(analyser, "energy", ENERGIES, "eV")
    analyser["energy"].attrs["type"] = "binding"
    data["energy"] = h5py.SoftLink("/MgO__Survey/instrument/electronanalyser/energy")
(HERE / "h5py.nxs.gz").write_bytes(gzip.compress(memory.getvalue(), mtime=0))
