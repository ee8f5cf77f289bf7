//! Work done by all cores, with the results in the order of the jobs.

use std::any::Any;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Condvar, Mutex, PoisonError, mpsc};

/// So many jobs for each core may be ahead of the one whose result is awaited: memory is bounded.
const AHEAD: usize = 4;

/// Does something when it goes out of scope, also by a panic.
struct OnDrop<F: Fn()>(F);

impl<F: Fn()> Drop for OnDrop<F> {
    fn drop(&mut self) {
        (self.0)();
    }
}

/// Which job is next, and how many results have been taken.
struct State {
    next: usize,
    taken: usize,
    stopped: bool,
}

/// Cores that may be used.
pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Does all `jobs`, one for each core at a time, and hands the results to `take` in the order of the
/// jobs; ends early, with false, where `take` answers false.
///
/// # Errors
/// Those of `take`, after which no job is begun.
pub fn in_order<J: Sync, R: Send>(
    jobs: &[J],
    work: impl Fn(&J) -> R + Sync,
    mut take: impl FnMut(R) -> anyhow::Result<bool>,
) -> anyhow::Result<bool> {
    let cores = cores();
    let state = Mutex::new(State {
        next: 0,
        taken: 0,
        stopped: false,
    });
    let may_begin = Condvar::new();
    let lock = || state.lock().unwrap_or_else(PoisonError::into_inner);
    let next = || {
        let far =
            |s: &mut State| !s.stopped && s.next < jobs.len() && s.next >= s.taken + AHEAD * cores;
        let waited = may_begin.wait_while(lock(), far);
        let mut state = waited.unwrap_or_else(PoisonError::into_inner);
        let place = (!state.stopped && state.next < jobs.len()).then_some(state.next);
        state.next += 1;
        place
    };
    std::thread::scope(|scope| {
        // However this ends: who waits for room is told that there is no more to do.
        let _stop = OnDrop(|| {
            lock().stopped = true;
            may_begin.notify_all();
        });
        let (send, results) = mpsc::channel();
        for _ in 0..cores.min(jobs.len()) {
            let (send, next, work) = (send.clone(), &next, &work);
            scope.spawn(move || {
                while let Some(place) = next() {
                    let result = catch_unwind(AssertUnwindSafe(|| work(&jobs[place])));
                    if send.send((place, result)).is_err() {
                        break;
                    }
                }
            });
        }
        drop(send);
        let mut early: BTreeMap<usize, Result<R, Box<dyn Any + Send>>> = BTreeMap::new();
        let mut all = Ok(true);
        for (place, result) in results {
            early.insert(place, result);
            let mut taken = lock().taken;
            while let Some(result) = early.remove(&taken) {
                taken += 1;
                all = match result {
                    Ok(result) => take(result),
                    Err(panic) => resume_unwind(panic),
                };
                let mut state = lock();
                state.taken = taken;
                state.stopped = !matches!(all, Ok(true));
                drop(state);
                may_begin.notify_all();
                if !matches!(all, Ok(true)) {
                    return all;
                }
            }
        }
        all
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    #[test]
    fn results_come_in_the_order_of_the_jobs() {
        let jobs: Vec<u64> = (0..100).collect();
        let work = |job: &u64| {
            std::thread::sleep(Duration::from_micros((job * 37) % 500));
            *job
        };
        let mut seen = Vec::new();
        let all = in_order(&jobs, work, |r| {
            seen.push(r);
            Ok(true)
        });
        assert!(all.unwrap());
        assert_eq!(seen, jobs);
        assert!(in_order(&[], work, |_| Ok(true)).unwrap(), "nothing to do");
    }

    #[test]
    fn who_has_enough_gets_no_more() {
        let begun = AtomicUsize::new(0);
        let work = |_: &usize| begun.fetch_add(1, Ordering::SeqCst);
        let jobs: Vec<usize> = (0..10_000).collect();
        let mut left = 3;
        let all = in_order(&jobs, work, |_| {
            left -= 1;
            Ok(left > 0)
        });
        assert!(!all.unwrap());
        assert!(begun.load(Ordering::SeqCst) < 10_000);
        let failed = in_order(&jobs, work, |_| anyhow::bail!("full"));
        assert_eq!(failed.unwrap_err().to_string(), "full");
    }

    #[test]
    #[should_panic(expected = "closed")]
    fn a_panic_of_who_takes_ends_the_work() {
        let jobs: Vec<usize> = (0..10_000).collect();
        let _ = in_order(&jobs, |job| *job, |_| panic!("closed"));
    }

    #[test]
    #[should_panic(expected = "broken")]
    fn a_panic_is_not_waited_for() {
        let jobs: Vec<usize> = (0..1000).collect();
        let work = |job: &usize| assert!(*job != 5, "broken");
        let _ = in_order(&jobs, work, |()| Ok(true));
    }
}
