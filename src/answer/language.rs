//! Recognises the languages most spoken at home in Berkshire, by script and by common words.
//!
//! Which languages: those the 2021 census counts most in Windsor and Maidenhead, Slough, Bracknell Forest and
//! Reading, and Ukrainian, which came after. A message is foreign only when most of it is: a family may put one
//! Polish word into an English question, and that question is answered.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

/// A language by its English name.
struct Language {
    name: &'static str,
    /// Words that are common in it and mean nothing in English. Small letters, as typed, some without their marks.
    words: &'static str,
    /// Letters that hardly any other of these languages has.
    letters: &'static str,
}

/// Languages in Latin letters.
const LATIN: [Language; 12] = [
    Language {
        name: "Polish",
        words: "jak jest nie się sie czy dla moje moja mojego syn syna córka corka córki dziecko dziecka dziecku \
                szkoła szkole szkola potrzebuję potrzebuje pomoc pomocy dzień dzien dobry gdzie proszę prosze mam \
                mogę moge chcę chce dziękuję dziekuje rozmawiać po polsku który ktory jego co",
        letters: "ąęłńśźż",
    },
    Language {
        name: "Romanian",
        words: "este sunt pentru copilul copil meu mea fiul fiica școală scoala școala vreau am nevoie de ajutor \
                cum pot bună buna ziua unde vă va rog nu în și si care cine mulțumesc multumesc",
        letters: "ășțâ",
    },
    Language {
        name: "Portuguese",
        words: "meu minha filho filha escola preciso ajuda como posso não nao uma com para que é onde bom dia \
                obrigado obrigada quero falar você criança crianca tem está esta ele ela",
        letters: "ãõ",
    },
    Language {
        name: "Spanish",
        words: "mi hijo hija escuela necesito ayuda cómo como puedo no una con para que dónde donde está esta \
                buenos días dias gracias quiero hablar usted niño nino el la los por favor tiene hola",
        letters: "ñ¿¡",
    },
    Language {
        name: "Italian",
        words: "mio mia figlio figlia scuola bisogno di aiuto come posso non una con per che dove buongiorno \
                grazie voglio parlare il bambino ha è sono stai ho",
        letters: "",
    },
    Language {
        name: "French",
        words: "mon ma fils fille école ecole besoin aide comment puis je ne pas une avec pour que où est bonjour \
                merci veux parler le la les enfant il elle nous vous des demande faire",
        letters: "œ",
    },
    Language {
        name: "German",
        words: "mein meine sohn tochter schule brauche hilfe wie kann ich nicht eine mit für fur dass wo ist guten \
                tag danke möchte sprechen das der die kind hat es wir",
        letters: "ß",
    },
    Language {
        name: "Hungarian",
        words: "fiam lányom lanyom iskola iskolában segítség segitseg kell hogyan nem egy és es hogy hol van jó jo \
                napot köszönöm koszonom szeretnék gyerek gyermekem szükségem",
        letters: "őű",
    },
    Language {
        name: "Lithuanian",
        words: "mano sūnus sunus dukra mokykla mokykloje reikia pagalbos kaip galiu ne ir kur yra laba diena ačiū \
                aciu noriu vaikas vaikui",
        letters: "ėįųū",
    },
    Language {
        name: "Albanian",
        words: "djali im vajza ime shkolla shkollë shkolle kam nevojë nevoje për per ndihmë ndihme si mund nuk një \
                nje dhe ku është eshte mirëdita faleminderit dua fëmija femija",
        letters: "ë",
    },
    Language {
        name: "Turkish",
        words: "oğlum oglum kızım kizim okul okulda yardım yardim lazım lazim nasıl nasil değil degil bir ve için \
                icin nerede merhaba teşekkürler istiyorum çocuğum cocugum var",
        letters: "ğışİ",
    },
    Language {
        name: "Somali",
        words: "wiilkayga wiilkeyga gabadhayda ilmahayga dugsiga iskuulka waxaan u baahanahay caawimaad sidee ma \
                waa iyo xaggee mahadsanid fadlan",
        letters: "",
    },
];

/// Scripts that one language, or a few told apart by their letters, are written in.
const SCRIPTS: [(&str, std::ops::RangeInclusive<char>); 8] = [
    ("Punjabi", '\u{0a00}'..='\u{0a7f}'),
    ("Gujarati", '\u{0a80}'..='\u{0aff}'),
    ("Bengali", '\u{0980}'..='\u{09ff}'),
    ("Tamil", '\u{0b80}'..='\u{0bff}'),
    ("Telugu", '\u{0c00}'..='\u{0c7f}'),
    ("Malayalam", '\u{0d00}'..='\u{0d7f}'),
    ("Greek", '\u{0370}'..='\u{03ff}'),
    ("Chinese", '\u{4e00}'..='\u{9fff}'),
];
const DEVANAGARI: std::ops::RangeInclusive<char> = '\u{0900}'..='\u{097f}';
const ARABIC: std::ops::RangeInclusive<char> = '\u{0600}'..='\u{06ff}';
const CYRILLIC: std::ops::RangeInclusive<char> = '\u{0400}'..='\u{04ff}';

/// Letters of Arabic script by language. Urdu's own first, then Persian's, which Urdu has too.
const URDU_LETTERS: &str = "ٹڈڑںھہےۓ";
const PERSIAN_LETTERS: &str = "پچژگی";
/// Letters of Cyrillic script by language.
const UKRAINIAN_LETTERS: &str = "іїєґ";
const BULGARIAN_WORDS: [&str; 8] = ["син", "дъщеря", "училище", "помощ", "как", "нужда", "имам", "моля"];
/// Words that Nepali has and Hindi has not.
const NEPALI_WORDS: [&str; 6] = ["मेरो", "छोरा", "छोरी", "विद्यालय", "छ", "कसरी"];

/// No more than this many characters are looked at.
const LOOKED_AT: usize = 400;

/// Common English words: they hold a message in English.
static ENGLISH: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    FxHashSet::from_iter([
        "and", "are", "but", "can", "child", "daughter", "do", "does", "for", "from", "get", "has", "have",
        "help", "his", "how", "if", "is", "it", "my", "need", "needs", "of", "our", "plan", "school",
        "should", "son", "that", "the", "there", "they", "to", "was", "what", "when", "who", "why", "with",
        "you",
    ])
});

/// Each common word, and the languages of [`LATIN`] that have it.
static COMMON: LazyLock<FxHashMap<&'static str, Vec<usize>>> = LazyLock::new(|| {
    let mut common: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (number, language) in LATIN.iter().enumerate() {
        for word in language.words.split_whitespace() {
            common.entry(word).or_default().push(number);
        }
    }
    common
});

/// Languages of a script that several share.
const BY_LETTERS: [&str; 8] =
    ["Urdu", "Persian", "Arabic", "Ukrainian", "Bulgarian", "Russian", "Nepali", "Hindi"];

/// The English name of every language that can be recognised.
pub fn all() -> impl Iterator<Item = &'static str> {
    let latin = LATIN.iter().map(|language| language.name);
    latin.chain(SCRIPTS.iter().map(|(name, _)| *name)).chain(BY_LETTERS)
}

/// The English name of the language a message is written in; `None` for English and for what is not recognised.
pub fn recognised(text: &str) -> Option<&'static str> {
    let looked_at: String = text.chars().take(LOOKED_AT).collect::<String>().to_lowercase();
    let of_another_script = if looked_at.is_ascii() { None } else { by_script(&looked_at) };
    of_another_script.or_else(|| by_words(&looked_at))
}

fn by_script(text: &str) -> Option<&'static str> {
    let letters = text.chars().filter(|letter| letter.is_alphabetic()).count();
    let most = |count: usize| count * 2 > letters && count > 0;
    let in_range = |range: &std::ops::RangeInclusive<char>| {
        most(text.chars().filter(|letter| range.contains(letter)).count())
    };
    let has = |letters: &str| text.chars().any(|letter| letters.contains(letter));
    let has_word = |words: &[&str]| {
        text.split(|c: char| c.is_whitespace() || c.is_ascii_punctuation() || c == '।')
            .any(|word| words.contains(&word))
    };
    if in_range(&ARABIC) {
        return Some(if has(URDU_LETTERS) {
            "Urdu"
        } else if has(PERSIAN_LETTERS) {
            "Persian"
        } else {
            "Arabic"
        });
    }
    if in_range(&CYRILLIC) {
        return Some(if has(UKRAINIAN_LETTERS) {
            "Ukrainian"
        } else if has_word(&BULGARIAN_WORDS) && !has("ыэё") {
            "Bulgarian"
        } else {
            "Russian"
        });
    }
    if in_range(&DEVANAGARI) {
        return Some(if has_word(&NEPALI_WORDS) { "Nepali" } else { "Hindi" });
    }
    SCRIPTS.iter().find(|(_, range)| in_range(range)).map(|(name, _)| *name)
}

fn by_words(text: &str) -> Option<&'static str> {
    let mut words: Vec<&str> =
        text.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty()).collect();
    let english = words.iter().filter(|word| ENGLISH.contains(*word)).count();
    let all = words.len();
    let mut known = [0usize; LATIN.len()];
    for word in &words {
        for language in COMMON.get(word).into_iter().flatten() {
            known[*language] += 1;
        }
    }
    words.retain(|word| !word.is_ascii());
    let counted = LATIN.iter().zip(known).map(|(language, known)| {
        let marked =
            words.iter().filter(|word| word.chars().any(|letter| language.letters.contains(letter))).count();
        (known + marked, known, language.name)
    });
    let (seen, known, name) = counted.max_by_key(|(seen, known, _)| (*seen, *known))?;
    let enough = seen >= 2 && known >= 1 && seen > 2 * english && seen * 10 >= all * 3;
    enough.then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, name: Option<&str>) {
        assert_eq!(recognised(typed), name, "{typed}");
    }

    #[test]
    fn latin_letters_are_told_apart_by_common_words() {
        check("Dzień dobry, mój syn potrzebuje pomocy w szkole", Some("Polish"));
        check("dzien dobry, jak moge rozmawiac po polsku", Some("Polish"));
        check("Bună ziua, copilul meu are nevoie de ajutor la școală", Some("Romanian"));
        check("Meu filho precisa de ajuda na escola, como posso falar com alguém?", Some("Portuguese"));
        check("¿Dónde está la estación de tren?", Some("Spanish"));
        check("Mi hijo necesita ayuda en la escuela", Some("Spanish"));
        check("Buongiorno, come stai?", Some("Italian"));
        check("Mon fils a besoin d'aide à l'école", Some("French"));
        check("Wie spät ist es?", Some("German"));
        check("Mein Sohn braucht Hilfe in der Schule", Some("German"));
        check("A fiam iskolában van, segítség kell", Some("Hungarian"));
        check("Oğlum okulda yardım istiyorum", Some("Turkish"));
    }

    #[test]
    fn scripts_name_their_language() {
        check("ਮੇਰੇ ਪੁੱਤਰ ਨੂੰ ਸਕੂਲ ਵਿੱਚ ਮਦਦ ਚਾਹੀਦੀ ਹੈ", Some("Punjabi"));
        check("میرے بیٹے کو سکول میں مدد چاہیے", Some("Urdu"));
        check("ابني يحتاج مساعدة في المدرسة", Some("Arabic"));
        check("पुत्र को स्कूल में मदद चाहिए", Some("Hindi"));
        check("મારા દીકરાને શાળામાં મદદ જોઈએ", Some("Gujarati"));
        check("Мій син потребує допомоги в школі", Some("Ukrainian"));
        check("Моему сыну нужна помощь в школе", Some("Russian"));
        check("我儿子在学校需要帮助", Some("Chinese"));
        check("என் மகனுக்கு பள்ளியில் உதவி தேவை", Some("Tamil"));
    }

    #[test]
    fn english_stays_english() {
        check("my son needs help at school", None);
        check("la refused to assess my ds", None);
        check("can i get a pip form for my lad", None);
        check("ok", None);
        check("no", None);
        check("EHCP?", None);
        check("they come to us per se and the la die out", None);
    }

    #[test]
    fn a_foreign_word_in_an_english_question_is_no_matter() {
        check("my son is asking for pomoc at school, what can I do", None);
        check("how do I get help for my child at école", None);
    }
}
