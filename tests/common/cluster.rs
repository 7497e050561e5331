//! A PostgreSQL of our own for the tests: a private cluster in a temporary folder, on a free port of this machine alone.
//!
//! A shell keeps it: when the test process ends, however it ends, the shell's input ends, and it stops the server and
//! removes the folder; it lets nothing else end it. PostgreSQL refuses to run as root, so root starts it as the user `postgres`.
#![allow(dead_code, reason = "each test file uses a part of this")]

use std::io::Read;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::{Connection, PgConnection};

/// Whether `tests/run` was told to leave PostgreSQL out; it then says so.
pub fn is_left_out() -> bool {
    let is_left_out = std::env::var("SIGNPOST_WITHOUT")
        .is_ok_and(|parts| parts.split_whitespace().any(|part| part == "postgres"));
    if is_left_out {
        eprintln!("LEFT OUT: postgres");
    }
    is_left_out
}

/// The cluster that the tests of one file share; each takes a database of its own in it.
pub fn shared() -> &'static Cluster {
    static SHARED: OnceLock<Cluster> = OnceLock::new();
    SHARED.get_or_init(|| Cluster::start(Durable::No))
}

/// Whether a commit waits for the disk. The promises do not need it, and are quicker without; figures need it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durable {
    Yes,
    No,
}

pub struct Cluster {
    programs: PathBuf,
    folder: PathBuf,
    port: u16,
    durable: Durable,
    keeper: Child,
}

impl Cluster {
    pub fn start(durable: Durable) -> Cluster {
        let programs = folder_of("initdb");
        let folder = tempfile::Builder::new().prefix("signpost-postgres-").tempdir().unwrap().keep();
        if is_root() {
            run(Command::new("chown").arg("postgres").arg(&folder));
        }
        let data = folder.join("data");
        run(as_postgres(&programs.join("initdb"))
            .args(["--auth=trust", "--username=signpost", "--encoding=UTF8", "--locale=C", "--no-sync"])
            .arg("-D")
            .arg(&data));
        let keep = r#"trap '' HUP INT TERM; cat >/dev/null; "$@" >/dev/null 2>&1; rm -rf "$KEPT""#;
        let keeper = Command::new("sh")
            .args(["-c", keep, "keeper"])
            .args(words(&mut pg_ctl(&programs, &data, &["stop", "-m", "immediate"])))
            .env("KEPT", &folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut cluster = Cluster { programs, folder, port: 0, durable, keeper };
        cluster.port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        cluster.run_server();
        cluster
    }

    /// Starts the server, on the port that it had before.
    pub fn run_server(&self) {
        let fsync = if self.durable == Durable::Yes { "on" } else { "off" };
        let options = format!(
            "-p {} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync={fsync} \
             -c max_connections=200",
            self.port
        );
        let log = self.folder.join("log");
        let mut start = pg_ctl(&self.programs, &self.folder.join("data"), &["start", "-w"]);
        run(start.arg("-l").arg(log).arg("-o").arg(options));
    }

    /// Stops the server as a loss of power would, in the middle of everything.
    pub fn stop_server(&self) {
        run(&mut pg_ctl(&self.programs, &self.folder.join("data"), &["stop", "-w", "-m", "immediate"]));
    }

    /// The address of a database.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://signpost@127.0.0.1:{}/{database}", self.port)
    }

    /// Everything that the server's files hold, as text; what is no text is marked.
    pub fn disk(&self) -> String {
        let mut held = String::new();
        let mut folders = vec![self.folder.clone()];
        while let Some(folder) = folders.pop() {
            // What the server removes while this looks is no longer there to be found.
            for path in std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
                if path.is_dir() {
                    folders.push(path);
                } else if let Ok(bytes) = std::fs::read(path) {
                    held.push_str(&String::from_utf8_lossy(&bytes));
                    held.push('\n');
                }
            }
        }
        held
    }

    /// What `pg_dump` writes of a database.
    pub fn dump(&self, url: &str) -> Vec<u8> {
        let dumped = as_postgres(&folder_of("pg_dump").join("pg_dump")).arg(url).output().unwrap();
        assert!(dumped.status.success(), "{}", String::from_utf8_lossy(&dumped.stderr));
        dumped.stdout
    }

    /// The address of a new, empty database.
    pub async fn new_database(&self) -> String {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let name = format!("test_{}", NUMBER.fetch_add(1, Ordering::Relaxed));
        let mut connection = PgConnection::connect(&self.url("postgres")).await.unwrap();
        sqlx::query(&format!("CREATE DATABASE {name}")).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        self.url(&name)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        let _ = self.keeper.wait();
    }
}

fn pg_ctl(programs: &Path, data: &Path, what: &[&str]) -> Command {
    let mut command = as_postgres(&programs.join("pg_ctl"));
    command.args(what).arg("-D").arg(data);
    command
}

/// A command that runs a program of PostgreSQL, as somebody who may.
fn as_postgres(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]).arg(program).current_dir("/");
    command
}

fn words(command: &mut Command) -> Vec<std::ffi::OsString> {
    std::iter::once(command.get_program()).chain(command.get_args()).map(ToOwned::to_owned).collect()
}

fn is_root() -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
    }
    #[cfg(not(unix))]
    false
}

/// Where a program of PostgreSQL is: on the path, or where Debian keeps the newest.
fn folder_of(program: &str) -> PathBuf {
    let on_path = std::env::var_os("PATH")
        .into_iter()
        .flat_map(|path| std::env::split_paths(&path).collect::<Vec<_>>());
    let mut of_debian: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|versions| versions.flatten().map(|version| version.path().join("bin")).collect())
        .unwrap_or_default();
    of_debian.sort();
    on_path.chain(of_debian.into_iter().rev()).find(|folder| folder.join(program).is_file()).unwrap_or_else(|| {
        panic!("PostgreSQL is not installed: install `postgresql`, or leave it out with tests/run --without postgres")
    })
}

/// Runs a command to its end. It may leave a server behind, which holds no pipe of ours.
fn run(command: &mut Command) {
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let mut complaint = String::new();
    let is_server = words(command).iter().any(|word| word == "start");
    if !is_server {
        child.stderr.take().unwrap().read_to_string(&mut complaint).unwrap();
    }
    let ended = child.wait().unwrap();
    assert!(ended.success(), "{command:?} failed: {complaint}");
}
