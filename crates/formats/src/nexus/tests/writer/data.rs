//! Data sets, whole and in chunks with their indices.

use miniz_oxide::deflate::compress_to_vec_zlib;

use super::sums::{fletcher_32, summed, words};
use super::{Index, Message, NONE, Storage, Style, Values, Writer};

impl Writer {
    pub(super) fn data(
        &mut self,
        values: &Values,
        lengths: &[u64],
        storage: &Storage,
    ) -> Vec<Message> {
        let raw = self.raw(values);
        let open = matches!(
            storage,
            Storage::Chunked(_, _, Index::Extensible | Index::Tree)
        );
        let mut messages = vec![
            (0x01, self.shape(lengths, open && self.style != Style::Old)),
            (0x03, values.data_type()),
            (
                0x05,
                if self.style == Style::Old {
                    vec![2, 2, 2, 0]
                } else {
                    vec![3, 0x0A]
                },
            ),
        ];
        match storage {
            Storage::Compact => {
                let length = (raw.len() as u16).to_le_bytes();
                messages.push((0x08, [&[3, 0][..], &length, &raw].concat()));
            }
            Storage::Contiguous => {
                let at = self.put(&raw);
                let place = words(&[at, raw.len() as u64]);
                messages.push((0x08, [&[3, 1][..], &place].concat()));
            }
            Storage::Chunked(chunk, filtered, index) => {
                let size = values.size();
                if *filtered {
                    messages.push((0x0B, self.filters(size)));
                }
                let chunks = self.chunks(&raw, lengths, chunk, size, *filtered);
                messages.push((0x08, self.layout(&chunks, chunk, size, *filtered, *index)));
            }
        }
        messages
    }

    /// Shuffle, deflate, Fletcher's checksum.
    fn filters(&self, size: usize) -> Vec<u8> {
        let size = size as u8;
        if self.style == Style::Old {
            let head = [1, 3, 0, 0, 0, 0, 0, 0];
            let shuffle = [2, 0, 0, 0, 0, 0, 1, 0, size, 0, 0, 0, 0, 0, 0, 0];
            let deflate = [1, 0, 8, 0, 0, 0, 1, 0];
            let more = *b"deflate\0\x06\0\0\0\0\0\0\0";
            let checksum = [3, 0, 0, 0, 0, 0, 0, 0];
            [&head[..], &shuffle, &deflate, &more, &checksum].concat()
        } else {
            let shuffle = [2, 0, 0, 0, 1, 0, size, 0, 0, 0];
            let deflate = [1, 0, 0, 0, 1, 0, 6, 0, 0, 0];
            [&[2, 3][..], &shuffle, &deflate, &[3, 0, 0, 0, 0, 0]].concat()
        }
    }

    /// Writes all chunks: position in the grid, place and stored length.
    fn chunks(
        &mut self,
        raw: &[u8],
        lengths: &[u64],
        chunk: &[u64],
        size: usize,
        filtered: bool,
    ) -> Vec<(Vec<u64>, u64, u64)> {
        let counts: Vec<u64> = lengths
            .iter()
            .zip(chunk)
            .map(|(l, c)| l.div_ceil(*c))
            .collect();
        let place = |mut n: u64, of: &[u64]| {
            let mut place = vec![0; of.len()];
            for (to, count) in place.iter_mut().zip(of).rev() {
                *to = n % count;
                n /= count;
            }
            place
        };
        let mut out = Vec::new();
        for number in 0..counts.iter().product() {
            let position = place(number, &counts);
            let mut bytes = Vec::new();
            for element in 0..chunk.iter().product() {
                let inside = place(element, chunk);
                let at: Vec<u64> = (0..chunk.len())
                    .map(|d| position[d] * chunk[d] + inside[d])
                    .collect();
                let outside = at.iter().zip(lengths).any(|(a, l)| a >= l);
                let flat = at.iter().zip(lengths).fold(0, |n, (a, l)| n * l + a) as usize;
                bytes.extend(if outside {
                    vec![0xEE; size]
                } else {
                    raw[flat * size..(flat + 1) * size].to_vec()
                });
            }
            if filtered {
                let count = bytes.len() / size;
                let sorted: Vec<u8> = (0..bytes.len())
                    .map(|i| bytes[i % count * size + i / count])
                    .collect();
                bytes = compress_to_vec_zlib(&sorted, 6);
                bytes.extend(fletcher_32(&bytes).to_le_bytes());
            }
            // Nothing lies between unfiltered chunks, as an implicit index needs it.
            let at = if filtered || number == 0 {
                self.put(&bytes)
            } else {
                self.bytes.extend(&bytes);
                (self.bytes.len() - bytes.len()) as u64
            };
            out.push((position, at, bytes.len() as u64));
        }
        out
    }

    /// The layout message, and the index that it leads to.
    fn layout(
        &mut self,
        chunks: &[(Vec<u64>, u64, u64)],
        chunk: &[u64],
        size: usize,
        filtered: bool,
        index: Index,
    ) -> Vec<u8> {
        let dimensions = chunk.len() as u8 + 1;
        let all: Vec<u64> = chunk.iter().copied().chain([size as u64]).collect();
        if self.style == Style::Old {
            let at = self.chunk_tree(chunks, chunk);
            let lengths: Vec<u8> = all.iter().flat_map(|n| (*n as u32).to_le_bytes()).collect();
            return [&[3, 2, dimensions][..], &at.to_le_bytes(), &lengths].concat();
        }
        let single = index == Index::Single && filtered;
        let mut body = vec![4, 2, if single { 2 } else { 0 }, dimensions, 1];
        body.extend(all.iter().map(|n| *n as u8));
        // As the library takes it, from the length of a chunk.
        let stored_bytes = 1 + (all.iter().product::<u64>().ilog2() as usize + 8) / 8;
        let entry = |(_, at, stored): &(Vec<u64>, u64, u64)| {
            let mut entry = at.to_le_bytes().to_vec();
            if filtered {
                entry.extend(&stored.to_le_bytes()[..stored_bytes]);
                entry.extend([0; 4]);
            }
            entry
        };
        let width = if filtered { 12 + stored_bytes as u8 } else { 8 };
        let client = u8::from(filtered);
        let entries: Vec<Vec<u8>> = chunks.iter().map(entry).collect();
        let count = entries.len() as u64;
        let at = match index {
            Index::Single => {
                body.push(1);
                if filtered {
                    body.extend(words(&[chunks[0].2]));
                    body.extend([0; 4]);
                }
                chunks[0].1
            }
            Index::Implicit => {
                body.push(2);
                chunks[0].1
            }
            Index::Fixed => {
                body.extend([3, 10]);
                let header = self.bytes.len().next_multiple_of(8) as u64;
                let block_at = header + 28;
                let fields = words(&[count, block_at]);
                let head = [b"FAHD\0", &[client, width, 10][..], &fields].concat();
                self.put(&summed(head));
                let head = [b"FADB\0", &[client][..], &header.to_le_bytes()].concat();
                let block = summed([head, entries.concat()].concat());
                self.bytes.extend(block);
                header
            }
            Index::Extensible => {
                // The first two entries lie in the index block, four each in data blocks.
                body.extend([4, 32, 2, 4, 4, 10]);
                let header = self.bytes.len().next_multiple_of(8) as u64;
                self.put(&[0; 72]);
                let head = |name: &[u8]| [name, &[0, client][..], &header.to_le_bytes()].concat();
                let mut places = vec![NONE; 6];
                let undefined = [vec![0xFF; 8], vec![0; usize::from(width) - 8]].concat();
                // One block of 4 entries, one and two of 8, two of 16.
                let mut rest = entries.get(2..).unwrap_or_default();
                let mut offset = 0u32;
                for (place, length) in places.iter_mut().zip([4, 8, 8, 8, 16, 16]) {
                    if rest.is_empty() {
                        break;
                    }
                    let (own, others) = rest.split_at(rest.len().min(length));
                    let mut block = [head(b"EADB"), offset.to_le_bytes().to_vec()].concat();
                    block.extend(own.concat());
                    block.extend(undefined.repeat(length - own.len()));
                    *place = self.put(&summed(block));
                    (rest, offset) = (others, offset + length as u32);
                }
                assert!(rest.is_empty());
                let mut block = head(b"EAIB");
                block.extend(entries.iter().take(2).flatten());
                block.extend(undefined.repeat(2usize.saturating_sub(entries.len())));
                block.extend(words(&places));
                // 2 × log2(4) groups of blocks are found directly, 31 − 4 by secondary blocks.
                block.extend(words(&[NONE; 27]));
                let index = self.put(&summed(block));
                let fields = words(&[0, 0, 2, 12, count, count, index]);
                let head = [b"EAHD\0", &[client, width, 32, 2, 4, 4, 10][..], &fields].concat();
                let header_bytes = summed(head);
                let start = header as usize;
                self.bytes[start..start + header_bytes.len()].copy_from_slice(&header_bytes);
                header
            }
            Index::Tree => {
                body.extend([5, 0, 8, 0, 0, 100, 40]);
                let records: Vec<Vec<u8>> = chunks
                    .iter()
                    .zip(&entries)
                    .map(|((position, _, _), entry)| [&entry[..], &words(position)].concat())
                    .collect();
                self.tree_2(10 + client, &records)
            }
        };
        body.extend(at.to_le_bytes());
        body
    }

    /// A B-tree of version 1: leaves of two chunks, under one root where there are several.
    fn chunk_tree(&mut self, chunks: &[(Vec<u64>, u64, u64)], chunk: &[u64]) -> u64 {
        let key = |position: &[u64], stored: u64| {
            let mut key = (stored as u32).to_le_bytes().to_vec();
            key.extend([0; 4]);
            let offsets: Vec<u64> = position.iter().zip(chunk).map(|(p, c)| p * c).collect();
            key.extend(words(&offsets));
            key.extend([0; 8]);
            key
        };
        let last: Vec<u64> = chunks.last().unwrap().0.iter().map(|p| p + 1).collect();
        let end = key(&last, 0);
        let size = 24 + 65 * end.len() + 64 * 8;
        let head = |level: u8, used: usize, left: u64, right: u64| {
            let mut node = b"TREE\x01".to_vec();
            node.push(level);
            node.extend((used as u16).to_le_bytes());
            node.extend(words(&[left, right]));
            node
        };
        let leaves: Vec<_> = chunks.chunks(2).collect();
        let first = self.bytes.len().next_multiple_of(8);
        let step = size.next_multiple_of(8);
        let place = |i: usize| (first + i * step) as u64;
        let mut root = head(1, leaves.len(), NONE, NONE);
        for (i, leaf) in leaves.iter().enumerate() {
            let left = if i == 0 { NONE } else { place(i - 1) };
            let right = if i + 1 == leaves.len() {
                NONE
            } else {
                place(i + 1)
            };
            let mut node = head(0, leaf.len(), left, right);
            for (position, at, stored) in *leaf {
                node.extend(key(position, *stored));
                node.extend(at.to_le_bytes());
            }
            let next = leaves.get(i + 1).map(|l| key(&l[0].0, l[0].2));
            node.extend(next.unwrap_or_else(|| end.clone()));
            node.resize(size, 0);
            assert_eq!(self.put(&node), place(i));
            root.extend(key(&leaf[0].0, leaf[0].2));
            root.extend(place(i).to_le_bytes());
        }
        if leaves.len() == 1 {
            return place(0);
        }
        root.extend(end);
        root.resize(size, 0);
        self.put(&root)
    }
}
