//! Makes cargo build again when a content file is added or taken away: what is embedded is listed at build time.

fn main() {
    println!("cargo::rerun-if-changed=knowledge");
    println!("cargo::rerun-if-changed=dialogs");
}
