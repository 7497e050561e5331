//! What holds a sign of danger back: figures of speech, what is past and handled, policy, games, accidents.

use serde::{Deserialize, Serialize};

use super::weigh::Means;
use super::{Danger, Why};

/// Why a sign was not, or not wholly, taken for danger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HeldBack {
    /// "This form is killing me."
    FigureOfSpeech,
    /// "What does the law say about restraint?"
    Policy,
    /// "Two years ago."
    Past,
    /// "We are safe now", "she's been discharged".
    Handled,
    /// "He isn't self-harming."
    Negated,
    /// "lol".
    Joke,
    /// A game, a story, a film.
    Fiction,
    /// "He came off his bike."
    Accident,
}

impl HeldBack {
    /// For the explanation: what these words are.
    pub fn about(self) -> &'static str {
        match self {
            HeldBack::FigureOfSpeech => "a figure of speech",
            HeldBack::Policy => "a question about rules, nobody in particular",
            HeldBack::Past => "long past",
            HeldBack::Handled => "in hand or over",
            HeldBack::Negated => "said not to be so",
            HeldBack::Joke => "said as a joke",
            HeldBack::Fiction => "a game or a story",
            HeldBack::Accident => "an accident, explained",
        }
    }
}

/// What a sign comes to, with all that holds it back.
pub(super) fn verdict(why: Why, is_plain: bool, held: &[HeldBack]) -> Danger {
    let has = |kind| held.contains(&kind);
    if !is_plain {
        return if held.is_empty() { Danger::Possible(why) } else { Danger::None };
    }
    if held.is_empty() {
        return Danger::Now(why);
    }
    let is_over = has(HeldBack::Handled) && (has(HeldBack::Past) || has(HeldBack::Negated));
    if has(HeldBack::FigureOfSpeech) || has(HeldBack::Policy) || has(HeldBack::Accident) || is_over {
        return Danger::None;
    }
    if has(HeldBack::Fiction) && why != Why::SuicideOrSelfHarm {
        return Danger::None;
    }
    Danger::Possible(why)
}

/// Whether an accident can explain the sign: a bruise, yes; a wish to die, no.
pub(super) fn may_be_accident(why: Why) -> bool {
    matches!(why, Why::HarmToChild | Why::HarmByAdultAtSchool | Why::HarmByPeers | Why::Medical | Why::ViolenceFromChild)
}

/// Patterns that speak against signs near them.
pub(super) struct GuardTable {
    pub(super) means: Means,
    pub(super) about: &'static str,
    pub(super) patterns: &'static str,
}

pub(super) const GUARDS: &[GuardTable] = &[
    GuardTable {
        means: Means::Guard(HeldBack::FigureOfSpeech),
        about: "killing and dying as people say them of forms, feet and waiting lists",
        patterns: "
            (form|forms|paperwork|feet|back|head|bundle|portal|suspense|wait|waiting|list|delay|delays|stress|appeal|petrol|fuel|cost|costs|heat|uniform|tribunal|process|system|system|it|council|la|school|they|noise|lights|that|this|budget|money|fight|homework|shoes|knees|legs) ~2 killing|kill|kills us|me|him|her|our|my|the
            kills|killing me|him|her ~1 (that|to|when|see|watching|having)
            killing ~1 (her|his|their|my|our) (confidence|budget|spirit|joy|self|love|brain|motivation|savings|enthusiasm)
            killing it
            kill|killed|killing ~1 (off|lights|light|time|two|mood|engine|switch|bill|plan|club|group|noise)
            kill|killed off
            kill|murder for
            i ?would kill|die for
            killer|killers
            (would|will|gonna|going|might) kill me ~1 (if|for|when) ~3 (knew|find|finds|found|heard|hears|saw|knows|late|asking)
            murder+ ~3 (biscuit|biscuits|violin|song|curry|cuppa|tea|pint|morning|parking|traffic|piano|recorder|language|spelling|coffee)
            (could|would|will) murder|strangle|throttle|kill|slap|swing ~1 (the|that|for|person|whoever|head|headteacher|senco|council|them) ~1 (headteacher|senco|person|council|la|head|teacher|officer|caseworker|who|whoever|designed)
            (murdering|killing|strangling|battering) each other ~6
            murder ~1 (every|morning|to|trying|getting|parking|on)
            die|dies|died|dying ~1 of ~1 (embarrassment|boredom|shame|laughter|laughing|curiosity|cold|heat|thirst|old)
            dying|desperate to (know|see|hear|get|meet|go|find|read|tell|ask|try|start|leave)
            would|rather|sooner die than have|wear|ask|use|be|sit|admit|speak|read|put|stand|let|go|walk|eat|say|do|answer
            nearly|almost|just died|died when|laughing|of|at|on
            (be|being) the death of|to
            death by|trap|knell
            (over) my dead body
            dead (on|easy|chuffed|set|good|nice|keen|proud|happy|line|end|weight|tired|simple|slow|pleased|cert|right|wrong|horse|duck|useful|helpful|quick|bored|end|ringer|heat|clever)
            (so|im|am|were|be|totally) dead if ~4 (miss|forget|late|dont|find)
            (laptop|ipad|phone|battery|batteries|device|tablet|computer|app|website|portal|link|line|app|plant|hamster|car|wifi|page|aac) ~2 (dead|dies|died|dying|dies|killed)
            (keeps|keep) dying ~2 (who|pays|on|level|in)
            flogging ?a dead
            drop dead gorgeous
            (life) ~1 worth living ~1 without|if
            (lost|losing|lose) ~1 will to live
            will to live
            hate my life ~1 when|every|because
            (suicide) mission|prevention|leaflet|training|helpline|scene|bombers|squad|awareness|policy|lessons|talk|cases
            heart attack ~1 (when|at|seeing|opening)
            (nearly|almost) ~2 heart attack
            (end|finish|finishing|finished) ~2 off ~1 (form|paperwork|me|us|work|homework|his|project|the)
            (paperwork|form|forms|process|system|wait) ~2 finish me|us
        ",
    },
    GuardTable {
        means: Means::Guard(HeldBack::FigureOfSpeech),
        about: "blows, wounds and drowning that hurt nobody's body",
        patterns: "
            (drown+|sinking|swamped,going under) ~2 (in|under|with) ~3 (paperwork|letters|forms|admin|emails|acronyms|work|homework|debt|jargon|reports|papers|here|it|kids|tears|noise|paper|plans|everything|three|detail)
            (will|would|going|gonna|hes|is|he|she) ?is ?be drown|drowning|sink|sinking (at|in) (secondary|school|year|class|mainstream|lessons|college|maths|english|homework|work)
            drowning here
            how people drowned
            (batter+|bruise+) ~2 (by|ego|confidence|pride|feelings|process|system|exam|budget)
            (taken|took|takes|had|given) ~1 ?a battering
            battered and bruised not literally
            bruised ego|confidence|pride|feelings
            battered by ~1 (whole|exam|process|system|council|la|thing|it|school)
            (beat|beating|beaten) ~1 (around|about|system|bush|record|time|odds|it|rush|best|target|scores|score|level|clock)
            (bang|banging|beat|beating|hitting|hit) ~1 (my|our|your|their) ?heads|head against|on ~1 ?a brick|wall|desk|table
            banging my|our head|heads
            (slap|kick|punch|stab|poke|knock) in the (face|teeth|back|guts|eye|stomach|dark)
            (stabbed|stabbing|stab) ~2 in ~1 back
            (stab|shot) at ~2 (it|getting|writing|form|place)
            kicking my|our self|myself|ourselves ~1 (for|that|not|now|over|about|$)
            kicking the can
            kick|kicks|kicked|kicking up ~1 (a|fuss|stink)
            kick|kicked|kicking out|off ~2 (nursery|club|list|course|school|the|of|waiting|trip|football|team|bus)
            kicks|kicked|kicking off ~1 (about|when|if|at|every|in|on|over|$)
            (hit|hits|hitting) ~1 (target|targets|roof|wall|brick|milestones|milestone|puberty|spurt|growth|spot|ground|nail|deadline|jackpot|news|headlines|teens|buffers|bumps|puberty|num|home|hard|year|peak|reply|send|level)
            (penny|news|reality|it|realisation) ~1 hit ~1 (me|us|him|her|home)
            hit us hard
            (hit|hits|hitting|hits) me ~1 (that|how|we|it)
            hit it off
            knocked (back|for,down ~2 (by panel))
            (bit|bite|bites|snap|snapped|jumped) my|our|your head off
            jumped (through|queue|ship|at|for|to|in,the gun)
            jump|jumping through ~1 hoops
            (jump|jumps|jumping|jumped) (on|off) ~1 (trampoline|bed|sofa|wall|climbing|settee|step|bandwagon|walls|furniture|desk|chair|table|chairs|diving)
            bouncing off
            (throw|threw|thrown|throwing|throws) ~2 (under|money|towel|book|tantrum|tantrums|party|chairs|furniture|ball|wobbly|things|toys|pens|pencils,out complaint,a wobbler) ~1 (bus|at|in|of)
            thrown under|out|off|in
            threw (us|me|him) under
            (shot|shoot|shoots|shooting) ~1 (down|off|up|himself|themselves|hoops|film|for,me now)
            (shoot|shooting|shot) ~2 (foot|feet|email|photo|hoops|film|games|game|stars|range)
            (strangle|strangles|strangling|choke|chokes|choking|suffocating|suffocates) ~5 (tape|budget|process|creativity|curiosity|tie|uniform|classroom,life out,rules|system|collar,neck of)
            uniform|collar|tie|shirt ~2 choking|strangling
            (tie|tied|tying|ties) ~2 (up|in|red|knots|laces|shoelaces|shoes|bow|hair|apron|contract,to the,hands are)
            (their|our|my|his|schools) hands are tied
            hands are|were tied
            (school) tie
            (lock|locked|locks|locking|shut) ~1 ?(us|me|him|her|them) (portal|account|laptop|computer|contract|horns|down|system|email)
            locked|lock|shut (us|me|him|her) out ~1 of ~1 (portal|account|system|trip|meeting|trips|process|lesson|class|decision|decisions|club|email|building)
            shut (down,him out,her out,us out) ~1 (by|of)
            (locked|lock|locks) ~4 (medicine|aac|device|ipad|inhaler|laptop|tablet|medication,sensory room,toilets|lesson)
            toilets ~2 locked
            (drag|drags|dragged|dragging) ~2 (on|out|feet|heels|process|tribunal|courts|since|complaints|months,through ~2 complaints,up something)
            dragged through
            (grab|grabbed) ~1 ?(me|us) ~3 (playground|chat|word|cheapest|coffee|option|place|chance|opportunity|attention|sandwich|lunch|bite)
            (pinch|pinches|pinching|pinched) ~1 (pencils|pens|things|salt|of|biscuits|myself|snacks|stuff)
            feeling the pinch
            (burn|burns|burned|burning|burnt) (out|through|question|a|bridges|candle|calories|money|off|rubber)
            (out|burnt) burned|out
            (on) fire ~1 (with|at|his|lately|about,in her)
            fire (drill|drills|alarm|alarms|exit|door|doors|evacuation|service|engine|brigade|fighter|fighters|station|safety)
            (cut|cuts|cutting|cutted) ~2 (hours|budget|funding|support|time|place|staff|provision|off|out|down|back|corners|short,to the chase,cake|paper|team|place,in half,teas|ta|service|short,his 1,num|services|hair|card|sandwiches|food,and stick,and sticking,and paste)
            (hours|budget|funding|support|money|therapy|provision|staff|tas|lsas|services|benefits|dla|transport|time|salt) ~4 (cut|cuts|slashed|axed)
            haircut|haircuts|hair cut|cuts|cutting
            paper|budget|funding|short|price|clear|clean|power|tax|job|staff|spending cut|cuts
            cutting and sticking|pasting|gluing
            cut ~1 (off date,point|score|offs)
            (cut|cutting) (up|out) ~1 (food|dinner|meat|paper|shapes|fruit)
            bleed|bleeding|haemorrhaging (money|budget|heart|obvious|so|council,us dry)
            budget ~2 bleeding
            (blood) (boiling|test|tests|sugar|sugars|pressure|glucose|boils|from|sweat|relative|group|brother,out of)
            blood ~1 (out|from) ~1 a ?stone
            (sweat|sweating|sweated) blood
            blood sweat
            bloodbath
            (explode|exploding,blow up,blew up) ~4 (acronyms|homework|me,out of proportion)
            (starve|starved|starving) ~2 (of|school) ~2 (funding|cash|money|resources|attention|staff|sleep|information)
            (starved) our|the|their school
            (comes|came|gets|is|always|absolutely) ~2 (home|in|back|out) ~1 starving
            (battle|battles|fight|fights|fighting|war|attack|attacks) ~2 (council|la|school|zone|for|over|tribunal|system)
            attacking ~1 (his|her|phonics|homework|maths|work)
            under attack from
            panic attack|attacks
            asthma attack
            abusive|abused|rude ~3 (email|emails|letter|language,towards me,to me)
            abuse of ~1 (power|process|position|funds|funding)
            (threat|threats|threaten|threatens|threatened|threatening) ~4 (court|fine|fines|prosecution|place|plan|cease|exclude|exclusion|suspend,off roll,attendance|legal|tribunal|solicitor,social services,end|remove|close)
            held hostage
            robbing peter
            daylight robbery
            dropped ~1 a bomb|bombshell
            bombshell|bomb scare
            ticking time bomb
            (time) bomb
            little monster
            (losing|lost|lose) ~1 (mind|plot|rag|temper|patience|cool|faith)
            (breaks|broke|broken|breaking) ~1 (my|his|her|our|your) heart
            heartbroken|heartbreaking
            broke|broken|break up|down|news|rules|law|promise|promises
            (breaking|broken|broke|break) ~1 ?(even|his|her|my|the) (cycle|ice|rules|rule|law|bank|promise|news|spirit|trust)
            breaking point with
            (end|wits) ~1 ?(of) (tether|wits|rope|road) ~2 with ~2 (senco|school|council|la|them|head,him and forms,ehcp|paperwork)
            (rock|flat) bottom
            (smash|smashes|smashed|smashing) ~2 (it|gcses|gcse|targets|target|exams|sats|test|maths|reading|record|avocado)
            suffer|suffering|suffers ~1 (with|academically|from|in)
            painful|pain (process|to|watch,in the)
            (marks|mark) ~1 (for|in|out|dropped|back|scheme|came|of|time,my words,on (test|exam|paper|essay|work|report|homework))
            (good|bad|full|high|low|top|exam|test|poor|better|great|end|question|hall|her|his) marks|mark ~1 (but|in|for|have|came|dropped|are|were|on)
            (touch|touches|touching|touched|touch) ~1 (base|type|typing|wood|screen|sides|on|targets|nerve|work|lunch|food|tables|paint|on|up,her targets)
            (in,been in,got in,get in,keep in,lost) touch
            touch typing
            (wont|doesnt|cant|not|let|hates|hate|dislikes) ~2 (touch|touched|touching) ~1 ?(his|her) (lunch|food|foods,anything sticky,paint|sand|grass|targets|being|people,by anyone)
            forced|force ~1 (on|to) ~1 (us|take|sats|sit|attend)
            (force) ~1 (majeure|council|la|school,of law,them|of)
            task force|police force
            secret|secretly (record|recording|santa|weapon|ballot)
            missing ~1 (out|lesson|lessons|school|pe|milestones|page|pages|him,her friends,friends|section|sections|work|break|education|so,a lot,piece|link|most|maths|english|playtime|lunch|his|information|appointments|social|class|assembly|of,from the)
            (plan|report|letter|file|page|section|paperwork|form|hearing|homework|coat|bag|ehcp|book|email|records|document|reports|review|part|jumper|lunch|provision|thing|whats|bit|something) ~4 missing|lost
            (whats,what is) missing
            (lost|lose|losing|loses) ~3 (file|paperwork|ehcp|report|plan|form|letter|coat|bag|everything|place|hours|helper|funding|book|books|interest|confidence|temper|weight|papers|documents|records)
            (cant|dont|couldnt) find ~1 (my|our|his|her|the|him|any|a|anyone|us) ?son ?daughter ?child ~1 (plan|report|file|school|place|page|tutor|help|anything|offer|ep|provision|a|an|any|suitable|letter|local|form|anyone|schools|job|friends|someone|number|policy|link)
            find (him|her,my son,my daughter,my child,them) ~1 a|an|the|another|any|somewhere|suitable|special|school|help|some
            ran|run|running|runs out of|for|on|by|it|like|past|late|club|course
            run by
            runs (in|the|into|around)
            safe|safety (space|place|foods|food|pair)
            (gas|gun|shooting|fencing|archery) (fitting|dog|game|games|fitter|club|bill)
            gun dog
            knife and fork
            (use|using|uses|hold|holding|holds|learn|learning|struggles) ~2 (knife|scissors) ~2 (and fork,skills|properly|correctly|cutlery|left|safely|grip)
            scissors|scissor skills
            (drug|drugs) (education|shortage|names|name|trial|company|lesson|lessons|prescribed|policy)
            (give|giving) ~1 drugs
            alcohol (in|gel|free|wipes|awareness|hand)
            drink (with|more|water|toilet,enough water)
            driver|minibus|taxi|escort ~2 (late|lovely|refuses|changes|new|left)
            pregnant with
            dog|dogs|pony|horse|hair|cat groom|grooming|groomed|groomer
            arranged ~1 (meeting|visit|review|tour|call|transport)
            (wedding|marriage) ~1 (in|vows|guest|allowance,on the rocks,counselling|broke|broken|breakdown|guidance|anniversary)
            family wedding
            cousin ~2 getting married
            our|my marriage
            voices ~1 (heard,in plans,of (parents|families|children|pupils)) 
            hear|heard ~1 (her|his|their|our|my|young|pupils|pupil|childrens) ~2 voice|voices
            danger to biscuits
            no sense of danger
            sense of danger
            fit|fits|fitting (in|into|it|the|for|course|with|criteria,the criteria)
            (gas|kitchen|good|best|course|nicely|well|wheelchair|shoe|shoes|clothes) fitting
            (shake|shakes|shaking|shook) ~1 (hands|head,their head,heads|with,their heads,things|up,up the)
            sleep|sleeps|sleeping (in|through) ~2 (our|my|his|her) ?own bed
            head banging|banger
            (bang|bangs|banging) ~1 ?(his|her) head ~1 (on|against) ~1 (cushion|pillow,floor when tired)
            wet (play|break|lunch)
        ",
    },
    GuardTable {
        means: Means::Guard(HeldBack::FigureOfSpeech),
        about: "not wanting to be at a school, better off in another",
        patterns: "
            (doesnt|dont|didnt|not|wont) ~2 want|wanting|wants ~1 to (be|live|go|stay|exist|stop|carry|end) ~2 (there|school|mainstream|class|register|nuisance|pain|difficult|rude|awkward|college,at this,at that,at the,in that,in another,in mainstream,on the,a burden on,to the,in his,in her,in year,with his|her class,far|apart,so far,near|different|late,that (mum|parent|person),negative|labelled|singled|seen|left|treated,the only,pushy,part of)
            doesnt|dont want to be here|there ~1 (at|in) ~1 (school|college|class|mainstream)
            (better|worse|happier) ~1 off ~2 (in|with|at|moving|staying,if ~3 (moved|had|went|stayed|could|at,was in),school|home|smaller|tutor|special|another|a|mainstream,being home,under|financially|elsewhere,not having,without ~1 (statement|plan,her as,diagnosis|it|a|label|ehcp|the|sen))
            (everyone|school|they|he|she|we|you) ~3 better off ~3 (class|school|tutor|home|head|smaller|council|councils|plan)
            (school) ~2 better off ~1 without
            (no|any,see the,what is the,whats the,whats) point ~2 (carrying on,in|of|going) ~3 (with|appeal|appealing|school|ieps|iep|diagnosis|speech|therapy|mediation|complaining|him|targets|meeting|meetings|having|a|sen|support|plan|gcses|reviews|review|applying|asking|an|the|to|it|paying)
            point in|of school
            (no|any|see) ~1 point ~1 (in|of) school
            carry|carrying|go|going on (till|until|with|to|at|tuesday|monday|wednesday|thursday|friday|the|a|holiday|about|for|trip|school|trips|in|past,and on)
            cant go on ~1 (the|a|school|trip|trips|tuesday|monday|wednesday|thursday|friday|any|holiday)
            (cant|dont|not) ~1 (do|take|cope|stand|handle) ~2 (this|it|with|another|his|her|the|any) ~3 (maths|homework|form|forms|reading,alone with forms,noise|dining|school|lessons|uniform|crowds|spelling|subject|test|exam|exams|phone|call|crowds|change|changes|changing|mainstream|transitions)
            (cant|dont) (do|take) ~1 (this|it) ~2 (noise|homework|dining|hall|maths)
            (want|wants|wanted|wanting|just) ~2 (it|this|fight|process|everything) ~2 (over,to end,over with,to stop) ~2 (testing|constant,so he,so she,with how,fight,how long,so we)
            (this) fight to end
            stop|ending|end|ends|ended ~2 (sen|plan|ehcp|support|education|assessment|place|early|testing,home ed,the plan,year|school|term,it early,statement|contract|section)
            (enough) of ~1 (this|the|that|these|them,being fobbed,school|senco|council)
            (life|living) ~1 (skills|long,in a fight,in|story|changing,on carers)
            (independent|assisted|cost) ~1 living
            cant live on
            have to live
            disappear from ~2 (plan|report|register|list|section|page|draft)
            wants out of|class
            (leave|leaves|leaving|left) ~3 (at num,college|class,school at,nursery,in july,early,school to,mainstream)
            no future ~1 (plan|planning|funding)
            (without|with) ~1 him|her as ~1 head|senco|ta|teacher
        ",
    },
    GuardTable {
        means: Means::Guard(HeldBack::Policy),
        about: "questions about rules, training, lessons and other people's work",
        patterns: "
            (what|whats) ~4 (law|policy|guidance|rules|rule|procedure|process|code|legislation|duty|duties|definition|signs|types|training|difference|happens|counts) ~3 (say|says|about|for|on|of|if|when|must|on|between|is|are|apply|as|a|do|to)
            (does|do|is|are|can|should|must|may|could|would) ~1 (schools|school,a school,staff|teachers|teacher|pupils|pupil|nursery|nurseries|pshe|semh|tas|ta|governors|drivers|lessons|there|colleges,local authorities,councils|anyone,the code,the send,send|any|drivers)
            (when|where|which|how) ~1 (are|is|do|does|can|should|must|often|common|many|much) ~1 (staff|schools|school|teachers|a|pupils|the|lessons|it|restraint|restraints|self|domestic|governors|drivers|adults|organisations|young)
            (how) (common|often|many|is|are|do|does)
            (policy|policies|procedure|procedures|guidance|legislation|statutory|kcsie|prevent|training|trained|inset|course|module|essay|dissertation|article|leaflet|poster|assembly|assemblies|lesson|lessons|curriculum|newsletter|revising|revision,level num,t level,diploma|volunteering|volunteer|governor|governors|trainee,student essay,taught|teach|pshe|speakers|conference|workshop|webinar|research|survey|statistics|definition) ~14
            (what|whats) ~1 (is|are|does|do) ~2 (stand for,mean|meaning|types|signs|safeguarding|restraint|self|seclusion|fgm|county|grooming|abuse|neglect|contextual|kcsie|prevent|lado|mash)
            what counts as
            is|are ~1 (seclusion|restraint|self|isolation|corporal|fgm|physical) ~3 (legal|lawful|allowed|illegal|lap|taught|a)
            should ~1 school tell
            writing|doing|studying ~2 (article|essay|dissertation|course|level|module|paper|coursework,report on)
            if ~1 a (child|pupil|student|parent|young|teacher) ~2 (ever)
            (what) ~1 (should|happens,do i do,to do) ~1 ?(i do,do) if ~1 a (child|pupil|student|kid)
            procedure|protocol
        ",
    },
    GuardTable {
        means: Means::Guard(HeldBack::Past),
        about: "long past",
        patterns: "
            (num|two|three|four|five|six|seven|eight|nine|ten|several|some|many|few|couple,couple of,a few) ~1 years|yrs|year ago|back|earlier
            years ago|back
            months ago
            (used) to
            (back) in ~1 (num|year|reception|nursery|primary|infants|january|lockdown|covid)
            in (num|nursery|reception|infants|lockdown|covid) $
            in year num|one|two|three|four|five|six|seven|eight|nine|ten
            in (reception|infants|lockdown)
            in num
            when (he|she|they|i) ~1 (was|were) ~2 (num|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|baby|little|toddler|younger|small|born|young)
            as a (baby|toddler|child|infant|small|little)
            last year|summer|spring|winter|autumn|term|june|july|may|april|march
            (at|from) ~1 (his|her|their|my) ?old|last|previous|former (school|nursery|placement|college)
            (old|last|previous) school
            before (he|she|they|we) ~1 (came|moved|left|was)
            (that|all|its|is|was) ~2 (behind|past|history,over with)
            the past
            previously|formerly|historic|historical
            (passed|took) ~3 (suicide,own life) ~6 (when|was|ago|baby|little)
            (dad|mum|father|mother|uncle|grandad|brother|husband|wife) ~3 (died|passed|(took|taken his|her own life),killed himself|herself,suicide)
        ",
    },
    GuardTable {
        means: Means::Guard(HeldBack::Handled),
        about: "in hand or over",
        patterns: "
            discharged
            (hes|shes|he|she|we|were|theyre|they|everyone|kids|all|im|and|but|now) ~2 (fine|safe|settled|ok|okay|happy|happier|well|better|recovered|stable|thriving|good|calmer) ~1 (now,with us,with me,and|at|in|again|today|there|these|since|$)
            (doing) ~2 (well|great|fine|better|okay|ok)
            (much|so) (calmer|happier|better)
            safe now|with
            (is|are|been) safe
            settled
            recovered|recovery
            thriving
            adopted
            (been|was|were|its|is) ~2 (investigated|resolved|sorted|dealt|reported|closed|dismissed|sacked,signed off)
            all sorted
            (sorted|dealt) now|with
            (he|she|hes|shes) ~1 moved ~1 (on|school|schools|away|and|class|$)
            (sacked|dismissed|removed|fired|arrested|jailed|prison|convicted)
            (signed) ~1 (off)
            (no) (harm done,charges,one hurt,risk|concerns)
            nobody|noone|nothing ~1 (hurt|happened,s happened)
            (he|she|they|son|daughter) ~1 (turned up,came back,(is|was|been) back,(is|was|been|were) found,found safe)
            found (him|her|them) ~2 (safe|ok|okay|fine|now|at|asleep|in|hiding)
            (home|back) safe
            (spoken|spoke|talked|checked) ~2 (to|with) ~2 (him|her) ~3 (ok|okay|fine|well)
            under ~1 (camhs|crisis|eating|consultant|paediatrician)
            crisis team
            closed ~1 ?(our|the|his|her) case
            (escaped|left|leave|fled) ~3 (ex|him|domestic|violence|abuse|husband) ~6 (years|num|safe|settled|ago|now)
            (long|well) (behind|over|past)
            nobody hurt
        ",
    },
    GuardTable {
        means: Means::Guard(HeldBack::Negated),
        about: "said not to be so",
        patterns: "
            (not|isnt|arent|never|doesnt|dont|no) ~2 (suicidal,self harming,self harm,violent|aggressive|dangerous,being abused,abused|abuse|hurt|bruises|danger)
            (no) (injuries|injury|bruises|marks|harm)
            (not|nothing) literally
        ",
    },
    GuardTable {
        means: Means::Guard(HeldBack::Joke),
        about: "said as a joke",
        patterns: "
            lol|haha|hahaha|lmao|rofl|ha|hehe|joke|joking|jk|literally|bless
            not literally
            only|just joking|kidding
        ",
    },
    GuardTable {
        means: Means::Guard(HeldBack::Fiction),
        about: "a game, a film, a book, an interest",
        patterns: "
            minecraft|fortnite|gta|pokemon|mario|titanic|zelda|squid|vampire|vampires|zombie|zombies|dinosaurs|dinosaur|superhero|superheroes
            (level num,xbox game,video game|games,shooting games|game,computer game|games)
            (story|stories|poem|poems|film|films|movie|novel|book|play|drama|scene|romeo|shakespeare,dressing up,dressed up,world book,imagination|imaginative|pretend|pretends|pretending,special interest,obsession|obsessed|history|documentary|army|soldier|toy|plastic|cosplay|panto,nursery rhyme,character|characters|macbeth|hamlet) ~1
            (plays|playing|played|play) ~2 (army|cops|soldiers|baddies|war|pirates|zombies|game|games)
            true crime
        ",
    },
    GuardTable {
        means: Means::Guard(HeldBack::Accident),
        about: "an accident, explained; or a known condition",
        patterns: "
            (came|come|fell|fallen|fall|falls|falling|slipped|tripped|tumbled|knocked) ~2 (off|over|from|down|on|in) ~2 (bike|scooter|swing|slide|wall|climbing|trampoline|bed|chair|horse|pony|tree|stairs|step|steps|frame|skateboard|football|ice|playground|running|laces|monkey|fence|skates|a|it)
            (by|in|was|an) ~1 accident
            accident ~2 (form|book|last|slip|report|at)
            accidentally|accidental
            (only|just) ~1 a ?little ?small (bump|graze|scratch|knock|scrape|tumble)
            (bumped|bumps|banged|bump|knocked) ~1 (his|her|my|their) ?head ~2 (in|at|on|during) ~1 (pe|break|playtime|football|playground|lunch|rugby|table|the)
            (cricket|football|rugby|netball|hockey|tennis|dodge|playing|judo|karate|boxing|basket) ~2 (ball|match|football|game|practice)
            dyspraxia|dyspraxic|hypermobile|hypermobility|eds|clumsy|clumsiness|haemophilia|osteogenesis|brittle
            (bruises) easily
            (walking|walks|bumps|bumping|runs|running) ~1 into ~2 (doors|door|things|walls|furniture|tables|everything)
            (food tech,cookery|cooking|baking,science lesson,dt|woodwork)
            grazed|grazes|graze
            falling off
            (operation|surgery,blood test,injection|jab|vaccine|vaccination|drip|cannula)
            (paediatrician|doctor|gp|dietitian|consultant) ~3 (keeping|eye|aware|happy|knows|monitoring)
            off his|her bike
            nail|nails ~4 bleed
            (since|after) ~1 (started|starting) ~2 (tablets|medication|methylphenidate|meds)
        ",
    },
    GuardTable {
        means: Means::Present,
        about: "it goes on now",
        patterns: "
            again|tonight|today|yesterday|lately|recently|ongoing|daily|nightly|currently
            still ~3
            (last) night
            this (morning|week|afternoon|evening|weekend)
            (keeps|keep|kept)
            every (day|night|time|week|evening|single)
            (has|have|she|he|im|is) ~1 started
            started|starts|starting ~1 (to|cutting|hurting|saying|self|again|copy)
            (right) now
            (and|but) now ~2 (he|she|its|hes|shes|the|saying|wants|says|is|wont)
            on (monday|tuesday|wednesday|thursday|friday|saturday|sunday)
            (num|two|three) ~1 (days|weeks|nights|hours|times) ~1 (ago|this|in)
            help me|please
            getting worse
        ",
    },
];
