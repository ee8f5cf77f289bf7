"""Makes golden.tsv: three fits of known regions by lmfit, an independent implementation.

    pip install lmfit==1.3.4 scipy==1.17.1 numpy==2.4.6
    python golden.py > golden.tsv

Each region has two overlapping components and a doublet on a sloping background, with Poisson noise.
Weights are 1 / √counts. The lines are lmfit's own functions; Doniach and Šunjić's is broadened here
on a fine grid, and scaled to its area in the region, as the crate defines it.
"""

import numpy as np
from lmfit import Parameters, minimize
from lmfit.lineshapes import doniach, pvoigt, voigt
from scipy.signal import fftconvolve

energy = np.arange(280, 300.001, 0.1)
background = 300 + 4 * (energy - 280)
FWHM = 2 * np.sqrt(2 * np.log(2))
MIXING, ALPHA, SPLITTING, RATIO = 0.3, 0.1, 2.6, 2 / 3
# lmfit mixes areas, CasaXPS's SGL heights.
lorentz, gauss = MIXING * np.pi / 2, (1 - MIXING) * np.sqrt(np.pi / np.log(2)) / 2
FRACTION = lorentz / (lorentz + gauss)

STEP = 0.005
fine = np.arange(280 - 10, 300 + 10 + STEP / 2, STEP)
inside = (fine > 280 - STEP / 2) & (fine < 300 + STEP / 2)


def pseudo_voigt(position, area, width, gaussian, at):
    return area * pvoigt(energy, 1, at, width / 2, FRACTION)


def true_voigt(position, area, width, gaussian, at):
    return area * voigt(energy, 1, at, gaussian / FWHM, width / 2)


def doniach_gauss(position, area, width, gaussian, at):
    # lmfit's tail lies at lower x: kinetic energies. Both lines of a doublet by the first one's area.
    sigma = gaussian / FWHM
    kernel = np.exp(-0.5 * (np.arange(-1400, 1401) * STEP / sigma) ** 2)

    def line(centre):
        return fftconvolve(doniach(-fine, 1, -centre, width / 2, ALPHA), kernel, mode="same")

    first = line(position)
    whole = np.trapezoid(first[inside], fine[inside])
    y = first if at == position else line(at)
    return area * np.interp(energy, fine, y) / whole


def model(p, line):
    total = background.copy()
    for i in range(3):
        position, area, width = p[f"position{i}"].value, p[f"area{i}"].value, p[f"width{i}"].value
        args = (position, area, width, p["gaussian"].value)
        total = total + line(*args, position)
        if i == 2:
            total = total + RATIO * line(*args, position + SPLITTING)
    return total


def parameters(values, gaussian, free_gaussian):
    p = Parameters()
    for i, (position, area, width) in enumerate(values):
        p.add(f"position{i}", position)
        p.add(f"width{i}", width, vary=free_gaussian != "linked" or i == 0)
        p.add(f"area{i}", area)
    p.add("gaussian", gaussian, vary=free_gaussian != "none")
    if free_gaussian == "linked":
        p["width1"].expr = "width0 * 1.2"
        p["width2"].vary = True
    return p


print("# Fits by lmfit 1.3.4, made by golden.py. Rows `point`: energy, background, counts of the three.")
print("# Rows `fit`: which, parameter, component, value, error; `chi`: reduced chi squared.")
random = np.random.default_rng(20240611)
cases = {
    # Name: line, truth, Gaussian, what of the widths is free.
    "pseudo_voigt": (pseudo_voigt, [(284.8, 6000, 1.2), (286.1, 2500, 1.4), (291.0, 4000, 1.1)], 0.0, "none"),
    "voigt": (true_voigt, [(284.8, 6000, 0.5), (286.1, 2500, 0.6), (291.0, 4000, 0.4)], 0.9, "linked"),
    "doniach": (doniach_gauss, [(284.8, 9000, 0.6), (286.1, 4000, 0.7), (291.0, 5000, 0.5)], 0.6, "none"),
}
columns, fits = [], []
for name, (line, truth, gaussian, free) in cases.items():
    counts = random.poisson(model(parameters(truth, gaussian, free), line))
    start = [(x + 0.15, 0.8 * a, 1.1 * w) for x, a, w in truth]
    p = parameters(start, gaussian * 1.1 if free == "linked" else gaussian, free)
    deviation = np.sqrt(np.maximum(counts, 1))
    out = minimize(
        lambda q: (model(q, line) - counts) / deviation,
        p,
        scale_covar=False,
        ftol=1e-14,
        xtol=1e-12,
        gtol=1e-12,
        epsfcn=1e-14,
    )
    columns.append(counts)
    for parameter, found in out.params.items():
        if found.vary or found.expr:
            fits.append(f"fit\t{name}\t{parameter[:-1]}\t{parameter[-1]}\t{found.value:.11g}\t{found.stderr:.7g}"
                        if parameter != "gaussian"
                        else f"fit\t{name}\tgaussian\t0\t{found.value:.11g}\t{found.stderr:.7g}")
    fits.append(f"chi\t{name}\t\t\t{out.redchi:.8g}\t")
for e, b, *c in zip(energy, background, *columns):
    print("\t".join(["point", f"{e:.1f}", f"{b:.1f}"] + [str(v) for v in c]))
print("\n".join(fits))
