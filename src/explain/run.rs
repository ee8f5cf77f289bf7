//! Inputs go out in batches, the network's rows come back: one loop for every engine, which can
//! show its progress and be dropped at any time.

use crate::network::Row;

/// Inputs of the network that belong to one question.
pub trait Inputs {
    /// How many there are.
    fn rows(&self) -> usize;
    /// Input number `row`, `[2, points]`.
    fn input(&self, row: usize) -> Vec<f32>;
}

/// A table that does not answer the batch that was handed out.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{values} values do not answer a batch of {rows} inputs about {elements} elements")]
pub struct AnswerError {
    values: usize,
    rows: usize,
    elements: usize,
}

/// A question under way. One batch is out at a time.
#[derive(Debug, Clone)]
pub struct Run<I> {
    inputs: I,
    elements: usize,
    batch: usize,
    waiting: usize,
    answers: Vec<f32>,
}

impl<I: Inputs> Run<I> {
    /// A run over `inputs`, for a network of `elements` elements, `batch` inputs at once.
    pub fn new(inputs: I, elements: usize, batch: usize) -> Run<I> {
        Run {
            inputs,
            elements,
            batch: batch.max(1),
            waiting: 0,
            answers: Vec::new(),
        }
    }

    /// What is asked.
    pub fn inputs(&self) -> &I {
        &self.inputs
    }

    /// Rows that the run needs in all.
    pub fn total(&self) -> usize {
        self.inputs.rows()
    }

    /// Rows answered so far.
    pub fn done(&self) -> usize {
        self.answers.len() / Row::length(self.elements)
    }

    /// Rows of the batch that is out; 0 where none is.
    pub fn waiting(&self) -> usize {
        self.waiting
    }

    /// Whether every row has been answered.
    pub fn is_finished(&self) -> bool {
        self.done() == self.total()
    }

    /// The next inputs, `[rows, 2, points]` row-major; `None` when all are answered. A batch that
    /// was handed out and not answered is handed out again.
    pub fn next_batch(&mut self) -> Option<Vec<f32>> {
        let from = self.done();
        self.waiting = self.batch.min(self.total() - from);
        let rows = from..from + self.waiting;
        (self.waiting > 0).then(|| rows.flat_map(|row| self.inputs.input(row)).collect())
    }

    /// Takes the network's table for the batch that is out.
    ///
    /// # Errors
    /// [`AnswerError`]: no batch is out, or the table does not fit it.
    pub fn accept(&mut self, table: &[f32]) -> Result<(), AnswerError> {
        let rows = self.waiting;
        if rows == 0 || table.len() != rows * Row::length(self.elements) {
            return Err(AnswerError {
                values: table.len(),
                rows,
                elements: self.elements,
            });
        }
        self.waiting = 0;
        self.answers.extend_from_slice(table);
        Ok(())
    }

    /// The answer to input number `row`; `None` where it has not come.
    pub fn answer(&self, row: usize) -> Option<Row<'_>> {
        let length = Row::length(self.elements);
        let from = row.checked_mul(length)?;
        Row::of(self.answers.get(from..from.checked_add(length)?)?)
    }

    /// Elements that the network answers for.
    pub fn elements(&self) -> usize {
        self.elements
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Numbers;

    impl Inputs for Numbers {
        fn rows(&self) -> usize {
            5
        }
        fn input(&self, row: usize) -> Vec<f32> {
            vec![row as f32; 2]
        }
    }

    #[test]
    fn batches_are_answered_in_order_and_an_unanswered_one_comes_again() {
        let mut run = Run::new(Numbers, 1, 2);
        assert_eq!(run.next_batch().unwrap(), [0.0, 0.0, 1.0, 1.0]);
        assert_eq!(run.next_batch().unwrap(), [0.0, 0.0, 1.0, 1.0]);
        assert!(run.accept(&[0.0; 6]).is_err(), "one row for two");
        run.accept(&[7.0; 12]).unwrap();
        assert!(run.accept(&[7.0; 12]).is_err(), "no batch is out");
        let mut sizes = vec![];
        while let Some(batch) = run.next_batch() {
            sizes.push(batch.len() / 2);
            run.accept(&vec![batch[0]; run.waiting() * 6]).unwrap();
        }
        assert_eq!(sizes, [2, 1]);
        assert!(run.is_finished() && run.done() == 5);
        assert_eq!(run.answer(0).unwrap().evidence, [7.0]);
        assert_eq!(run.answer(4).unwrap().evidence, [4.0]);
        assert!(run.answer(5).is_none());
    }
}
