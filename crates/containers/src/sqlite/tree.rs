//! Cells of a table's b-tree, in the order of their row numbers.

use std::borrow::Cow;

use super::damaged;
use super::pages::{HEADER, Pages, u16_at, u32_at, varint};
use crate::Damage;

/// First byte of a page whose cells point at pages.
const INTERIOR: u8 = 0x05;
/// First byte of a page whose cells hold records.
const LEAF: u8 = 0x0D;

/// A record and its row number.
pub(super) struct Cell<'a> {
    pub row_number: i64,
    pub payload: Cow<'a, [u8]>,
    /// Offset into the file.
    pub at: usize,
}

/// A page of the tree that is being read.
struct Open<'a> {
    page: &'a [u8],
    /// Offset into the file.
    at: usize,
    /// Place of the page's header in the page.
    header: usize,
    is_leaf: bool,
    cells: usize,
    /// The next cell; of an interior page, the one after the last is its rightmost child.
    next: usize,
    /// Bytes that its cells took so far: cells that share theirs would take more than the page.
    used: usize,
}

/// Goes through the cells of a tree.
pub(super) struct Cells<'p, 'a> {
    pages: &'p Pages<'a>,
    /// Pages that have been read, from 1: no sound tree holds one twice.
    seen: Vec<bool>,
    path: Vec<Open<'a>>,
    /// The page to read next.
    enter: Option<u32>,
}

impl<'p, 'a> Cells<'p, 'a> {
    /// Begins at the page that is the root.
    pub fn new(pages: &'p Pages<'a>, root: u32) -> Cells<'p, 'a> {
        Cells {
            pages,
            seen: vec![false; pages.count + 1],
            path: Vec::new(),
            enter: Some(root),
        }
    }

    /// A page that has not been read before.
    fn new_page(&mut self, number: u32) -> Result<&'a [u8], Damage> {
        let page = self.pages.page(number)?;
        let seen = usize::try_from(number).ok();
        match seen.and_then(|i| self.seen.get_mut(i)) {
            Some(seen) if !*seen => *seen = true,
            _ => {
                let found = format!("a second link to page {number}");
                return Err(damaged(self.pages.offset(number), found));
            }
        }
        Ok(page)
    }

    fn open(&mut self, number: u32) -> Result<(), Damage> {
        let page = self.new_page(number)?;
        let at = self.pages.offset(number);
        let header = if number == 1 { HEADER } else { 0 };
        let kind = page.get(header).copied().unwrap_or(0);
        if kind != LEAF && kind != INTERIOR {
            let found = format!("a page of kind {kind} in place of a table's");
            return Err(damaged(at, found));
        }
        self.path.push(Open {
            page,
            at,
            header,
            is_leaf: kind == LEAF,
            cells: usize::from(u16_at(page, header + 3).unwrap_or(0)),
            next: 0,
            used: 0,
        });
        Ok(())
    }

    /// The cell at a place of a leaf.
    fn cell(
        &mut self,
        page: &'a [u8],
        place: usize,
        at: usize,
    ) -> Result<(Cell<'a>, usize), Damage> {
        let cut = || damaged(at, "a cell that leaves its page");
        let (length, a) = varint(page, place).ok_or_else(cut)?;
        let (row_number, b) = varint(page, place + a).ok_or_else(cut)?;
        let length = usize::try_from(length).ok();
        let length = length.filter(|n| n / self.pages.usable <= self.pages.count);
        let length = length.ok_or_else(|| damaged(at, "a row longer than the file"))?;
        let local = local_length(self.pages.usable, length);
        let begin = place + a + b;
        let here = page.get(begin..begin + local).ok_or_else(cut)?;
        let mut payload = Cow::Borrowed(here);
        if local < length {
            let mut next = u32_at(page, begin + local).ok_or_else(cut)?;
            while payload.len() < length {
                let overflow = self.new_page(next)?;
                next = u32_at(overflow, 0).unwrap_or(0);
                let part = &overflow[4..];
                let part = &part[..part.len().min(length - payload.len())];
                payload.to_mut().extend_from_slice(part);
            }
        }
        let cell = Cell {
            row_number: row_number.cast_signed(),
            payload,
            at,
        };
        Ok((cell, a + b + local))
    }
}

/// How much of a row's bytes lies in the leaf itself; the rest lies in overflow pages.
fn local_length(usable: usize, length: usize) -> usize {
    let most = usable - 35;
    if length <= most {
        return length;
    }
    let least = (usable - 12) * 32 / 255 - 23;
    let kept = least + (length - least) % (usable - 4);
    if kept <= most { kept } else { least }
}

impl<'a> Iterator for Cells<'_, 'a> {
    type Item = Result<Cell<'a>, Damage>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(number) = self.enter.take()
                && let Err(damage) = self.open(number)
            {
                return Some(Err(damage));
            }
            let open = self.path.last_mut()?;
            let i = open.next;
            open.next += 1;
            if open.is_leaf && i < open.cells {
                let place = u16_at(open.page, open.header + 8 + 2 * i).map_or(0, usize::from);
                let (page, at) = (open.page, open.at + place);
                if open.used > page.len() {
                    let found = "cells that share their bytes";
                    let at = open.at;
                    self.path.pop();
                    return Some(Err(damaged(at, found)));
                }
                return Some(self.cell(page, place, at).map(|(cell, length)| {
                    if let Some(open) = self.path.last_mut() {
                        open.used += length;
                    }
                    cell
                }));
            }
            if !open.is_leaf && i < open.cells {
                let place = u16_at(open.page, open.header + 12 + 2 * i).map_or(0, usize::from);
                let child = u32_at(open.page, place);
                self.enter = Some(child.unwrap_or(0));
            } else if !open.is_leaf && i == open.cells {
                self.enter = Some(u32_at(open.page, open.header + 8).unwrap_or(0));
            } else {
                self.path.pop();
            }
        }
    }
}
