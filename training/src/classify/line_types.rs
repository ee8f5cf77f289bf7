//! Recall and error by the kind of line that an element is measured by.

use std::collections::BTreeMap;

use speclens::guide::{ElementClass, LineType};
use speclens::physics::chemical_state::has_open_shell;

use super::rounded;

/// The elements by the subshell of their highest peak; those with open 3d or 4f shells, whose lines
/// are spread over multiplets, apart.
pub fn of(elements: &[ElementClass]) -> Vec<LineType> {
    let mut types: BTreeMap<String, Vec<&ElementClass>> = BTreeMap::new();
    for element in elements {
        let main = element.main_line().and_then(|l| l.line.split_once(' '));
        let Some((_, subshell)) = main else {
            continue;
        };
        let open = if has_open_shell(element.z) {
            ", open shell"
        } else {
            ""
        };
        let name = format!("{subshell}{open}");
        types.entry(name).or_default().push(element);
    }
    let line_type = |(name, members): (String, Vec<&ElementClass>)| {
        let n = members.len() as f64;
        let mean = |of: fn(&ElementClass) -> f64| members.iter().map(|e| of(e)).sum::<f64>() / n;
        LineType {
            recall: rounded(mean(|e| e.recall)),
            recall_main: rounded(mean(|e| e.recall_main)),
            error: rounded(mean(|e| e.error)),
            elements: members.iter().map(|e| e.symbol.clone()).collect(),
            name,
        }
    };
    types.into_iter().map(line_type).collect()
}
