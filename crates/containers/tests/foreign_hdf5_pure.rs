//! HDF5 as the crate `hdf5-pure` writes it: an encoder that its authors check against libhdf5.
//! Arrays drawn at random, larger than those in the files of `foreign_hdf5.rs`.

use hdf5_pure::{AttrValue, FileBuilder, LibVer, MaxExtent};
use speclens_containers::hdf5::{Hdf5File, Object, Value};

/// A generator that is the same each time (Lehmer).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0 * 48271 % 2_147_483_647;
        self.0 % limit
    }

    fn real(&mut self) -> f64 {
        self.below(2_000_000_000) as f64 / 7e3 - 1e5
    }
}

/// An array: its name, lengths, and numbers.
struct Array {
    name: String,
    lengths: Vec<u64>,
    numbers: Vec<f64>,
}

/// Puts an array of random lengths, type, layout, limits and filters into a file.
fn array(builder: &mut FileBuilder, chance: &mut Chance, name: String) -> Array {
    let rank = 1 + chance.below(3);
    let most = [4000, 60, 15][rank as usize - 1];
    let lengths: Vec<u64> = (0..rank).map(|_| 1 + chance.below(most)).collect();
    let count = lengths.iter().product::<u64>();
    let mut numbers: Vec<f64> = (0..count).map(|_| chance.real()).collect();
    let set = builder.create_dataset(&name);
    match chance.below(5) {
        0 => set.with_f64_data(&numbers),
        1 => {
            let single: Vec<f32> = numbers.iter().map(|v| *v as f32).collect();
            numbers = single.iter().map(|v| f64::from(*v)).collect();
            set.with_f32_data(&single)
        }
        2 => {
            let whole: Vec<i64> = numbers.iter().map(|v| *v as i64).collect();
            numbers = whole.iter().map(|v| *v as f64).collect();
            set.with_i64_data(&whole)
        }
        3 => {
            let whole: Vec<u16> = numbers.iter().map(|v| *v as i64 as u16).collect();
            numbers = whole.iter().map(|v| f64::from(*v)).collect();
            set.with_u16_data(&whole)
        }
        _ => {
            let whole: Vec<i8> = numbers.iter().map(|v| *v as i64 as i8).collect();
            numbers = whole.iter().map(|v| f64::from(*v)).collect();
            set.with_i8_data(&whole)
        }
    };
    set.with_shape(&lengths);
    if chance.below(4) > 0 {
        let chunks: Vec<u64> = lengths.iter().map(|n| 1 + chance.below(*n)).collect();
        set.with_chunks(&chunks);
        if chance.below(2) == 0 {
            set.with_shuffle();
        }
        if chance.below(2) == 0 {
            set.with_deflate(1 + chance.below(9) as u32);
        }
        if chance.below(3) == 0 {
            set.with_fletcher32();
        }
        // It writes no index for two dimensions that are both without limit.
        let open = chance.below(rank + 1) as usize;
        let limit = |(i, n): (usize, &u64)| match i == open {
            true => MaxExtent::Unlimited,
            false => MaxExtent::Fixed(n + chance.below(9)),
        };
        let limits: Vec<MaxExtent> = lengths.iter().enumerate().map(limit).collect();
        if chance.below(2) == 0 {
            set.with_maxshape(&limits);
        }
    }
    Array {
        name,
        lengths,
        numbers,
    }
}

fn get<'f, 'a>(of: &Object<'f, 'a>, path: &str) -> Object<'f, 'a> {
    let found = of.get(path).unwrap_or_else(|e| panic!("{path}: {e}"));
    found.unwrap_or_else(|| panic!("no {path}"))
}

#[test]
fn arrays_of_every_layout() {
    let mut chance = Chance(48271);
    for round in 0..24 {
        let mut builder = FileBuilder::new();
        let arrays: Vec<Array> = (0..20)
            .map(|i| array(&mut builder, &mut chance, format!("array {i}")))
            .collect();
        let bytes = builder.finish().expect("a file");
        let file = Hdf5File::open(&bytes).expect("a file");
        let root = file.root().expect("a root group");
        for array in arrays {
            let told = format!("round {round}, {}", array.name);
            let found = get(&root, &array.name);
            let lengths = array.lengths.iter().map(|n| *n as usize).collect();
            assert_eq!(found.lengths(), Ok(Some(lengths)), "{told}");
            let numbers = found.numbers().unwrap_or_else(|e| panic!("{told}: {e}"));
            assert!(numbers == array.numbers, "{told}");
        }
    }
}

/// Name, lengths of the array and of a chunk, limits.
type Case = (
    &'static str,
    &'static [u64],
    &'static [u64],
    Option<&'static [MaxExtent]>,
);

/// Thousands of chunks: the indices have blocks of blocks, and pages.
#[test]
fn arrays_of_many_chunks() {
    let numbers: Vec<f64> = (0..40_000).map(|i| f64::from(i) * 0.1).collect();
    let cases: [Case; 4] = [
        ("fixed", &[40_000], &[7], None),
        ("open", &[40_000], &[3], Some(&[MaxExtent::Unlimited])),
        (
            "rows",
            &[200, 200],
            &[1, 9],
            Some(&[MaxExtent::Unlimited, MaxExtent::Fixed(200)]),
        ),
        (
            "limits",
            &[200, 200],
            &[3, 7],
            Some(&[MaxExtent::Fixed(210), MaxExtent::Fixed(333)]),
        ),
    ];
    for deflate in [false, true] {
        let mut builder = FileBuilder::new();
        for (name, lengths, chunks, limits) in cases {
            let set = builder.create_dataset(name).with_f64_data(&numbers);
            set.with_shape(lengths).with_chunks(chunks);
            if let Some(limits) = limits {
                set.with_maxshape(limits);
            }
            if deflate {
                set.with_shuffle().with_deflate(4);
            }
        }
        let bytes = builder.finish().expect("a file");
        let file = Hdf5File::open(&bytes).expect("a file");
        let root = file.root().expect("a root group");
        for (name, ..) in cases {
            let told = format!("{name}, deflate: {deflate}");
            let found = get(&root, name).numbers();
            let found = found.unwrap_or_else(|e| panic!("{told}: {e}"));
            assert!(found == numbers, "{told}");
        }
    }
}

#[test]
fn groups_attributes_and_texts() {
    for versions in [LibVer::V18, LibVer::V110] {
        let mut builder = FileBuilder::new();
        builder.with_libver_bounds(LibVer::Earliest, versions);
        builder.with_userblock(1024);
        let mut entry = builder.create_group("entry");
        entry.set_attr("NX_class", AttrValue::AsciiString("NXentry".to_owned()));
        entry.set_attr("energies", AttrValue::F64Array(vec![0.1, 1486.6]));
        let axes = ["energy", "", "µ"].map(str::to_owned).to_vec();
        entry.set_attr("axes", AttrValue::StringArray(axes.clone()));
        let mut inner = entry.create_group("data");
        for i in 0..200 {
            let set = inner.create_dataset(&format!("cycle {i}"));
            set.with_i32_data(&[i, -i]);
            set.set_attr("units", AttrValue::String(format!("{i} counts")));
        }
        inner
            .create_dataset("long")
            .with_vlen_strings(&["Al Kα", "", "C 1s"]);
        let inner = inner.finish();
        entry.add_group(inner);
        let many = entry.create_dataset("many").with_f64_data(&[1.5]);
        for i in 0..60 {
            many.set_attr(&format!("note {i}"), AttrValue::I64(i));
        }
        let entry = entry.finish();
        builder.add_group(entry);
        let bytes = builder.finish().expect("a file");
        let file = Hdf5File::open(&bytes).expect("a file");
        let root = file.root().expect("a root group");
        let entry = get(&root, "entry");
        let texts = |all: Vec<String>| Ok(Some(Value::Texts(all)));
        assert_eq!(
            entry.attribute("NX_class"),
            texts(vec!["NXentry".to_owned()])
        );
        assert_eq!(entry.attribute("axes"), texts(axes));
        let energies = Value::Numbers(vec![0.1, 1486.6]);
        assert_eq!(entry.attribute("energies"), Ok(Some(energies)));
        let data = get(&entry, "data");
        assert_eq!(data.names().expect("a group").len(), 201);
        for i in 0..200 {
            let cycle = get(&root, &format!("/entry/data/cycle {i}"));
            assert_eq!(cycle.numbers(), Ok(vec![f64::from(i), -f64::from(i)]));
            assert_eq!(cycle.attribute("units"), texts(vec![format!("{i} counts")]));
        }
        let long = get(&data, "long").texts().expect("texts");
        assert_eq!(long.expect("texts"), ["Al Kα", "", "C 1s"]);
        for i in 0..60u8 {
            let note = get(&entry, "many").attribute(&format!("note {i}"));
            assert_eq!(note, Ok(Some(Value::Numbers(vec![i.into()]))), "note {i}");
        }
    }
}
