//! The daemon on a free port, and a client for it.

use serde_json::Value;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// How long anything is waited for; the machine may be busy.
const PATIENCE: Duration = Duration::from_secs(120);

/// How often is looked meanwhile.
const NAP: Duration = Duration::from_millis(50);

/// A folder for one test, removed when it ends.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("thymus-serve-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(path.join("incoming")).unwrap();
        let configuration = format!(
            "data: {0}/data\nsources:\n  - directory: {{ path: {0}/incoming, every: 200ms }}\napi: {{ listen: \"127.0.0.1:0\" }}\n",
            path.display()
        );
        std::fs::write(path.join("thymus.yaml"), configuration).unwrap();
        Self(path)
    }

    /// Puts a file into the folder that is watched, as a whole.
    pub(crate) fn drop_in(&self, name: &str, bytes: &[u8]) {
        let unfinished = self.0.join("incoming").join(format!("{name}.part"));
        std::fs::write(&unfinished, bytes).unwrap();
        std::fs::rename(&unfinished, self.0.join("incoming").join(name)).unwrap();
    }

    pub(crate) fn model(&self, name: &str) -> PathBuf {
        let models = self.0.join("data/models");
        std::fs::create_dir_all(&models).unwrap();
        models.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The daemon; it ends when the test does.
pub(crate) struct Daemon {
    child: Child,
    address: String,
    token: String,
    said: Arc<Mutex<String>>,
}

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Daemon {
    pub(crate) fn start(folder: &Folder) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_thymus"))
            .arg("serve")
            .arg("-c")
            .arg(folder.0.join("thymus.yaml"))
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let said = Arc::new(Mutex::new(String::new()));
        let (lines, hears) = (BufReader::new(child.stderr.take().unwrap()), Arc::clone(&said));
        std::thread::spawn(move || {
            for line in lines.lines().map_while(Result::ok) {
                let mut said = hears.lock().unwrap();
                said.push_str(&line);
                said.push('\n');
            }
        });
        let mut daemon = Self { child, address: String::new(), token: String::new(), said };
        let address = daemon.wait_for("the address", |daemon| {
            let said = daemon.said();
            let (_, rest) = said.split_once("http://")?;
            Some(rest.split_once(';')?.0.to_owned())
        });
        daemon.address = address;
        daemon.token = read(&folder.0.join("data/state/token")).trim().to_owned();
        daemon
    }

    /// What it said on standard error.
    pub(crate) fn said(&self) -> String {
        self.said.lock().unwrap().clone()
    }

    /// Looks until there is something.
    pub(crate) fn wait_for<T>(&self, what: &str, look: impl Fn(&Self) -> Option<T>) -> T {
        let mut waited = Duration::ZERO;
        loop {
            if let Some(found) = look(self) {
                return found;
            }
            assert!(waited < PATIENCE, "{what} did not come; the daemon said:\n{}", self.said());
            std::thread::sleep(NAP);
            waited += NAP;
        }
    }

    fn connect(&self, method: &str, path: &str, more: &str, body: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let length = body.len();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nContent-Length: {length}\r\n{more}\r\n",
            self.address, self.token
        );
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(body.as_bytes()).unwrap();
        stream
    }

    /// Asks for something; status and body.
    pub(crate) fn ask(&self, method: &str, path: &str, body: &str) -> (u16, String) {
        let mut stream =
            self.connect(method, path, "Connection: close\r\nContent-Type: application/json\r\n", body);
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
    }

    /// Asks for JSON, which comes.
    pub(crate) fn get(&self, path: &str) -> Value {
        let (status, body) = self.ask("GET", path, "");
        assert_eq!(status, 200, "{path}: {body}");
        serde_json::from_str(&body).unwrap_or_else(|error| panic!("{path}: {error}: {body}"))
    }

    /// How many records a query finds.
    pub(crate) fn count(&self, query: &str) -> u64 {
        let (status, body) =
            self.ask("POST", "/api/v1/records/aggregate", &serde_json::json!({ "query": query }).to_string());
        assert_eq!(status, 200, "{body}");
        serde_json::from_str::<Value>(&body).unwrap()["records"].as_u64().unwrap()
    }

    /// Hears of new breaches.
    pub(crate) fn listen(&self) -> Listener {
        let stream = self.connect("GET", "/api/v1/breaches/stream", "", "");
        let mut lines = BufReader::new(stream);
        let mut status = String::new();
        lines.read_line(&mut status).unwrap();
        assert!(status.contains("200"), "{status}");
        Listener(lines)
    }

    /// Sends a signal.
    pub(crate) fn signal(&self, name: &str) {
        let sent = Command::new("kill").arg(format!("-{name}")).arg(self.child.id().to_string()).status();
        assert!(sent.unwrap().success());
    }

    /// Ends it in order; what it said.
    pub(crate) fn stop(mut self) -> String {
        self.signal("TERM");
        let ended = self.child.wait().unwrap();
        let said = self.said();
        assert!(ended.success(), "{ended}: {said}");
        said
    }
}

/// Somebody who hears of new breaches.
pub(crate) struct Listener(BufReader<TcpStream>);

impl Listener {
    /// The next breach.
    pub(crate) fn next(&mut self) -> Value {
        loop {
            let mut line = String::new();
            assert!(self.0.read_line(&mut line).unwrap() > 0, "the stream ended");
            if let Some(data) = line.strip_prefix("data: ") {
                return serde_json::from_str(data).unwrap();
            }
        }
    }

    /// Whether the stream ends.
    pub(crate) fn ends(mut self) -> bool {
        let mut rest = Vec::new();
        self.0.read_to_end(&mut rest).is_ok()
    }
}

pub(crate) fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
