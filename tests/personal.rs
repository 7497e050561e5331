//! Personal details are pointed out where there are some, and hardly ever where there are none.

use std::path::Path;

use signpost::content::{self, CheckOptions, Source};
use signpost::personal;

/// So many ordinary questions in a thousand may be stopped for nothing.
const MOST_FALSE_ALARMS_IN_A_THOUSAND: f64 = 3.0;

/// Every question and phrasing at hand; nearly none of them names anybody.
fn ordinary() -> Vec<String> {
    let options = CheckOptions { today: "2026-11-24".parse().unwrap(), release: false };
    let library = content::load(&Source::Embedded, options).unwrap().library;
    let mut texts: Vec<String> = library.entries().flat_map(|entry| entry.phrasings.clone()).collect();
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    for (file, column) in [
        ("questions/calibration.tsv", 1),
        ("questions/once-wrong.tsv", 1),
        ("danger/ordinary.tsv", 0),
        ("danger/ordinary-more.tsv", 0),
        ("danger/ordinary-kept-aside.tsv", 0),
        ("danger/off-topic.tsv", 0),
    ] {
        let written = std::fs::read_to_string(tests.join(file)).unwrap();
        let cells = written.lines().skip(1).filter_map(|line| line.split('\t').nth(column));
        texts.extend(cells.map(str::to_owned));
    }
    texts
}

#[test]
fn ordinary_questions_are_hardly_ever_stopped() {
    let texts = ordinary();
    let alarms: Vec<&String> = texts.iter().filter(|text| personal::is_in(text)).collect();
    let rate = 1000.0 * alarms.len() as f64 / texts.len() as f64;
    println!("pointed out in {} of {} ordinary texts: {rate:.1} in a thousand", alarms.len(), texts.len());
    alarms.iter().for_each(|text| println!("  {text}"));
    assert!(rate <= MOST_FALSE_ALARMS_IN_A_THOUSAND, "{rate:.1} in a thousand");
}

/// What families write who do tell: typed in haste, with and without capitals.
const TELLING: [&str; 40] = [
    "hi my name is sarah and my son tyler is 7",
    "my sons name is Alfie and hes in y4 at holy trinity",
    "My 8-year-old son Kofi was excluded from Dedworth Middle School yesterday",
    "my 9 year old daughter Zainab hasn't been in since march",
    "Its about my daughter Lily-Mae Thompson dob 14.05.2016",
    "Im a mum to two boys, Jayden and Kyron",
    "my grandson oscar lives with us",
    "Charlie is in year 3 and cant read",
    "charlie is in year 3 and cant read",
    "my little girl Bonnie-Rae keeps being sent home",
    "He's called Muhammad. Muhammad hates school",
    "She goes to Churchmead and they wont listen",
    "my son (Leo) has adhd",
    "my son - Leo - has adhd",
    "please call 07700900123 after 5",
    "tel: 01753 960123",
    "my number 07700-900-123",
    "My daughter Grace has DLD",
    "My son Will is at Oldfield Primary",
    "My son Max",
    "my eldest Harry has a plan",
    "DS2 Toby has SALT",
    "ds toby has salt",
    "his UPN is A123456789012",
    "NI number AB123456C",
    "email me at sarah.jones1982@example.com",
    "we live at 14 St Leonards Road, Windsor SL4 3BX",
    "flat 2, 15 high street maidenhead",
    "born 3/4/18",
    "he was born on the 3rd of April 2018",
    "her birthday is 12 June 2015",
    "DOB: 2015-06-12",
    "Tyler Smith, 7, Year 2, Holyport CofE Primary",
    "The SENCO is called Jane Patel",
    "His teacher Miss Baker says he's fine",
    "my ex-husband Gary won't agree",
    "Our social worker Angela Dean",
    "nhs number 4857773456",
    "My child's name is Amelia-Grace O'Connor.",
    "TYLER IS 7 AND MY SON TYLER CANT READ",
];

#[test]
fn what_families_tell_is_found_and_nothing_of_it_is_left() {
    let missed: Vec<&str> = TELLING.into_iter().filter(|text| !personal::is_in(text)).collect();
    println!("found in {} of {} texts that tell something", TELLING.len() - missed.len(), TELLING.len());
    assert!(missed.is_empty(), "{missed:?}");
    for text in TELLING {
        let left = personal::left_out(text, &personal::find(text), &Default::default());
        assert!(!personal::is_in(&left), "{text} -> {left}");
    }
}
