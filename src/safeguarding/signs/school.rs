//! Harm at school and on the way there: by staff, by other children.

use super::Group;
use crate::safeguarding::Why;

pub(super) const GROUPS: &[Group] = &[
    Group {
        why: Why::HarmByAdultAtSchool,
        about: "staff hurt, shut in, strap down or humiliate a child",
        is_injury: false,
        plain: "
            (hold|holds|held|holding|pinch|pinches|pinched) ~1 nose|noses ~4 (mouth|opens|open|swallow|eat|eats|spoon|breathe)
            (teacher|deputy|head|ta|sir|miss|staff|assistant|lsa|driver|escort) ~4 (hold of) ~1 (his|her|my|their) (ear|hair|neck|throat|wrist|collar)
            (sit|sits|sat|sitting|lies|lay|kneels|knelt|kneeling) on (my|his|her|their) (chest|back|neck|head)
            (put|puts|shut|locked|sent|sends|goes|made) ~3 (coal hole|cellar,under the stairs)
            (burst|broken) ~1 (blood vessels) ~4 (eye|eyes|face)
            (make|makes|made|put|puts|keep|keeps) ~3 (wear|on) ~1 ?a lead|leash|reins|chain|muzzle|collar ~2 (school|all|on|walk|every|$)
            (bent|bend|bends|twisted|crushed|shut|trapped) ~4 (finger|fingers|arm|hand|wrist|thumb) ~4 (back|door|behind|until|till|screamed|purpose)
            @staff ~5 (throttled|strangled|choked|punched|bent|stripped|tied|gagged|slapped|kicked|smacked)
            (locking|shutting|putting|keeping|locked|shut|kept) (my @child)|him|her|them ~2 in ~2 store|cupboard|shed|toilet|toilets|cellar|office|(empty room)|(dark)
            (behind his|her|their back) ~6 (arms|march|marched|shoulder|pain|crying|screaming)
            @staff ~4 (pushed|pushes|shoved|slammed|threw|banged) ~3 (against|into|onto|off) ~2 (wall|lockers|locker|door|floor|table|desk|fence|head)
            @staff ~3 (laughed|laughs|laughing|watched|ignored) ~6 (bleeding|seizure|unconscious|cracked|blood|choking|head)
            @staff ~5 @hits ~4 @body
            (blanket|coat|bag|hood|towel|sack|jumper) ~2 over ~2 (head|face)
            (hold|holds|held|pinch|pinches) ~2 nose ~4 (swallow|eat|open|drink|medicine)
            @staff ~4 (threatened|threatens|threatening|said) ~3 (break|hit|slap|kill|hurt|smack|lock|beat) ~2 (him|her|me|them|his|my|legs|fingers|neck|arm)
            (tipped|tips|threw|thrown|pulled|dragged) ~2 (out) ~2 wheelchair|bed|chair|buggy
            (in|inside) a pen|cage|kennel ~4
            like an animal
            @staff ~4 @rough ~1 (him|her|them|me|(my|our|the|a ?num ?year ?old ?autistic ?disabled ?little ?nonverbal @child),(one of),children|kids|child|pupils)
            @staff ~4 @rough ~1 (his|her|their) ~1 @body
            @staff (is|are|was|been|has) ~1 (hitting|hurting|beating|slapping|smacking|kicking|punching|abusing|dragging|grabbing|pinching|shoving|assaulting|restraining|shaking|strangling) ~1 (him|her|them|me|my|our|a|the|kids|children|boys|girls|pupils|his|each)
            (they|one|three|two|four|num|he|she|somebody|someone|who|which|and) ~3 (sit|sits|sat|sitting|knelt|kneel|kneels|kneeling|lay|lying|laid|stood|stand) ~1 (on) ~1 (him|her|me|them|(my|our @child))
            (sat|sitting|sits|kneeling|knelt|lay|lying) on (him|her|me)
            they (hit|slap|slapped|smack|smacked|punched|kick|kicked|drag|dragged|drags|grab|grabbed|pin|pinned|pinch|pinched|tie|tied|strap|strapped|tape|taped|shove|shoved|shake|shook|lock|locked|choke|choked|hurt|strangled|beat|gag|gagged|force feed,force fed,starve|starved|burnt|burned|spit|spat|((hold|held ?him|her|them|my down))) ~2 (him|her|them|me|down|(my|our ?autistic ?little @child)) ~9 (down|floor|cupboard|room|chair|arms|arm|hair|face|wall|table|school|wrists|legs|$|hand|hands|door|outside|lock|shut|when|if|cried|screamed|every|bruises|marks)
            (held|hold|holds|holding|pinned|pin|pins|pinning|restrained|restrain|restrains|restraining|wrestled|pushed|slammed|forced) ~5 (down,face down,floor|ground|wall|table|desk|prone|throat|neck|face) ~8 (bruise|bruises|bruised|breathe|wrist|wrists|marks|mark|cried|screaming|scream|him|her|crying|injury|hurt|staff|minutes|arm|hours|school|ta|year|was|wet)
            (face down,prone) ~6 (staff|ta|teacher|teachers|school|held|pinned|bruises|restrained|restraint|adults|three|four|floor)
            (pinned|restrained|held|wrestled|slammed|forced|pulled|pushed|dragged|threw|thrown) ~4 (floor|ground|wall|table)
            (restrain|restrained|restraining|restraint|restrains|restraints) ~12 (bruise|bruises|bruised|bruising|marks|mark|injured|injury|hurt|broke|broken|blood|bleeding|breathe|crying|scratches|terrified,face down,floor|injuries|swollen|carpet)
            (bruise|bruises|bruised|bruising|injured|injury|injuries|hurt|scratches) ~8 (restraint|restrained|restraining|held|pinned|staff|ta|teacher|taxi|minibus|escort|respite)
            (hurt|hurts|hurting|hit|hits|hitting|slapped|slaps|smacked|pinched|pinches|kicked|grabbed|pushed|dragged|punched|shook|abused|touched) ~3 (him|her|me|them|(my|our|a @child)) ~3 (at|in|by) ~3 (school|nursery|college|class|respite|teacher|ta|bus|taxi|club|staff|escort|residential)
            @them|@child (hit|slapped|smacked|beaten|grabbed|dragged|pinned|pinched|restrained|shoved|tied|strapped|taped|manhandled|hurt|locked|assaulted|abused|harmed|punched|kicked|mistreated) ~2 by|from ~3 @staff
            (dragged|dragging|drags|drag|hauled|yanked) ~3 (him|her|them|me|child|(my|our|a ?autistic @child)) ~4 (hood|hair|arm|arms|leg|legs|ankle|ankles|corridor|floor|wrist|wrists|collar|screaming|across|feet|ear|car|door|playground|classroom|out)
            (pulled|pulling|pulls|carried|carry) ~2 (him|her|them|me|(my|our ?autistic @child)) ~2 (hood|hair|arm|arms|leg|legs|ankle|ankles|wrist|wrists|collar|feet|ear|neck)
            (by) (the|his|her|my|one|their) ?one (hood|hair|collar|arm|arms|wrist|wrists|ankle|ankles|ear|scruff|neck|throat|legs)
            (grab|grabs|grabbed|grabbing|yank|yanked|pull|pulled|pulls|twist|twists|twisted|twisting) ~3 (hair|arm|arms|wrist|wrists|neck|throat|ear|ears|collar|hood|face|hard)  
            @shuts ~2 (him|her|them|me|(my|our|a|the|one ?of ?our ?num ?year ?old ?autistic ?little ?nonverbal @child),kids|children) ~3 (in|inside|into|to) ~3 @place_shut|cupboard|cage
            (he|she|they|i|@child|him|her|me|them|gets|get|being|getting|kids|children|pupils) ~2 (locked|shut|kept|put|trapped|secluded|left) ~2 (in|inside|into) ~3 (cupboard|cage|cell|stockroom|storeroom|dark|(store room|cupboard),shed|(room alone),(padded|empty|bare room),toilet|(room with no))
            (lock|locks|locked|locking|shut|shuts|shutting|hold|holds|held|holding|block|blocked|blocking) ~4 (door|doors) ~3 (shut|closed|on|till|until|so|from|to|stop|locked|while) ~5 (him|her|me|crying|calm|calms|stops|out|cant|screams|screaming|them|quiet)
            (lock|locks|locked|locking|shut|left|put|puts|shuts|leave|leaves) ~2 (him|her|them|me|(one of our lads|girls|boys|kids),(my|our|a @child)) ~1 (out|outside) ~3 (cold|rain|snow|alone|school|freezing|punishment|hours|playground|dark)
            (lock|locks|locked|locking) ~1 (him|her|them|me|(my|our|a ?autistic ?little ?num ?year ?old @child)) ~2 (in|up|away)
            (put|puts|putting|take|takes|left|leave|leaves) ~3 (dark|small|empty|windowless|tiny|padded|bare|cold) ~1 (room|cupboard|space)
            room ~2 (with no,without) ~1 (window|windows|light,door handle,handle|furniture)
            (tie|tied|ties|tying|strap|straps|strapped|strapping|tape|taped|taping|tapes|bind|bound|chain|cuffed|handcuffed|buckled|belted) ~3 (hands|hand|mouth|wrists|legs|arms|chair|buggy|wheelchair|seat|feet|him|her|me|down|in) ~8 (chair|buggy|wheelchair|mouth|afternoon|day|hours|down|hands|flapping|so|because|punishment|staff|still|walk|long|seat|radiator|morning|table|lesson|up)
            (tape|tapes|taped|taping|cover|covers|covered|covering) ~3 (mouth|mouths)
            (hand|hands|sock|tape|cloth) ~2 (over|on|in|across) ~2 (his|her|their|my) mouth
            (with|has) marks $
            (wont|not|dont|cant|no|refuse|refusing|nobody) ~3 (say|explain|know|tell|explanation|idea) ~3 (how|where|about|what) ~4 (bruise|bruises|marks|hurt|injury|injured|burns)
            (sprays|spray|sprayed|throws|threw|pour|pours|poured|squirt|squirts) ~2 (water|drink|cold) ~3 (face|him|her|head|them|me)
            (withhold|withholds|withheld|withholding|starve|starves|starving|deny|denied|denies|refuse|refuses|refused) ~2 (food|lunch|water|drink|dinner|snack) ~6 (punish|punishment|until|till|unless|because|if|words,as)
            (force|forced|forces|forcing|forcibly) ~1 (feed|feeds|fed|feeding|feed)
            (left|leave|leaves|leaving|sat|sitting|sit|kept) ~4 (wet|soiled|dirty|own) ~2 (nappy|nappies|clothes|pad|urine|wee|poo|faeces|pants|trousers|mess) ~6 (day|hours|punishment|morning|afternoon|long|all|until|sore)
            (wet|soiled|dirty) (nappy|pad|clothes) ~3 (all|day|hours|punishment|as)
            (pushes|push|pushed|pushing|slam|slams|slammed|bang|bangs|banged|smash|smashes|smashed|holds|shoved|shoves) ~4 head ~3 (on|onto|against|into|down|desk|table|wall|toilet|under|off)
            (shouts|shouted|screams|screamed|screaming|yells) ~4 (twists|grabs|pulls|hits|pushes|twisted|grabbed) ~1 him|her|them|me|us|my|kids|children
            (called|calls|call|calling) (him|her|me|them|my|our|(my @child)) ~1 (retard|retarded|spastic|spaz|mong|freak|stupid|idiot|vegetable|animal) ~10 (threw|throw|shut|hit|pushed|locked|staff)
            (strapped|straps|strap|tied) ~2 (in|into|to) ~3 (chair|buggy|wheelchair|pushchair|bed|seat|stander) ~9 (can walk,hours|day|afternoon|num|staff|because|punishment|long|till|till|so|morning|flapping|stop)
            (petrified|terrified|scared|frightened|afraid) ~2 of ~3 (mr|mrs|miss|teacher|ta|driver|escort|staff|carer|man|head) ~14 (mark|marks|bruise|bruises|wets|hurt|hurts|hits|sick|scratches|flinches|screams|touch)
            (teacher|ta|staff|miss|sir|escort|driver|carer|assistant|he|she|lady|man|they|mrs|mr) ~4 (hurts|hits|pinches|slaps|smacks|kicks|punches|bites|hurted|beats|strangles|drags|squeezes) (me|him|her|them|us|(my|our @child)) ~3 (at|in|on|when|under|school|bus|class|if|and|every|because|$)
            (hurts|hits|pinches|slaps|hurted|smacks) me
            (saw|seen|watched|witnessed|see|cctv|video) ~6 @staff ~4 @rough ~2 (him|her|them|me|us|my|our|kids|children|child|boy|girl|pupil|lad|head|face|arm|hair)
            (says|said|saying|told|signed|typed) ~6 @staff ~2 (did|done) ~1 it
            (abuse|abused|abusing|abuses|abusive|assault|assaulted|assaulting|mistreated|mistreating) ~6 (school|nursery|staff|residential|teacher|ta|respite|carer|college|escort|unit|class)
            (school|nursery|staff|residential|teacher|ta|respite|carer|escort|unit) ~4 (abused|abusing|assaulted|assaulting|abuses|mistreated|mistreating) 
            (isolated|isolation|seclusion|secluded|locked) ~8 (marks|bruises|injured|hurt|terrified|herself,wet himself,urine,hours a day,scream|screaming|dark)
            they lock (him|her|them|me|(my|our ?autistic @child))
            (dislocated|fractured|broke|broken) ~8 (restraint|restrained|restraining|dragged|staff|held)
            (rough|roughly) ~2 (with|handle|handled|handling) ~3 (him|her|them|my|me|our)
            manhandle|manhandles|manhandled|manhandling
        ",
        hints: "
            (terrified|petrified|scared|frightened|afraid) ~2 of ~2 (teacher|ta|staff|escort|driver|miss|mr|mrs|him|carer)
            wets (himself|herself)
            restrained
        ",
    },
    Group {
        why: Why::HarmByAdultAtSchool,
        about: "a child comes home hurt",
        is_injury: true,
        plain: "
            (came|come|comes|back|home|out|has|had|got) ~4 (bite mark|marks,nail marks,shaped bruise|bruises|mark)
            arm|leg|wrist|shoulder ~2 (hanging|(out of ~2 socket)|dislocated)
            (handprint,hand print,handprints) 
            (came|come|comes|coming|sent|home|back,came out,returned|arrived) ~4 (with|got|covered|has|and) ~4 (bruise|bruises|bruised|bruising|(black eye),burns|(carpet burn),(cigarette burns),(split|fat|cut|bust lip),welts|injuries|scratches|handprint|(bite marks),(red marks),((marks on|all|round|around|and|$)),(a mark),(finger marks),swollen|blood|wounds)
            (marks) ~2 (round|around|on,all over) ~2 (his|her|my|their) ?s (neck|throat|arms|wrists|legs|face|back|body|ankles)
            carpet burn|burns
            finger ?shaped bruise|bruises|marks
            (shoulder|arm|elbow|wrist|collarbone) ~2 (popped|dislocated,out of its,broken|fractured) ~6 (school|staff|teacher|ta|dragged|head|restrained|held)
        ",
        hints: "",
    },
    Group {
        why: Why::HarmByPeers,
        about: "other children beat or threaten a child",
        is_injury: false,
        plain: "
            @peer ~3 (stripped|strip|undressed|pulled down) ~2 (him|her|me,(my ?autistic @child)|his|her)
            (put|posted|shared|filmed) it ~1 (on|to) ~1 @online
            (stamped|stamp|stamps|jumped|kicked) on ~1 (his|her|my) head|face|neck|hand
            (waiting|wait) ~3 (outside,for him,for her,for me) ~5 (bats|knives|knife|bat|blades|bricks|weapons)
            (beaten|punched|knocked|kicked) unconscious
            telling|tells|told|tell ~3 to kill @self
            @peer ~4 (beat|beats|beating|kicked|kick|kicks|punched|punch|punches|stab|stabbed|strangled|strangle|choked|choke|burnt|burned|burn|jumped|attacked|attack|battered|batter|tied|held|stamped|stamp|robbed|mugged) ~2 (him|her|me|them|(my|our ?autistic ?little ?num ?year ?old @child),his|up) ~9 (down|up|head|face|ground|floor|lighter|fire|post|knife|blade|every|day|hospital|broke|broken|unconscious|bleeding|blood|teeth|breathe|neck|throat|hair|field|park|bus|school|jaw|ribs|stop|stops|filmed|again|bruises|toilets|toilet)
            (kick|kicked|kicks|kicking|punch|punched|punches|punching|hit|stamped|stamping|stamp|beaten|beat|battered|beating) ~4 (him|her|me|them|(my|our @child),in) ~3 (head|face|ground|floor|teeth|ribs|stomach|unconscious|up)
            (gets|getting|got|being|is|been|was|keeps) ~2 (beaten|punched|kicked|battered|jumped|stabbed|strangled|attacked|mugged|choked) ~6 (up|every|head|face|by|daily|bus|day|broken|had|blood|school|boys|gang|girls|again|ground)
            (beaten|beat|beating|beats) ~1 up ~1 (every|by|again|at|daily|on|after|$|and|yesterday|today|him|her|me)
            (him|her|me|them|son|daughter|boy|girl|lad) ~1 (jumped|beaten|battered|attacked|stabbed|mugged) by
            (going|gonna|will|threatened|threatening|threatens|threats|threat|said|saying|says) ~3 (stab|shank|kill|batter|slice|jump|burn|shoot|smash) ~2 (him|her|me|us|them|(my|our @child),each|teachers)
            stab|shank|stabbed|shanked|chef ~3 (him|her|me|if|after|tomorrow|at|he)
            (be|get|getting|been) (shanked|stabbed|killed|battered|jumped|shot|sliced)
            death threat|threats
            threat|threats|threatened|threatening ~4 (kill|stab|rape,our address,knife|life|acid)
            (bring|bringing|brought|carry|carrying|got) ~3 (blade|knife|shank|machete|acid|gun)
            (push|pushed|held|hold|shoved|put|pushes|stuck) ~3 head ~3 (toilet|water|bin|wall|under)
            (tied|tie|ties|taped|chained) ~2 (him|her|me|them|(my|our ?autistic @child)) ~2 (to|up)
            (made|make|makes|making|force|forced|forcing) ~2 (him|her|me|them|(my|our ?autistic ?disabled @child)) ~2 (eat|drink|lick|swallow) ~3 (dog|mess|poo|mud|urine|wee|spit|toilet|worms|sand|grass|dirt|chilli|it)
            (burn|burnt|burned|burns|set) ~3 (hair|arm|coat|him|her|bag|skin) ~3 (lighter|fire|cigarette|deodorant,on fire)
            (told|tell|telling|tells|messaging|dming|urging|dared) ~2 (him|her|me|them,(my|our @child)) ~1 to (kill|die|hang|cut|jump,drink bleach,end|self)
            (kill|cut|hang) yourself
            (broke|broken|fractured|smashed|knocked) ~3 (jaw|nose|ribs|teeth|tooth|cheekbone|skull|arm) ~10 (boys|lads|girls|kids|bullies|school|attacked|jumped|beaten|punched|gang|fight|them)
            (jumped|attacked|beaten|assaulted|punched,set upon) ~4 (by) ~3 (num|six|five|four|three|two|gang|group|boys|lads|girls|kids|older|year|bullies|some)
            (spat|spit|urinated|peed|weed|wee) on (him|her|me|my) ~5 (held|kicked|beat|every|punched)
            (nobody|noone|school|none|no) ~3 (stops|stop|stopping|stopped) ~2 (it|them|this) ~6 (kick|kill|blade|beat|stab|knife|tomorrow)
            (strangled|choked|strangling|choking|throttled) ~1 (him|her|me|(my|our @child))
            (put|puts|hands|hand|had|grabbed|grabs|arm) ~4 (round|around|by|on) ~2 (his|her|my) ?s (throat|neck)
            couldnt|cant|could not breathe
            coughing blood|up
            (held|holding|hold|holds|pushed|pushing|push|kept|forced|forcing) ~3 (him|her|me|them|head|son|daughter) under ~4 (water|pool|swimming|bath|sea|lake|river|baths)
        ",
        hints: "
            beaten|battered ~2 up
            death|kill ~2 threat|threats
        ",
    },
];
