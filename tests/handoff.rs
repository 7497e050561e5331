//! A question on its way to an adviser, and what Signpost leaves to the adviser meanwhile: the same on every channel.

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use signpost::conversation::{Message, form::Form, form::stages};
use signpost::dialog::NodeRef;
use signpost::enquiry::{AdviserName, Author, Channel, Contact, FamilyView, Reference, Status};
use signpost::plain;
use signpost::reply::{Block, Outcome, Reply};
use signpost::service::{Served, Service};
use signpost::session::{Place, Session, SessionId};
use signpost::store::memory::MemoryStore;

const NOW: &str = "2026-11-24T10:00:00Z";
static DRAWN: AtomicU64 = AtomicU64::new(1);

fn drawn() -> [u8; 8] {
    let [low, high, ..] = DRAWN.fetch_add(1, Ordering::Relaxed).to_le_bytes();
    [low % 200 + 1, high, 7, 7, 7, 7, 7, 7]
}

/// One family, and the adviser Robin.
struct Case {
    service: Service,
    session: Session,
    reference: Option<Reference>,
}

impl Case {
    fn new(channel: Channel) -> Case {
        let service = Service::new(common::library(), Arc::new(MemoryStore::new()), drawn);
        let mut session = Session::new(SessionId::new("family"), channel);
        if channel == Channel::Discord {
            session.reachable = Some(Contact::Discord("100".into()));
        }
        Case { service, session, reference: None }
    }

    async fn sends(&mut self, message: Message) -> Served {
        let served = self.service.turn(&self.session, &message, common::moment(NOW)).await;
        self.session = served.turn.session.clone();
        self.reference = served.opened.clone().or(self.reference.take());
        served
    }

    async fn types(&mut self, words: &str) -> Reply {
        self.sends(Message::Text(words.to_owned())).await.turn.reply
    }

    async fn picks(&mut self, reply: &Reply, label: &str) -> Reply {
        let number = reply.choices.iter().position(|choice| choice == label);
        let number = number.unwrap_or_else(|| panic!("no `{label}` in {:?}", reply.choices));
        self.sends(Message::Picked(number)).await.turn.reply
    }

    /// Passes a question on by the form, and says yes.
    async fn asks(&mut self, question: &str) -> Reply {
        let form = Form { question: question.to_owned(), ..Form::default() };
        let preview = self.sends(Message::Filled(Box::new(form))).await.turn.reply;
        self.picks(&preview, "Yes, pass it on").await
    }

    fn robin(&self) -> AdviserName {
        AdviserName::new("robin")
    }

    async fn view(&self) -> FamilyView {
        let reference = self.reference.as_ref().unwrap();
        self.service.store().family_view(&self.service.id(), reference).await.unwrap()
    }

    async fn family_messages(&self) -> Vec<String> {
        let messages = self.view().await.messages.into_iter();
        messages.filter(|message| message.author == Author::Family).map(|message| message.text).collect()
    }

    async fn claim(&self) {
        let reference = self.reference.as_ref().unwrap();
        let (id, robin, now) = (self.service.id(), self.robin(), common::moment(NOW));
        self.service.store().claim(&id, reference, &robin, now).await.unwrap();
    }

    async fn answer(&self) {
        let reference = self.reference.as_ref().unwrap();
        let (id, robin, now) = (self.service.id(), self.robin(), common::moment(NOW));
        self.service.store().reply(&id, reference, &robin, "You can ask for a review.", now).await.unwrap();
    }
}

fn says(reply: &Reply, words: &str) -> bool {
    plain::text(reply, 80).split_whitespace().collect::<Vec<_>>().join(" ").contains(words)
}

async fn check_quiet_while_an_adviser_has_it(channel: Channel) {
    let mut case = Case::new(channel);
    let phrases = common::library().phrases().clone();
    case.asks("Who can change the targets?").await;
    assert_eq!(case.types("what is sen support").await.outcome, Outcome::Answer);

    case.claim().await;
    let asked = case.types("what is an ehc plan").await;
    assert!(says(&asked, &phrases.with_adviser), "{asked:?}");
    assert!(says(&asked, "what is an ehc plan"), "{asked:?}");
    assert!(case.family_messages().await.is_empty(), "nothing is sent before the family has said yes");

    let sent = case.picks(&asked, &phrases.send_to_adviser).await;
    assert!(says(&sent, "the adviser will see them"), "{sent:?}");
    // Once agreed, what follows goes the same way.
    case.types("and who pays for it").await;
    assert_eq!(case.family_messages().await, ["what is an ehc plan", "and who pays for it"]);
    // Words that steer still steer, and danger is still answered first.
    assert_eq!(case.types("menu").await.outcome, Outcome::Menu);
    assert_eq!(case.types("I want to kill myself").await.outcome, Outcome::Urgent);
    assert_eq!(case.family_messages().await.len(), 2);

    case.answer().await;
    assert_eq!(case.types("what is sen support").await.outcome, Outcome::Answer);
    assert_eq!((case.family_messages().await.len(), case.view().await.status), (2, Status::Answered));
}

#[tokio::test]
async fn while_an_adviser_has_the_enquiry_signpost_is_quiet_on_discord() {
    check_quiet_while_an_adviser_has_it(Channel::Discord).await;
}

#[tokio::test]
async fn while_an_adviser_has_the_enquiry_signpost_is_quiet_at_the_kiosk() {
    check_quiet_while_an_adviser_has_it(Channel::Kiosk).await;
}

#[tokio::test]
async fn what_was_typed_meanwhile_can_be_answered_here_all_the_same() {
    let mut case = Case::new(Channel::Kiosk);
    let phrases = common::library().phrases().clone();
    case.asks("Who can change the targets?").await;
    case.claim().await;
    let asked = case.types("what is sen support").await;
    assert_eq!(case.picks(&asked, &phrases.answer_here).await.outcome, Outcome::Answer);
    assert!(case.family_messages().await.is_empty());
    // It was no yes: the next one is asked about again.
    assert!(says(&case.types("who pays for support").await, &phrases.with_adviser));
}

#[tokio::test]
async fn a_yes_to_what_signpost_asks_is_no_message_to_the_adviser() {
    let mut case = Case::new(Channel::Kiosk);
    case.asks("My son gets no help").await;
    case.claim().await;
    case.types("my questions").await;
    case.types("write to the adviser").await;
    let pointed_out = case.types("Please ring Mrs Smith on 07700 900417").await;
    assert!(says(&pointed_out, "personal details"), "{pointed_out:?}");
    let sent = case.types("keep my words").await;
    assert!(says(&sent, "Your words have been added"), "{sent:?}");
    let offered = case.types("and he is in year 4").await;
    assert!(says(&offered, "Shall I send them this?"), "{offered:?}");
    assert!(says(&case.types("yes").await, "Your words have been added"));
}

#[tokio::test]
async fn a_yes_for_one_enquiry_is_no_yes_for_another() {
    let mut case = Case::new(Channel::Kiosk);
    let phrases = common::library().phrases().clone();
    case.asks("Who can change the targets?").await;
    case.claim().await;
    let asked = case.types("what is sen support").await;
    case.picks(&asked, &phrases.send_to_adviser).await;
    case.asks("Can they end the plan?").await;
    case.claim().await;
    assert!(says(&case.types("he is nine").await, &phrases.with_adviser));
    assert!(case.family_messages().await.is_empty());
}

#[tokio::test]
async fn a_form_leads_to_the_same_record_as_the_steps() {
    let library = common::library();
    let mut by_form = Case::new(Channel::Discord);
    let form = Form {
        question: "Who can change the targets?".into(),
        stage: 1,
        act_by: "3 december 2026".into(),
        contact: "ana@example.org".into(),
    };
    let shown = by_form.sends(Message::Filled(Box::new(form))).await.turn.reply;

    let mut by_steps = Case::new(Channel::Discord);
    by_steps.types("adviser").await;
    let stage = by_steps.types("Who can change the targets?").await;
    by_steps.picks(&stage, &stages(&library)[1]).await;
    let date = by_steps.types("3 december 2026").await;
    by_steps.picks(&date, &library.phrases().date_right).await;
    let expected = by_steps.types("ana@example.org").await;
    assert_eq!(shown, expected);
    assert!(shown.blocks.iter().any(|block| matches!(block, Block::Record(_))));
}

#[tokio::test]
async fn a_form_stops_at_what_cannot_be_read() {
    let mut case = Case::new(Channel::Discord);
    let form = Form { question: "Who can help?".into(), act_by: "31 february".into(), ..Form::default() };
    let shown = case.sends(Message::Filled(Box::new(form))).await.turn.reply;
    assert!(says(&shown, &common::library().phrases().date_impossible), "{shown:?}");
    // The question is kept, and the family goes on by hand.
    case.types("3 december 2026").await;
    assert_eq!(case.session.fact("question"), Some("Who can help?"));
}

fn with_details() -> Form {
    Form {
        question: "Ring Mrs Smith on 07700 900417: who can change the targets?".into(),
        stage: 1,
        act_by: "3 december 2026".into(),
        contact: "ana@example.org".into(),
    }
}

fn has_record(reply: &Reply) -> bool {
    reply.blocks.iter().any(|block| matches!(block, Block::Record(_)))
}

#[tokio::test]
async fn a_form_with_personal_details_is_one_choice_away_from_its_record() {
    let phrases = common::library().phrases().clone();
    for (picked, is_left_out) in [(&phrases.leave_out, true), (&phrases.keep_words, false)] {
        let mut case = Case::new(Channel::Discord);
        let asked = case.sends(Message::Filled(Box::new(with_details()))).await.turn.reply;
        assert!(says(&asked, "personal details"), "{asked:?}");
        // It is kept through a restart, as the rest of the conversation.
        case.session = Session::from_json(&case.session.to_json()).unwrap();
        let preview = case.picks(&asked, picked).await;
        assert!(has_record(&preview), "{preview:?}");
        for told in ["SEN Support at school", "3 December 2026", "ana@example.org"] {
            assert!(says(&preview, told), "{told}: {preview:?}");
        }
        assert_eq!(says(&preview, "900417"), !is_left_out, "{preview:?}");
        assert!(case.session.filled.is_empty(), "nothing of the form is kept beside what was told");
    }
}

#[tokio::test]
async fn a_day_that_could_not_be_read_is_told_by_hand_and_the_form_goes_on_after_it() {
    let phrases = common::library().phrases().clone();
    let mut case = Case::new(Channel::Discord);
    let form = Form { question: "Who can help?".into(), act_by: "31 february".into(), ..with_details() };
    case.sends(Message::Filled(Box::new(form))).await;
    let read_back = case.types("3 december 2026").await;
    let preview = case.picks(&read_back, &phrases.date_right).await;
    assert!(has_record(&preview) && says(&preview, "ana@example.org"), "{preview:?}");
}

#[tokio::test]
async fn who_goes_another_way_is_not_brought_back_by_a_form() {
    for word in ["back", "menu", "what is sen support", "I want to kill myself"] {
        let mut case = Case::new(Channel::Discord);
        case.sends(Message::Filled(Box::new(with_details()))).await;
        let shown = case.types(word).await;
        assert!(!has_record(&shown), "{word}: {shown:?}");
        assert!(case.session.filled.is_empty(), "{word}");
    }
}

#[tokio::test]
async fn danger_in_a_form_is_answered_first() {
    let mut case = Case::new(Channel::Discord);
    let form = Form { question: "I want to kill myself".into(), ..Form::default() };
    let shown = case.sends(Message::Filled(Box::new(form))).await.turn.reply;
    assert_eq!(shown.outcome, Outcome::Urgent);
}

#[tokio::test]
async fn my_questions_shows_the_question_of_this_conversation() {
    let mut case = Case::new(Channel::Kiosk);
    let asks = case.types("my questions").await;
    assert!(says(&asks, "Please type your reference"), "{asks:?}");
    case.types("menu").await;
    case.asks("Who can change the targets?").await;
    let shown = case.types("my questions").await;
    assert!(says(&shown, "Who can change the targets?"), "{shown:?}");
    let other = case.picks(&shown, "Look up another question").await;
    assert!(says(&other, "Please type your reference"), "{other:?}");
}

#[tokio::test]
async fn the_same_question_passed_on_again_is_another_enquiry() {
    let mut case = Case::new(Channel::Discord);
    let left = async |case: &mut Case, phone: &str| {
        let form = Form { question: "Can someone ring me?".into(), contact: phone.into(), ..Form::default() };
        let preview = case.sends(Message::Filled(Box::new(form))).await.turn.reply;
        case.picks(&preview, "Yes, pass it on").await;
        case.reference.clone().unwrap()
    };
    let first = left(&mut case, "07700 900111").await;
    let second = left(&mut case, "07700 900222").await;
    assert_ne!(first, second);
    case.types("start again").await;
    assert_ne!(left(&mut case, "07700 900222").await, second);
    let (service, robin) = (case.service.id(), case.robin());
    let shown = case.service.store().show(&service, &second, &robin, common::moment(NOW)).await;
    assert_eq!(shown.unwrap().contact, Contact::Phone("07700900222".into()));
}

#[tokio::test]
async fn what_is_taken_back_is_gone_from_the_conversation_too() {
    let mut case = Case::new(Channel::Discord);
    case.asks("Who can change the targets?").await;
    case.claim().await;
    case.types("my questions").await;
    case.types("write to the adviser").await;
    case.types("Please ring Mrs Smith on 07700 900417").await;
    case.types("keep my words").await;
    assert!(!case.session.to_json().contains("900417"), "{}", case.session.to_json());
    case.types("my questions").await;
    case.types("write to the adviser").await;
    case.types("Her number is 07700 900418").await;
    case.types("take my question back").await;
    let gone = case.types("yes please").await;
    assert!(says(&gone, "its words are erased"), "{gone:?}");
    let kept = case.session.to_json();
    assert!(!kept.contains("900418") && !kept.contains("targets"), "{kept}");
}

#[tokio::test]
async fn words_of_danger_reach_the_adviser_who_has_the_case() {
    const WORDS: &str = "please hurry, his dad hit him again last night";
    let mut case = Case::new(Channel::Discord);
    let phrases = common::library().phrases().clone();
    case.asks("My son gets no help").await;
    case.claim().await;
    case.types("my questions").await;
    case.types("write to the adviser").await;
    assert_eq!(case.types(WORDS).await.outcome, Outcome::Urgent);
    let again = case.types("back").await;
    assert!(says(&case.picks(&again, &phrases.use_what_i_wrote).await, "Your words have been added"));
    assert_eq!(case.family_messages().await, [WORDS]);
}

#[tokio::test]
async fn yes_and_no_in_many_words_answer_what_is_asked() {
    let form = || Form { question: "My son gets no help".into(), ..Form::default() };
    for yes in ["yes please", "yeah", "ok", "Sure", "y", "go ahead", "please do", "yes pass it on please"] {
        let mut case = Case::new(Channel::Discord);
        case.sends(Message::Filled(Box::new(form()))).await;
        let kept = case.types(yes).await;
        assert!(case.reference.is_some(), "{yes}: {kept:?}");
    }
    for no in ["no thanks", "nope", "no thank you"] {
        let mut case = Case::new(Channel::Discord);
        case.sends(Message::Filled(Box::new(form()))).await;
        let left = case.types(no).await;
        assert!(case.reference.is_none() && !says(&left, "You are welcome"), "{no}: {left:?}");
    }
    let mut case = Case::new(Channel::Discord);
    let preview = case.sends(Message::Filled(Box::new(form()))).await.turn.reply;
    let again = case.types("potato salad").await;
    assert!(says(&again, "nothing has been done yet"), "{again:?}");
    assert_eq!(again.choices, preview.choices);
    assert!(says(&case.types("yes").await, "Your reference is"));
    let mut case = Case::new(Channel::Discord);
    case.sends(Message::Filled(Box::new(form()))).await;
    assert!(says(&case.types("१").await, "Your reference is"), "the first choice, in the figures of Hindi");
}

#[tokio::test]
async fn yes_to_use_what_i_wrote_is_not_itself_the_question() {
    let mut case = Case::new(Channel::Kiosk);
    case.types("what is an ehcp").await;
    case.types("adviser").await;
    case.types("yes").await;
    assert_eq!(case.session.fact("question"), Some("what is an ehcp"));
}

#[tokio::test]
async fn another_day_in_place_of_yes_is_read_back() {
    let mut case = Case::new(Channel::Kiosk);
    case.types("adviser").await;
    case.types("My son gets no help at school").await;
    case.types("I am not sure").await;
    assert!(says(&case.types("5 december 2026").await, "5 December 2026"));
    assert!(says(&case.types("no, 6 december 2026").await, "6 December 2026"));
    assert!(says(&case.types("7 december").await, "7 December 2026"));
    case.types("yes that's right").await;
    assert_eq!(case.session.fact("act_by"), Some("2026-12-07"));
}

#[tokio::test]
async fn the_record_says_that_it_is_read_first() {
    let mut case = Case::new(Channel::Kiosk);
    let phrases = common::library().phrases().clone();
    let asks_first = |reply: &Reply| {
        reply.blocks.iter().any(
            |block| matches!(block, Block::Record(rows) if rows.iter().any(|row| row.0 == phrases.record_first)),
        )
    };
    let form = Form { question: "How is funding shared out?".into(), ..Form::default() };
    assert!(!asks_first(&case.sends(Message::Filled(Box::new(form.clone()))).await.turn.reply));
    case.types("my dad hits me every day").await;
    assert!(asks_first(&case.sends(Message::Filled(Box::new(form))).await.turn.reply));
}

#[tokio::test]
async fn in_a_letter_numbers_and_none_are_answers() {
    let mut case = Case::new(Channel::Kiosk);
    case.session.here.place = Place::Node(NodeRef::new("letters/ask-for-assessment", "child"));
    case.sends(Message::Begin).await;
    for (typed, fact, kept) in
        [("Sam", "letter_child", "Sam"), ("6", "letter_year", "6"), ("home", "letter_school", "home")]
    {
        let next = case.types(typed).await;
        assert_eq!(case.session.fact(fact), Some(kept), "{next:?}");
    }
    case.types("she cannot read").await;
    case.types("none").await;
    let facts: Vec<_> = case.session.here.facts.values().collect();
    assert!(facts.iter().any(|fact| *fact == "none"), "{facts:?}");
}

// --- a question on its way is not lost ---

/// At the kiosk, so many steps into the hand-off: the question, the stage, the date, the contact.
async fn on_the_way(steps: usize) -> (Case, Reply) {
    let mut case = Case::new(Channel::Kiosk);
    case.sends(Message::Begin).await;
    let mut reply = case.types("adviser").await;
    for words in ["My daughter gets no speech therapy", "4", "no", "no"].into_iter().take(steps) {
        reply = case.types(words).await;
    }
    (case, reply)
}

#[test]
fn a_few_words_that_answer_nothing_do_not_leave_the_way_to_an_adviser() {
    common::wait(async {
        for steps in 1..=4 {
            let (mut case, asked) = on_the_way(steps).await;
            for words in [
                "hold on",
                "let me think",
                "my sister knows it",
                "hello",
                "thank you",
                "zzz",
                "he is 7",
                "",
                "9",
                "9",
                "9",
                "9",
            ] {
                let again = case.types(words).await;
                assert!(
                    plain::text(&again, 80).ends_with(&plain::text(&asked, 80)),
                    "{steps}, {words}: {}",
                    plain::text(&again, 80)
                );
            }
        }
    });
}

#[test]
fn a_few_words_do_not_leave_the_confirmation_that_a_question_is_taken_back() {
    common::wait(async {
        let mut case = Case::new(Channel::Kiosk);
        case.asks("My daughter gets no speech therapy").await;
        let asked = case.types("take my question back").await;
        for words in ["actually wait", "hmm", "no wait what happens if i say yes", "maybe"] {
            let again = case.types(words).await;
            assert!(plain::text(&again, 80).ends_with(&plain::text(&asked, 80)), "{words}");
        }
        assert!(plain::text(&case.types("dont").await, 80).contains("My daughter gets no speech therapy"));
    });
}

#[test]
fn not_knowing_the_stage_is_an_answer() {
    common::wait(async {
        for words in ["dont know", "I don't know", "skip", "not sure"] {
            let (mut case, _) = on_the_way(1).await;
            let asked = case.types(words).await;
            assert!(plain::text(&asked, 80).contains("a date by which"), "{words}");
            assert_eq!(case.session.fact("stage"), Some("I am not sure"));
        }
    });
}

#[test]
fn at_the_confirmation_a_change_of_mind_leads_to_the_change() {
    common::wait(async {
        for words in ["thats wrong", "Change it", "can i change the question", "I made a mistake"] {
            let (mut case, _) = on_the_way(4).await;
            let asked = case.types(words).await;
            assert!(plain::text(&asked, 80).starts_with("What would you like to change?"), "{words}");
        }
    });
}

#[test]
fn whoever_leaves_with_a_question_is_told_that_it_is_not_passed_on_and_comes_back_to_it() {
    common::wait(async {
        let told = common::library().phrases().not_passed_on_yet.clone();
        for words in ["menu", "what is sen support?", "my questions"] {
            let (mut case, _) = on_the_way(4).await;
            let elsewhere = case.types(words).await;
            assert_eq!(elsewhere.blocks.first(), Some(&Block::Paragraph(vec![told.clone()])), "{words}");
            let back = plain::text(&case.types("back").await, 80);
            assert!(
                back.contains("May I pass it on?") && back.contains("no speech therapy"),
                "{words}: {back}"
            );
        }
        // In danger, after a yes and after a no there is nothing of the kind.
        for words in [
            &["she wants to kill herself"][..],
            &["yes", "menu"],
            &["no", "menu"],
            &["stop"],
            &["start again"],
        ] {
            let (mut case, _) = on_the_way(4).await;
            for words in words {
                let reply = case.types(words).await;
                assert!(!plain::text(&reply, 2_000).contains(&told), "{words}");
            }
        }
    });
}
