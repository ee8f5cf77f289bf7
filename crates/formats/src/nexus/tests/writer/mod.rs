//! Writes small HDF5 files, as two libraries would: in the format of HDF5 1.0 to 1.6, which is
//! still the usual one, and in that of 1.10 and later.

mod data;
mod groups;
mod sums;

use sums::{lookup_3, summed, words};

/// An address that is not set.
const NONE: u64 = u64::MAX;

/// Which structures are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Superblock 0, headers 1, symbol tables, B-trees 1.
    Old,
    /// Superblock 3, headers 2, link messages.
    New,
    /// The same, with links and attributes in fractal heaps.
    Dense,
}

/// What an array or attribute holds.
#[derive(Debug, Clone)]
pub enum Values {
    F64(Vec<f64>),
    /// Big-endian.
    F32(Vec<f32>),
    I16(Vec<i16>),
    U32(Vec<u32>),
    /// In the array itself.
    Text(Vec<&'static str>),
    /// In the global heap.
    LongText(Vec<&'static str>),
}

/// How an array is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Storage {
    Compact,
    Contiguous,
    /// Lengths of a chunk; whether it goes through shuffle, deflate and the checksum; and the kind
    /// of index in the new format.
    Chunked(Vec<u64>, bool, Index),
}

/// Indices of chunks in the new format; the old one has B-trees only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Index {
    Single,
    Implicit,
    Fixed,
    Extensible,
    Tree,
}

/// Attributes by name.
pub type Attributes = Vec<(&'static str, Values)>;

/// A member of a group.
#[derive(Debug, Clone)]
pub enum Node {
    Group(Attributes, Vec<(String, Node)>),
    Data {
        attributes: Attributes,
        values: Values,
        /// None for a single value.
        lengths: Vec<u64>,
        storage: Storage,
    },
    Soft(&'static str),
}

impl Values {
    fn count(&self) -> usize {
        match self {
            Values::F64(v) => v.len(),
            Values::F32(v) => v.len(),
            Values::I16(v) => v.len(),
            Values::U32(v) => v.len(),
            Values::Text(v) | Values::LongText(v) => v.len(),
        }
    }

    fn size(&self) -> usize {
        match self {
            Values::F64(_) => 8,
            Values::F32(_) | Values::U32(_) => 4,
            Values::I16(_) => 2,
            Values::Text(v) => v.iter().map(|t| t.len()).max().unwrap_or(0).max(1),
            Values::LongText(_) => 16,
        }
    }

    /// The data type message.
    fn data_type(&self) -> Vec<u8> {
        let size = (self.size() as u32).to_le_bytes();
        let with = |class: [u8; 4], more: &[u8]| [&class[..], &size, more].concat();
        match self {
            Values::F64(_) => with(
                [0x11, 0x20, 63, 0],
                &[0, 0, 64, 0, 52, 11, 0, 52, 0xFF, 3, 0, 0],
            ),
            Values::F32(_) => with(
                [0x11, 0x21, 31, 0],
                &[0, 0, 32, 0, 23, 8, 0, 23, 127, 0, 0, 0],
            ),
            Values::I16(_) => with([0x10, 8, 0, 0], &[0, 0, 16, 0]),
            Values::U32(_) => with([0x10, 0, 0, 0], &[0, 0, 32, 0]),
            Values::Text(_) => with([0x13, 1, 0, 0], &[]),
            // A text of UTF-8 up to a zero, of single bytes.
            Values::LongText(_) => with([0x19, 1, 1, 0], &[0x10, 0, 0, 0, 1, 0, 0, 0, 0, 0, 8, 0]),
        }
    }
}

/// A message of an object header.
type Message = (u8, Vec<u8>);

/// A file on its way.
struct Writer {
    bytes: Vec<u8>,
    style: Style,
    /// The one collection of the global heap, how many texts it holds, and its place.
    heap: Vec<u8>,
    texts: u8,
    heap_at: u64,
}

/// Bytes of a collection of the global heap.
const COLLECTION: usize = 4096;

/// The bytes of a file with this root.
pub fn file(root: &Node, style: Style) -> Vec<u8> {
    let start = if style == Style::Old { 96 } else { 48 };
    let mut writer = Writer {
        bytes: vec![0; start + COLLECTION],
        style,
        heap: [b"GCOL\x01\0\0\0", &words(&[COLLECTION as u64])[..]].concat(),
        texts: 0,
        heap_at: start as u64,
    };
    let root = writer.node(root);
    let mut heap = writer.heap;
    heap.extend(words(&[0, (COLLECTION - heap.len()) as u64]));
    heap.resize(COLLECTION, 0);
    writer.bytes[start..start + COLLECTION].copy_from_slice(&heap);
    let end = writer.bytes.len() as u64;
    let signature = b"\x89HDF\r\n\x1A\n";
    let superblock = if style == Style::Old {
        [
            &signature[..],
            &[0, 0, 0, 0, 0, 8, 8, 0, 4, 0, 16, 0, 0, 0, 0, 0],
            &words(&[0, NONE, end, NONE, 0, root]),
            &[0; 24],
        ]
        .concat()
    } else {
        let fields = words(&[0, NONE, end, root]);
        summed([&signature[..], &[3, 8, 8, 0], &fields].concat())
    };
    writer.bytes[..start].copy_from_slice(&superblock);
    writer.bytes
}

impl Writer {
    /// Appends a structure, and says where it lies.
    fn put(&mut self, bytes: &[u8]) -> u64 {
        let at = self.bytes.len().next_multiple_of(8);
        self.bytes.resize(at, 0);
        self.bytes.extend(bytes);
        at as u64
    }

    /// Writes an object; address of its header.
    fn node(&mut self, node: &Node) -> u64 {
        let (attributes, mut messages) = match node {
            Node::Soft(_) => return 0,
            Node::Group(attributes, members) => (attributes, self.group(members)),
            Node::Data {
                attributes,
                values,
                lengths,
                storage,
            } => (attributes, self.data(values, lengths, storage)),
        };
        let names: Vec<u32> = attributes
            .iter()
            .map(|(name, _)| lookup_3(name.as_bytes()))
            .collect();
        let attributes: Vec<Vec<u8>> = attributes
            .iter()
            .map(|(name, values)| self.attribute(name, values))
            .collect();
        if self.style == Style::Dense && !attributes.is_empty() {
            let record = |id: &[u8], i: usize| {
                let order = (i as u32).to_le_bytes();
                [id, &[0], &order, &names[i].to_le_bytes()].concat()
            };
            let (heap, tree) = self.dense(&attributes, 8, record);
            messages.push((0x15, [&[0, 0][..], &words(&[heap, tree])].concat()));
        } else {
            messages.extend(attributes.into_iter().map(|a| (0x0C, a)));
        }
        self.header(&messages)
    }

    fn header(&mut self, messages: &[Message]) -> u64 {
        let mut body = Vec::new();
        if self.style == Style::Old {
            // Half of the messages lie in a continuation.
            let (here, there) = messages.split_at(messages.len().div_ceil(2));
            let mut blocks = [here, there].map(|part| {
                let mut block = Vec::new();
                for (kind, body) in part {
                    let padded = body.len().next_multiple_of(8);
                    block.extend([*kind, 0]);
                    block.extend((padded as u16).to_le_bytes());
                    block.extend([0; 4]);
                    block.extend(body);
                    block.resize(block.len() + padded - body.len(), 0);
                }
                block
            });
            let count = messages.len() + usize::from(!there.is_empty());
            if !there.is_empty() {
                let at = self.put(&blocks[1]);
                blocks[0].extend([0x10, 0, 16, 0, 0, 0, 0, 0]);
                blocks[0].extend(words(&[at, blocks[1].len() as u64]));
            }
            body.extend([1, 0]);
            body.extend((count as u16).to_le_bytes());
            body.extend(1u32.to_le_bytes());
            body.extend((blocks[0].len() as u32).to_le_bytes());
            body.extend([0; 4]);
            body.extend(&blocks[0]);
            return self.put(&body);
        }
        for (kind, message) in messages {
            body.push(*kind);
            body.extend((message.len() as u16).to_le_bytes());
            body.push(0);
            body.extend(message);
        }
        let length = (body.len() as u32).to_le_bytes();
        self.put(&summed([b"OHDR\x02\x02", &length[..], &body].concat()))
    }

    fn attribute(&mut self, name: &str, values: &Values) -> Vec<u8> {
        let data = self.raw(values);
        let count = values.count() as u64;
        let lengths = if count == 1 { vec![] } else { vec![count] };
        let parts = [
            [name.as_bytes(), &[0]].concat(),
            values.data_type(),
            self.shape(&lengths, false),
        ];
        let lengths: Vec<u8> = parts
            .iter()
            .flat_map(|p| (p.len() as u16).to_le_bytes())
            .collect();
        let old = self.style == Style::Old;
        let version = if old { 1 } else { 3 };
        let mut body = vec![version, 0];
        body.extend(lengths);
        body.extend(if old { vec![] } else { vec![0] });
        for part in parts {
            body.extend(&part);
            let padding = part.len().next_multiple_of(8) - part.len();
            body.extend(vec![0; if old { padding } else { 0 }]);
        }
        body.extend(data);
        body
    }

    /// Dataspace message; `open`: the first dimension may grow without end.
    fn shape(&self, lengths: &[u64], open: bool) -> Vec<u8> {
        let (rank, flags) = (lengths.len() as u8, u8::from(open));
        let mut shape = if self.style == Style::Old {
            vec![1, rank, flags, 0, 0, 0, 0, 0]
        } else {
            vec![2, rank, flags, u8::from(rank > 0)]
        };
        shape.extend(words(lengths));
        if open {
            shape.extend(words(&[NONE]));
            shape.extend(words(&lengths[1..]));
        }
        shape
    }

    /// The bytes of values; long texts go to the global heap.
    fn raw(&mut self, values: &Values) -> Vec<u8> {
        match values {
            Values::F64(v) => v.iter().flat_map(|v| v.to_le_bytes()).collect(),
            Values::F32(v) => v.iter().flat_map(|v| v.to_be_bytes()).collect(),
            Values::I16(v) => v.iter().flat_map(|v| v.to_le_bytes()).collect(),
            Values::U32(v) => v.iter().flat_map(|v| v.to_le_bytes()).collect(),
            Values::Text(v) => {
                let pad = |t: &&str| {
                    let mut bytes = t.as_bytes().to_vec();
                    bytes.resize(values.size(), 0);
                    bytes
                };
                v.iter().flat_map(pad).collect()
            }
            Values::LongText(texts) => {
                let mut element = |text: &&str| {
                    self.texts += 1;
                    self.heap.extend([self.texts, 0, 1, 0, 0, 0, 0, 0]);
                    self.heap.extend((text.len() as u64).to_le_bytes());
                    self.heap.extend(text.as_bytes());
                    let padded = self.heap.len().next_multiple_of(8);
                    self.heap.resize(padded, 0);
                    let length = (text.len() as u32).to_le_bytes();
                    [
                        &length[..],
                        &self.heap_at.to_le_bytes(),
                        &[self.texts, 0, 0, 0],
                    ]
                    .concat()
                };
                texts.iter().flat_map(&mut element).collect()
            }
        }
    }
}
