//! Plain words of danger in the languages most spoken in Berkshire homes after English, and some others.
//!
//! A few fixed phrases each, no more: they lead to the numbers to ring, and a person takes it from there. They are to
//! be read by a speaker of each language before a service starts (`signpost review-due` knows nothing of them).

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::Why::{self, HarmToChild, Medical, SuicideOrSelfHarm};

/// Beginnings of words, in lower case, as typed with accents and without.
const PHRASES: [(&str, Why); 116] = [
    // Polish
    ("się zabi", SuicideOrSelfHarm),
    ("sie zabi", SuicideOrSelfHarm),
    ("zabić się", SuicideOrSelfHarm),
    ("zabic sie", SuicideOrSelfHarm),
    ("chce umrzeć", SuicideOrSelfHarm),
    ("chcę umrzeć", SuicideOrSelfHarm),
    ("chce umrzec", SuicideOrSelfHarm),
    ("samobójst", SuicideOrSelfHarm),
    ("samobojst", SuicideOrSelfHarm),
    ("połknęła tabletki", Medical),
    ("połknął tabletki", Medical),
    ("polknela tabletki", Medical),
    ("polknal tabletki", Medical),
    ("bije mnie", HarmToChild),
    ("mnie bije", HarmToChild),
    ("bije dziec", HarmToChild),
    ("bije syna", HarmToChild),
    ("bije córkę", HarmToChild),
    // Romanian
    ("vreau să mor", SuicideOrSelfHarm),
    ("vreau sa mor", SuicideOrSelfHarm),
    ("vrea să moară", SuicideOrSelfHarm),
    ("vrea sa moara", SuicideOrSelfHarm),
    ("sinucid", SuicideOrSelfHarm),
    ("mă bate", HarmToChild),
    ("ma bate tata", HarmToChild),
    ("bate copil", HarmToChild),
    // Portuguese
    ("quero morrer", SuicideOrSelfHarm),
    ("quer morrer", SuicideOrSelfHarm),
    ("me matar", SuicideOrSelfHarm),
    ("matar-me", SuicideOrSelfHarm),
    ("suicídio", SuicideOrSelfHarm),
    ("suicidar", SuicideOrSelfHarm),
    ("me bate", HarmToChild),
    ("bate-me", HarmToChild),
    ("bate no meu filho", HarmToChild),
    // Spanish
    ("quiero morir", SuicideOrSelfHarm),
    ("quiere morir", SuicideOrSelfHarm),
    ("quiero matarme", SuicideOrSelfHarm),
    ("quiere matarse", SuicideOrSelfHarm),
    ("suicidio", SuicideOrSelfHarm),
    ("me pega", HarmToChild),
    ("pega a mi hij", HarmToChild),
    ("se tomó pastillas", Medical),
    // French
    ("veux mourir", SuicideOrSelfHarm),
    ("veut mourir", SuicideOrSelfHarm),
    ("me tuer", SuicideOrSelfHarm),
    ("se tuer", SuicideOrSelfHarm),
    ("se suicider", SuicideOrSelfHarm),
    ("me suicider", SuicideOrSelfHarm),
    ("me frappe", HarmToChild),
    ("frappe mon fils", HarmToChild),
    ("frappe ma fille", HarmToChild),
    // German
    ("will sterben", SuicideOrSelfHarm),
    ("mich umbringen", SuicideOrSelfHarm),
    ("sich umbringen", SuicideOrSelfHarm),
    ("selbstmord", SuicideOrSelfHarm),
    ("schlägt mich", HarmToChild),
    ("schlägt mein", HarmToChild),
    // Italian
    ("voglio morire", SuicideOrSelfHarm),
    ("vuole morire", SuicideOrSelfHarm),
    ("uccidermi", SuicideOrSelfHarm),
    ("uccidersi", SuicideOrSelfHarm),
    ("mi picchia", HarmToChild),
    ("picchia mio figlio", HarmToChild),
    // Turkish, Hungarian, Lithuanian, Albanian, Somali
    ("ölmek istiyor", SuicideOrSelfHarm),
    ("olmek istiyor", SuicideOrSelfHarm),
    ("intihar", SuicideOrSelfHarm),
    ("beni dövüyor", HarmToChild),
    ("meg akarok halni", SuicideOrSelfHarm),
    ("öngyilkos", SuicideOrSelfHarm),
    ("noriu mirti", SuicideOrSelfHarm),
    ("nusižud", SuicideOrSelfHarm),
    ("dua të vdes", SuicideOrSelfHarm),
    ("dua te vdes", SuicideOrSelfHarm),
    ("vetëvras", SuicideOrSelfHarm),
    ("waan dhiman rabaa", SuicideOrSelfHarm),
    ("is dilo", SuicideOrSelfHarm),
    // Ukrainian, Russian, Bulgarian
    ("хочу померти", SuicideOrSelfHarm),
    ("хоче померти", SuicideOrSelfHarm),
    ("самогуб", SuicideOrSelfHarm),
    ("хочу умереть", SuicideOrSelfHarm),
    ("хочет умереть", SuicideOrSelfHarm),
    ("самоуби", SuicideOrSelfHarm),
    ("искам да умра", SuicideOrSelfHarm),
    ("б'є мене", HarmToChild),
    ("бьёт меня", HarmToChild),
    ("бьет меня", HarmToChild),
    ("меня бьет", HarmToChild),
    ("меня бьёт", HarmToChild),
    // Greek
    ("θέλω να πεθάνω", SuicideOrSelfHarm),
    ("θελω να πεθανω", SuicideOrSelfHarm),
    ("αυτοκτον", SuicideOrSelfHarm),
    // Hindi, Nepali, Punjabi, Gujarati, Bengali
    ("मरना चाहत", SuicideOrSelfHarm),
    ("आत्महत्या", SuicideOrSelfHarm),
    ("ख़ुदकुशी", SuicideOrSelfHarm),
    ("मारता है", HarmToChild),
    ("मर्न चाहन्छ", SuicideOrSelfHarm),
    ("ਮਰਨਾ ਚਾਹੁੰਦ", SuicideOrSelfHarm),
    ("ਖੁਦਕੁਸ਼ੀ", SuicideOrSelfHarm),
    ("મરવા માંગ", SuicideOrSelfHarm),
    ("આત્મહત્યા", SuicideOrSelfHarm),
    ("মরতে চাই", SuicideOrSelfHarm),
    ("আত্মহত্যা", SuicideOrSelfHarm),
    // Tamil, Telugu, Malayalam
    ("தற்கொலை", SuicideOrSelfHarm),
    ("ఆత్మహత్య", SuicideOrSelfHarm),
    ("ആത്മഹത്യ", SuicideOrSelfHarm),
    // Urdu, Persian, Arabic
    ("مرنا چاہت", SuicideOrSelfHarm),
    ("خودکشی", SuicideOrSelfHarm),
    ("مارتا ہے", HarmToChild),
    ("می‌خواهم بمیرم", SuicideOrSelfHarm),
    ("أريد أن أموت", SuicideOrSelfHarm),
    ("اريد ان اموت", SuicideOrSelfHarm),
    ("انتحار", SuicideOrSelfHarm),
    // Chinese
    ("想死", SuicideOrSelfHarm),
    ("自杀", SuicideOrSelfHarm),
    ("自殺", SuicideOrSelfHarm),
];

/// The places in [`PHRASES`] of those that begin with a letter.
static BY_FIRST_LETTER: LazyLock<FxHashMap<char, Vec<usize>>> = LazyLock::new(|| {
    let mut by_first_letter: FxHashMap<char, Vec<usize>> = FxHashMap::default();
    for (place, (phrase, _)) in PHRASES.iter().enumerate() {
        by_first_letter.entry(phrase.chars().next().unwrap_or_default()).or_default().push(place);
    }
    by_first_letter
});

/// Of the phrases found in the message the first, as they stand in the list.
pub fn find(text: &str) -> Option<(&'static str, Why)> {
    let text = text.to_lowercase().replace('’', "'");
    let mut before = None;
    let mut first: Option<usize> = None;
    for (at, letter) in text.char_indices() {
        // Where words are parted by spaces a phrase begins a word: "mamma bate" is not "ma bate".
        let is_within = before.is_some_and(|before: char| before.is_alphabetic() && before < '\u{2E80}');
        before = Some(letter);
        if !is_within {
            let begun = BY_FIRST_LETTER.get(&letter).into_iter().flatten().copied();
            let found = begun.filter(|place| text[at..].starts_with(PHRASES[*place].0)).min();
            first = [first, found].into_iter().flatten().min();
        }
    }
    first.map(|place| PHRASES[place])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::safeguarding::{Danger, look};

    #[test]
    fn plain_words_of_danger_are_known_in_many_languages() {
        for typed in [
            "chcę się zabić",
            "Moja córka połknęła tabletki",
            "我想死",
            "मैं मरना चाहता हूँ",
            "vreau să mor",
            "Je veux mourir",
            "quiero morir",
            "Ich will sterben.",
            "mi padre me pega",
            "أريد أن أموت",
            "я хочу померти",
        ] {
            assert!(matches!(look(typed), Danger::Now(_)), "{typed}");
        }
    }

    #[test]
    fn ordinary_words_of_the_same_languages_raise_no_alarm() {
        for typed in [
            "mój syn nie mówi po angielsku, czy szkoła musi pomóc",
            "copilul meu are autism, ce pot face",
            "mi hijo tiene dislexia y la escuela no ayuda",
            "mon fils est autiste et l'école refuse",
            "我的孩子有自闭症",
            "मेरे बेटे को स्कूल में मदद चाहिए",
            "What time does the meeting start? I am a bit lost",
        ] {
            assert_eq!(find(typed), None, "{typed}");
        }
    }

    #[test]
    fn every_phrase_is_as_it_is_looked_for() {
        for (phrase, why) in PHRASES {
            assert_eq!(find(phrase).map(|(_, found)| found), Some(why), "{phrase}");
            assert!(matches!(look(phrase), Danger::Now(_)), "{phrase}");
        }
    }
}
