//! Requests read from a connection, and answers written to it: as much of HTTP/1.1 as serenity speaks.

use serde_json::Value;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};

/// One request, read whole.
#[derive(Debug)]
pub struct Request {
    pub method: String,
    /// Without the version and the query.
    pub path: String,
    pub query: String,
    pub authorization: String,
    pub host: String,
    /// The JSON sent, or the `payload_json` beside files.
    pub body: Value,
    pub files: Vec<File>,
}

/// A file sent along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    pub name: String,
    pub content: Vec<u8>,
}

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    /// Nothing at all when null.
    pub body: Value,
}

impl Answer {
    pub fn ok(body: Value) -> Answer {
        Answer { status: 200, headers: Vec::new(), body }
    }

    pub fn nothing() -> Answer {
        Answer { status: 204, headers: Vec::new(), body: Value::Null }
    }

    pub fn error(status: u16, code: u32, message: &str) -> Answer {
        let body = serde_json::json!({ "code": code, "message": message });
        Answer { status, headers: Vec::new(), body }
    }

    pub async fn write(self, stream: &mut (impl AsyncWrite + Unpin)) -> std::io::Result<()> {
        // A mere string is no JSON of Discord's, but a page.
        let (kind, body) = match self.body {
            Value::Null => ("application/json", String::new()),
            Value::String(page) => ("text/html", page),
            body => ("application/json", body.to_string()),
        };
        let mut head = format!("HTTP/1.1 {} Said\r\ncontent-type: {kind}\r\n", self.status);
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if self.status != 204 {
            head.push_str(&format!("content-length: {}\r\n", body.len()));
        }
        stream.write_all(format!("{head}\r\n{body}").as_bytes()).await?;
        stream.flush().await
    }
}

/// The next request, or nothing when the other side has gone. `left` is what was read beyond it.
pub async fn read(stream: &mut (impl AsyncRead + Unpin), left: &mut Vec<u8>) -> Option<Request> {
    let end = loop {
        match left.windows(4).position(|four| four == b"\r\n\r\n") {
            Some(at) => break at + 4,
            None => more(stream, left).await?,
        }
    };
    let head = String::from_utf8(left[..end].to_vec()).expect("a head in ASCII");
    let header = |name: &str| {
        let lines = head.lines().filter_map(|line| line.split_once(": "));
        let mut found = lines.filter(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value);
        found.next().unwrap_or_default().to_owned()
    };
    assert!(header("transfer-encoding").is_empty(), "this Discord reads bodies of a known length alone");
    let length: usize = header("content-length").parse().unwrap_or(0);
    while left.len() < end + length {
        more(stream, left).await?;
    }
    let sent: Vec<u8> = left.drain(..end + length).skip(end).collect();
    let kind = header("content-type");
    let (body, files) = match kind.strip_prefix("multipart/form-data; boundary=") {
        Some(boundary) => parts(&sent, boundary),
        None => (serde_json::from_slice(&sent).unwrap_or(Value::Null), Vec::new()),
    };
    let mut first = head.split(' ');
    let method = first.next()?.to_owned();
    let (target, query) = first.next().map(|target| target.split_once('?').unwrap_or((target, "")))?;
    let path = target.strip_prefix("/api/v10").unwrap_or(target).to_owned();
    let (authorization, host) = (header("authorization"), header("host"));
    Some(Request { method, path, query: query.to_owned(), authorization, host, body, files })
}

async fn more(stream: &mut (impl AsyncRead + Unpin), left: &mut Vec<u8>) -> Option<()> {
    let mut read = [0; 16_384];
    match stream.read(&mut read).await {
        Ok(count) if count > 0 => {
            left.extend_from_slice(&read[..count]);
            Some(())
        }
        _ => None,
    }
}

/// The JSON and the files of a form.
fn parts(sent: &[u8], boundary: &str) -> (Value, Vec<File>) {
    let mark = format!("--{}", boundary.trim_matches('"'));
    let mark = mark.as_bytes();
    let mut marks: Vec<usize> = Vec::new();
    let mut at = 0;
    while let Some(found) = sent[at..].windows(mark.len()).position(|window| window == mark) {
        marks.push(at + found);
        at += found + mark.len();
    }
    let (mut body, mut files) = (Value::Null, Vec::new());
    for pair in marks.windows(2) {
        let part = &sent[pair[0] + mark.len() + 2..pair[1] - 2];
        let end = part.windows(4).position(|four| four == b"\r\n\r\n").expect("a part has a head");
        let (head, content) = (String::from_utf8_lossy(&part[..end]), &part[end + 4..]);
        let named = |key: &str| {
            let (_, rest) = head.split_once(&format!("{key}=\""))?;
            rest.split('"').next().map(str::to_owned)
        };
        match named("filename") {
            Some(name) => files.push(File { name, content: content.to_vec() }),
            None if named("name").as_deref() == Some("payload_json") => {
                body = serde_json::from_slice(content).expect("`payload_json` is JSON");
            }
            None => panic!("a part that is neither a file nor the JSON: {head}"),
        }
    }
    (body, files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_with_its_files() {
        let sent = "--x\r\ncontent-disposition: form-data; name=\"files[0]\"; filename=\"a.ics\"\r\n\r\nBEGIN\r\n\r\nEND\
                    \r\n--x\r\ncontent-disposition: form-data; name=\"payload_json\"\r\n\r\n{\"content\":\"hi\"}\r\n--x--\r\n";
        let (body, files) = parts(sent.as_bytes(), "x");
        assert_eq!(body["content"], "hi");
        assert_eq!(files, [File { name: "a.ics".to_owned(), content: b"BEGIN\r\n\r\nEND".to_vec() }]);
    }
}
