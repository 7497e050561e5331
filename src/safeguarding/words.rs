//! A message as a row of known words, however it was typed.
//!
//! Capitals, accents, emoji, punctuation, zero-width marks, repeated letters, digits for letters ("d1e"),
//! spaced letters ("k m s") and text-speak are levelled here, so that patterns are written once, in plain words.

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::mend::Mender;
use super::pattern::{Patterns, UNKNOWN, WordId};

/// One message, read.
#[derive(Debug, Default)]
pub(super) struct Words {
    pub(super) ids: Vec<WordId>,
    /// Where each word stands in the message, in bytes.
    pub(super) places: Vec<(u32, u32)>,
    /// Which sentence each word belongs to, counted from 0.
    pub(super) sentences: Vec<u32>,
    /// Whether each sentence ends in a question mark.
    pub(super) asks: Vec<bool>,
    /// The spelling of words that no pattern names, and where in `letters` each stands.
    unknown: Vec<(u32, u32, u32)>,
    letters: String,
    /// Whether the message was longer than [`MOST_BYTES`], and its middle not read.
    pub(super) is_cut: bool,
    /// What was typed, and the word it was taken for, where a guess was needed.
    pub(super) mended: Vec<(String, WordId)>,
}

impl Words {
    /// How an unknown word is spelt, levelled; empty for a known one.
    pub(super) fn unknown_at(&self, at: usize) -> &str {
        let Ok(nth) = self.unknown.binary_search_by_key(&(at as u32), |(word, ..)| *word) else {
            return "";
        };
        let (_, from, to) = self.unknown[nth];
        self.letters.get(from as usize..to as usize).unwrap_or_default()
    }
}

/// Short ways to write, and what they stand for. Text-speak, dropped apostrophes, speech written down.
const STANDS_FOR: &str = "\
    im=i am;ive=i have;hes=he is;shes=she is;theyre=they are;weve=we have;youre=you are;theyve=they have;\
    theyd=they would;theyll=they will;youll=you will;whos=who is;theres=there is;thats=that is;\
    wanna=want to;wana=want to;wannna=want to;wonna=want to;gotta=got to;tryna=trying to;hafta=have to;\
    wud=would;cud=could;shud=should;ppl=people;sum1=someone;some1=someone;every1=everyone;any1=anyone;\
    no1=nobody;noone=nobody;nite=night;nites=nights;tonite=tonight;2nite=tonight;2night=tonight;2day=today;\
    2moro=tomorrow;2morrow=tomorrow;tmrw=tomorrow;tmr=tomorrow;tomoz=tomorrow;cos=because;coz=because;\
    cuz=because;bc=because;becos=because;wiv=with;wif=with;w=with;b4=before;hav=have;hv=have;dnt=dont;\
    cnt=cant;wnt=wont;dosent=doesnt;dosnt=doesnt;doesent=doesnt;dsnt=doesnt;dusnt=doesnt;dosn=doesnt;\
    cannot=cant;aint=isnt;nuffin=nothing;nuthin=nothing;nothin=nothing;nowt=nothing;summat=something;\
    somethin=something;sumthin=something;anyfin=anything;summit=something;fink=think;finks=thinks;\
    fone=phone;luv=love;skool=school;kidz=kids;bin=been;sed=said;woz=was;wos=was;becuz=because;\
    iv=i have;wen=when;wat=what;wot=what;plz=please;pls=please;thru=through;alot=lot;hisself=himself;\
    theirselves=themselves;themself=themselves;meself=myself;myslef=myself;urself=yourself;yourselfs=yourself;\
    wouldent=wouldnt;couldent=couldnt;didnot=didnt;dident=didnt;wasent=wasnt;isent=isnt;\
    kill3d=killed;sui=suicidal;suey=suicide;sewerslide=suicide;sewercide=suicide;unalived=unalive;\
    suisidal=suicidal;sucidal=suicidal;suicidle=suicidal;suacidal=suicidal;sucide=suicide;suaside=suicide;\
    suiside=suicide;sooicide=suicide;suicde=suicide;siucidal=suicidal;parasetamol=paracetamol;\
    paracetomol=paracetamol;paracetemol=paracetamol;parcetamol=paracetamol;parasetomol=paracetamol;\
    brusies=bruises;brusis=bruises;bruses=bruises;bruzes=bruises;broozes=bruises;bruisers=bruises;\
    knif=knife;nife=knife;stabed=stabbed;strangel=strangle;strangaled=strangled;unconcious=unconscious;\
    unconsious=unconscious;unconshus=unconscious;uncontious=unconscious;overdosd=overdosed;od=overdose;\
    oded=overdosed;od'd=overdosed;ods=overdoses;pregant=pregnant;preggers=pregnant;pregnent=pregnant;\
    abusd=abused;abusin=abusing;rapd=raped;molestd=molested;hurtin=hurting;hittin=hitting;cuttin=cutting;\
    touchin=touching;killin=killing;dyin=dying;breathin=breathing;breaving=breathing;breethin=breathing;\
    breething=breathing;brething=breathing;dissapeared=disappeared;disapeared=disappeared;mising=missing;\
    scard=scared;scred=scared;sacred=sacred;frightend=frightened;terrifyed=terrified;afriad=afraid;\
    ya=you;yr=your;thier=their;hurst=hurst;bridg=bridge;jumpd=jumped;jus=just;jst=just;bf=boyfriend;\
    gf=girlfriend;bfs=boyfriend;hubby=husband;hubbys=husband;dads=dad s;mums=mum s;grandads=grandad s;\
    stepdads=stepdad s;uncles=uncle s;shant=wont;neva=never;nevr=never;nvr=never;\
    wants2=wants to;want2=want to;going2=going to;gona=gonna;gunna=gonna;goin=going;tryin=trying;\
    cutt=cut;bleedin=bleeding;screamin=screaming;hangin=hanging;jumpin=jumping;eatin=eating;\
    drinkin=drinking;drivin=driving;takin=taking;makin=making;doin=doing;sayin=saying;askin=asking;\
    sendin=sending;meetin=meeting;livin=living;anymore=any more;nomore=no more;offself=off self;\
    alife=alive;aliv=alive;tabs=tablets;meds=medication;medicin=medicine;\
    grandaughter=granddaughter;grandaughters=granddaughter;grand-son=grandson;dauther=daughter;\
    dautgher=daughter;daugter=daughter;doughter=daughter;duaghter=daughter;daughtr=daughter;\
    techer=teacher;teecher=teacher;teachr=teacher;freind=friend;frend=friend;";

/// Two words that belong together when written apart, and the one word for them.
const WRITTEN_APART: &str = "\
    can not=cant;do not=dont;does not=doesnt;did not=didnt;is not=isnt;are not=arent;was not=wasnt;\
    were not=werent;will not=wont;would not=wouldnt;has not=hasnt;have not=havent;had not=hadnt;\
    could not=couldnt;him self=himself;her self=herself;my self=myself;his self=himself;them selves=themselves;\
    your self=yourself;it self=itself;no one=nobody;some one=someone;any one=anyone;every one=everyone;\
    over dose=overdose;over dosed=overdosed;over dosing=overdosing;step dad=stepdad;step mum=stepmum;\
    step father=stepfather;step mother=stepmother;grand son=grandson;grand daughter=granddaughter;\
    no where=nowhere;any thing=anything;no thing=nothing;to night=tonight;to day=today;to morrow=tomorrow;\
    un alive=unalive;boy friend=boyfriend;girl friend=girlfriend;head teacher=headteacher;key worker=keyworker;\
    care taker=caretaker;mini bus=minibus;bath room=bathroom;bed room=bedroom;pain killers=painkillers;\
    child minder=childminder;par acetamol=paracetamol;web cam=webcam;class room=classroom";

/// The tables above, looked up by word.
#[derive(Debug)]
pub(super) struct Levelling {
    stands_for: FxHashMap<&'static str, Vec<WordId>>,
    written_apart: FxHashMap<(WordId, WordId), WordId>,
    number: WordId,
    year: WordId,
    possessive: WordId,
    endings: [(&'static str, WordId); 5],
}

impl Levelling {
    /// Every word the tables need known.
    pub(super) fn vocabulary() -> Vec<&'static str> {
        let both_sides = |table: &'static str| table.split(';').flat_map(|line| line.split('='));
        let mut words: Vec<&str> = STANDS_FOR.split(';').filter_map(|line| line.split('=').nth(1)).collect();
        words.extend(both_sides(WRITTEN_APART));
        words.push("num yearnum s will are have would am");
        words
    }

    pub(super) fn new(patterns: &Patterns) -> Levelling {
        let id = |word: &str| patterns.word(word.trim()).unwrap_or(UNKNOWN);
        let pairs = |table: &'static str| table.split(';').filter_map(|line| line.split_once('='));
        Levelling {
            stands_for: pairs(STANDS_FOR)
                .map(|(short, long)| (short.trim(), long.split_whitespace().map(id).collect()))
                .collect(),
            written_apart: pairs(WRITTEN_APART)
                .filter_map(|(apart, whole)| {
                    let (first, second) = apart.trim().split_once(' ')?;
                    Some(((id(first), id(second)), id(whole)))
                })
                .collect(),
            number: id("num"),
            year: id("yearnum"),
            possessive: id("s"),
            endings: [
                ("ll", id("will")),
                ("re", id("are")),
                ("ve", id("have")),
                ("d", id("would")),
                ("m", id("am")),
            ],
        }
    }
}

/// The longest message that is read in full, in bytes: some ten thousand words. Of a longer one both ends
/// are read, and the message is then never called free of danger.
pub(super) const MOST_BYTES: usize = 50_000;

/// What one word with hidden letters ("su*cide") costs, in mends: it is compared with every known word.
const HIDDEN_COST: u32 = 20;

/// Reads `text` into known words; at most `mends` words are looked up as slips of spelling.
pub(super) fn read(
    text: &str,
    patterns: &Patterns,
    levelling: &Levelling,
    mender: &Mender,
    mends: u32,
) -> Words {
    let mut reader = Reader {
        patterns,
        levelling,
        mender,
        mends,
        sentence: 0,
        words: Words::default(),
        word: String::new(),
        singles: 0,
    };
    if text.len() <= MOST_BYTES {
        reader.read(text, 0);
    } else {
        let head_ends = boundary_from(text, MOST_BYTES / 2);
        let tail_starts = boundary_from(text, text.len() - MOST_BYTES / 2);
        reader.read(&text[..head_ends], 0);
        reader.sentence += 1;
        reader.read(&text[tail_starts..], tail_starts);
        reader.words.is_cut = true;
    }
    reader.words
}

struct Reader<'a> {
    patterns: &'a Patterns,
    levelling: &'a Levelling,
    mender: &'a Mender,
    /// How many words may still be mended: each costs as much as fifty known ones.
    mends: u32,
    sentence: u32,
    words: Words,
    /// The word being gathered, lower case.
    word: String,
    /// How many single letters stand at the end of the words so far ("k m s").
    singles: usize,
}

impl Reader<'_> {
    /// Reads one stretch of the message, which begins at byte `offset` of it.
    fn read(&mut self, text: &str, offset: usize) {
        let mut start = 0;
        let mut letters = text.char_indices().peekable();
        while let Some((at, letter)) = letters.next() {
            if self.word.is_empty() {
                start = at;
            }
            match letter {
                'a'..='z' | '0'..='9' => self.word.push(letter),
                'A'..='Z' => self.word.push(letter.to_ascii_lowercase()),
                '\'' | '’' | '‘' | '`' | '´' | 'ʼ' | '＇' => {
                    if !self.word.is_empty() {
                        self.word.push('\'');
                    }
                }
                // Letters hidden behind a mark: "su*cide", "r@pe", "$elf".
                '*' | '@' | '$'
                    if letters.peek().is_some_and(|(_, next)| next.is_ascii_alphabetic() || *next == '*')
                        && (!self.word.is_empty() || letter == '$') =>
                {
                    self.word.push(match letter {
                        '@' => 'a',
                        '$' => 's',
                        _ => '*',
                    });
                }
                _ if is_invisible(letter) => {}
                _ if !letter.is_ascii() && letter.is_alphanumeric() => {
                    let folded = std::iter::once(letter).nfkd().filter(|part| !is_combining_mark(*part));
                    self.word.extend(folded.flat_map(char::to_lowercase));
                }
                _ if is_combining_mark(letter) => {}
                _ => {
                    self.end_of_word(offset + start, offset + at);
                    let ends = matches!(letter, '.' | '!' | '?' | ';' | '…' | '\n' | '。');
                    if ends && letters.peek().is_none_or(|(_, next)| !next.is_alphanumeric()) {
                        self.words.asks.resize(self.sentence as usize + 1, false);
                        self.words.asks[self.sentence as usize] |= letter == '?';
                        self.sentence += 1;
                    }
                    if !matches!(letter, ' ' | '.' | '-' | '_') {
                        self.end_of_singles();
                    }
                }
            }
        }
        self.end_of_word(offset + start, offset + text.len());
        self.end_of_singles();
    }

    fn end_of_word(&mut self, start: usize, end: usize) {
        if self.word.is_empty() {
            return;
        }
        let word = std::mem::take(&mut self.word);
        self.take(&word, (start as u32, end as u32));
        self.word = word;
        self.word.clear();
    }

    fn take(&mut self, word: &str, place: (u32, u32)) {
        if word.len() == 1 {
            self.singles += 1;
        } else {
            self.end_of_singles();
        }
        if let Some((base, ending)) = word.split_once('\'') {
            return self.take_with_apostrophe(base, ending, place);
        }
        if let Some(long) = self.levelling.stands_for.get(word) {
            for id in long {
                self.push(*id, place);
            }
            return;
        }
        if let Some(id) = self.patterns.word(word) {
            return self.push(id, place);
        }
        if word.as_bytes()[0].is_ascii_digit() || word.ends_with(|last: char| last.is_ascii_digit()) {
            return self.take_with_digits(word, place);
        }
        self.take_unknown(word, place);
    }

    fn take_with_apostrophe(&mut self, base: &str, ending: &str, place: (u32, u32)) {
        let ending = ending.trim_matches('\'');
        if ending.is_empty() {
            return self.take(base, place);
        }
        if ending == "s" {
            if !base.is_empty() {
                self.take(base, place);
            }
            return self.push(self.levelling.possessive, place);
        }
        match self.levelling.endings.iter().find(|(spelt, _)| *spelt == ending) {
            Some((_, id)) if !base.is_empty() => {
                let id = *id;
                self.take(base, place);
                self.push(id, place);
            }
            _ => {
                let joined: String = [base, ending].concat().replace('\'', "");
                if !joined.is_empty() {
                    self.take(&joined, place);
                }
            }
        }
    }

    /// "5days" is a number and a word; "8yr" too; a number is a number, whichever it is, but a year is a year.
    fn take_with_digits(&mut self, word: &str, place: (u32, u32)) {
        let lead = word.trim_start_matches(|digit: char| digit.is_ascii_digit());
        let middle = lead.trim_end_matches(|digit: char| digit.is_ascii_digit());
        if lead.len() < word.len() {
            let is_year =
                lead.is_empty() && word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
            self.push(if is_year { self.levelling.year } else { self.levelling.number }, place);
        }
        if !middle.is_empty() {
            match self.patterns.word(middle) {
                Some(id) => self.push(id, place),
                None => self.take_unknown(middle, place),
            }
        }
        if middle.len() < lead.len() {
            self.push(self.levelling.number, place);
        }
    }

    fn take_unknown(&mut self, word: &str, place: (u32, u32)) {
        if self.mends == 0 || word.len() < 3 || word.len() > 40 || !word.is_ascii() {
            return self.push_unknown(word, place);
        }
        let cost = if word.contains('*') { HIDDEN_COST } else { 1 };
        self.mends = self.mends.saturating_sub(cost);
        match self.mender.mend(word, self.patterns) {
            Some((first, second)) => {
                self.words.mended.push((word.to_owned(), second.unwrap_or(first)));
                self.push(first, place);
                if let Some(second) = second {
                    self.push(second, place);
                }
            }
            None => self.push_unknown(word, place),
        }
    }

    fn push_unknown(&mut self, word: &str, place: (u32, u32)) {
        let from = self.words.letters.len() as u32;
        self.words.letters.push_str(word);
        let at = self.words.ids.len() as u32;
        self.words.unknown.push((at, from, self.words.letters.len() as u32));
        self.push(UNKNOWN, place);
    }

    fn push(&mut self, id: WordId, place: (u32, u32)) {
        if let Some(last) = self.words.ids.last_mut()
            && let Some(whole) = self.levelling.written_apart.get(&(*last, id))
        {
            *last = *whole;
            if let Some(span) = self.words.places.last_mut() {
                span.1 = place.1;
            }
            return;
        }
        self.words.ids.push(id);
        self.words.places.push(place);
        self.words.sentences.push(self.sentence);
    }

    /// Joins "k m s" into one word, if that makes a word; "i k m s" keeps its "i".
    fn end_of_singles(&mut self) {
        let count = std::mem::take(&mut self.singles).min(self.words.ids.len());
        if count < 3 {
            return;
        }
        let from = self.words.ids.len() - count;
        let letters: String = self.words.ids[from..].iter().map(|id| self.patterns.spelling(*id)).collect();
        if letters.len() != count || !letters.is_ascii() {
            return;
        }
        for skip in 0..=count - 3 {
            if let Some(id) = self.patterns.word(&letters[skip..]) {
                self.words.ids.truncate(from + skip + 1);
                self.words.places.truncate(from + skip + 1);
                self.words.sentences.truncate(from + skip + 1);
                self.words.unknown.retain(|(at, ..)| (*at as usize) < from + skip);
                if let Some(last) = self.words.ids.last_mut() {
                    *last = id;
                }
                return;
            }
        }
    }
}

/// The first place at or after `at` where a letter begins.
fn boundary_from(text: &str, at: usize) -> usize {
    (at..text.len()).find(|place| text.is_char_boundary(*place)).unwrap_or(text.len())
}

/// Marks that take no room on the screen and must not part a word.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}')
}

#[cfg(test)]
mod tests {
    use super::super::RECOGNISER;

    /// Known words by their spelling; unknown ones as typed.
    #[track_caller]
    fn check(typed: &str, read: &str) {
        let words = RECOGNISER.read(typed);
        let spelt: Vec<&str> = (0..words.ids.len())
            .map(|at| match words.unknown_at(at) {
                "" => RECOGNISER.patterns.spelling(words.ids[at]),
                unknown => unknown,
            })
            .collect();
        assert_eq!(spelt.join(" "), read, "{typed}");
        assert_eq!(words.ids.len(), words.places.len());
        assert_eq!(words.ids.len(), words.sentences.len());
    }

    #[test]
    fn capitals_accents_and_marks_are_levelled() {
        check("HE WANTS, to… Dié!!", "he wants to die");
        check("ｗａｎｔ to d\u{200b}ie", "want to die");
    }

    #[test]
    fn apostrophes_are_read_and_not_needed() {
        check("don't", "dont");
        check("don’t", "dont");
        check("he's", "he s");
        check("hes", "he is");
        check("I'll", "i will");
        check("do not", "dont");
        check("my son's arm", "my son s arm");
    }

    #[test]
    fn letters_held_down_spaced_out_or_hidden_are_read() {
        check("kiiiillll", "kill");
        check("i k m s", "i kms");
        check("k.m.s", "kms");
        check("su*cide", "suicide");
    }

    #[test]
    fn slips_are_mended_and_ordinary_words_left() {
        check("suicidla", "suicidal");
        check("dauhgter", "daughter");
        check("killhimself", "kill himself");
        check("rates", "rates");
        check("therapist", "therapist");
        check("changed", "changed");
    }

    #[test]
    fn numbers_are_numbers_and_years_are_years() {
        check("5days", "num days");
        check("in 2019", "in yearnum");
        check("12", "num");
    }

    #[test]
    fn of_a_very_long_message_both_ends_are_read() {
        let text = format!("alpha {}omega", "é ".repeat(200_000));
        let words = RECOGNISER.read(&text);
        assert!(words.is_cut);
        assert_eq!(words.unknown_at(0), "alpha");
        assert_eq!(words.unknown_at(words.ids.len() - 1), "omega");
        let place = words.places[words.ids.len() - 1];
        assert_eq!(&text[place.0 as usize..place.1 as usize], "omega");
    }
}
