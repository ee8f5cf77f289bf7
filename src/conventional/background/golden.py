"""Makes golden.tsv: backgrounds of a known curve by lmfitxps, an independent implementation.

    pip install lmfitxps==4.2.0
    python golden.py > golden.tsv
"""

import contextlib
import io

import numpy as np
from lmfitxps.backgrounds import shirley_calculate, tougaard_calculate

energy = np.arange(270, 340.01, 0.5)


def line(at, height, sigma):
    """A Gaussian with a tail to higher binding energy."""
    y = height * np.exp(-0.5 * ((energy - at) / sigma) ** 2)
    tail = np.exp(-np.arange(40) * 0.5 / 4) * 0.06
    return y + np.convolve(y, tail)[: len(y)]


counts = line(285, 4000, 0.9) + line(288.6, 900, 1.0)
loss = energy[:, None] - energy[None, :]
kernel = np.where(loss > 0, 2866 * loss / (1643 + loss**2) ** 2, 0)
for i in range(len(energy)):
    counts[i] += (kernel[i, :i] * counts[:i]).sum() * 0.5
counts = np.round(counts + 500, 3)

# lmfitxps wants falling binding energies; it prints what it found.
falling, y = energy[::-1], counts[::-1].copy()
with contextlib.redirect_stdout(io.StringIO()):
    shirley = shirley_calculate(falling, y, tol=1e-18, maxit=500)
    two, b_two = tougaard_calculate(falling, y, tc=1643, tcd=1, td=0, maxit=500)
    three, b_three = tougaard_calculate(falling, y, tc=551, tcd=-1, td=436, maxit=500)
print("# Backgrounds by lmfitxps 4.2.0, made by golden.py: Shirley; Tougaard with C = 1643; with C = 551, D = 436.")
print(f"# Scale B of the two Tougaard backgrounds, eV²: {b_two:.3f} {b_three:.3f}")
print("binding_ev\tcounts\tshirley\ttougaard_2\ttougaard_3")
for e, *values in zip(energy, counts, shirley[::-1], two[::-1], three[::-1]):
    print("\t".join([f"{e:.1f}"] + [f"{v:.3f}" for v in values]))
