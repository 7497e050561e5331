//! The world around a conversation: a store that works or fails, and an adviser at a desk.

use signpost::conversation::{Effect, Settled};
use signpost::enquiry::{AdviserName, Author, Draft, DraftKey, FamilyView, Message, Reference, Status};
use signpost::moment::Moment;

use super::steps::Event;

/// No conversation leaves more.
const MOST_KEPT: u8 = 200;

/// What an adviser writes.
pub const ADVICE: &str = "You can ask the school for a meeting about this.";

#[derive(Debug, Default)]
pub struct Desk {
    fails: bool,
    /// Signpost is switched off.
    pub is_off: bool,
    kept: Vec<Kept>,
}

#[derive(Debug)]
struct Kept {
    /// None once its family has forgotten it.
    key: Option<DraftKey>,
    view: FamilyView,
}

impl Desk {
    /// The reference of the enquiry kept last; of none, one that leads nowhere.
    pub fn last_reference(&self) -> Reference {
        self.kept.last().map_or_else(|| Reference::from_random([9; 8]), |kept| kept.view.reference.clone())
    }

    pub fn view(&self, reference: &Reference) -> Option<&FamilyView> {
        self.kept.iter().map(|kept| &kept.view).find(|view| view.reference == *reference)
    }

    /// Whether an enquiry has this word in it, in small letters.
    pub fn holds(&self, word: &str) -> bool {
        self.kept.iter().any(|kept| {
            let messages = kept.view.messages.iter().map(|message| &message.text);
            messages.chain([&kept.view.question]).any(|text| text.to_lowercase().contains(word))
        })
    }

    pub fn happens(&mut self, event: Event, now: Moment) {
        let last = self.kept.last_mut().filter(|kept| kept.view.status != Status::Withdrawn);
        let said = |text: &str| {
            let author = Author::Adviser(AdviserName::new("robin"));
            Message { author, at: now, text: text.to_owned() }
        };
        match (event, last) {
            (Event::StoreFails, _) => self.fails = true,
            (Event::StoreWorks, _) => self.fails = false,
            (Event::SwitchedOff, _) => self.is_off = true,
            (Event::SwitchedOn, _) => self.is_off = false,
            (Event::EnquiriesPurged, _) => self.kept.clear(),
            (Event::AdviserClaims, Some(kept)) => kept.view.status = Status::Claimed,
            (Event::AdviserAsks, Some(kept)) => {
                kept.view.messages.push(said("Which year is your child in?"));
                kept.view.status = Status::WaitingForFamily;
            }
            (Event::AdviserAnswers, Some(kept)) => {
                kept.view.messages.push(said(ADVICE));
                kept.view.status = Status::Answered;
            }
            (Event::AdviserCloses, Some(kept)) => kept.view.status = Status::Closed,
            _ => {}
        }
    }

    pub fn carry_out(&mut self, effect: &Effect, now: Moment) -> Settled {
        match effect {
            Effect::ForgetSession => Settled::Done,
            _ if self.fails => Settled::Failed,
            Effect::OpenEnquiry(draft) => self.open(draft),
            Effect::ShowEnquiry(reference) => self
                .found(reference)
                .map_or(Settled::NotFound, |kept| Settled::Shown(Box::new(kept.view.clone()))),
            Effect::AddMessage { reference, text } => {
                let Some(kept) = self.found(reference) else { return Settled::NotFound };
                kept.view.messages.push(Message { author: Author::Family, at: now, text: text.clone() });
                kept.view.status = match kept.view.status {
                    Status::Answered | Status::Closed => Status::Reopened,
                    Status::WaitingForFamily => Status::Claimed,
                    same => same,
                };
                Settled::Done
            }
            Effect::WithdrawEnquiry(reference) => {
                let Some(kept) = self.found(reference) else { return Settled::NotFound };
                kept.key = None;
                kept.view.status = Status::Withdrawn;
                kept.view.question.clear();
                kept.view.messages.clear();
                Settled::Done
            }
        }
    }

    fn found(&mut self, reference: &Reference) -> Option<&mut Kept> {
        let is_it =
            |kept: &&mut Kept| kept.view.reference == *reference && kept.view.status != Status::Withdrawn;
        self.kept.iter_mut().find(is_it)
    }

    fn open(&mut self, draft: &Draft) -> Settled {
        let already = self.kept.iter().find(|kept| kept.key.as_ref() == Some(&draft.key));
        if let Some(already) = already {
            let reference = already.view.reference.clone();
            return Settled::Opened { reference, promise: None, backlog: false };
        }
        let number = u8::try_from(self.kept.len()).unwrap_or(MOST_KEPT) + 1;
        let reference = Reference::from_random([number, 7, 19, 3, 23, 11, 5, 29]);
        let view = FamilyView {
            reference: reference.clone(),
            status: Status::New,
            question: draft.question.clone(),
            messages: Vec::new(),
            reply_due: draft.reply_due,
        };
        self.kept.push(Kept { key: Some(draft.key.clone()), view });
        let promise = (number % 2 == 0).then(|| "within two working days".to_owned());
        Settled::Opened { reference, promise, backlog: number % 3 == 0 }
    }
}
