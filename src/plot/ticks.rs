//! Where ticks stand on an axis, and what is written at them.

/// Ticks of one axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Ticks {
    /// Distance between labelled ticks, in data units.
    pub step: f64,
    /// Values at the labelled ticks, rising.
    pub values: Vec<f64>,
}

/// Labelled ticks at multiples of 1, 2 or 5 times a power of ten within `lo..=hi`, at most
/// `most` of them (at least 2). Empty for a range that is empty or not finite.
pub fn ticks(lo: f64, hi: f64, most: usize) -> Ticks {
    let span = hi - lo;
    if !(span.is_finite() && span > 0.0) {
        return Ticks {
            step: 1.0,
            values: Vec::new(),
        };
    }
    let rough = span / most.max(2) as f64;
    let decade = 10f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|m| m * decade)
        .find(|s| *s >= rough * (1.0 - 1e-9))
        .unwrap_or(10.0 * decade);
    let first = (lo / step - 1e-9).ceil() as i64;
    let last = (hi / step + 1e-9).floor() as i64;
    Ticks {
        step,
        values: (first..=last).map(|i| i as f64 * step).collect(),
    }
}

/// The power of ten that is divided out of an axis's numbers, and its sign: `(1e3, "k")`.
fn prefix(largest: f64) -> (f64, &'static str) {
    match largest.abs() {
        a if a >= 2e9 => (1e9, "G"),
        a if a >= 2e6 => (1e6, "M"),
        a if a >= 1e4 => (1e3, "k"),
        _ => (1.0, ""),
    }
}

/// Writes `value` with the decimals that ticks `step` apart need: `250k`, `1.5M`, `0.002`,
/// `−4·10⁻⁵`. `largest` is the largest magnitude on the axis: it chooses the prefix.
pub fn tick_text(value: f64, step: f64, largest: f64) -> String {
    if value.abs() < step * 1e-6 {
        return "0".to_string();
    }
    let (unit, sign) = prefix(largest);
    let decimals = decimals_of(step / unit);
    if decimals > 4 {
        let power = step.log10().floor() as i32;
        let mantissa = (value / 10f64.powi(power)).round();
        return format!("{}·10{}", minus(&format!("{mantissa}")), superscript(power));
    }
    let number = format!("{:.*}", decimals, value / unit);
    format!("{}{sign}", minus(&number))
}

/// Decimals that tell multiples of `step` apart.
fn decimals_of(step: f64) -> usize {
    let power = (step * (1.0 + 1e-9)).log10().floor();
    if power >= 0.0 { 0 } else { -power as usize }
}

/// Writes the ASCII hyphen of a number as a minus sign.
fn minus(number: &str) -> String {
    number.replace('-', "\u{2212}")
}

fn superscript(power: i32) -> String {
    power
        .to_string()
        .chars()
        .map(|c| match c {
            '-' => '⁻',
            '1' => '¹',
            '2' => '²',
            '3' => '³',
            c => char::from_u32('⁰' as u32 + c.to_digit(10).unwrap_or(0)).unwrap_or('⁰'),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_numbers_within_the_range() {
        let t = ticks(-5.0, 1350.0, 8);
        assert_eq!(t.step, 200.0);
        assert_eq!(t.values, [0.0, 200.0, 400.0, 600.0, 800.0, 1000.0, 1200.0]);
        let t = ticks(0.0, 0.9, 4);
        assert_eq!(t.values.len(), 2);
        assert_eq!(t.step, 0.5);
        assert!(ticks(3.0, 3.0, 5).values.is_empty());
        assert!(ticks(f64::NAN, 3.0, 5).values.is_empty());
    }

    #[test]
    fn tick_texts_have_the_prefix_and_decimals_they_need() {
        assert_eq!(tick_text(250_000.0, 50_000.0, 400_000.0), "250k");
        assert_eq!(tick_text(1_500.0, 500.0, 12_000.0), "1.5k");
        assert_eq!(tick_text(2.5e6, 5e5, 3e6), "2.5M");
        assert_eq!(tick_text(800.0, 200.0, 1200.0), "800");
        assert_eq!(tick_text(-0.02, 0.01, 0.05), "\u{2212}0.02");
        assert_eq!(tick_text(-4e-5, 2e-5, 8e-5), "\u{2212}4·10⁻⁵");
        assert_eq!(tick_text(1e-18, 0.1, 0.5), "0");
    }
}
