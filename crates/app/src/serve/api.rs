//! The HTTP API in threads of its own.

use anyhow::{Context as _, Result};
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;
use thymus_web::{Feed, Services, Settings, router, serve};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// Threads that answer; what takes long is done in others.
const THREADS: usize = 2;

/// The most threads for what takes long.
const BLOCKING_THREADS_MAX: usize = 32;

/// How long requests that are being answered may still take when the program ends.
const GRACE: Duration = Duration::from_secs(5);

/// The API, served.
pub(super) struct Api {
    runtime: Runtime,
    task: JoinHandle<std::io::Result<()>>,
    stop: oneshot::Sender<()>,
    feed: Arc<Feed>,
}

/// Listens, so that a port that is taken is told before anything else is begun.
pub(super) fn listen(address: SocketAddr) -> Result<TcpListener> {
    let listener = TcpListener::bind(address);
    let listener = listener.with_context(|| format!("cannot listen on {address}; see `api.listen`"))?;
    listener.set_nonblocking(true).context("cannot listen")?;
    Ok(listener)
}

impl Api {
    pub(super) fn start(listener: TcpListener, services: Services, settings: Settings) -> Result<Self> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(THREADS)
            .max_blocking_threads(BLOCKING_THREADS_MAX)
            .thread_name("api")
            .enable_all()
            .build()
            .context("cannot start the threads of the API")?;
        let feed = Arc::clone(&services.feed);
        let router = router(services, settings);
        let (stop, stopped) = oneshot::channel();
        let listener = {
            let _inside = runtime.enter();
            tokio::net::TcpListener::from_std(listener).context("cannot listen")?
        };
        let task = runtime.spawn(serve(listener, router, async {
            let _ = stopped.await;
        }));
        Ok(Self { runtime, task, stop, feed })
    }

    /// Answers what was asked already, and ends.
    pub(super) fn finish(self) {
        let Self { runtime, task, stop, feed } = self;
        feed.close();
        // An error means that it ended by itself.
        let _ = stop.send(());
        let _ = runtime.block_on(async { tokio::time::timeout(GRACE, task).await });
        runtime.shutdown_timeout(GRACE);
    }
}
