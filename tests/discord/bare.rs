//! Words without their dress: the same from a kiosk and from Discord.

/// The words alone: no marks of lists, no Markdown, no target of a link.
pub fn bare_words(text: &str) -> Vec<String> {
    let mut bare = String::new();
    let mut rest = text.chars().peekable();
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
    bare.split_whitespace().filter(|word| !["-", "----"].contains(word)).map(str::to_owned).collect()
}
