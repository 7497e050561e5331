//! A child has gone; somebody cries for help or tells of abuse without saying more.

use super::Group;
use crate::safeguarding::Why;

pub(super) const GROUPS: &[Group] = &[
    Group {
        why: Why::Missing,
        about: "a child has gone and nobody knows where",
        is_injury: false,
        plain: "
            (not|isnt|wasnt) ~1 on the (coach|bus|train|minibus|plane|taxi) ~1 back|home|(from the)|$
            (taxi|driver|bus|escort|firm|minibus) ~12 wrong (house|address|stop)
            (dropped|drop|left) ~1 (him|her) ~2 wrong (house|address|stop)
            (out|gone|(not home|back)) since ~4 phone ?is off|dead|(straight to)
            last ping|pinged
            (he|she|they|@child) ~1 (never|didnt|hasnt|not) ~1 (arrive|arrived|get|got|turn|turned|make|made|reach|reached|show|showed) ~1 (at|to|up|for|in) ~1 (school|college|respite|nursery|club|home|class|work|registration|$)
            (gone|missing|disappeared) ~1 from the|our|his|her garden|house|home|bed|room|school|car|park|playground
            been gone since
            straight to voicemail
            (dont|no|doesnt|didnt|nobody) ~1 (know|knows|idea) where (he|she|they) ~1 (is|are|went|gone|$)
            went out ~4 (pyjamas|barefoot|night,num am,dark)
            (went|left|gone|out) ~5 num ~3 now num
            (they|school|nursery|staff|college|club|respite|escort|driver|bus) ~2 lost (my|our|a @child)|him|her|them ~1 $
            (cant|couldnt|unable) get ?hold of (my @child)
            (went|left|gone|out|walked) ~8 now|nearly num ~6 phone|home|back|sign|answering
            (should|meant|supposed) ~3 (home|back|here|there) ~3 (hours|hour|ago) ~6
            (walk|walked|let|wander|wandered) ~4 out ~3 gate|door|school ~5 gone|missing|lost|find
            (isnt|not) anywhere
            (taken) ~1 by ~1 (his|her|their) (dad|mum|father|mother) ~8 (answering|answer|back,know where,hours|phone|gone)
            police ~4 (looking|searching|search|out) ~2 for|now
            (done|did) a runner
            (hasnt|havent|not|isnt|didnt) ~2 (come|came|home|back|returned|been) ~3 (home|back|in) ~8 (midnight|dark|am|late|hours|meds|coat)
            (left|leave) ~3 (him|her|them) ~3 (gate|door|stop|station|bus|road|wrong) ~6 (nobody|where|gone|missing|find|know)
            lost (him|her|them) ~2 (in|at|on|near) ~2 (woods|park|town|shop|crowd|forest|beach|station|market|centre|fair|zoo)
            cant|couldnt|not reach|(get hold of) (him|her|them) ~4 $
            (gone|went|reported|goes) missing ~1 (from|since|again|last|for|this|now|and|he|she|we|they|tonight|today|police|yesterday|overnight|at|on|$)
            (cant|cannot|couldnt|not|never|still|havent|unable) ?to find|found|locate|finding (him|them,my son,my daughter,our son,our daughter,my child,the kids,my boy,my girl,my baby,my brother,my sister,my grandson,my granddaughter,my nephew,my niece,my foster child,(her $),her anywhere|and,my little boy|girl,my kid,the baby,my kids)
            (cant|havent|nobody|noone) ~1 (find|found|seen) ~2 (him|her|them|(my|our @child)) ~3 (anywhere|since|yet,all day,for hours,today|tonight|so|and|phone|$)
            (nobody|noone) ~2 (has|have|s) ~1 (seen,heard from) (him|her|them) ~6 (since|hours|night|yesterday|morning|today|registration|lunchtime|last|him|her|break|afternoon|days|$)
            (not|hasnt|havent|wasnt) been seen|heard ~2 (since|from)
            nobody has|s seen|found him|her|them
            (he|she|they|son|daughter|child|boy|girl|@child) ~3 (disappeared|vanished|disappears)
            (disappeared|vanished) ~3 (from school|home|club|nursery|park|bedroom|house,(after school))
            (run|ran) (away|off) ~10 (phone|cant|find|found|nobody|hour|hours|police|back|missing|gone|looking|still|tonight|where|yet|night|now|havent|hasnt|returned|seen|know)
            (has|have|s|is|just|he|she) ~1 (run|ran|runned) (away|off) ~3 (again|and|from|with|this|tonight|$|now|last|phone|because|to)
            (he|she|they|@child|who) ~3 (didnt|hasnt|havent|not|never|isnt|wasnt) ~1 (come|came|get|got|gotten|arrive|arrived|return|returned|back|home|make|made|show|showed) ~2 (home|back|off|up) ~4 (last|night|since|yet|hours|phone|tonight|bus|yesterday|today|now)
            (he|she|they|@child) ~3 (didnt|hasnt|havent|not|never|isnt|wasnt) come|came|get|got|arrived|returned|made|arrive home|back ?it ?off $
            (hasnt|havent|didnt|not|never) come|came|been|got|returned ?back home ~2 (last|since|for|all|from|tonight|and|$|yet|at|she|he)
            (hasnt|havent|isnt) ~1 (come|came|got) back ~2 (and|its|yet|from|since|phone|num|$|she|he|tonight)
            (didnt|not|never|wasnt) ~2 (get|got|getting|on) ~1 (off|on) ~2 (bus|taxi|minibus|train|coach) ~8 (driver|school|says|find|know|where|home|never|and|phone|cant|$)
            (lost|losing) ~1 (him|her|them,my son,my daughter,my child,(my|our @child)) ~3 (at|in|from|on|somewhere|outside|town) ~3 (legoland|park|town|shop|tesco|centre|station|school|crowd|supermarket|beach|zoo|trip|woods|london|street|market|airport|shopping|bus|asda|sainsburys)
            (theyve|they|school|nursery|have|has|staff) ~3 lost (him|her|them) ~1 ($,and|at|on|somewhere|in)
            (he|she|boy|girl|son|daughter|child|lad|kid|kids) ~2 (has|have|is|s) ~1 gone ~8 (cant find,coat|phone|nobody|anywhere,know where|police|looking|searching)
            (got|gotten|escaped|ran|run|slipped|walked|went|wandered|climbed|out) ~3 (out|off|away) ~6 (house|school|gate|gates|garden|window|door|home|class|building) ~10 (cant find,not found,find him|her,nobody|missing|found him|her,looking|where|hour|hours|road|lost|police|still|gone)
            (walked|left|ran|run|gone|went|wandered|stormed|got|escaped) ~3 (out|off|school|college|away|home) ~8 (lost her|him,nobody ~2 seen,not answering,cant find,(not|havent|hasnt) ~2 (found|back|seen|returned|heard|answering),dont know where,phone ~2 off)
            (dont|no|not|doesnt|nobody) ~2 (know|knows|idea) where (he|she|they|my|the|our|her|his) ~3 (is|are|son|daughter|s|has|went|gone|$)
            (bed) ~2 (empty) ~6 (door|gone|window|open|phone|this|$)
            (missing) (child|person|boy|girl|kid|son|daughter|teenager) ~6 (my|now|help|police|he|she|since|report|please|$)
            (he|she|son|daughter|child|children|kid|boy|girl|they|kids|ds|dd|brother|sister|grandson|niece|nephew|lad) ~1 (is|are|been|gone|went|s) missing from|since|again|and|now|police|$
            (missing) ~1 (again|since|overnight|tonight,all night)
            (dropped|drop|left|leaving) ~4 (wrong) ~2 (address|house|stop|school|place) ~8 (he|she|vanished|cant|alone|hour|hours|lost|missing|gone|find)
            (looking|searching|search|looked|searched) ~2 (for) ~2 (him|her|them|(my|our @child)) ~6 (hours|everywhere|police|all|cant|night|woods|still|since)
            (run|ran|running|runs) away ~2 (from home,tonight|again|and|with|$)
            (phone|phones|mobile) ~2 (off|dead) ~6 (hasnt|not|missing|gone|run|home|seen|come|where|night) 
            (dropped|transport|taxi|bus|minibus|driver) ~18 (marked|registered|down) ~1 absent|(not arrived)
            (marked|registered) ~1 absent ~18 (dropped|left home|(set off),(got on))
        ",
        hints: "
            ran|run away|off ~3 (school|home)
        ",
    },
    Group {
        why: Why::CryForHelp,
        about: "a plain cry for help, or abuse told of without more",
        is_injury: false,
        plain: "
            i want|need to report|raise ~2 safeguarding
            dont|doesnt|didnt|not|never|isnt feel|feels|be|feeling safe ~1 (around|near|alone|with|at|in|on) ~3
            (tell|told) someone ~3 what ~5 (did|does|do|doing|done)
            (being|been) hurt ~1 (at|by|in|and|but)
            (think|worried|know|saw|suspect) ~5 (hurting|hitting|abusing|beating|touching|neglecting) ~1 (him|her|them|their|his|child|children|little|a|my|the)
            (about|after) being (raped|abused|touched|hit|hurt|attacked)
            (something|things) ~6 (wasnt right,not right) ~6 (man|hand|touch|child|girl|boy|him|her)
            (help|please) ~4 (scared|hurting|kill|emergency|danger|police|dying,not safe,attacked,hurt me,hes hurting,attacking|trapped|bleeding|beating|hitting)
            (not|isnt|arent|dont|never|doesnt|no) ~1 (feel|feeling|felt|longer) ~1 safe ~1 (at|in|here|with|from|around|tonight|anymore|any|$) ~1 (home|house|him|her|dad|school|them|mum|here|family|stepdad|there|more|foster|placement|$)
            (i|we|she|he ?am ?is|are|dont) ~1 (not|feel) safe ~1 ($,at home,here|with)
            not safe at|in|with ~2 (home|house|him|her|them|dad|mum|school|family|carer)
            (is|are|was|been|being|in) ~2 (danger) $
            (in|at) ~1 (immediate|serious|real|grave|great|terrible,lot of) ~1 (danger|risk)
            (child|son|daughter|baby|he|she|i|kids|children|boy|girl|we) ~2 (am|is|are) ~1 in danger
            (someone|somebody|he|she|they|man|person|people|mum|dad|teacher) ~2 (hurting|hurts|attacking|abusing|beating|hitting) ~1 (me|him|her|them|us|my|(my|our @child),a|the)
            (hurt|hurting|hurts|abusing|abused|abuses|attacking|touching) me
            (someone|somebody|he|they|people|teacher|man) ~3 (did|done|does|doing|do) ~3 (bad|horrible|awful|nasty|terrible|wrong|weird) ~4 (to|me|him|her|them)
            (something|things) ~3 (happened|happening|happens) ~4 (to) ~1 (me|him|her|my|them) ~14 (tell|scared|secret|teacher|anyone|dont|cant|uncle|dad|who|bad|talk)
            (bad|awful|horrible|terrible|wrong) ~2 (happening|happened|happens) ~2 (to|at) ~2 (me|him|her|my|home|them|school|child|@child)
            (told|tell|telling|disclosed|confided|says|said|reported|revealed|admitted) ~5 (something|things) ~2 (awful|terrible|horrible|disturbing|shocking|worrying|bad|upsetting|really) ~8 (about|happened|teacher|dad|uncle|did|carer|to|driver|sick|that)
            disclosed|disclosing|disclosure ~8 (abuse|abused|hurt|touched|hit|sexual|harm|being|something,to me,about his|her|him)
            discloses ~8 (abuse|abused|hurt|touched|hit|sexual|harm,about his|her|him)
            (being|been|is|was|getting|gets|be|are|were) (abused|molested|exploited|harmed|mistreated)
            (being|been) neglected
            (abusing|abuses|neglecting|molesting|exploiting) (him|her|me|them|us|my|his|her|children|kids|a|the|their|our)
            (think|suspect|suspecting|worried|sure|know|believe|suspicious|concerned) ~8 (abused|neglected|molested|abusing|abuse|neglecting|harmed|groomed,being hurt)
            (report|reporting|reported) ~3 (abuse|neglect|(child ~1 (danger|abuse|harm)),assault|rape|cruelty)
            (i|we) ~2 (worried|concerned|scared|frightened|fear|afraid|concern) ~2 (about|for) ~3 (safety|welfare)
            (worried|concerned|concerns) ~1 (about|for) ~2 (childs safety,child s safety,their safety,his safety,her safety)
            (fear|fearing|worried|scared|afraid|frightened) ~2 for ~2 (safety|life|lives)
            (who|where) ~2 (do|can|should) ~1 i (tell|report|ring|call|go) ~4 (hurting|hurts|abused|abuse|hit|touched|touching|hitting|abusing|raped|scared|danger|hits) 
            dont tell (my|anyone|mum|him|her|them) ~10
            (wont|not|dont|never) ~1 tell my (mum|dad|parents) ~10 (someone|did|bad|happened|hurt|touch|something|scared|secret)
            (can i tell,want to tell,need to tell) ~6 (secret,wont tell,something bad)
            i need help ~1 (now|urgently|before) ~3 (he|hurting|kill|hurt|him|her|something|i|she|someone|please|$)
            (its|is|a|an) ~1 emergency $
            please help|come ~1 (emergency|someone|now|quick|quickly|hurry,he is,she is,i am scared)
            call ~1 (police|ambulance|num)
            promise|promised|swore ~2 not ~2 tell
            (child|she|he|girl|boy) ~2 (at) ~2 risk of (harm|abuse|being|death|significant|suicide|exploitation|serious)
        ",
        hints: "
            (begged|begs|beg|made) ~2 me ~2 (not|promise) ~2 (say|tell|anyone)
            (raise|report|have|make|reporting|raising|got) ~3 (safeguarding|welfare|protection) ~1 (concern|concerns|worry|issue|referral|alert) ~3 about
            (safeguarding) ~1 (concern|concerns|worry|issue) ~2 about ~1 (teacher|my|his|her|staff|child|ta)
            unsafe
            abusing
            (abused|abuse) ~3 by
        ",
    },
];
