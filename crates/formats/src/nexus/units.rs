//! Units as NeXus files write them.

use speclens_spectrum::CountUnit;

/// Joules of an electronvolt (SI, exact).
const ELECTRONVOLT_J: f64 = 1.602_176_634e-19;

/// Electronvolts of a unit of energy.
pub(super) fn energy_ev(unit: &str) -> Option<f64> {
    Some(match unit {
        "eV" | "ev" | "EV" | "electronvolt" | "electron_volt" => 1.0,
        "meV" => 1e-3,
        "keV" | "kev" | "KeV" => 1e3,
        "MeV" => 1e6,
        "J" | "joule" => 1.0 / ELECTRONVOLT_J,
        _ => return None,
    })
}

/// Seconds of a unit of time.
pub(super) fn time_s(unit: &str) -> Option<f64> {
    Some(match unit.to_lowercase().as_str() {
        "s" | "sec" | "second" | "seconds" => 1.0,
        "ms" | "millisecond" | "milliseconds" => 1e-3,
        "us" | "µs" | "μs" | "microsecond" | "microseconds" => 1e-6,
        "ns" | "nanosecond" | "nanoseconds" => 1e-9,
        "min" | "minute" | "minutes" => 60.0,
        _ => return None,
    })
}

/// Degrees of a unit of angle.
pub(super) fn angle_deg(unit: &str) -> Option<f64> {
    Some(match unit.to_lowercase().as_str() {
        "degree" | "degrees" | "deg" | "°" => 1.0,
        "rad" | "radian" | "radians" => 180.0 / std::f64::consts::PI,
        _ => return None,
    })
}

/// What a unit says of intensities.
pub(super) fn counts(unit: &str) -> CountUnit {
    let unit: String = unit
        .to_lowercase()
        .chars()
        .filter(|c| !" _*^.".contains(*c))
        .collect();
    match unit.as_str() {
        "counts" | "count" | "cts" => CountUnit::Counts,
        "countspersecond" | "countspersec" | "counts/second" | "counts/s" | "count/s"
        | "countss-1" | "cts/s" | "cps" | "c/s" | "1/s" | "s-1" | "hz" => {
            CountUnit::CountsPerSecond
        }
        _ => CountUnit::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_of_all_kinds() {
        assert_eq!(
            (energy_ev("keV"), energy_ev("meV")),
            (Some(1e3), Some(1e-3))
        );
        assert_eq!((energy_ev(""), energy_ev("1/eV")), (None, None));
        assert!((2.382e-16 * energy_ev("J").unwrap() - 1486.7).abs() < 0.1);
        assert_eq!((time_s("ms"), time_s("deg")), (Some(1e-3), None));
        assert_eq!((angle_deg("degrees"), angle_deg("")), (Some(1.0), None));
        for (unit, expected) in [
            ("counts", CountUnit::Counts),
            ("counts_per_second", CountUnit::CountsPerSecond),
            ("counts s^-1", CountUnit::CountsPerSecond),
            ("arbitrary units", CountUnit::Unknown),
            ("", CountUnit::Unknown),
        ] {
            assert_eq!(counts(unit), expected, "{unit}");
        }
    }
}
