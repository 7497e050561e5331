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
    // A child who swallowed something and is "fine now", or tried to die and is "ok now", is not out of
    // danger by being said so; only when it is also long past.
    let held_kinds = held.iter().filter(|kind| **kind != HeldBack::Handled || !is_urgent_though_handled(why));
    if held_kinds.count() == 0 {
        return if is_plain { Danger::Now(why) } else { Danger::Possible(why) };
    }
    let is_over = has(HeldBack::Handled) && (has(HeldBack::Past) || has(HeldBack::Negated));
    let is_dismissed = has(HeldBack::FigureOfSpeech)
        || has(HeldBack::Policy)
        || has(HeldBack::Accident)
        || is_over
        || (why != Why::SuicideOrSelfHarm && (has(HeldBack::Fiction) || has(HeldBack::Negated)));
    if is_dismissed || !is_plain { Danger::None } else { Danger::Possible(why) }
}

/// Whether "he's fine now" leaves the danger where it was.
fn is_urgent_though_handled(why: Why) -> bool {
    matches!(
        why,
        Why::SuicideOrSelfHarm | Why::Medical | Why::SexualHarm | Why::Exploitation | Why::LosingTouch
    )
}

/// Whether a game or a story can explain the sign: a machete, yes; bleach drunk, no.
pub(super) fn may_be_fiction(why: Why) -> bool {
    matches!(
        why,
        Why::Immediate
            | Why::Missing
            | Why::SuicideOrSelfHarm
            | Why::HarmByPeers
            | Why::ViolenceFromChild
            | Why::LosingTouch
            | Why::CryForHelp
    )
}

/// Patterns that speak against signs near them.
pub(super) struct GuardTable {
    pub(super) means: Means,
    pub(super) about: &'static str,
    pub(super) patterns: &'static str,
}

pub(super) const GUARDS: &[GuardTable] = &[
    GuardTable {
        means: Means::Touching(HeldBack::FigureOfSpeech),
        about: "killing and dying as people say them of forms, feet and waiting lists",
        patterns: "
            (form|forms|paperwork|feet|back|head|bundle|portal|suspense|wait|waiting|list|delay|delays|stress|appeal|petrol|fuel|cost|costs|heat|uniform|tribunal|process|system|system|council|la|noise|lights|budget|money|fight|homework|shoes|knees|legs) ~2 killing|kill|kills us|me|him|her|our|my|the
            kills|killing me|him|her ~1 (that|to|when|see|watching|having)
            killing ~1 (her|his|their|my|our) (confidence|budget|spirit|joy|self|love|brain|motivation|savings|enthusiasm)
            (it|this|that|they) killing|kills us|me|him|her
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
            losing|lost|lose will to live
            suicidal about
            hate my life ~1 when|every|because
            (suicide) mission|prevention|leaflet|training|helpline|scene|bombers|squad|awareness|policy|lessons|talk|cases
            heart attack ~1 (when|at|seeing|opening)
            (nearly|almost) ~2 heart attack
            (end|finish|finishing|finished) ~2 off ~1 (form|paperwork|me|us|work|homework|his|project|the)
            (paperwork|form|forms|process|system|wait) ~2 finish me|us
        ",
    },
    GuardTable {
        means: Means::Touching(HeldBack::FigureOfSpeech),
        about: "blows, wounds and drowning that hurt nobody's body",
        patterns: "
            like pulling teeth
            dead in the water
            plan|plans is dead
            (strangled|strangling|strangle|choked|suffocated) by ~2 (tape|budget|process|rules|system|paperwork|bureaucracy|admin|council|la)
            (got|been|being|was|getting|get) stabbed in the back by
            (butter|palette|plastic|lego|nerf|toy|craft|picnic) knife|gun|guns|sword|scissors
            (suspend|suspends|suspended|exclude|excludes|excluded|exclusion|detention) ~6 for @rough ~2 (a|an|another|someone|boy|girl|child|kid|pupil|classmate|teacher|staff)
            (will|gonna|would|going to) be the end of me|us
            ligature risk|risks|point|points|cutter|cutters
            (county lines) ~3 (training|course|lesson|lessons|pshe|assembly|talk|workshop|awareness)
            (doing|did|lesson|lessons|training|course|assembly|talk) ~3 (county lines)
            (lesson|lessons|training|course|assembly|talk|essay|module) ~1 on|about ~2 (domestic abuse|violence)|grooming|suicide|knives|(self harm)
            (any|no) history of ~1 self harm
            i am spitting blood
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
            (like|feels|felt|real|that|was|is|its|another|such|absolute|final) ~2 (slap|kick|punch|stab|smack) in the face|teeth|back|guts|stomach
            (stabbed|stabbing|stab) ~2 in ~1 back
            (stab|shot) at ~2 (it|getting|writing|form|place)
            kicking my|our self|myself|ourselves ~1 (for|that|not|now|over|about|$)
            kicking the can
            kick|kicks|kicked|kicking up ~1 (a|fuss|stink)
            kick|kicked|kicking out|off ~2 (nursery|club|list|course|school|the|of|waiting|trip|football|team|bus)
            kicks|kicked|kicking off ~1 (about|when|if|at|every|in|on|over|$)
            hit|hits|hitting target|targets|roof|wall|brick|milestones|milestone|puberty|spurt|growth|spot|nail|deadline|jackpot|news|headlines|teens|buffers|peak|reply|send|level
            (penny|news|reality|it|realisation) ~1 hit ~1 (me|us|him|her|home)
            it hit|hits me
            hit it off
            knocked (back|for,down ~2 (by panel))
            (bit|bite|bites|snap|snapped|jumped) my|our|your head off
            jumped (through|queue|ship|at|for|to|in,the gun)
            jump|jumping through ~1 hoops
            (jump|jumps|jumping|jumped) (on|off) ~1 (trampoline|bed|sofa|wall|climbing|settee|step|bandwagon|walls|furniture|desk|chair|table|chairs|diving)
            bouncing off
            throw|threw|thrown|throwing|throws ~2 under|in the bus|towel
            throwing|throws|throw money|tantrum|tantrums|wobbler|wobbly|party|book at|$|when
            thrown out of ~1 appeal|panel|tribunal|hearing
            threw us|me|him under the bus
            (shot|shoot|shoots|shooting) ~1 (down|off|up|himself|themselves|hoops|film|for,me now)
            (shoot|shooting|shot) ~2 (foot|feet|email|photo|hoops|film|games|game|stars|range)
            (strangle|strangles|strangling|choke|chokes|choking|suffocating|suffocates) ~5 (tape|budget|process|creativity|curiosity|classroom,life out,rules|system)
            uniform|collar|tie|shirt ~2 choking|strangling
            tied up in|with ~1 red|knots|meetings|paperwork|appeal|work|tape
            tie|ties|tying|tied ~2 laces|shoelaces|shoes|bow|apron|ponytail
            (their|our|my|his|schools) hands are tied
            hands are|were tied
            (school) tie
            (lock|locked|locks|locking|shut) ~1 ?(us|me|him|her|them) (portal|account|laptop|computer|contract|horns|down|system|email)
            locked|lock|shut (us|me|him|her) out ~1 of ~1 (portal|account|system|trip|meeting|trips|process|lesson|class|decision|decisions|club|email|building)
            shut (down,him out,her out,us out) ~1 (by|of)
            (device|aac|ipad|inhaler|laptop|tablet|medication|medicine|phone|talker|epipen|meds) ~4 locked
            toilets ~2 locked
            lock|locks|locked toilets|(sensory room at)
            drag|drags|dragged|dragging on|feet|heels|its|up
            dragged|dragging out for|until|over|by|now the|months|council|la|school|weeks
            (assessment|process|appeal|it|complaint|this) ~3 dragged|dragging|drags out|on
            dragged through ~2 complaints|process|tribunal|courts|court|system|mud|appeals
            grab|grabbed me|us ~5 chat|word|quick
            grab|grabbed|grabbing cheapest|coffee|option|chance|opportunity|attention|sandwich|lunch|bite|place|at
            (pinch|pinches|pinching|pinched) ~1 (pencils|pens|things|salt|of|biscuits|myself|snacks|stuff)
            feeling the pinch
            burned|burnt out
            burn|burns|burned|burning|burnt through|question|bridges|candle|calories|money|rubber
            (out|burnt) burned|out
            she|he on fire ~1 with|at|in|lately|about|this
            fire (drill|drills|alarm|alarms|exit|door|doors|evacuation|service|engine|brigade|fighter|fighters|station|safety)
            cut|cuts|cutting ?back ?down ?on hours|budget|budgets|funding|support|time|provision|staff|corners|ta|service|services|short|cake|paper|half|card|food|sandwiches|places|bus|transport|therapy|num
            cut|cuts|cutting off|out|down|back|short
            cut|cutting to the chase
            (been|be) cut from ~2 team|list|plan|club|squad|play
            (hours|budget|funding|therapy|provision|lsas|tas|services|benefits|dla|transport|salt|top) ~2 cut|cuts|slashed|axed
            haircut|haircuts|hair cut|cuts|cutting
            paper|budget|funding|short|price|clear|clean|power|tax|job|staff|spending cut|cuts
            cutting and sticking|pasting|gluing
            cut ~1 (off date,point|score|offs)
            (cut|cutting) (up|out) ~1 (food|dinner|meat|paper|shapes|fruit)
            bleed|bleeding|haemorrhaging (money|budget|heart|obvious|so|council,us dry)
            budget ~2 bleeding
            blood boiling|test|tests|sugar|sugars|pressure|glucose|boils|relative|group|type|(from a stone)|(out of a stone)
            blood ~1 (out|from) ~1 a ?stone
            (sweat|sweating|sweated) blood
            blood sweat
            bloodbath
            (explode|exploding,blow up,blew up) ~4 (acronyms|homework|me,out of proportion)
            (starve|starved|starving) ~2 (of|school) ~2 (funding|cash|money|resources|attention|staff|sleep|information)
            (starved) our|the|their school
            (comes|came|gets|is|always|absolutely) ~2 (home|in|back|out) ~1 starving
            (battle|battles|fight|fights|fighting|war) ~2 (council|la|school|zone|for|over|tribunal|system)
            attacking ~1 (his|her|phonics|homework|maths|work)
            under attack from
            panic attack|attacks
            asthma attack
            abusive|abused|rude ~3 (email|emails|letter|language,towards me,to me)
            abuse of ~1 (power|process|position|funds|funding)
            (threat|threats|threaten|threatens|threatened|threatening) ~4 (court|fine|fines|prosecution|place|plan|cease|exclude|exclusion|suspend,off roll,attendance|legal|tribunal|solicitor,social services,end|remove|close)
            held hostage
            run|rushed off ~1 feet
            feel|feels|felt|being blackmailed into|but|by ~1 school|council|head|$
            feel blackmailed
            guns blazing
            jump|jumps|jumped|jumping ?the gun
            foetal|fetal alcohol
            so they|nobody|i|noone|we cant find
            (school|nursery|college|form|club|unit|gym|scouts|beavers|course) ~4 kick|kicked|kicking me|him|her|us|them|(my @child) out
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
            (marks|mark) ~1 (for|out|dropped|scheme|came|of|time,my words,on (test|exam|paper|essay|work|report|homework))
            (good|bad|full|high|low|top|exam|test|poor|better|great|end|question|hall|her|his) marks|mark ~1 (but|in|for|have|came|dropped|are|were|on)
            (touch|touches|touching|touched|touch) ~1 (base|type|typing|wood|screen|sides|on|targets|nerve|work|lunch|food|tables|paint|on|up,her targets)
            (in,been in,got in,get in,keep in,lost) touch
            touch typing
            (wont|doesnt|cant|not|let|hates|hate|dislikes) ~2 (touch|touched|touching) ~1 ?(his|her) (lunch|food|foods,anything sticky,paint|sand|grass|targets|being|people,by anyone)
            forced|force ~1 (on|to) ~1 (us|take|sats|sit|attend)
            (force) ~1 (majeure|council|la|school,of law,them|of)
            task force|police force
            secret|secretly (record|recording|santa|weapon|ballot)
            missing out|lesson|lessons|pe|milestones|page|pages|section|sections|work|education|so|most|maths|english|playtime|information|appointments|social|class|assembly|link|piece|lot
            missing ~1 friends|bits|lessons|targets|deadline|deadlines|milestones
            what|whats ?is missing
            (plan|report|letter|file|page|section|paperwork|form|ehcp|email|records|document|documents|reports|provision|papers|therapy|review) ~3 missing|lost
            bits missing
            (lost|lose|losing|loses) ~3 (file|paperwork|ehcp|report|plan|form|letter|coat|bag|everything|place|hours|helper|funding|book|books|interest|confidence|temper|weight|papers|documents|records)
            cant|dont|couldnt find ?anyone ?him|her|my|our|his|their|the|any|a|us ?son ?daughter ?child ?a ?any ?an plan|report|file|school|place|page|tutor|help|anything|offer|ep|provision|suitable|letter|local|form|schools|job|friends|number|policy|link|phone
            find him|her|them|(my son,my daughter,my child) a|an|another|any|somewhere|suitable|special|help|some
            find anyone|someone to
            ran|run|running|runs out of steam|time|money|ideas|people|patience|options|energy|places|funding|things|funds|excuses
            run|runs|running for|by|like|late|club|course|the
            run by
            safe|safety (space|place|foods|food|pair)
            (gas|gun|shooting|fencing|archery) (fitting|dog|game|games|fitter|club|bill)
            gun dog
            knife and fork
            (use|using|uses|hold|holding|holds|learn|learning|struggles) ~2 (knife|scissors) ~2 (and fork,skills|properly|correctly|cutlery|left|safely|grip)
            scissors|scissor skills
            drug|drugs (education|shortage|names|name|trial|company|lesson|lessons|prescribed|policy)
            alcohol (in|gel|free|wipes|awareness|hand)
            drink (with|more|water|toilet,enough water)
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
            fit|fits|fitting in|into|course|criteria|(the criteria)
            (gas|kitchen|good|best|course|nicely|well|wheelchair|shoe|shoes|clothes) fitting
            shake|shakes|shaking|shook hands|heads|head|up
            sleep|sleeps|sleeping (in|through) ~2 (our|my|his|her) ?own bed
            head banging|banger
            (bang|bangs|banging) ~1 ?(his|her) head ~1 (on|against) ~1 (cushion|pillow,floor when tired)
            wet (play|break|lunch)
        ",
    },
    GuardTable {
        means: Means::Touching(HeldBack::FigureOfSpeech),
        about: "not wanting to be at a school, better off in another",
        patterns: "
            (doesnt|dont|didnt|not|wont) ~2 want|wanting|wants ~1 to (be|live|stay|exist|stop|carry|end) ~2 (there|school|mainstream|class|register|nuisance|pain|difficult|rude|awkward|college,at this,at that,at the,in that,in another,in mainstream,on the,a burden on,to the,in his,in her,in year,with his|her class,far|apart,so far,near|different|late,that (mum|parent|person),negative|labelled|singled|seen|left|treated,the only,pushy,part of)
            doesnt|dont want to be here|there ~1 (at|in) ~1 (school|college|class|mainstream)
            (better|worse|happier) ~1 off ~2 (in|with|at|moving|staying,if ~3 (moved|had|went|stayed|could|at,was in),school|home|smaller|tutor|special|another|a|mainstream,being home,under|financially|elsewhere,not having,without ~1 (statement|plan,her as,diagnosis|it|a|label|ehcp|the|sen))
            (everyone|school|they|he|she|we|you) ~3 better off ~3 (class|school|tutor|home|head|smaller|council|councils|plan)
            (school) ~2 better off ~1 without
            point ~2 (in|of,carrying on,going on) ~3 with|appeal|appealing|school|ieps|iep|diagnosis|speech|therapy|mediation|complaining|targets|meeting|meetings|sen|support|plan|gcses|reviews|review|applying|asking|paying
            point in|of school
            (no|any|see) ~1 point ~1 (in|of) school
            carry|carrying|go|going|goes on till|until|tuesday|monday|wednesday|thursday|friday|holiday|trip|trips|about
            carry|carrying on with ~2 school|college|therapy|speech|support|plan|sessions|lessons|course|mornings|timetable|part|it
            carry|carrying on at|in|past|to school|college|sixth|num|year
            carry on with mornings
            cant go on ~1 (the|a|school|trip|trips|tuesday|monday|wednesday|thursday|friday|any|holiday)
            (cant|dont|not) ~1 (do|take|cope|stand|handle) ~2 (this|it|with|another|his|her|the|any) ~3 (maths|homework|form|forms|reading,alone with forms,noise|dining|school|lessons|uniform|crowds|spelling|subject|test|exam|exams|phone|call|crowds|change|changes|changing|mainstream|transitions)
            (cant|dont) (do|take) ~1 (this|it) ~2 (noise|homework|dining|hall|maths)
            (want|wants|wanted|wanting|just) ~2 (it|this|fight|process|everything) ~2 (over,to end,over with,to stop) ~2 (testing|constant,so he,so she,with how,fight,how long,so we)
            (this) fight to end
            stop|ending|end|ends|ended sen|plan|plans|ehcp|support|education|assessment|assessments|placement|contract|section|statement|school|(home ed)|(it early)
            ends an ehcp
            (enough) of ~1 (this|the|that|these|them,being fobbed,school|senco|council)
            (life|living) ~1 (skills|long,in a fight,in|story|changing,on carers)
            (independent|assisted|cost) ~1 living
            cant live on
            have to live
            disappear from ~2 (plan|report|register|list|section|page|draft)
            wants out of|class
            no future ~1 (plan|planning|funding)
            (without|with) ~1 him|her as ~1 head|senco|ta|teacher
        ",
    },
    GuardTable {
        means: Means::Guard(HeldBack::Policy),
        about: "questions about rules, training, lessons and other people's work",
        patterns: "
            (what|whats) ~4 (law|policy|guidance|rules|rule|procedure|process|code|legislation|duty|duties|definition|signs|types|training|difference|happens|counts) ~3 (say|says|about|for|on|of|if|when|must|on|between|is|are|apply|as|a|do|to)
            (does|do|is|are|can|should|must|may|could|would) (schools|school,a school,staff|teachers|teacher|pupils|pupil|nursery|nurseries|pshe|semh|tas|ta|governors|drivers|lessons|there|colleges,local authorities,councils|anyone,the code,the send,send|any|drivers)
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
            (till|until|since) yearnum
            when i was pregnant|expecting
            back in ~1 (yearnum|year|reception|nursery|primary|infants|january|lockdown|covid)
            in yearnum
            (was|happened|incident|start|back) ~4 in year|reception|infants
            (at) (num|twelve|thirteen|fourteen) ~4 (clear|now num|years clear,now (num|twenty|at|in))
            when (he|she|they|i) ~1 (was|were) ~2 (num|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|baby|little|toddler|younger|small|born|young)
            as a (baby|toddler|child|infant|small|little)
            last year|summer|spring|winter|autumn|term|june|july|may|april|march
            (at|from) ~1 old|last|previous|former (school|nursery|placement|college)
            (old|last|previous) school
            before (he|she|they) ~1 came|moved ~3 us|me|here
            before we left him|her|his
            old|previous (risk assessment)|file|report|plan
            (that|all|its|is|was) ~2 (behind|past|history,over with)
            the past
            previously|formerly|historic|historical
            (passed|took) ~3 (suicide,own life) ~6 (when|was|ago|baby|little)
            (dad|mum|father|mother|uncle|grandad|brother|husband|wife) ~3 (died|passed|(took|taken his|her own life),killed himself|herself,suicide)
        ",
    },
    GuardTable {
        means: Means::Touching(HeldBack::Past),
        about: "what somebody used to do",
        patterns: "
            used to
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
            nobody|noone|nothing ~1 hurt
            (nothing|nothings) s happened
            nothings happened
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
        means: Means::Touching(HeldBack::Negated),
        about: "said not to be so",
        patterns: "
            (not|isnt|arent|never|doesnt|dont|no) ~2 (suicidal,self harming,self harm,violent|aggressive|dangerous,being abused,abused|abuse|hurt|bruises|danger)
            (no) (injuries|injury|bruises|marks|harm)
        ",
    },
    GuardTable {
        means: Means::Guard(HeldBack::Joke),
        about: "said as a joke",
        patterns: "
            lol|haha|hahaha|lmao|rofl|hehe|joke|joking|jk
            only|just joking|kidding
        ",
    },
    GuardTable {
        means: Means::Guard(HeldBack::Fiction),
        about: "a game, a film, a book, an interest",
        patterns: "
            minecraft|fortnite|gta|mario|titanic|zelda|squid|vampire|vampires|dinosaurs|dinosaur|superhero|superheroes
            (level num,xbox game,video game|games,shooting game|games,computer game|games)
            story|stories|poem|poems|movie|novel|drama|scene|romeo|shakespeare|imagination|imaginative|pretend|pretends|pretending|documentary|soldier|plastic|cosplay|panto|macbeth|hamlet
            (dressing up,dressed up,world book,special interest,nursery rhyme)
            reading|read|book|film ~3 (about,where|called)
            (history project,in the film,in the game)
            (plays|playing|played|play) ~1 (army|cops|soldiers|baddies|war|pirates|zombies)
            true crime
        ",
    },
    GuardTable {
        means: Means::Guard(HeldBack::Accident),
        about: "an accident, explained; or a known condition",
        patterns: "
            (came|come|comes) off ~1 bike|scooter|horse|pony|trampoline|swing|slide|skateboard|trike|quad|wall
            (fell|fallen|fall|falls|falling|slipped|tripped|tumbled) ~2 (off|over|from|down|on|in) ~2 (bike|scooter|swing|slide|wall|climbing|trampoline|bed|chair|horse|pony|tree|stairs|step|steps|frame|skateboard|football|ice|playground|running|laces|monkey|fence|skates|a|it)
            (by|in|was|an) ~1 accident
            accident ~2 (form|book|last|slip|report|at)
            accidentally|accidental
            (only|just) ~1 a ?little ?small (bump|graze|scratch|knock|scrape|tumble)
            (bumped|bumps|banged|bump|knocked) ~1 (his|her|my|their) ?head ~2 (in|at|on|during) ~1 (pe|break|playtime|football|playground|lunch|rugby|table|the)
            (cricket|football|rugby|netball|hockey|tennis|dodge|playing|judo|karate|boxing|basket) ~2 (ball|match|football|game|practice)
            dyspraxia|dyspraxic|hypermobile|hypermobility|eds|clumsy|clumsiness|haemophilia|osteogenesis|brittle
            (bruises) easily
            (walking|walks|bumps|bumping|runs|running) ~1 into ~2 (doors|door|things|walls|furniture|tables|everything)
            food tech
            cookery|cooking|baking|dt|woodwork|(science lesson)
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
            since
            (told|tells|says|said|saying|disclosed|telling|admitted|revealed) ~1 (me|us|mum|dad|teacher|senco|ta|gp|nan|counsellor|friends|friend|sister|brother)
            again|tonight|today|yesterday|lately|recently|ongoing|daily|nightly|currently
            (he|she|i|they|we) still
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
