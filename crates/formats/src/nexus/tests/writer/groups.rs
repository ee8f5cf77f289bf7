//! Groups: symbol tables, link messages, and links and attributes in fractal heaps.

use super::sums::{lookup_3, summed, words};
use super::{Message, NONE, Node, Style, Writer};

impl Writer {
    pub(super) fn group(&mut self, members: &[(String, Node)]) -> Vec<Message> {
        let mut members: Vec<(&str, &Node)> =
            members.iter().map(|(n, node)| (n.as_str(), node)).collect();
        members.sort_by_key(|(name, _)| *name);
        let addresses: Vec<u64> = members.iter().map(|(_, node)| self.node(node)).collect();
        if self.style == Style::Old {
            return vec![(0x11, self.symbol_table(&members, &addresses))];
        }
        let links: Vec<Vec<u8>> = members
            .iter()
            .zip(addresses)
            .map(|((name, node), at)| {
                let head = |flags, kind: &[u8]| {
                    [&[1, flags][..], kind, &[name.len() as u8], name.as_bytes()].concat()
                };
                match node {
                    Node::Soft(path) => {
                        let length = (path.len() as u16).to_le_bytes();
                        [&head(8, &[1])[..], &length, path.as_bytes()].concat()
                    }
                    _ => [&head(0, &[])[..], &at.to_le_bytes()].concat(),
                }
            })
            .collect();
        let (heap, tree) = if self.style == Style::Dense && !links.is_empty() {
            let names: Vec<u32> = members
                .iter()
                .map(|(n, _)| lookup_3(n.as_bytes()))
                .collect();
            let records = |id: &[u8], i: usize| [&names[i].to_le_bytes()[..], &id[..7]].concat();
            self.dense(&links, 5, records)
        } else {
            (NONE, NONE)
        };
        let mut messages = vec![
            (0x02, [&[0, 0][..], &words(&[heap, tree])].concat()),
            (0x0A, vec![0, 0]),
        ];
        if heap == NONE {
            messages.extend(links.into_iter().map(|link| (0x06, link)));
        }
        messages
    }

    /// Names in a local heap, nodes of eight entries, and a B-tree of one node.
    pub(super) fn symbol_table(&mut self, members: &[(&str, &Node)], addresses: &[u64]) -> Vec<u8> {
        let mut names = vec![0; 8];
        let mut name = |text: &str| {
            let at = names.len();
            names.extend(text.as_bytes());
            names.resize((names.len() + 1).next_multiple_of(8), 0);
            at as u64
        };
        let mut tree = Vec::new();
        let mut count = 0u16;
        let mut nodes = Vec::new();
        for (part, at) in members.chunks(8).zip(addresses.chunks(8)) {
            let mut node = b"SNOD\x01\0".to_vec();
            node.extend((part.len() as u16).to_le_bytes());
            let mut last = 0;
            for ((text, member), at) in part.iter().zip(at) {
                last = name(text);
                let (at, kind, value) = match member {
                    Node::Soft(path) => (NONE, 2u64, name(path)),
                    _ => (*at, 0, 0),
                };
                node.extend(words(&[last, at, kind, value, 0]));
            }
            node.resize(8 + 8 * 40, 0);
            nodes.push((node, last));
        }
        for (node, last) in nodes {
            tree.extend(words(&[self.put(&node), last]));
            count += 1;
        }
        let mut node = b"TREE\0\0".to_vec();
        node.extend(count.to_le_bytes());
        node.extend(words(&[NONE, NONE, 0]));
        node.extend(tree);
        node.resize(544, 0);
        let tree = self.put(&node);
        let data = self.put(&names);
        let heap = words(&[names.len() as u64, 1, data]);
        let heap = self.put(&[b"HEAP\0\0\0\0", &heap[..]].concat());
        words(&[tree, heap])
    }

    /// Objects in a fractal heap of one block, and a B-tree of records of them.
    pub(super) fn dense(
        &mut self,
        objects: &[Vec<u8>],
        kind: u8,
        record: impl Fn(&[u8], usize) -> Vec<u8>,
    ) -> (u64, u64) {
        const BLOCK: usize = 4096;
        let heap = self.bytes.len().next_multiple_of(8) as u64;
        let block_at = heap + 146;
        // Signature, version, heap, offset in the heap of 32 bits; sum left out by the flags.
        let mut block = [b"FHDB\0", &heap.to_le_bytes()[..], &[0; 4]].concat();
        let mut records = Vec::new();
        for (i, object) in objects.iter().enumerate() {
            let mut id = vec![0];
            id.extend((block.len() as u32).to_le_bytes());
            id.extend((object.len() as u16).to_le_bytes());
            id.push(0);
            block.extend(object);
            records.push(record(&id, i));
        }
        assert!(block.len() <= BLOCK);
        let free = (BLOCK - block.len()) as u64;
        block.resize(BLOCK, 0);
        let id_length = if kind == 5 { 7u16 } else { 8 };
        let mut header = b"FRHP\0".to_vec();
        header.extend(id_length.to_le_bytes());
        header.extend([0; 3]);
        header.extend(4096u32.to_le_bytes());
        header.extend(words(&[0, NONE, free, NONE, BLOCK as u64, BLOCK as u64, 0]));
        header.extend(words(&[objects.len() as u64, 0, 0, 0, 0]));
        header.extend(4u16.to_le_bytes());
        header.extend(words(&[BLOCK as u64, 65_536]));
        header.extend([32, 0, 1, 0]);
        header.extend(block_at.to_le_bytes());
        header.extend([0; 2]);
        let header = summed(header);
        assert_eq!((self.put(&header), header.len()), (heap, 146));
        self.bytes.extend(block);
        records.sort_by_key(|r| {
            let hash = if kind == 5 {
                r.first_chunk()
            } else {
                r[13..].first_chunk()
            };
            u32::from_le_bytes(*hash.unwrap())
        });
        (heap, self.tree_2(kind, &records))
    }

    /// A B-tree of version 2 of one leaf.
    pub(super) fn tree_2(&mut self, kind: u8, records: &[Vec<u8>]) -> u64 {
        let node = 2048u32.max(10 + (records.len() * records[0].len()) as u32);
        let leaf = summed([b"BTLF\0", &[kind][..], &records.concat()].concat());
        let leaf = [leaf, vec![0; node as usize]].concat();
        let leaf = self.put(&leaf[..node as usize]);
        let mut header = [b"BTHD\0", &[kind][..], &node.to_le_bytes()].concat();
        header.extend((records[0].len() as u16).to_le_bytes());
        header.extend([0, 0, 100, 40]);
        header.extend(leaf.to_le_bytes());
        header.extend((records.len() as u16).to_le_bytes());
        header.extend((records.len() as u64).to_le_bytes());
        self.put(&summed(header))
    }
}
