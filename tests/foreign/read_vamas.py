"""Reads VAMAS files with the package `vamas` (PyPI) and prints what it finds, one JSON object a file.

    python3 read_vamas.py FILE...

Exit code 3 where the package is not installed.
"""

import json
import sys

try:
    import vamas
except ImportError:
    sys.exit(3)


def block(b):
    """What a block says, under the names of `speclens info --json`."""
    points = len(b.corresponding_variables[0].y_values)
    return {
        "region": b.block_identifier,
        "sample": b.sample_identifier,
        "technique": b.technique,
        "photon_energy_ev": b.analysis_source_characteristic_energy,
        "pass_energy_ev": b.analyzer_pass_energy_or_retard_ratio_or_mass_res,
        "dwell_s": b.signal_collection_time,
        "scans": b.num_scans_to_compile_block,
        "date": [b.year, b.month, b.day, b.hour, b.minute, b.second],
        "comment": b.block_comment.split("\n"),
        "axis": [b.x_label, b.x_units],
        "energy_ev": [round(b.x_start + i * b.x_step, 9) for i in range(points)],
        "columns": {v.label: v.y_values for v in b.corresponding_variables},
    }


for name in sys.argv[1:]:
    with open(name, "rb") as f:
        file = vamas.Vamas(f.read())
    found = {
        "instrument": file.header.instrument_model_identifier,
        "blocks": [block(b) for b in file.blocks],
    }
    print(json.dumps(found))
