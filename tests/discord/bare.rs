//! Words without their dress: the same from a kiosk and from Discord.

/// What the kiosk shows, word by word.
pub fn kiosk_words(text: &str) -> Vec<String> {
    text.split_whitespace().filter(|word| !["-", "----"].contains(word)).map(str::to_owned).collect()
}

/// What Discord shows, word by word: no Markdown, no target of a link.
pub fn discord_words(markdown: &str) -> Vec<String> {
    let mut bare = String::new();
    let mut rest = markdown.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\\' => bare.extend(rest.next()),
            // The end of a masked link: its target is not read out.
            ']' if rest.peek() == Some(&'(') => {
                let _ = rest.by_ref().find(|c| *c == ')');
            }
            '[' | '*' | '\u{200b}' => {}
            c => bare.push(c),
        }
    }
    kiosk_words(&bare)
}
