//! Dates from counted seconds.

/// Seconds since 1970-01-01 00:00 UTC as `2024-01-22 13:05:09 UTC`; `None` after the year 9999.
pub(crate) fn utc(unix_s: u64) -> Option<String> {
    const DAY_S: u64 = 86_400;
    let (days, s) = (unix_s / DAY_S, unix_s % DAY_S);
    // Civil date from days since 1970-01-01: H. Hinnant, "chrono-Compatible Low-Level Date
    // Algorithms" (2013), civil_from_days.
    let shifted = days + 719_468;
    let era = shifted / 146_097;
    let day_of_era = shifted % 146_097;
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    (year <= 9999).then(|| {
        format!(
            "{year:04}-{month:02}-{day:02} {:02}:{:02}:{:02} UTC",
            s / 3600,
            s / 60 % 60,
            s % 60
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn civil_dates() {
        assert_eq!(utc(0).unwrap(), "1970-01-01 00:00:00 UTC");
        assert_eq!(utc(951_782_399).unwrap(), "2000-02-28 23:59:59 UTC");
        assert_eq!(utc(951_782_400).unwrap(), "2000-02-29 00:00:00 UTC");
        assert_eq!(utc(4_107_542_400).unwrap(), "2100-03-01 00:00:00 UTC");
        assert_eq!(utc(253_402_300_799).unwrap(), "9999-12-31 23:59:59 UTC");
        assert_eq!((utc(253_402_300_800), utc(u64::MAX)), (None, None));
    }
}
