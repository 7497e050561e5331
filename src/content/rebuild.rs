//! Makes cargo build again when a content file is added or taken away: what is embedded is listed at build time. Says
//! too whether this is an optimised build: what learns in full is tested only there (`tests/understanding_in_full.rs`).

fn main() {
    println!("cargo::rerun-if-changed=knowledge");
    println!("cargo::rerun-if-changed=dialogs");
    println!("cargo::rustc-check-cfg=cfg(optimised)");
    if std::env::var("OPT_LEVEL").is_ok_and(|level| level != "0") {
        println!("cargo::rustc-cfg=optimised");
    }
}
