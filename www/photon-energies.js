// Photon energies of the sources that a user may name, eV.

/** @type {{ [source: string]: number }} */
export const PHOTON_ENERGIES = { 'al-ka': 1486.6, 'mg-ka': 1253.6 };
