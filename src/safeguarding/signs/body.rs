//! Danger to life and limb: the body, the mind, fire and weapons.

use super::Group;
use crate::safeguarding::Why;

pub(super) const GROUPS: &[Group] = &[
    Group {
        why: Why::Medical,
        about: "someone has taken, swallowed or drunk something, or is gravely ill now",
        is_injury: false,
        plain: "
            (pupil|pupils) ~2 (bigger|different|blown|uneven,not the same)
            (no|without|missed) insulin ~6 (since|today|morning|hours|sick|sleepy|drowsy)
            (havent|hasnt|not|didnt) ~1 (given|had|have|give) ~2 insulin ~4 (since|today|yet|and)
            (having|has|had|in|been) ~1 fit|fitting|seizure ~6 (wont|not|hasnt|still|isnt|cant) ~1 stop|stopped|stopping|(come round)|over|rung|called
            been fitting
            (cant|not) ~1 get ~1 (his|her|my) breath
            blood ~3 (from,out of) ~2 (ear|ears|nose|mouth|eyes|head|bottom)
            (gone|went|going|is) floppy
            (think|looks|like|be|might|could|suspect|suspected|got|its|is|symptoms|signs|sign) ~3 meningitis
            (extra|double,too much) ~3 (medicine|medication|tablets|dose|calpol|piriton|melatonin|pills) ~6 (sleep|sleepy|quiet|drowsy|wake)
            eyes are sunken
            (took|taken) ~1 (num|two|three|four|five|six|several) ~1 (strips|packets|boxes|bottles)
            heart ~1 racing|pounding|(beating fast) ~6
            (taken|had|took|given) something ~3 (party|pub|club|friend|drink) ~8
            (tube|peg|trachy|tracheostomy|catheter|ventilator|line) ~3 (out|blocked|leaking|disconnected|off) ~6
            (sick|vomiting|coughing|passing|weeing|pooing) ~1 blood
            cant|wont|not rouse|roused
            (num|two|three|four|five|six|several|loads|another) ~1 (fits|seizures) ~2 (since|today|tonight|(this morning)|(in a row))
            shaking all over
            empty ~3 @pills
            (wont|cant|not|hardly|barely|doesnt) ~1 (stay|keep|staying) ~1 awake
            drowsy|(foaming at)
            (insulin|oxygen|(rescue medication)|epipen) ~3 (run|ran|out|gone|none|empty|lost|missing)
            breathing ~1 (fast|funny|weird|shallow|quickly|stopped|strange)
            (num,down to) ~1 (kg|kilos|stone) ~5 (refusing|refuses,wont eat,stopped|losing|lost|heart,not eating)
            refusing|refuses ~1 (everything|food|fluids|(all food)|(to eat)|(to drink)|(eat or)) ~6 (kg|kilos|stone|days|weak|hospital|fainting|wait|water|grey|week)
            anorexic ~8 (kg|refusing|collapsed|fainted|weak|wait|hospital|heart)
            having ~1 stroke
            (face|mouth) ~2 dropped|drooping
            (gave|given|give|gives) ~3 wrong (medicine|medication|tablets|dose|meds)
            (bang|banged|blow|knock|hit) ~3 head ~10 (sick|vomiting|drowsy|sleepy|awake|confused|dizzy|unconscious|blurry|hospital)
            (bottle|packet|box|strip|load|lots) of ~2 @pills ~4 (empty|gone|floor|next|took|taken|drank|all|missing|her|him)
            @pills|vodka|poison ~2 (in front of me,here with me,next to me|him|her)
            (cant|not|wont) wake (my|him|her|mum|dad|nan|them)
            (took|taken|taking|take|takes|swallowed|swallow|swallows|swallowing|eaten|ate|necked|downed|had|drank|drunk) ~3 (load|loads|lots|lot|bunch|all|whole|many|num|packet|packets|pack|box|bottle|handful|handfuls|overdose|too|every|strip|several|some|rest|double|twice|extra|dozens) ~5 @pills
            (took|taken|taking|swallowed|swallow|swallows|eaten|ate|drank|drunk|drinking|drinks|drink|necked|downed) ~3 @poison
            @pills ~3 (in one go,all at once,whole bottle|box|packet,all gone,whole bottle|packet)
            (got hold of,got into,(found|taken|took my)) ~3 @pills
            (taken|took|swallowed|necked|downed|ate|eaten) ~2 my|her|his|mums|dads|nans|someones @pills
            (empty|missing) ~2 (packets|packet|boxes|bottles|blister|strips) ~8 (@pills|took|taken|found)
            @pills ~2 (packets|packet|bottle|box) ~2 (empty|gone|missing)
            (swallowed|swallow|swallows|swallowing|inhaled|ingested|ate|eaten) ~4 (battery|batteries|magnet|magnets|screw|screws|nail|nails|glass|needle|pin|pins|bleach|tablets|pills|beads|blade|blades)
            (drank|drunk|drinking|drinks|swallowed) ~4 (bleach|sink|cleaner|antifreeze|petrol,hand sanitiser,sanitiser|poison|chemicals|vodka|disinfectant)
            unconscious
            (not|isnt|stopped|cant|couldnt|barely|hardly|trouble|difficulty,struggling to) breathe|breathing
            (lips|face) ~2 (blue|grey|gray)
            turned|turning|gone|going|went|is|looks blue
            (wont|not|doesnt|cant|couldnt|isnt|hasnt|never) ~2 (wake|waking|woken|woke|respond|responding) ?up ?round $
            (wont|not|cant|isnt|couldnt) ~1 (wake|waking|responding|respond|answer) ~1 (up|me|him|her|round|mum|dad|now|help|and|to)
            still ~2 (not|hasnt|isnt) ~2 (come round,woken|awake|responding|conscious)
            (not|hasnt|isnt) come round
            (dad|mum|nan|grandad|gran|grandma|brother|sister|friend|he|she|mate) ~4 (floor|ground|bed|stairs|fallen|collapsed) ~5 (wont|not|isnt|cant|doesnt) ~2 (answer|wake|talk|talking|speak|speaking|move|moving|get|respond|responding|breathing|up)
            fallen|fell ~4 (isnt|wont|not|cant) ~2 (talking|talk|moving|move|wake|responding|get|answering)
            collapsed|collapses
            (he|she|i|dd|ds|son|daughter) ~2 (passed|passing|blacked|blacking) out
            (keeps|keep|been|kept|and|she|he|i) ~1 fainting
            fainted ~6 (eat|eaten|food|again|times)
            choking on
            (is|are|he|she|baby|child) choking
            (seizure|seizures|fit|fitting|convulsing|convulsion) ~8 (num minutes|mins|min,(wont|not|hasnt|isnt|still) ~2 (stop|stopped|stopping),fitting,still going,right now)
            (having|had|in) ~1 (seizure|fit) ~8 (now|help|ambulance|(cant find)|stopped|blue|round|grey)
            fitting
            (cant|not) find ~3 (rescue|epipen|inhaler|insulin) 
            (bleeding|blood) ~3 (wont|not|doesnt|cant|isnt) ~2 stop|stopping
            (bleeding|pouring|gushing) ~2 (badly|heavily|blood|lot|out|everywhere)
            (coughing|coughed|vomiting|vomited|spitting|throwing|sick|being|peeing) ~1 (up blood,blood)
            (anaphylaxis|anaphylactic,allergic reaction) ~8 (now|throat|closing|swelling|swollen|breathe|breathing|having|help|epipen|lips)
            having ~2 (allergic|anaphylactic|heart|asthma|stroke) ~1 (reaction|attack|shock|stroke)
            (throat|tongue|airway|lips|face) ~2 (closing|swelling|swollen|tight|swelled)
            (gone|went|going|goes|is|all|really|so) ~2 (limp|floppy|lifeless|unresponsive|stiff|grey)
            limp ~2 and
            (he|she|baby|they|shes) ~2 gone quiet $
            (eaten|ate|eating|eat|food|drink|drunk|drank|wee|fluids|drinking) ~3 (for|since|in|past|over) ~2 (num days,num weeks,week|weeks|days|monday|tuesday|wednesday|thursday|friday|saturday|sunday|yesterday|(one|two|three|four|five|six|seven|eight|nine|ten|several|a week,few days,a few days) days) ~10 (wont|drink|grey|faint|fainting|collapse|weak|water|nothing|either|dizzy|cant|asd|asking|stopped|help|now|sick|hospital)
            (not|hasnt|havent|wont|isnt|refusing|refuses|refused|stopped|didnt|doesnt|nothing|barely) ~2 (eaten|ate|eating|eat|drunk|drank|drinking|drink|food) ~5 (for|since|in|past|over|now) ~2 (days|num|week|weeks|monday|tuesday|wednesday|thursday|friday|saturday|sunday|yesterday)
            (stopped|refusing|refuses|refused|not|isnt|wont|doesnt) eating|eat ~1 (completely|altogether|anything,at all,entirely|all|or|and|food|totally) ~6 (water|days|drink|drinking|weak|stone|collapsing|nothing|weight)
            (drinks|drinking|drank|eats|eating|ate|eaten|drunk) nothing|(hardly anything) ~3 (since|for|in|days)
            (weighs|under|only,down to) ~2 num ~1 (stone|st|kg|kilos|pounds|lbs) ~8 (refusing|eating|eat|food|losing|still|hospital|and)
            (grapes|crackers|water|air|apple) ~2 a day
            (starving|starves) (himself|herself|myself|themselves)
            (living|lives|surviving|survives) on ~3 (water|air|grapes|apple|cucumber|coffee|nothing|crisps) ~6 (day|faint|fainted|passed|only|days|weight)
            (taken|took|takes|had) something ~6 (floppy|unconscious|weird|sleepy|wont|cant|sick|eyes|breathing|pale)
            (drunk|drank|taken|took) something ~8 (sink|sick|cupboard|garage|unwell|burning)
            (not|hasnt|no|havent) ~2 (wee|weed|urine|nappy|urinated) ~4 (since|hours|day|today|all)
            got ~1 (shock|electrocuted)
            electrocuted|electrocution
            (heart|pulse) ~2 (stopped|attack) ~4 (help|ambulance|now|mum|dad)
            (stabbed|shot|drowning|drowned)  ~3 (now|ambulance|help|bleeding)
            drowning ~3 (pool|river|pond|bath)
            (been|got|getting|was|just) stabbed
            ambulance ~6 (need|call|called|coming|on|now|please|should)
            (need|call|calling|called|get|phone) ~2 ambulance
            (should|do) (i|we) ~2 (call|ring|phone|dial) ~2 (ambulance|num|police)
            (fit|fits|fitting|seizure|seizures|convulsion|convulsions|convulsing) ~3 (wont|dont|doesnt|not|isnt|hasnt|never) stop|stopping|stopped|end|ending|ended
            (come|coming|came|broke|broken|breaking) ?up|out in hives|welts ~12 (voice|throat|lips|tongue|breathing|breath|breathe|wheezing|wheezy|croaky|face)
            puffs|puffer|inhaler ~14 (still|cant|not|isnt|doesnt|wont) ~8 (breath|breathe|sentence|talk|work|working)
            (hasnt|havent|not|wont|isnt) ~2 (drunk|drank|drinking|drink|drunken) anything|water|fluids|much ~4 (days|day|yesterday|num|hours)
            (lips|face|fingers) ~3 gone|going|went|turned|turning|are|look|looks blue|grey
        ",
        hints: "
            sleepy|dizzy
            (stopped|refusing|refuses|wont|not) eat|eating|food ~3 (at all,completely|altogether)
            faint|fainting|fainted|faints
            overdose|overdosed
            stone ~3 refusing
        ",
    },
    Group {
        why: Why::LosingTouch,
        about: "voices, visions, out of touch with what is real",
        is_injury: false,
        plain: "
            seeing things
            (hears|heard|hearing) ~4 (called|who) ~3 (tells|says|telling) ~2 (her|him|me)
            (cameras|camera|microphone|microphones|bugs|spiders|insects|snakes|worms) ~3 (in|inside|under|eating|on) ~2 (teeth|head|skin|walls|room|brain|food|house|him|her|me)
            (talking|talks|talk|speaking|laughing|shouting) ~2 to ~1 (someone|people|somebody|man|woman|voices|things) ~2 (isnt|arent|not|invisible|nobody)
            (says|thinks|believes|convinced|sure) ~2 (hes|shes|he|she|is) ~1 (god|jesus|devil|dead|possessed|messiah)
            (tv|telly|radio|internet|phone) ~3 (orders|messages|sending|watching|listening|talking)
            (voice|voices|telly|tv|radio|god|devil|demon|demons) ~6 (telling|tells|tell|told|says|saying|talking|ordering|orders|wants|want|making|command|commanding) ~2 (him|her|me|them)
            (telling|tells) (him|her|me) to (hurt|kill|cut|stab|die|harm|jump|burn|attack|do)
            (hear|hears|hearing|heard) ~3 voices
            voices in|inside ~1 head
            (seeing|sees|talking|talks|see) ~3 (people|things|someone|man|woman|children|figures|shadows|faces) ~3 (not there,arent|isnt there|real,nobody else can,that arent,nobody)
            (hallucinating|hallucinations|hallucination|psychosis|psychotic|delusional|delusions|paranoid) ~10 (help|now|he|she|i|camhs|think|started|nights|hospital|again|knife|voices|me|scared)
            (he|she|i|son|daughter|they) ~3 (hallucinating|psychotic|delusional|psychosis)
            (thinks|think|convinced|believes|says|sure) ~3 (poisoning|poisoned|poison|spying|following|watching,trying to kill,out to get) ~3 (him|her|me|us|food|them|he)
            (thinks|believes|convinced) ~2 (she|he) ~1 (can|could) fly
            (thinks|believes|convinced) ~2 (she|he|hes) ~2 (jesus|god|dead|messiah|chosen|devil|demon|possessed)
            (not|hasnt|havent|no) ~2 (slept|sleep) ~2 (for|in) ~2 (num|two|three|four|five|six|seven|several) ~1 (nights|days) ~9 (talking|seeing|voices|people|manic|hearing|shouting|there|walls|strange|paranoid)
            (man|men|people|someone|eyes|demon|demons) in|inside|behind ~1 (walls|wall|mirror|ceiling|attic)
            (manic|mania) ~8 (slept|sleep|roof|spending|naked|days|nights)
            (hear|hears|hearing|heard) ~2 dead ~2 (mother|mum|dad|father|nan|brother|sister|husband|wife|baby|son|daughter)
            (hear|hears|hearing) ~4 (voice|voices|god|devil|demons|radio|neighbours) ~2 tell|tells|telling|say|says|saying me|him|her|to|he|she
        ",
        hints: "",
    },
    Group {
        why: Why::Immediate,
        about: "fire, gas, a weapon, a height, a drunk driver",
        is_injury: false,
        plain: "
            (hanging|leaning|climbing|climbed) ~2 (out|off|from) ~3 (window|balcony|bridge|roof)
            (gas|carbon|smoke|boiler) alarm ~6 (sick|sleepy|going|off|dizzy)
            burn (us|me|them) out
            been stabbed|shot
            there is|was|s blood ~1 (everywhere|all|on|$)
            (smoke) ~3 (under|coming|from|everywhere|pouring|door|kitchen|house)
            (ceiling|wall|roof|shelf) ~3 (fallen|collapsed|fell) ~2 (on|in)
            fire ~1 in ~1 (kitchen|house|bedroom|room|flat|building|garage)
            (nodded|fell|falling|fallen|asleep|falls) ~2 (asleep|off|at) ~3 (wheel)
            (picks|pick|picking|picked|collects|collect) ~3 ?up ~2 drunk
            (hit|kill) list
            please send someone|help|police|ambulance|somebody
            send ~1 police|ambulance
            locked ~4 (baby|brother|sister|child|him|her|kids) ~2 (in|inside) ~2 (oven|freezer|car|boot|washing|fridge|cupboard|shed)
            (house|flat|kitchen|bedroom|home|car|room|curtains|building|sofa|bed) ~2 (on fire,burning|(up in flames),alight)
            there is|s a fire ~2 (in|at|help|upstairs|kitchen|house|now|$)
            (smell|smells|smelling|stinks) ~1 of ~1 (gas|burning|smoke)
            (smell|smells|smelling) ~1 gas
            gas leak
            carbon monoxide ~3 (alarm|going|beeping|poisoning)
            (got|has|with|have|holding|brought|carrying|found|bring|brings|bringing|pointing|pointed) ~2 (gun|shotgun|pistol|firearm|machete|grenade|bomb)
            (knife|gun|machete|blade) ~3 (in|into|to|at) ~2 (school|college|class|bag|lesson|nursery)
            (brought|bring|bringing|taken|took|take|taking|carry|carrying|carries|brings|takes) ~3 (knife|knives|machete|blade|gun) ~3 (in|into|to|around|on|at|with|for) ~2 (school|college|class|him|her|bag|protection|streets|out)
            someone brought ~2 machete|knife|gun
            (man|someone|somebody|stranger|men|people|guy|bloke|he|ex) ~2 (outside|door|window|garden|downstairs) ~3 (trying to get in,breaking|break,with a knife|gun|bat|weapon)
            (trying|tried|going) ~1 (get|break|kick|smash|force) ~2 (in|door|into)  ~4 (alone|own|kids|scared|knife|help|now|police|door|outside|and)
            (someone|somebody|burglar|intruder|man) ~2 (in|inside,broken into,breaking into) ~2 (house|flat|home|garden|room) ~6 (now|help|scared|alone,dont know,hiding|upstairs)
            (driver|escort|taxi|bus|minibus|chauffeur|cab) ~8 (drunk|drinking|alcohol|stinks|smelt|stoned|weed|beer|whisky|asleep|pissed)
            (drunk|drinking|stoned|wasted|(off his|her face)) ~8 (drive|driving|drives|driver|drove|wheel|car|pick|picks|picking|collect,school run,taxi|bus|minibus)
            (drive|drives|driving|drove|driven|pick|picks|picking|collect|collects|collecting,behind the wheel) ~6 (drunk|(been drinking),(been on the),(smelling|smells|stinks|reeks of),(under the influence),(over the limit),pissed|stoned|wasted|(after|when|while drinking),(full of drink))
            @home|@staff|he|she drinks|drinking|drank ~6 (car|drives|driving|wheel|van) ~6 (kids|children|him|her|them|us|son|daughter|school|home|me)
            (been drinking) ~8 (drive|driving|car|school|kids|pick|collect|children|home)
            (he|she|they|son|daughter|child|ds|dd|kid|boy|girl) (up|climbed|gone|got|standing|sitting|sat|stood|out|gets|climbs|on|keeps) ~2 (roof|scaffolding|pylon|(window ledge)|(railway|train line|lines|track|tracks))
            (edge|end) of ~2 (platform|bridge|roof|cliff)
            (wont|not|refuses|refusing) ~2 come down ~4 (roof|tree|scaffolding|help|$)
            scaffolding
            (banging|hammering|kicking|smashing) ~3 door ~6 (knife|kill|in|scared|kids|police|shouting|ex)
            (need|call|called|calling|ring|phone|get) ~1 ?the police now|please|help|quick|quickly|$
            i need ?the police
            (drown|drowned|drowning) ~2 (pool|river|bath|now)
            (in|fallen|fell|gone|jumped|went) ~2 (into|in) ~1 (river|canal|lake|sea|pond|weir|thames)
            (locked|trapped|stuck|left) ~3 (hot car,in ~2 fire,car in,car with)
            (beaten|battered|kicked|stabbed) ~3 right now
        ",
        hints: "
            drunk|alcohol|alcoholic
            gun|guns
        ",
    },
];
