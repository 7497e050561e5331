//! Harm at home: to a child, to a partner, by a parent who cannot go on, by a child.

use super::Group;
use crate::safeguarding::Why;

pub(super) const GROUPS: &[Group] = &[
    Group {
        why: Why::HarmToChild,
        about: "a child is hurt by an adult at home",
        is_injury: false,
        plain: "
            (think|thinks|say|says|said|believe|believes|told) ~4 (jinn|djinn|possessed|demon|demons|cursed|witch,evil spirit|spirits)
            (beat|drive|get|getting|pray|cast|starve) ~3 (jinn|djinn|demon|devil|spirit|spirits) ~1 out|leave
            get rid of (my|the ?disabled ?autistic @child)
            (sleeping|sleep|sleeps) ~2 (on) ~2 floor ~6 (no|heating|heroin|drugs|cold|mum|dirty)
            (on|taking|using|smoking,addicted to) ~1 (heroin|crack|meth|spice|drugs) ~6 (kids|children|baby|him|her|mum|dad|them|house)
            (mum|dad|mums|dads|parents|stepdad) ~2 on ~1 (heroin|crack|meth|drugs|spice)
            (no|without) ~1 (bed|heating|electric|electricity|dinner|food) ~4 (no|and|dinner|food|dad|mum|kids|children|nappies)
            child|toddler|baby left|locked ~2 in ~1 car
            (burn|bruise|mark|welt|cut) shaped ~2 like
            (screams|screaming|shouts|crying|begging) ~2 (please|stop) ~2 (stop|mummy|daddy|dont|hurt)
            (left|tied|chained) ~3 to ~1 radiator|pipe|bed|post
            dog bowl|food
            (hand|belt|boot|shoe) mark|print|prints|marks
            mind ~1 own business
            (dont|doesnt|didnt) want ?to go home ~10 (waiting|hits|hit|hurt|hurts|scared|shout|shouts|lock|beat|drunk|belt)
            (makes|made|make|making) ~2 (him|her|me|them|us) ~1 (kneel|(stand ~3 hours|night)|(sleep ~3 floor|outside|shed|garage)|(eat ~3 floor|bowl|off)|(drink ~2 urine|wee)) ~4
            (puts|put|putting|poured|pours|rubs|shoves|shoved) ~2 (chilli|soap|pepper|washing|bleach|mustard|sock|poo|urine) ~4 (mouth|eyes|face|tongue|food)
            @dread ~6 (grandad|uncle|stepdad|daddy|lodger|babysitter|boyfriend|stepmum|grandpa|(her dad)|(his dad)|(my dad)|(mums partner)|(mum s partner))
            (goes|going|looking|eating|eats|searching) through ~1 ?the bins|bin
            (smells|smell|stinks|reeks|smelling) ~2 of ~3 (urine|wee|pee|poo|faeces|weed|cannabis|alcohol|vomit)
            cant|wont|dont|(scared to)|(afraid to) ?want ?to go home ~1 because|cos|he|dad
            (of|about|because) what ~5 (does|did|do|doing|done) to (him|her|me|them|us)
            (pulls|pulled|pulling|rips|ripped) ~2 (hair|ear|ears) ~3 (out|by|until|when|head)
            (he|she|they|gets|get|him|her|me|them|kids|child|@child) ~2 (shut|locked|sleeps|kept|put) ~2 (in|inside) ~2 (shed|cellar|loft|attic|garage|basement|oven|freezer|wardrobe|boot|cupboard|dark)
            (shuts|locks|puts|keeps|shut|put) (him|her|me|them|us|(my|the @child)) ~2 (in|inside) ~2 (shed|cellar|loft|attic|garage|basement|oven|freezer|wardrobe|boot|cupboard|dark)
            (hear|heard|hearing|hears) ~2 (him|her|them|child|children|boy|girl|kids) ~2 (being hit,screaming|(getting hit)|begging|beaten|hit|smacked|slapped)
            (feed|feeds|fed|feeding) ~1 (him|her|us|them|me) ~6 (boyfriend|days|never|dog|drunk|away)
            doesnt|dont|wont|not|never|isnt feed|feeding|fed (us|him|her|them|me|the kids|the children|(my|his @child))
            @home @hits|(hurt|hurts|hurting|harm|harms|harming|shake|shakes|shook|shaking) @them
            (@home) ~6 (hits|beats|slaps|smacks|punches|kicks|batters|burns|whips|chokes|strangles|abuses) @them
            (@home) ~2 (going|gonna|will|would|might|threatens|threatened|threatening) ?to ?to (batter|kill|beat|hit|hurt|thrash|leather|punch|slap|belt|smash|throw) @them|me
            @home (throw|throws|threw|thrown|throwing) ~2 (things|plates|stuff|him|her|me|us|boiling|him) ~2 (at|against|across|down|out|me|him|her|wall)
            @home (tie|ties|tied|tying|lock+|chain+|drag+|grab+|pin+|starve+|scald+|burnt|pour|pours|poured|drug|drugs|drugged|drowns|drown) ~1 @them
            (lock|locks|locked|locking|shut|shuts) ~1 me|him|her|them|us in|out|outside ~6 (room|snow|shed|garage|night|cold|cupboard|house|rain|cellar|days|bedroom)
            @them|@child (hit|beaten|battered|slapped|punched|smacked|burned|burnt|starved|hurt|abused|kicked|choked|locked|neglected|harmed|shaken) ~2 by|from ~3 @home
            (belt|slipper|stick|cane|wooden|cable|hosepipe|ladle|spoon|shoe) ~2 (to|on|across) (him|her|me|them|us)
            (hit|hits|hitting|beat|beats|beating|beaten|takes|took|taking|thrash|thrashes|whips) ~5 (belt|slipper|stick|cane|cable|ladle|hammer|shoe)
            (belt|slipper|stick|cane) ~2 marks|mark
            (he|she|they|who|and|@home) ~2 beats|beating|batters me|him|her|them|us
            beats|batters me|us
            been|being|getting|get|gets beaten
            (says|said|told|tells|saying) ~6 (dad|daddy|mum|mummy|stepdad|stepmum|uncle|grandad|boyfriend|nan|father|mother) ~4 (did|does|do|hurts|hurt|hits|hit|burned|burnt|smacks|slaps|kicks|punches|hurted|bites|shakes) ~1 it|to|him|her|me|them|@private|us|$
            (hit|hits|hitting|hurt|hurts|hurting|beat|beats|beating|punch|slap) me ~5 (home|mum|dad|homework|wrong|lock|room)
            they hit|beat|hurt|starve|punch|slap|batter|abuse me
            (@dread) to go|going|return|of ?go ?going home
            (@dread) ~2 of|about ?my|his|her (dad|dads|daddy|father|stepdad|stepfather,mums boyfriend,uncle|stepmum|mum|mother|parents|grandad|husband|partner|ex|home)
            begged|begs|begging|pleaded|screams|cries ~3 (not|to) ~4 (send|make|back|home|go|tell) ~6 (dad|dads|mum|mums|stepdad|uncle|his|her|hurts|home|say)
            (dad|mum|mums|dads|stepdad|stepmum|parents|boyfriend|partner|they|uncle|father|mother|family) ~4 (left|leaves|leave|leaving) ~4 (alone|own|unattended|outside) ~4 (night|all|hours|work|days|weekend|flat|house|day|out)
            (left|leaves|leave|leaving|are|is|home) ~5 (alone|own|themselves|himself|herself|unattended) ~3 (night|overnight|weekend|days|(in the flat|house|garden|car))
            no adult|adults ~3 (home|house|there|days|around|night)
            (not|no|never|havent|nobody) ~2 seen ~1 (adult|adults|grown)
            (no food,nothing to eat) ~4 (at home,(in the|her|his|their house|home|flat|fridge|cupboards|cupboard),(since|for num|days))
            there is|isnt|no|any food ~4 (house|home|flat)
            (always|constantly|is|are|so) (hungry|starving|filthy|dirty|soiled|unwashed|smelly) ~8 (food|bruises|neighbours|home|bins|feeding|fed|fed|dinner|mum|dad|told)
            (being|are|is|been|get|gets) starved
            starving @them
            eats|eating|eat|steal|steals|stealing|scavenging ~3 (bins|bin|rubbish|bins) 
            weighs|weigh nothing
            (wet|soiled|urine|filthy|stained|dirty) mattress|sheets|floor
            (sleep|sleeps|sleeping|slept|sleeps) ~3 (in|on) ~3 (shed|cage|garage|mattress|kennel|car|bath|cellar|street|streets|outside|doorway)
            nowhere|no where to sleep|stay|go ~2 tonight|$
            (told|telling|tells|kicked|threw|thrown|chucked|throwing|chucking) me ?to ?get out ~6 (home|mum|dad|tonight|house|nowhere|sleep|stay|num|street)
            @home (throw|throws|threw|throwing) ~3 at (me|him|her|us|them)
            (throw|throws|threw|throwing) (things|plates|stuff|cups|chairs|bottles) at (me|him|her|us) ~2 (dad|drunk|home|drinks|mum)
            dad|mum|stepdad drinks|drunk ~2 (throws|hits|shouts|smashes|locks|threw)
            (mum|dad|mums|dads|parents|parent|stepdad|she|he) ~3 ((off her|his|their face),passed out,always|constantly|permanently drunk|high|stoned|wasted|using) 
            needles ~4 (floor|house|flat|home|everywhere|mum|dad) 
            theres needles
            (cigarette|rope|iron) burn|burns
            burned|burnt|burns ~2 (him|her|me|them) ~2 (with|on)
            finger shaped|marks bruise|bruises|on|$
            flinch|flinches|flinching|cowers|cowering ~6 (hand|arm|near|anyone|when|touch|move|shout|lift)
            shook|shaken|shaking|shakes the|my|a|his|her|our ?num ?week ?month ?old ?little baby|son|daughter|toddler|twins|newborn
            (dad|mum|father|mother|@home) ~4 shakes|shook|shaking him|her|me|them|the
            (boiling|scalding) water
            holds|held|hold|holding|pushed|pushes ~3 (under|head) ~2 (water|bath|(under in)) 
            (gives|giving|gave|give) ~2 (him|her|them,the baby,kids|me|us) ~3 (alcohol|vodka|wine|whisky|beer|drugs|weed|cannabis|sleeping|sedatives|piriton|calpol) ~6 (sleep|quiet|shut|every|night|asleep|drink|knock)
            keep|keeps|kept|keeping ~3 in ~1 cage|crate|cellar|chains|pen
            chained|chains ~4 up|bed|radiator|wall
            (ties|tied|tying|tie|straps|strapped|strapping) ~2 (him|her|me|them|my|@child) ~3 (to|up|down|in|into|with) ~4 (bed|cot|chair|radiator|pushchair|buggy|post|pole|night|hands|rope|table|goal|tree|seat|desk|cord)
            (bad|evil) spirit|spirits
            possessed|witch|witchcraft|exorcism|demon|demons ~6 (him|her|beat|beating|pastor|church|family|out|child|autism|pray|says|is)
            beating|beat it|him|her ?the ?devil|evil out ?of
            (taken|took|snatched|taking|take|abducted|kidnapped|kidnap|grabbed|got) ~3 (kids|children|him|her|son|daughter|them|boys|girls|baby) ~6 (never see,out of the country,abroad tomorrow,wont bring,(not|wont|refusing) ~3 (back|return),without telling)
            (never see) (them|him|her,my kids,my children,my son,my daughter) again
            (threatening|threatens|threatened|going|trying|wants) to take|remove him|her|them|the kids|my kids|@child out|abroad|away ~3 (country|tomorrow|forever|pakistan|india|home)
            (abused|neglected|beaten|starved|hurt|molested) at home|by
            next|neighbour|neighbours|neighbor|upstairs ~14 (nappy|alone|screaming|crying|bruises|hungry|left|hit|hits|hitting|slapping|beating|cage|starving|locked|belting) ~8 (freezing|days|night|all|day|adult|own|hours|cold|house|bruises|dark|starving|every|screams|hit|beat|dad|mum)
            @child|baby ~8 (crying|screaming) ~8 (no adult|adults,nobody there,alone|(seen an adult|anyone))
            neglecting @them|@child
        ",
        hints: "
            (hides|hiding|hide|hid) ~1 (under|behind|in|with) ~3 (bed|wardrobe|sofa|me|cupboard|door)
            (gets|got|is|comes|always|was) ~2 drunk
            no shoes|clothes
            (falls|falling|fell) asleep in class|lessons
            smashes|smashing|smashed ~1 (stuff|things|up|plates|doors|everything)
            flinch|flinches|flinching
            hungry|filthy|starving
            scared|afraid|frightened|petrified|terrified ~2 of ~2 teacher|him|her|ta|staff|driver|miss|mr|mrs|escort
            social services ~5 (nothing|ignored|wont|closed)
        ",
    },
    Group {
        why: Why::HarmToChild,
        about: "bruises, burns and marks on a child",
        is_injury: true,
        plain: "
            (unexplained) (bruise|bruises|bruising|injury|injuries|mark|marks|burn|burns|fracture)
            (new|fresh|another) (bruise|bruises|burn|burns|injury|welt) ~3 (every|each)
            (bruise|burn|mark) (new) every|each
            bite|nail|teeth|finger|belt|hand|whip|rope|strap mark|marks|print|prints
            shaped bruise|bruises|mark|marks|burn
            (bruise|bruises|bruised|bruising|injuries|burns|marks) ~6 (dont|doesnt|wont|cant|no|not) ~3 (add|explain|explained|explanation|say|match|fit|how|why)
            (bruises|bruising|burns|welts|(black eye),(split lip),(cigarette burn|burns),(bite marks),(belt marks),(finger marks),handprint|handprints|(finger shaped),(finger prints)) ~4 (all over,on arms|legs|back|neck|face|wrists|body|thighs|bottom)
            black and blue
            (came|come|comes|coming|sent|back|returned) ~4 (home|back|him|her|in|from|school|contact|dads|mums|respite) ~5 (bruise|bruises|bruised|bruising|(black eye|eyes),burns|burn|(split|fat|bust lip),welts|injuries|(scratched|scratches),(cut|cuts),handprint|(bite marks),(marks on|all|round|and),bleeding|blood|hurt|injured)
            (has|have|got|seen|saw|found|noticed|with|and|full|covered|had|spotted|gave|left) ~3 bruises|bruising|handprint|handprints|welts|(black eye)
            (baby|babies) ~4 bruise|bruises|bruised|bruising|quiet|limp|floppy
        ",
        hints: "",
    },
    Group {
        why: Why::DomesticAbuse,
        about: "a partner or former partner hits, threatens or controls",
        is_injury: false,
        plain: "
            (decides|controls) ~1 (if|when|what|who|whether) ~1 (i am|i can|im|i|we) ~2 (allowed|go|eat|sleep|see|speak|phone|wear|spend)
            (he|she|ex|husband|partner|dad|says|said|threatened|will) ~5 (put|putting) me|us|mum in ~1 (hospital|ground|box|grave|wheelchair)
            (if he|she) ~1 (reads|sees|finds) ~3 (finished|dead|kill|(in for it),(for it))
            (hid|hiding|hide|hides) ~2 in ~2 (loft|attic|wardrobe|shed|garage)
            (ex|husband|partner|boyfriend|he) ~2 (in,got into,broke into,breaks into,outside) ~1 (the|my|our) house
            (burns|burnt|burned|cuts|stabs|stabbed) me
            (wont|doesnt|not) let us leave
            (looking|searching) for us|me ~6 (said|says|find|finish|kill|hurt|address|knows|scared|and)
            (found|finds|find) out ~1 where we|i ~2 (are|live|am|moved|staying)
            (finish|end) me|us ~1 $
            (said|says|say|threatened|going|gonna|will|he|would) ~3 (finish|end|bury|burn) (me|us|him|her,the house,my house,our house)
            (against|into,up against) ~1 (wall|fridge|door|cooker|cupboard|car) ~4 (hair|throat|neck|arm|choked|hit|head)
            dont|not|never let|lets|allow|allows me ~1 (leave|see|work|talk|speak|out|go|sleep|eat,have money)
            (kicked|punched|hit|stamped) ~2 (stomach|belly|bump) ~4 pregnant
            pregnant ~4 (kicked|punched|hit|pushed)
            (not|isnt|stopped) moving ~2 $
            (cushion|pillow|bag|hand) over ~1 my|mums|her face|mouth
            @partner ~3 (slings|slung|throws|chucks|drags|hurls|kicks|hits|beats|hurts|shakes) ~2 (him|her|my|the|our|them)
            (my|her|his|mums|moms|daughters|sons|our) ?daughters ?sons @partner ~4 (hit|hits|hitting|beat|beats|beating|beaten|punch+|slap+|kick+|strangle+|choke+|throw|throws|threw|push+|shove+|hurt|hurts|hurting|attack+|abuse+|abusive|rape+|batter+|drag+|smash+|violent|threaten+|control+|controlling|track+|bit|bites|grab+|pinned|stabbed|burnt|burned|headbutted|bullying) ~1 (me|us|her|him|mum|kids|children|my|house|up|door|with|and|to|$)
            @partner ~1 (is|gets|being|became|was|turns|always,can be) violent|abusive|controlling|dangerous
            domestic violence|abuse ~5 (we|i|me|living|at|home|going|happening|fleeing|refuge|situation|him|her|again|my)
            (living|suffering|fleeing|escaping|fled|in|victim|experiencing|left|leaving) ~3 (domestic violence|abuse,abusive|violent marriage|relationship|husband|partner|home|ex)
            (he|she) (punched|beat|beats|strangled|strangles|choked|chokes|throttled|battered|raped|rapes|stabbed|headbutted|threw|kicked) me
            (hands|hand) ~2 (round|around|on|over|across) ~2 (my|her|mums|his|mum) ?s (neck|throat|mouth)
            (round|around) (my|her|mums) neck
            by the|her|my throat
            (kill|stab|bury|shoot|burn|hurt|find|murder|finish) (me|us|mum|her,the kids) ~4 (if|when) ~3 (leave|tell|go|left|try|report|speak|dont)
            (he|she|ex|husband|partner|dad|stepdad|boyfriend) ~3 (kill|killing|murder|stab) (me|us|mum|her|my)
            (going|gonna|threatened|threatens|threatening|tried|trying|says) ~4 (kill|stab|hurt|murder|shoot) (me|us|mum|her)
            (scared|afraid|frightened|terrified|petrified) ~2 of ~2 (husband|partner|boyfriend|ex|wife|dad|girlfriend|fella,him $)
            (he|she|husband|partner|ex|wife|boyfriend) ~3 (watch|watches|watching|checks|checking|reads|reading|takes|took|taken|tracks|tracking|hides|smashed|monitors|controls|follows|following|stalking) ~3 (phone|messages,what i,me everywhere,every|type|money|moves|emails)
            (not|isnt|wont|doesnt|never) ~1 (allowed|let|lets|letting) ~2 (out,me leave,me go,me speak,me talk,me have,me see,me use,leave the house,to leave)
            (have|got|must,need to) be quick ~6 (back|he|she|here|home)
            (he|she) ~3 (back|home|coming|here) ~2 in a minute|soon ~5 (hits|hit|kill|scared|quick|hurt)
            (we|i|kids|us|ourselves|children|sister|brother|baby) ~3 (hiding|hid|locked|barricaded) ~3 (upstairs|bathroom|wardrobe|bedroom|room|cupboard|under,from him)
            hiding upstairs|(from him)
            (hitting|hurting|beating|strangling|attacking|punching|kicking|battering|choking) (mum,my mum,mummy|me|us)
            (hits|beats|hurts|punches|strangles|slaps|kicks|batters) (mum|mummy,my mum,us,the kids and me,me and)
            (smashed|smashing|trashed|wrecked) ~3 (house|home|door|place) ~8 (he|she|hiding|scared|he|husband|partner|kids|upstairs|again|now|run|police)
            (run|ran|flee|fled|escaped) ~3 (out|from) ~2 (house|home|him|husband) ~8 (night|num|am|hammer|nowhere|knife|refuge|bag|kids|barefoot)
            (nowhere) to go ~6 (him|kids|refuge|children|fled)
            (makes|made|forces|forced|forcing|making) me ~1 (have sex,sleep with,do things)
            (broke|broken|fractured|smashed) my (wrist|arm|ribs|rib|nose|jaw|finger|fingers|cheekbone|eye|leg|phone|hand|tooth|teeth)
            (came|come|comes|coming|came) at (me|us|her|him|his|my|mum) ~3 with
            (kicking off,banging|hammering|smashing|trying|outside|shouting|screaming) ~5 (door|downstairs|window|outside|house,get in) ~6 (he|scared|knife|kids|police|dad|boyfriend|ex|him)
            (turned|turns|turning|showed|came|waiting|outside) ~5 (school|house|home|door|nursery|work) ~5 (bat|knife|hammer,looking for,machete|gun|threatening|axe)
            boyfriend|stepdad|dad|partner ~3 kicking|kicked off
            (honour|shame|disgrace|dishonour) ~6 (kill|family|brothers|dad|beat|killing|me)
            (brothers|family|dad|uncles|father) ~5 kill|beat|hurt me|her ~4 (shame|honour|boyfriend|found|if)
            (take|takes|took|taking) the ?my kids|children ?away ~4 (country|if|never|abroad|leave|see)
            refuge ~6 (we|tonight|him|kids|he|husband)
            dont want|let ~1 (school|anyone|him|them|people|anybody) to know|find ~4 (husband|he|partner|broke|hit|hits|bruises|where)
        ",
        hints: "
            threatening (me|us|him|her|my)
            (he|she) hits|hit|punched|kicked me
            abusive
            (kids|children|son|daughter|baby|boys|girls) saw|see|sees|watched|heard|witnessed it|everything|(him hit)
            refuge
        ",
    },
    Group {
        why: Why::ParentAtBreakingPoint,
        about: "a parent has hurt a child, fears they will, or cannot keep them safe",
        is_injury: false,
        plain: "
            (do|doing) something (terrible|awful|horrible|bad|stupid) ~2 (to) ~2 (kids|children|him|her|them|my|myself|son|daughter|baby)
            (threw|throw|chucked|flung|dropped|shook) ~1 (the|my) baby
            drove ~3 to the cliff|bridge|river|sea|lake
            (frightened|scared|afraid|ashamed|terrified) ~1 of ~1 what i ~3 (capable|do|become|done)
            (smacked|hit|slapped|shoved|pushed) (him|her) ~2 so hard
            (i|ive|im|we) ~3 (hit|slap|slapped|smack|smacked|punched|kicked|shook|beat|hurt|bit|grabbed|dragged|strangled|choked|threw|pushed|locked|burnt|smothered|pinned|shoved|whacked|hitting|slapping|smacking|hurting|shaking|kicking|burning|locking) (him|her|them|(my|our|the|his|her ?num ?year ?old ?autistic ?little ?disabled @child),(it back)) ~9 (face|today|tonight|yesterday|hard|again|scared|stop|really|last|over|mark|against|wall|across|bruise|hate|cant|keep|when|room|days|bruised|now|down|because|quiet|lost|couldnt|ashamed|sorry|hand|harder|throat|head|leg|bled|regularly|help|floor)
            (keep|kept|been|started|start|stop) (hitting|slapping|smacking|hurting|shaking|punching|pinching|kicking|locking|beating|biting) (him|her|them|my|our|the|it)
            (lost|lose|losing) it ~3 (and|with|at) ~4 (hit|threw|slapped|smacked|shook|pushed|kicked|grabbed|hurt|smashed|punched|pinned)
            (my hands|hand) ~2 (round|around|over|on) ~2 (his|her|their|my|the) ?s ?son ?daughter ?baby ?babys (throat|neck|mouth|nose|face)
            (feel|felt|feeling|thought|thoughts|think|thinking|want|wanted|urge|tempted|scared|afraid|frightened|terrified|worried|going|might|could|gonna|urges|like) ~6 (smother|smothering|suffocate|suffocating|strangle|strangling|drown|drowning|shake|shaking|throttle|stab|stabbing|kill|killing|throwing|throw|pillow) ~2 (him|her|them,the baby,the kids,my baby,my son,my daughter,my child,my kids,my children,(my|our|the ?autistic ?disabled @child),both,us both,out)
            pillow ~3 (over|on) ~3 (face|him|her|head|mouth)
            (scared|afraid|frightened|terrified|worried|fear|going|might|could|about|gonna|nearly|almost|before|close|want|wanted|feel|urge|terrifed|will) ~4 (hurt|hurting|harm|harming|snap|hit|hitting|shake|slap|slapping,do something) ~1 (him|her|them,the baby,the kids,(my|our|the ?own ?num ?year ?old ?autistic ?little ?disabled ?foster @child),my own)
            (going|gonna|want|wanted|could|might|like|afraid|scared|will) ?to snap ~3 (him|her|hurt|kids|kill|do|them)
            (know|afraid|scared|frightened|worried|terrified|think|what) ~3 (what) ~2 (i|im|we|myself|id) ~2 (will|might|do|may|capable|could|would|gonna) ?do|of ~2 (do|capable|him|her|to|next|them)
            scared|frightened|afraid|terrified|ashamed|dont trust of ?what myself|(i will|could|might|would|am)
            dont|cant|not trust myself ~1 (alone|tonight|around|near|anymore|not|now|$)
            dont|cant|not trust myself with (him|her|them|us|(the|my @child)|knives|tablets)
            (cant|unable|couldnt|not,no longer) ~3 keep|guarantee ~2 (him|her|them|us|my|the|his|@child|her|everyone|anyone) ~4 (safe|safety) 
            (cant|dont|not|unable) ?think ?i ?know ?how ?can (go|carry|keep,keep going,keep doing) on|going $
            (cant|dont|not) ~4 (go|carry) on ~2 (like this,with life,much|any|living|another,no more,anymore|and|ive|i)
            (cant|can|not) ~2 (do|take|live|cope|face|handle) ~2 (this|it|life,like this,another day) ~1 (any|no|much|anymore|one|another) ?longer ?more ~6 (tablets|pills|leaving|leave|bag|bridge|die|kids|here|done|end|river|gone|goodbye|sorry|nothing|over)
            cant cope ~3 (no|any) more|longer ~6 (shake|hurt|hit|kill|leave|end|gone|tablets|scream|him|her|die)
            nothing left ~4 (dont|not|cant|here|die|end)
            i|ive|we (given|give) up on life|living
            the fight|council|this|it|they|system|process ~4 finished|broken me off|$
            (let|put|take|throw|drive|kill|end|drown|jump) ~2 (us both|all,both of us,me and him|her,him and me,her and me,the both,all of us,kids and myself,myself and) ~3 (river|sea|lake|off|in|dead|bridge|with|under|down|cliff|to|together|sleep|out|$)
            (take|taking|took) (him|her|them,the kids,my kids,my son,the boys,the girls,the twins,my children,my daughter) with me|him|her
            both|all be ?better ?off dead
            be better|easier off ?if ?we ?were dead
            (leaving|leave|left|dump|dumping|abandon|abandoning|drop|dropping|handing) (him|her|them,the kids,my son,my daughter,the baby,the children,my kids) ~4 (council|police|hospital|social,here and,station|steps|going|neighbour|office|reception) 
            (gave|given|handed|giving) ~2 (baby|him|her|kids|son|daughter|children) ~4 (neighbour|neighbor|friend|stranger|mum|sister) ~6 (trust|safe|hurt|scared|myself|harm|tonight)
            (wont|not|never) ~2 be ?coming back ~1 (for|$)
            packed a|my bag|bags ~4 (leaving|going|gone|walk|leave)
            (go|goes|going|went|get) back in|inside ~5 (dont know what,hurt|kill,do to,do something)
            locked|lock|shut|barricaded|hiding myself|ourselves in|inside|away
            (drinking|drink|drunk|drank) ~6 (vodka|bottle|bottles|whisky,every night,a night) ~8 (kids|baby|dropped|him|her|son|daughter|cope|children|school)
            dropped the|my|our baby
            if i had|hadnt stopped|hadnt|let
            nearly|almost didnt|couldnt stop
            wish i|he|she|we had ?never ?n (been born,(killed|aborted|drowned|left) ~2 (him|her|them))
            (walk|walking|drive|driving|jump) ~2 (into|in|off) ~2 (sea|lake|river|canal|thames|bridge|cliff|water)
            hit|slapped|smacked|hurt|shaken|shook my ?own ?num ?year ?old ?little ?autistic (son|daughter|child|baby|boy|girl|kids|toddler) ~1 (today|tonight|last|yesterday|this|and|i|he|she|again|hard|$)
        ",
        hints: "
            cant|dont cope ?any|much|longer|anymore $
            (at|reached|to) ~2 breaking point
            end of ~1 (tether|rope)
            on the edge
            cant do this|it any more|longer|$
            going under
        ",
    },
    Group {
        why: Why::ViolenceFromChild,
        about: "a child's violence puts someone at risk of serious harm",
        is_injury: false,
        plain: "
            (push|pushed|pushes|shoved|threw) ~4 down ~1 stairs ~4
            (set|sets|setting) ~4 (alight|(on fire))
            (got|get|gets|has|grabbed|found|taken|took|hold|holding) ~1 ?hold ?of ~1 (scissors|knife|knives|blade|razor|lighter|petrol|matches|hammer|carving)
            (push|pushes|pushed|pushing|throw|throws|threw|throwing|dangled|dangles|hung) ~4 (brother|sister|baby|him|her|me|toddler) ~2 (out|off|from|down) ~3 (window|stairs|balcony|roof|car)
            (bit|bitten|bites|took) ~1 chunk
            carving knife
            (pinned|pins|pinning) ~1 (me|us|mum) ~2 (wall|floor|down|bed|corner|door)
            (going|gonna|will|says|said|wants|threatens) ~4 (shoot|stab|blow|kill|bomb) ~3 (school|everyone|teacher|class|up|people|somebody|them)
            (stood|standing|stands) over ~2 (bed|me|us) ~4 (knife|scissors|hammer|night)
            (cracked|broken|bruised) ribs
            beats me up
            (beats|beat|batters|punches|kicks|attacks) (me|us) ~3 (up|days|daily|every|night|day|most)
            @weapon ~2 (to|at|against|towards) ~2 (my|his|her|their|brothers|sisters|mums|our|the|@child) ?s ?sister ?sisters ?brother ?brothers ?mum ?mums ?dads ?baby ?babys throat|neck|face|head|chest|stomach|back
            (holds|hold|holding|held|got|has|grab|grabs|grabbed|grabbing|pull|pulls|pulled|pulling|wave|waves|waving|waved|carry|carries|carrying|carried|came|come|comes|coming|threatens|threatened|threatening|threaten|attack|attacks|attacked|attacking|chase|chases|chased|chasing|going|went|hit|hits|with|took|takes|bring|bringing|brings|brought|swing|swinging|picked|picks|find|found|using|have|want|wants) ~4 (knife|knives|machete|blade|hammer|axe|gun|petrol|sword|crowbar|screwdriver|cleaver|brick|zombie|shotgun|crossbow|acid|lighter)
            (came|come|comes|coming|went|going|goes|threatens|threatened|threatening|attacked|chased|stabbed|cut) ~4 with ~3 (scissors|bat|glass|bottle|matches|knife|fork|razor)
            knife|knives|scissors|hammer|machete|blade ~8 (come near,stab|hurt|kill|throat|sister|brother|mum|lock|barricaded,cut you)
            (drown|drowned|drowning) ~1 (his|her|the|my|our|me|him) ~2 (brother|sister|baby|bath|pool|cat|dog|self|river|sea)
            (strangle|strangles|strangled|strangling|suffocate|suffocated|stab|stabs|stabbed|stabbing|choke|chokes|choked|choking|throttled) ~2 (his|her|the|our|me|him|my|baby|brother|sister|a|another|cat|dog|their) 
            (tried|trying|tries|try|threatens|threatened|threatening|wants|going|gonna|says|said|attempted|threaten) ~4 hurt (me|us|him|her|people|someone|everyone|mum|(his|her|my|the ?little ?baby @child))
            (tried|trying|tries|try|threatens|threatened|threatening|wants|going|gonna|says|said|attempted|threaten) ~4 (kill|stab|strangle|drown|suffocate|murder|shoot|burn|poison) ~1 (me|us|him|her|his|my|the|everyone|people|someone|everybody|them|mum|dad|baby|brother|sister|you|one|teachers|teacher|kids|a|anyone|school|all)
            (kill|stab|murder|shoot) (me|us|everyone|you|his|her|my|someone|people|people,them all) ~4 (sleep|night|mean|means|school|asleep|brother|sister|mum|sleeping|bed|believe)
            (throw|throws|threw|throwing) ~2 (baby|toddler|brother|sister|him|her) ~4 (across|against|down|at|into|stairs|out)
            (push|pushed|pushes|threw|shoved|kicked) ~2 (me|mum|him|her|sister|brother|us|grandma|nan|my) ~4 (down|off|out|into) ~2 (stairs|road|window|traffic|wall|front|balcony)
            (broke|breaks|broken|fractured|smashed|knocked|bust) (my|our|mums|brothers|sisters|dads|nans,his|her sister|sisters|brother|brothers|mums|mum|dads|nans ?s) ~1 (nose|arm|ribs|rib|jaw|wrist|finger|fingers|teeth|tooth|leg|cheek|eye|hand|collarbone|skull|out|foot|toe)
            (broke|fractured|breaks) (his|her) (brothers|sisters|mums|dads|nans|grandmas|brother|sister|mum|dad|nan ?s) ~1 (arm|nose|wrist|leg|finger|ribs|jaw|hand)
            punched|knocked|hit|knocks|headbutted|kicked me|him|her|us|mum|@child ~2 unconscious|(out cold)
            knocked|knocks me|him|her|us|mum out
            (one|some|somebody|someone|anyone) of|is us|going|gonna ~4 (survive|killed|die|dead|hurt|seriously|kill)
            (seriously|badly|really|actually) hurt|injure|harm ~2 (one|someone|somebody|me|us|him|her|his|brother|sister|another|@self)
            (set|sets|setting|lit|lights|start|starts|started|starting) ~3 (fire|fires|alight) ~2 (to|in|at|the|his|her|house|bedroom|$)
            (burn|burning|burns) ~2 (school|house|home|place|it|us) down|alive
            petrol|matches|lighter ~4 (matches|burn|house|fire|petrol|kitchen)
            (making|make|made|build|building|built) ~3 (bomb|bombs|explosives,pipe bomb,weapon|weapons)
            (scared|afraid|frightened|terrified|petrified) ~2 of|by|for ~1 (my|our|own) ~2 (own|son|daughter|child|boy|life|lives|safety)
            (fear|scared|frightened|worried|afraid) ~2 for ~1 (my|our|his|her|their) ~2 (life|lives|safety)
            (lock|locked|locks|locking|barricade|barricaded) ~3 (ourselves|doors|bedroom|bathroom|myself) ~8 (he|she|him|her|knife|stab|smash|smashing|kill|night|hammer|attack|hurt|screaming)
            locked ourselves
            (we|i|everyone|kids) ~1 (sleep|lock|barricade) ~4 (doors|door) ~1 (locked|shut|at|because)
            locked|barricaded (in|himself|herself) ~2 (bathroom|kitchen|bedroom|house|room)
            barricaded
            (smashing|smash|smashed|trashing|wrecking|destroying) ~2 (up|the|my|our) ~2 (house|home|car|flat|everything|windows) ~2 (right|now|with|and|tonight|again)
            had|has|by|got me|her|him|mum by the|his|my|her throat|neck|hair
            (list|plan|plans) ~3 (of|to) ~3 (names|kill|people|shoot|attack)
            (school|mass) shooting|shootings|shooter|massacre|attack
            (hurt|hurting|kill|killing|torture|torturing|killed|stab|strangled|drowned) ~3 (cat|dog|animals|pets|hamster|kitten|puppy|rabbit|guinea)
            (kill|hurt|attack|strangle) ~2 (brother|sister|baby|siblings|sibling|mum,us all,us) ~1 (in|one|today|tonight|if|and|again|$)
        ",
        hints: "
            knife|knives|machete
            (hit|hits|hitting|punch|punches|punched|attack|attacks|attacked|attacking|kick|kicks|kicked|bite|bites) me ~8 (hospital|police|bruises|bruised|black|broken|badly|scared)
            bruises|bruised|black eye ~4 (from|by him|her|he|she)
        ",
    },
];
