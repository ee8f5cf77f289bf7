//! Fields, attributes and groups by NeXus class. What is damaged is as if it were not there: the
//! numbers of a spectrum are read elsewhere, with errors.

use speclens_containers::hdf5::{Object, Value};

/// Members of a group that are looked at.
const MAX_MEMBERS: usize = 1000;

/// The object that a path names.
pub(super) fn get<'f, 'a>(of: &Object<'f, 'a>, path: &str) -> Option<Object<'f, 'a>> {
    of.get(path).ok().flatten()
}

/// The texts of an attribute; empty where there are none.
pub(super) fn attribute_texts(of: &Object<'_, '_>, name: &str) -> Vec<String> {
    match of.attribute(name) {
        Ok(Some(Value::Texts(texts))) => texts,
        _ => Vec::new(),
    }
}

/// The first text of an attribute, where it is not empty.
pub(super) fn attribute_text(of: &Object<'_, '_>, name: &str) -> Option<String> {
    let first = attribute_texts(of, name).into_iter().next();
    first.filter(|text| !text.is_empty())
}

/// The first number of an attribute.
pub(super) fn attribute_number(of: &Object<'_, '_>, name: &str) -> Option<f64> {
    match of.attribute(name) {
        Ok(Some(Value::Numbers(numbers))) => numbers.first().copied(),
        _ => None,
    }
}

/// The text of a field, several joined by commas; `None` where it is empty.
pub(super) fn text(of: &Object<'_, '_>, path: &str) -> Option<String> {
    let texts = get(of, path)?.texts().ok()??;
    Some(texts.join(", ")).filter(|text| !text.is_empty())
}

/// The number of a field that holds one, finite; for several, `None` unless they are all equal.
pub(super) fn number(of: &Object<'_, '_>, path: &str) -> Option<f64> {
    single(&get(of, path)?)
}

fn single(field: &Object<'_, '_>) -> Option<f64> {
    let numbers = field.numbers().ok()?;
    let first = numbers.first().copied().filter(|n| n.is_finite())?;
    numbers.iter().all(|n| *n == first).then_some(first)
}

/// The number of a field in another unit: `factor` gives it of the field's unit. A field without
/// unit, or of an unknown one, is `None`.
pub(super) fn quantity(
    of: &Object<'_, '_>,
    path: &str,
    factor: fn(&str) -> Option<f64>,
) -> Option<f64> {
    let field = get(of, path)?;
    let factor = factor(&attribute_text(&field, "units")?)?;
    let number = single(&field)?;
    // 1.4866 keV is 1486.6 eV, not 1486.6000000000001.
    let value = number * factor;
    let tidy = (value * 1e9).round() / 1e9;
    let usual = factor == 1.0 || tidy == 0.0;
    Some(if usual { value } else { tidy }).filter(|v| v.is_finite())
}

/// Number and unit of a field as they stand, for a note.
pub(super) fn with_unit(of: &Object<'_, '_>, path: &str) -> Option<String> {
    let value = number(of, path)?;
    let unit = attribute_text(&get(of, path)?, "units").unwrap_or_default();
    Some(format!("{value} {unit}").trim().to_owned())
}

/// The NeXus class of a group, empty where it has none.
pub(super) fn class(of: &Object<'_, '_>) -> String {
    attribute_text(of, "NX_class").unwrap_or_default()
}

/// Members of a group that are of one of these classes, with their names.
pub(super) fn of_class<'f, 'a>(
    of: &Object<'f, 'a>,
    classes: &[&str],
) -> Vec<(String, Object<'f, 'a>)> {
    let names = of.names().unwrap_or_default().into_iter().take(MAX_MEMBERS);
    let members = names.filter_map(|name| {
        let member = get(of, &name)?;
        classes
            .contains(&class(&member).as_str())
            .then_some((name, member))
    });
    members.collect()
}
