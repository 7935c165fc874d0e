//! Work that takes long: in threads of its own, so much of it at once, so long, and no longer than somebody waits for it.

use crate::Problem;
use crate::limits::{QUEUE_WAIT, RECORDS_EXAMINED_MAX};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use thymus_store::Budget;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Work that goes on. It is to end soon once it is told to.
pub(crate) struct Work {
    stop: Arc<AtomicBool>,
    asks: Box<dyn Fn() -> bool + Send + Sync>,
}

impl Work {
    fn new(stop: &Arc<AtomicBool>) -> Self {
        let asked = Arc::clone(stop);
        Self { stop: Arc::clone(stop), asks: Box::new(move || asked.load(Ordering::Relaxed)) }
    }

    /// Whether the time is over or nobody waits any more.
    pub(crate) fn is_over(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// What a search in it may cost.
    pub(crate) fn budget(&self) -> Budget<'_> {
        Budget { records_max: RECORDS_EXAMINED_MAX, stop: &*self.asks }
    }
}

/// Tells the work to stop when the request is gone.
struct StopWhenGone(Arc<AtomicBool>);

impl Drop for StopWhenGone {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Waits for a place.
pub(crate) async fn place(places: &Arc<Semaphore>) -> Result<OwnedSemaphorePermit, Problem> {
    let waited = tokio::time::timeout(QUEUE_WAIT, Arc::clone(places).acquire_owned()).await;
    match waited {
        Ok(Ok(permit)) => Ok(permit),
        _ => Err(Problem::busy("too many other requests are at work; ask again in a few seconds")),
    }
}

/// Does work in a thread of its own and returns what comes of it. After `time` it is told to stop.
pub(crate) async fn run<T: Send + 'static>(
    places: &Arc<Semaphore>,
    time: Duration,
    work: impl FnOnce(&Work) -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let permit = place(places).await?;
    let gone = StopWhenGone(Arc::new(AtomicBool::new(false)));
    let at_work = Work::new(&gone.0);
    let mut thread = tokio::task::spawn_blocking(move || {
        let _permit = permit;
        work(&at_work)
    });
    let ended = tokio::select! {
        ended = &mut thread => ended,
        () = tokio::time::sleep(time) => {
            gone.0.store(true, Ordering::Relaxed);
            thread.await
        }
    };
    ended.unwrap_or_else(|_| Err(Problem::failed("the request failed for a fault of this program")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runtime() -> tokio::runtime::Runtime {
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap()
    }

    #[test]
    fn work_is_told_to_stop_when_its_time_is_over() {
        let places = Arc::new(Semaphore::new(1));
        let work = |work: &Work| {
            let stop = work.budget().stop;
            while !stop() {
                std::thread::yield_now();
            }
            Ok(work.is_over())
        };
        let done = runtime().block_on(run(&places, Duration::from_millis(20), work));
        assert!(done.unwrap());
        assert_eq!(places.available_permits(), 1);
    }

    #[test]
    fn work_is_told_to_stop_when_nobody_waits_any_more() {
        let places = Arc::new(Semaphore::new(1));
        let (send, stopped) = std::sync::mpsc::channel();
        runtime().block_on(async {
            let endless = run(&places, Duration::from_secs(600), move |work| {
                while !work.is_over() {
                    std::thread::yield_now();
                }
                let _ = send.send(());
                Ok(())
            });
            let gone = tokio::time::timeout(Duration::from_millis(20), endless).await;
            assert!(gone.is_err());
        });
        stopped.recv_timeout(Duration::from_secs(10)).unwrap();
    }

    #[test]
    fn a_fault_in_the_work_is_an_answer() {
        let places = Arc::new(Semaphore::new(1));
        let work = |_: &Work| -> Result<(), Problem> { panic!("a fault") };
        let failed = runtime().block_on(run(&places, Duration::from_secs(1), work));
        assert_eq!(failed.unwrap_err().status, 500);
        assert_eq!(places.available_permits(), 1);
    }
}
