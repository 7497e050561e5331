//! Canaries through Discord: one family's whole way with `signpost serve`, and then the search for its words in the
//! files, the log, what `/metrics` says and what whoever runs it reads.

use std::net::{SocketAddr, TcpListener};

use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::bare::discord_words;
use crate::canaries::{
    CANARIES, IN_MESSAGE, IN_NOTE, IN_REPLY, NAME, everything_under, first_held, holds, question,
};
use crate::common;
use crate::fake::Fake;
use crate::process::{Program, is_connected};

/// A port that nobody listens on.
fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

async fn page(address: SocketAddr, path: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nhost: here\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

#[tokio::test]
async fn what_is_passed_on_through_discord_is_found_sealed_and_nowhere_else() {
    let (fake, address) = (Fake::start().await, free_address());
    let program = Program::start_as(&fake, &["serve", "--listen", &address.to_string()]);
    let ana = fake.person(100, "Ana");
    is_connected(&fake, 1).await;
    let phrases = common::library().phrases().clone();

    // Asked, and not understood or answered; then left for an adviser, with the words kept.
    ana.writes(&question());
    ana.hears().await;
    ana.command("ask", json!([{ "name": "question", "type": 3, "value": question() }]));
    ana.hears().await;
    ana.command("adviser", json!([]));
    ana.hears().await;
    for words in [&question(), "keep my words", "I am not sure", "no", &phrases.reach_me_here] {
        ana.writes(words);
        ana.hears().await;
    }
    ana.looks_away();
    ana.writes("yes");
    let kept = discord_words(&ana.hears().await.words()).join(" ");
    let reference = kept.split("Your reference is ").nth(1).unwrap_or_else(|| panic!("{kept}"));
    let reference = reference.split_whitespace().next().unwrap().trim_end_matches('.').to_owned();

    // An adviser works on it beside the bot, which brings the reply; the family writes again.
    let mut told = Vec::new();
    for (arguments, prints_no_words) in [
        (vec!["queue", "claim", &reference], true),
        (vec!["queue", "note", &reference, IN_NOTE], true),
        (vec!["queue", "reply", &reference, IN_REPLY, "--ask-family"], false),
    ] {
        let output = program.beside(&arguments);
        assert!(output.status.success(), "{output:?}");
        told.push((format!("standard error of {arguments:?}"), output.stderr));
        if prints_no_words {
            told.push((format!("output of {arguments:?}"), output.stdout));
        }
    }
    let brought = ana.hears().await;
    assert!(brought.words().contains(IN_REPLY), "{}", brought.words());
    ana.presses(brought.last(), "Write to the adviser");
    ana.hears().await;
    ana.writes(&format!("Please ring Mrs {IN_MESSAGE}"));
    let pointed_out = ana.hears().await;
    ana.presses(pointed_out.last(), &phrases.keep_words);
    let added = ana.hears().await;
    assert!(added.words().contains("Your words have been added"), "{}", fake.transcript());

    for path in ["/metrics", "/healthz"] {
        told.push((path.to_owned(), page(address, path).await.into_bytes()));
    }
    let metrics = String::from_utf8_lossy(&told[told.len() - 2].1).into_owned();
    assert!(metrics.contains("signpost_replies_total{channel=\"discord\""), "{metrics}");
    let shown = program.beside(&["queue", "show", &reference]);
    for canary in [NAME, IN_NOTE, IN_REPLY, IN_MESSAGE] {
        assert!(holds(&shown.stdout, canary), "{canary} was never kept: {shown:?}");
    }
    told.push(("standard error of queue show".to_owned(), shown.stderr));
    let everywhere: Vec<_> = told.into_iter().chain(everything_under(program.folder())).collect();
    for (place, bytes) in &everywhere {
        assert_eq!(first_held(bytes), None, "in {place}");
    }
    assert!(everywhere.iter().any(|(_, bytes)| holds(bytes, "sealed:v1:")), "in the database");
    let bytes: usize = everywhere.iter().map(|(_, bytes)| bytes.len()).sum();
    println!("{} canaries looked for in {} places, {bytes} bytes: none", CANARIES.len(), everywhere.len());
    assert_eq!(fake.complaints(), [] as [&str; 0]);
}
