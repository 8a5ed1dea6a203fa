//! The sandbox in a process of Node, called through pipes.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Mutex;

use serde_json::{Map, Value};

/// A request: method, path behind the application, headers, body.
pub type Call = (&'static str, String, Map<String, Value>, Option<String>);

/// Processes that no test uses at the moment. They end with this one, because their standard input does.
static IDLE: Mutex<Vec<Process>> = Mutex::new(Vec::new());

pub struct Process {
    child: Child,
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
}

impl Process {
    /// Returns an idle process, or starts one.
    pub fn acquire() -> Self {
        let idle = IDLE.lock().unwrap().pop();
        idle.unwrap_or_else(Self::start)
    }

    pub fn release(self) {
        IDLE.lock().unwrap().push(self);
    }

    fn start() -> Self {
        let root = env!("CARGO_MANIFEST_DIR");
        let installed = format!("{root}/node_modules/.bin/node");
        let node = if std::path::Path::new(&installed).exists() { &installed } else { "node" };
        let help = format!(
            "the sandbox Lime CRM did not start with `{node}`: it needs Node 24 and the packages that `npm ci` installs"
        );
        let mut child = Command::new(node)
            .arg(format!("{root}/sandbox/node/pipe.ts"))
            // Halves the time that a start takes: the types are removed, and the code is compiled, once.
            .env("NODE_COMPILE_CACHE", concat!(env!("CARGO_TARGET_TMPDIR"), "/node"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{help} ({error})"));
        let stdin = child.stdin.take().unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        let mut process = Self { child, stdin, stdout };
        let version = process.read_line();
        assert!(version.starts_with("\"v24."), "{help}. {version}");
        process
    }

    /// Sends requests, and returns status and body of each response.
    pub fn call(&mut self, calls: &[Call]) -> Vec<(u16, Vec<u8>)> {
        let mut line = serde_json::to_vec(calls).unwrap();
        line.push(b'\n');
        self.stdin.write_all(&line).unwrap();
        let heads: Vec<(u16, usize)> = serde_json::from_str(&self.read_line()).unwrap();
        let read = |(status, length)| {
            let mut body = vec![0; length];
            self.stdout.read_exact(&mut body).unwrap();
            (status, body)
        };
        heads.into_iter().map(read).collect()
    }

    fn read_line(&mut self) -> String {
        let mut line = String::new();
        self.stdout.read_line(&mut line).unwrap();
        line
    }

    pub fn kill(mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
