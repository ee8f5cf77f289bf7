//! How many tests passed and failed, by the summaries of the runners.

/// How many tests a runner counted.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// Tests that passed.
    pub passed: usize,
    /// Tests that failed, or steps that could not be run.
    pub failed: usize,
}

impl Count {
    /// Takes in a line of a runner's summary: cargo's `test result: ok. 3 passed; 1 failed; …`,
    /// or node's `# pass 3`, `ℹ fail 1`.
    pub fn see(&mut self, line: &str) {
        if let Some(result) = line.trim_start().strip_prefix("test result: ") {
            self.passed += number_before(result, " passed");
            self.failed += number_before(result, " failed");
        }
        let mut words = line.split_whitespace();
        if let (Some("#" | "ℹ"), Some(what), Some(number), None) =
            (words.next(), words.next(), words.next(), words.next())
        {
            let number = number.parse().unwrap_or(0);
            match what {
                "pass" => self.passed += number,
                "fail" | "cancelled" => self.failed += number,
                _ => {}
            }
        }
    }
}

fn number_before(text: &str, word: &str) -> usize {
    text.split(word)
        .next()
        .and_then(|before| before.rsplit(' ').next())
        .and_then(|number| number.parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summaries_of_cargo_and_node_are_counted() {
        let mut count = Count::default();
        for line in [
            "running 3 tests",
            "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out",
            "test result: FAILED. 12 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out",
            "# pass 5",
            "ℹ fail 1",
            "ℹ cancelled 1",
            "ℹ duration_ms 12.5",
            "# pass 5 of the way",
        ] {
            count.see(line);
        }
        assert_eq!(
            count,
            Count {
                passed: 20,
                failed: 4
            }
        );
    }
}
