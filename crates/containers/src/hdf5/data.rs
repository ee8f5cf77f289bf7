//! Data sets: their shape, and their numbers or texts.

use std::borrow::Cow;

use super::header::kind;
use super::types::{Kind, Shape, Type, data_type, shape};
use super::{Cursor, Damage, Hdf5File, Object, UNDEFINED};

/// Where the bytes of a data set lie.
pub(super) enum Layout<'a> {
    Compact(&'a [u8]),
    Contiguous(usize),
    Chunked(Chunks),
}

/// Chunks of a data set.
pub(super) struct Chunks {
    /// Elements of a chunk in each dimension.
    pub lengths: Vec<usize>,
    pub index: Index,
    /// ChunkPlace of the index, or of the only chunk.
    pub at: usize,
    /// Chunks that reach beyond the array are not filtered.
    pub plain_edges: bool,
}

/// How the chunks of a data set are found.
pub(super) enum Index {
    /// B-tree of version 1.
    Tree,
    /// The only chunk, with stored length and filters left out where it is filtered.
    Single(Option<(usize, u32)>),
    /// One after the other.
    Implicit,
    FixedArray,
    ExtensibleArray,
    /// B-tree of version 2.
    Tree2,
}

impl<'a> Object<'_, 'a> {
    /// Whether this is a data set.
    pub fn is_data(&self) -> bool {
        self.messages.iter().any(|m| m.kind == kind::LAYOUT)
    }

    /// Lengths of the dimensions of a data set; none for a single value. `None` for a group.
    ///
    /// # Errors
    /// The file is damaged.
    pub fn lengths(&self) -> Result<Option<Vec<usize>>, Damage> {
        if !self.is_data() {
            return Ok(None);
        }
        let shape = self.shape()?;
        Ok(Some(if shape.null { vec![0] } else { shape.lengths }))
    }

    /// All numbers of a data set, the last dimension fastest.
    ///
    /// # Errors
    /// It holds none, they are stored in a way that is not read, there are too many, or the file
    /// is damaged.
    pub fn numbers(&self) -> Result<Vec<f64>, Damage> {
        let of = self.data_type()?;
        if !matches!(of.kind, Kind::Whole { .. } | Kind::Real) {
            return Err(self.unread(match of.kind {
                Kind::Other(name) => name,
                _ => "texts",
            }));
        }
        let bytes = self.bytes(of)?;
        self.file.need(of.numbers(&bytes), self.at, "numbers")
    }

    /// The first texts of a data set; `None` where it holds none.
    ///
    /// # Errors
    /// The file is damaged.
    pub fn texts(&self) -> Result<Option<Vec<String>>, Damage> {
        let of = self.data_type()?;
        if !matches!(of.kind, Kind::Text | Kind::LongText) {
            return Ok(None);
        }
        self.file.texts(of, &self.bytes(of)?)
    }

    /// The body of the first message of a kind.
    fn message(&self, kind: u16) -> Result<Option<&'a [u8]>, Damage> {
        let message = self.messages.iter().find(|m| m.kind == kind);
        message.map(|m| self.file.body(*m)).transpose()
    }

    fn shape(&self) -> Result<Shape, Damage> {
        let body = self.message(kind::DATASPACE)?;
        let shape = body.and_then(|b| shape(&mut self.file.within(b)));
        self.file.need(shape, self.at, "the shape of data")
    }

    fn data_type(&self) -> Result<Type, Damage> {
        let body = self.message(kind::DATATYPE)?;
        let of = body.and_then(|b| data_type(&mut self.file.within(b)));
        self.file.need(of, self.at, "the type of data")
    }

    /// All bytes of a data set.
    fn bytes(&self, of: Type) -> Result<Cow<'a, [u8]>, Damage> {
        let shape = self.shape()?;
        let length = shape.count().and_then(|n| n.checked_mul(of.size));
        let length = self.file.bound(length, self.at)?;
        if length == 0 {
            return Ok(Cow::Borrowed(&[]));
        }
        if self.message(kind::EXTERNAL_FILES)?.is_some() {
            return Err(self.unread("numbers in another file"));
        }
        let body = self.message(kind::LAYOUT)?.unwrap_or_default();
        if layout_is_virtual(body) {
            return Err(self.unread("parts of other data sets"));
        }
        let layout = layout(&mut self.file.within(body), shape.lengths.len());
        let layout = self.file.need(layout, self.at, "the layout of data")?;
        match layout {
            Layout::Compact(bytes) => self
                .file
                .need(bytes.get(..length), self.at, "data")
                .map(Cow::Borrowed),
            Layout::Contiguous(UNDEFINED) => Err(self.unread("numbers that were never written")),
            Layout::Contiguous(at) => {
                let bytes = self.file.cursor(at).take(length);
                self.file.need(bytes, at, "data").map(Cow::Borrowed)
            }
            Layout::Chunked(chunks) => {
                let filters = self.message(kind::FILTERS)?.unwrap_or_default();
                self.assemble(&chunks, &shape, of.size, filters)
                    .map(Cow::Owned)
            }
        }
    }

    /// An error for data that are of a kind or stored in a way that is not read.
    pub(super) fn unread(&self, what: &str) -> Damage {
        let found = format!("a data set of {what}");
        Damage::at_byte(self.place(), found, "numbers that can be read")
    }
}

fn layout_is_virtual(body: &[u8]) -> bool {
    matches!(body.first_chunk(), Some([4 | 5, 3]))
}

/// A data layout message of any version.
fn layout<'a>(cursor: &mut Cursor<'a>, rank: usize) -> Option<Layout<'a>> {
    match cursor.byte()? {
        1 | 2 => old_layout(cursor, rank),
        version @ 3..=5 => match (cursor.byte()?, version) {
            (0, _) => {
                let length = cursor.u16()?;
                cursor.take(length).map(Layout::Compact)
            }
            (1, _) => cursor.address().map(Layout::Contiguous),
            (2, 3) => {
                let dimensions = usize::from(cursor.byte()?);
                let at = cursor.address()?;
                chunks(cursor, dimensions, 4, rank, Index::Tree, at, false)
            }
            (2, _) => new_chunks(cursor, rank),
            _ => None,
        },
        _ => None,
    }
}

/// Layouts of the first versions of the format.
fn old_layout<'a>(cursor: &mut Cursor<'a>, rank: usize) -> Option<Layout<'a>> {
    let dimensions = usize::from(cursor.byte()?);
    let class = cursor.byte()?;
    cursor.skip(5)?;
    match class {
        0 => {
            cursor.skip(dimensions.checked_mul(4)?)?;
            let length = usize::try_from(cursor.u32()?).ok()?;
            cursor.take(length).map(Layout::Compact)
        }
        1 => cursor.address().map(Layout::Contiguous),
        2 => {
            let at = cursor.address()?;
            chunks(cursor, dimensions, 4, rank, Index::Tree, at, false)
        }
        _ => None,
    }
}

/// Chunks of layouts 4 and 5.
fn new_chunks<'a>(cursor: &mut Cursor<'a>, rank: usize) -> Option<Layout<'a>> {
    let flags = cursor.byte()?;
    let dimensions = usize::from(cursor.byte()?);
    let width = usize::from(cursor.byte()?);
    let mut rest = cursor.clone();
    rest.skip(dimensions.checked_mul(width)?)?;
    let index = match rest.byte()? {
        1 if flags & 2 != 0 => Index::Single(Some((rest.length()?, rest.u32()?))),
        1 => Index::Single(None),
        2 => Index::Implicit,
        3 => {
            rest.skip(1)?;
            Index::FixedArray
        }
        4 => {
            rest.skip(5)?;
            Index::ExtensibleArray
        }
        5 => {
            rest.skip(6)?;
            Index::Tree2
        }
        _ => return None,
    };
    let at = rest.address()?;
    chunks(cursor, dimensions, width, rank, index, at, flags & 1 != 0)
}

/// The lengths of a chunk, one more than the data has dimensions: the last is that of an element.
fn chunks<'a>(
    cursor: &mut Cursor<'a>,
    dimensions: usize,
    width: usize,
    rank: usize,
    index: Index,
    at: usize,
    plain_edges: bool,
) -> Option<Layout<'a>> {
    if dimensions != rank.checked_add(1)? || rank == 0 {
        return None;
    }
    let lengths: Vec<usize> = (0..rank)
        .map(|_| cursor.size(width).filter(|n| *n > 0))
        .collect::<Option<_>>()?;
    Some(Layout::Chunked(Chunks {
        lengths,
        index,
        at,
        plain_edges,
    }))
}

impl Hdf5File<'_> {
    /// Whether an array of this length can be asked for: see [`Hdf5File::decode`].
    pub(super) fn bound(&self, length: Option<usize>, at: usize) -> Result<usize, Damage> {
        let length = length.filter(|n| isize::try_from(*n).is_ok());
        let length = self.need(length, at, "the shape of data")?;
        self.decode(length)?;
        Ok(length)
    }
}
