//! Recognises words of danger; asked before anything else.
//!
//! A message is levelled into known words (`words`, `mend`), then searched for *signs*: small patterns of meaning
//! such as "she · keeps · cutting · herself" (`signs`, written as `pattern` describes, over the classes of
//! `vocabulary`). What was found is then weighed against what may hold it back (`guards`): a
//! figure of speech over the same words, "two years ago … she's fine now", a question about policy, a game, a
//! bump at break explained.
//!
//! All words of the message, and of each of its sentences, are summed up by learnt weights (`lean`); a sign that
//! nothing holds back adds much to the sum around it. From one sum on it is danger now, from a lower one possible
//! danger. In a few words a sign decides by itself.
//!
//! Words of danger in other languages are a short list of their own (`tongues`), before all this.
//!
//! A missed danger is the worst fault Signpost can have, a false alarm costs a family one sentence. Where the
//! two pull apart, this module raises the alarm. It needs no content file, no clock, no network; it cannot
//! fail, and its work is bounded whatever is typed.

use std::fmt;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

mod guards;
mod lean;
mod mend;
mod pattern;
mod signs;
mod tongues;
mod vocabulary;
mod weigh;
mod words;

pub use guards::HeldBack;

/// What a message says about danger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Danger {
    /// Nothing.
    None,
    /// Perhaps: one sentence is put before the ordinary answer.
    Possible(Why),
    /// Plainly: the crisis reply comes first, whatever else was asked.
    Now(Why),
}

/// The kind of danger. A crisis reply may choose its first telephone number by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// Fire, gas, a weapon in hand, a drunk driver: 999 before anything.
    Immediate,
    /// An overdose, something swallowed, someone who does not wake, a child who does not eat.
    Medical,
    /// Someone, of whatever age, wants to die, harms themselves, or has said goodbye.
    SuicideOrSelfHarm,
    /// A child has gone, and nobody knows where.
    Missing,
    /// A child touched, shown, filmed or asked for pictures; rape; a pregnancy nobody explains.
    SexualHarm,
    /// Used by others for drugs, money, sex or hatred, online or on the street.
    Exploitation,
    /// A child hit, starved, frightened or left alone by those at home.
    HarmToChild,
    /// A child hurt, shut in, strapped or shamed by staff.
    HarmByAdultAtSchool,
    /// A child beaten or threatened by other children.
    HarmByPeers,
    /// A partner who hits, threatens or controls.
    DomesticAbuse,
    /// A parent who has hurt a child, fears they will, or cannot keep the child safe tonight.
    ParentAtBreakingPoint,
    /// A child whose violence puts someone at home at risk of serious harm.
    ViolenceFromChild,
    /// Voices, visions, out of touch with what is real.
    LosingTouch,
    /// An adult with care needs who is hurt, robbed or used.
    AdultAtRisk,
    /// Female genital mutilation, or a marriage somebody is made to enter.
    ForcedMarriageOrFgm,
    /// A plain cry for help that does not say what with.
    CryForHelp,
    /// The message is too long to be read in full.
    TooLongToRead,
}

impl Why {
    /// Somebody says of themselves, or is said, to be at the end: believed whatever else the sentence is about.
    fn is_cry(self) -> bool {
        matches!(self, Why::SuicideOrSelfHarm | Why::ParentAtBreakingPoint | Why::CryForHelp)
    }

    /// The name under which files and logs know it.
    pub fn as_str(self) -> &'static str {
        match self {
            Why::Immediate => "immediate",
            Why::Medical => "medical",
            Why::SuicideOrSelfHarm => "suicide-or-self-harm",
            Why::Missing => "missing",
            Why::SexualHarm => "sexual-harm",
            Why::Exploitation => "exploitation",
            Why::HarmToChild => "harm-to-child",
            Why::HarmByAdultAtSchool => "harm-by-adult-at-school",
            Why::HarmByPeers => "harm-by-peers",
            Why::DomesticAbuse => "domestic-abuse",
            Why::ParentAtBreakingPoint => "parent-at-breaking-point",
            Why::ViolenceFromChild => "violence-from-child",
            Why::LosingTouch => "losing-touch",
            Why::AdultAtRisk => "adult-at-risk",
            Why::ForcedMarriageOrFgm => "forced-marriage-or-fgm",
            Why::CryForHelp => "cry-for-help",
            Why::TooLongToRead => "too-long-to-read",
        }
    }
}

impl Danger {
    /// Whether anything at all was recognised.
    pub fn is_some(self) -> bool {
        self != Danger::None
    }

    /// Whether the crisis reply comes first.
    pub fn is_now(self) -> bool {
        matches!(self, Danger::Now(_))
    }

    /// The kind of danger, if any.
    pub fn why(self) -> Option<Why> {
        match self {
            Danger::None => None,
            Danger::Possible(why) | Danger::Now(why) => Some(why),
        }
    }
}

/// Why a message was, or was not, taken for danger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    pub danger: Danger,
    /// Every sign found, in the order of the message.
    pub signs: Vec<SignFound>,
    /// The part whose words lean most towards danger, when they do enough to count.
    pub lean: Option<LeanFound>,
    /// Words that were read as another: what was typed, what it was taken for.
    pub mended: Vec<(String, String)>,
    /// How much work it took; at most [`MOST_STEPS`].
    pub steps: u64,
}

/// A part of a message whose words together lean towards danger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeanFound {
    /// The family's own words.
    pub words: String,
    /// What they sum up to, in hundredths.
    pub sum: i32,
    /// The words, themes and pairs of themes that weighed most, with their weight in hundredths.
    pub told: Vec<(String, i32)>,
    pub danger: Danger,
}

/// One sign of danger in a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignFound {
    pub why: Why,
    /// The family's own words that were taken for a sign.
    pub words: String,
    /// The pattern they fit, as written in the tables.
    pub pattern: &'static str,
    /// What the sign is about, in an adviser's words.
    pub about: &'static str,
    /// Whether the sign alone is plain danger, or a hint.
    pub is_plain: bool,
    /// What spoke against it, with the words that did.
    pub held_back: Vec<(HeldBack, String)>,
    /// What this sign came to.
    pub danger: Danger,
}

/// The most steps of search one message may cost; a message that needs more is answered as possible danger.
///
/// A sentence needs some hundreds, a message of 5,000 characters about 45,000, the longest that is read in full
/// about 460,000 of ordinary prose.
pub const MOST_STEPS: u64 = 600_000;

/// The most words of one message that are looked up as possible slips of spelling.
const MOST_MENDS: u32 = 3_000;

/// Everything the tables hold, made ready once.
struct Recogniser {
    patterns: pattern::Patterns,
    entries: Vec<weigh::Entry>,
    levelling: words::Levelling,
    mender: mend::Mender,
    lean: lean::Lean,
}

static RECOGNISER: LazyLock<Recogniser> = LazyLock::new(|| Recogniser::from_tables().0);

impl Recogniser {
    /// Also tells which patterns cannot be read; a test holds that list empty.
    fn from_tables() -> (Recogniser, Vec<pattern::PatternProblem>) {
        let entries = weigh::entries();
        let mut also_known = words::Levelling::vocabulary();
        also_known.extend(mend::Mender::vocabulary());
        also_known.push("a b c d e f g h i j k l m n o p q r s t u v w x y z");
        let (patterns, problems) = pattern::Patterns::read(
            vocabulary::CLASSES,
            entries.iter().map(|entry| entry.pattern),
            &also_known,
        );
        let levelling = words::Levelling::new(&patterns);
        let mender = mend::Mender::new(&patterns);
        let lean = lean::Lean::new(&patterns);
        (Recogniser { patterns, entries, levelling, mender, lean }, problems)
    }

    fn read(&self, text: &str) -> words::Words {
        words::read(text, &self.patterns, &self.levelling, &self.mender, MOST_MENDS)
    }
}

/// Makes the tables ready, which takes some hundredths of a second, so that the first message need not wait for them.
pub fn prepare() {
    LazyLock::force(&RECOGNISER);
}

/// Looks for danger in what a family typed. The same text always gives the same result.
pub fn look(text: &str) -> Danger {
    if let Some((_, why)) = tongues::find(text) {
        return Danger::Now(why);
    }
    let recogniser = &*RECOGNISER;
    let words = recogniser.read(text);
    weigh::weigh(&recogniser.patterns, &recogniser.entries, &recogniser.lean, &words).danger
}

/// Looks for danger and tells how the result came about, for `signpost explain`.
pub fn explain(text: &str) -> Explanation {
    let recogniser = &*RECOGNISER;
    let words = recogniser.read(text);
    let weighed = weigh::weigh(&recogniser.patterns, &recogniser.entries, &recogniser.lean, &words);
    let said = |from: usize, to: usize| {
        let start = words.places.get(from).map_or(0, |place| place.0 as usize);
        let end = words.places.get(to.saturating_sub(1)).map_or(start, |place| place.1 as usize);
        text.get(start..end).unwrap_or_default().to_owned()
    };
    let signs = weighed.signs.iter().map(|sign| {
        let entry = &recogniser.entries[sign.found.pattern as usize];
        SignFound {
            why: sign.why,
            words: said(sign.found.from as usize, sign.found.to as usize),
            pattern: entry.pattern,
            about: entry.about,
            is_plain: sign.is_plain,
            held_back: sign.held_back.iter().map(|(held, from, to)| (*held, said(*from, *to))).collect(),
            danger: sign.danger,
        }
    });
    let in_another_tongue = tongues::find(text).map(|(phrase, why)| SignFound {
        why,
        words: phrase.to_owned(),
        pattern: phrase,
        about: "in another language",
        is_plain: true,
        held_back: Vec::new(),
        danger: Danger::Now(why),
    });
    Explanation {
        danger: in_another_tongue.as_ref().map_or(weighed.danger, |sign| sign.danger),
        signs: in_another_tongue.into_iter().chain(signs).collect(),
        lean: weighed.leaning.as_ref().map(|(leaning, danger)| LeanFound {
            words: said(leaning.from, leaning.to),
            sum: leaning.sum,
            told: recogniser.lean.told(&words, (leaning.from, leaning.to)),
            danger: *danger,
        }),
        mended: words
            .mended
            .iter()
            .map(|(typed, word)| (typed.clone(), recogniser.patterns.spelling(*word).to_owned()))
            .collect(),
        steps: weighed.steps,
    }
}

impl fmt::Display for Danger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Danger::None => write!(f, "no danger"),
            Danger::Possible(why) => write!(f, "possible danger ({})", why.as_str()),
            Danger::Now(why) => write!(f, "danger now ({})", why.as_str()),
        }
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.danger)?;
        for sign in &self.signs {
            let strength = if sign.is_plain { "plain sign" } else { "hint" };
            writeln!(f, "  {strength}: \"{}\" ({}), pattern `{}`", sign.words, sign.about, sign.pattern)?;
            for (held, words) in &sign.held_back {
                writeln!(f, "    held back: {} \"{words}\"", held.about())?;
            }
        }
        if let Some(lean) = &self.lean {
            let told: Vec<String> =
                lean.told.iter().map(|(name, weight)| format!("{name} {weight}")).collect();
            writeln!(f, "  leans to danger by {}: \"{}\" ({})", lean.sum, lean.words, told.join(", "))?;
        }
        for (typed, word) in &self.mended {
            writeln!(f, "  read \"{typed}\" as \"{word}\"")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_of_the_tables_can_be_read() {
        assert_eq!(Recogniser::from_tables().1, []);
    }
}
