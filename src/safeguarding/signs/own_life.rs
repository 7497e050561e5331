//! Someone wants to die, says goodbye, or harms themselves.

use super::Group;
use crate::safeguarding::Why;

pub(super) const GROUPS: &[Group] = &[
    Group {
        why: Why::SuicideOrSelfHarm,
        about: "says, plans or tries to die",
        is_injury: false,
        plain: "
            if i go first
            (fed up,sick|tired|bored|done) ?of|with (living|life,being alive) honestly|tbh|now|anymore|$
            safer|happier|nicer off ?dead
            be safer|happier dead
            (stopped|not|dont) ~1 (looking|look) ~2 when ~2 cross+
            @pills ~3 (plus|and|with|washed) ~4 (vodka|wine|whisky|whiskey|gin|rum)
            (worked|figured) out how|when|where $
            @think ~3 (crash|crashing) ~3 car|van|bus
            (hates|hate,sick of,tired of) ~1 (living,being alive) $
            (joining|join|be with|see) ~3 (cousin|brother|sister|nan|grandad|mum|dad|friend) ~2 (died|dead|heaven|passed)
            (savings|money|things|password|passwords|phone|bike|xbox) ~4 when ~2 dead
            (asked|asks|google|googled|searched|looked) ~5 what happens|happen if|when you ~2 (overdose,drink bleach,hang,jump,die,cut your)
            @think ~3 (jumping|throwing|hanging|killing|drowning|ending) ~3 (off|myself|himself|herself|under|from|downstairs|front)
            (jumping|jump|jumped) (off|from) ~2 @height
            (no|hasnt|got) ~1 will to live
            what if i|he|she just ?not wasnt|werent|(disappeared) ~2 here|$
            (wish|if,what if) i wasnt here
            (shes|she|he|hes) ~1 planning it
            (gone,will be gone,wont be here) by ~2 weekend|morning|monday|tomorrow|friday|christmas
            not scared of dying
            fresh ~2 (cuts|scars|marks)
            (scars|cuts|marks) ~4 fresh
            (standing|stood|sat|parked) ~4 (bridge|cliff|platform|edge|tracks) ~6 (thinking|thought|easy|end|jump|over)
            (scratches|scratching|digs) ~4 until|till ~3 (blood|bloody|bleeds|bleed|bleeding|scarred)
            (ways|way) ~1 to kill|hurt|cut ~1 yourself|@self
            (scarf|belt|cord|rope|tie|lead|tights|lace|wire) ~3 (tied|tight|round|around) ~4 (neck|throat)
            (drive|driven|driving|drove|walk|walked|jump) ~4 (into|to|off) ~2 (thames|river|lake|sea|canal|cliff|bridge)
            (a|the|has|have|got) plan and a|the date
            (be|is) dead by|before his|her|my|the|then|christmas|num
            (nobody|noone|no) ~3 care|cares|miss|notice if ~3 (dead|died|die|gone|killed|disappeared,hit by,run over)
            still saying|says|threatening ~3 (will,going to,gonna) ~1 do it
            reasons to stay|live
            both just go|die|sleep
            (cant|dont|no|not) ~1 ?see ?a|any|another|no way out $
            (cant|dont|no|not) ~1 see a|any|another way out and|anymore|for|any
            please look after my|the (@child)
            (want|wants|need|wish) ~1 it|everything|life ?all to be over
            a|the plan ~2 (know|knows|decided) when|how|where|(what day)
            list ~3 reasons to stay|live
            looking|look ~2 train times
            plastic bag ~3 head
            (no|whats|what) ~1 the point ~2 goodbye|bye
            (dont|doesnt|wont|not) think|thinks|reckon ~1 (i|he|she) ~1 ?be around|here ~1 for|by|at|when|next|much
            that is|s me finished|done
            (not|wont|isnt) carrying|carry on $
            picked|chosen|decided ~1 the|a day
            (ran|runs|run|walked|walks|waded|jumped) ~1 into ~1 (sea|river|lake|canal|reservoir|weir|motorway|traffic)
            shouldnt exist|(be here)|(be alive)|(have been born)
            hurt|hurts|feel|like when|if|to ?you die|dying
            (worked|found|figured|thought|knows|know|got|has) ~2 (way|ways|how) ~2 to do it
            how high|long|many|much|far ~4 (bridge|drop|jump|fall|die|tablets|pills|paracetamol|kill)
            (sat|sitting|stood|standing|gone|going|at|on|up) ~3 (top|edge|roof|side) ~2 of ~2 (storey|bridge|cliff|building|roof|carpark|(car park)|stairs|motorway|railing|railings|barrier)
            (wrong|other) side ~2 of ~2 (railing|railings|barrier|bridge|motorway)
            (sorry|happy|better|happier|miss) ~3 when|if|once i|he|she ~1 gone|dead|(not here)|(not around)
            (rope|noose|ligature) ~4 (bag|room|bed|garage|shed|tree|found|wardrobe|neck|tied|bought)
            (found|bought|had|hidden|got) ~3 (rope|noose|ligature)
            hang|hanging from ~2 (banister|bannister|tree|door|beam|ceiling|light|window|stairs|bridge|rail)
            hang if ~4 (make|go|school|back|send)
            (turned|switched|turn|switch) off ~1 forever|(for ever)|(for good)
            gas|gassing myself|us|him|her|both|(the kids)
            engine ~4 (garage|hosepipe|exhaust,running with)
            garage ~6 engine|exhaust
            left|leaving|leaves ~1 note ~6 (passport|gone|phone|clothes|bag|sorry|goodbye|love|missing|police|ran|run)
            (picked|chosen|choose) ~2 (day|date|place|song|method|spot) ~3 (die|funeral|to|end|go|$,do it)
            (set|decided) ~2 (day|date) ~3 (die|funeral|end|(do it))
            gravestone|gravestones|headstone|coffin ~4 (name|own|herself|himself|draw|drawing|with)
            (waste of space) ~6 (do|going|end|gone|dead)
            (asking|asked|asks|begging|begged|begs|tells|told) me|us|mum ~1 to (kill|end|shoot|smother) ~1 (him|her|it|me)
            wont|not|dont be around|here ~2 for ~2 (exams|exam|birthday|christmas|review|summer|gcses|results|meeting|plan)
            (way|exit|escape) ~1 out planned
            cut ~1 too deep
            @want ?to|too|num @die
            wished|wish|wishes @he dead|gone
            @want|think|thinks @he be|is|are|were|was dead|gone
            going|gonna to kill|hang|unalive|off|end @self
            kill|killing|unalive|hang|hanging|hung|drown|strangle|suffocate|off|shoot|end|finish|top @self
            killed|tried|try|tries|trying|attempted ~2 @self ~2 dead|killed|strangled
            kms
            unalive
            commit|commits|committing|committed|attempt|attempts|attempted|attempting|contemplating|considering|thinking suicide
            suicide attempt|attempts|note|pact|plan|plans|letter|thoughts|ideation|threats
            suicidal
            he|she|i|they|him|her|son|daughter|me ~4 suicide
            @says|@think ?about ~4 suicide
            thinking|thoughts|think|talks|talking|talked|dreams|wonders ~2 of|about ~2 dying|death|suicide|@die
            (website|site|forum|online|video|videos|tiktok|group|discord|page|chat) ~8 how to do it|(die|hang|kill|overdose|starve|cut)
            google+|search+|look+|research+|website|websites|watching|videos|reading|asking|asks ~6 ways|way|how|much|many ~4 @die
            searches|google+|search+|website|websites|forum ~8 suicide|die|death|overdose|hang
            (ending|end|take|taking|took|finish|finishing|ended) my|his|her|their|own ?own life
            end|ending|ended|finish|finishing it all|tonight|soon
            @think|@want|going|gonna|would|could|will of|about|to|have ?just end|ending|ended|finish|finishing it
            (wants|want|wanted|wanting|begging) (it|everything|life|pain|noise|voices|thoughts) ?all to stop|end
            wants|want it all|everything to be over
            wants|want to stop|end living|existing|being|breathing
            (doesnt|dont|didnt|wouldnt|not|never|no) ~2 want|wants|wanting|wanted|wish|wishes to be here|alive|around|born $
            (doesnt|dont|didnt|not|never|no) ~2 want|wants|wanting|wanted ?to be here any|no more|anymore
            (doesnt|dont|didnt|not|no|cant|couldnt) ~3 want|wants|wanting|wanted|see|seeing to be alive|around|living
            (doesnt|dont|didnt|not|no|cant|never) ~2 want|wants|wanting|wanted ?to live|exist|wake|breathe $
            (doesnt|dont|didnt|not|no|cant|never) ~2 want|wants|wanting|wanted ?to live|exist|wake|breathe any|no|like|another|through|up|tomorrow
            dont|doesnt|not want ?no live|life|living
            hope|hopes|wish|wishes|hoping|praying|pray|prays|rather ~3 never|dont|doesnt|didnt|not|wont wake
            go|goes|going|went to sleep ~4 never|not|dont|doesnt wake
            wake up ~3 dead
            not wake up in the|tomorrow|again
            never been|being born
            (wish|wishes|wished|wishing) ~3 never born|existed|here|exist
            wish|wishes|wished|hate|hates ~3 wasnt|werent|not born|alive|here $
            rather|sooner be dead
            rather|sooner die than ~3 school|go|live|face|carry|back
            better|easier off dead|gone|(without me|him|her|them $)
            better off if|with|when ~4 dead|gone|((wasnt|werent|not|isnt|arent here|around|alive|born)|existed|exist)
            better|happier|easier|cheaper|quieter ?off ~3 not|without ?being me|(here|alive|around $)
            (world|everyone|everybody|family|you|we|they|mum|dad|kids|children|boys|girls|life|nobody|us) ~5 better ~3 without me|him|her|us
            (everyone|everybody|family|you|they|mum|dad|kids|children|world) ~4 better|happier if ~3 (i|he|she) ~3 (dead|gone|die|died|left|disappeared|wasnt|werent)
            better off ?if dead
            (no|any|not|dont|doesnt|cant|the|see|what|whats) ?is ?see ?the point|reason|purpose ~3 living|life|alive|existing|(carry|carrying|going|keep|keeping going|on)|(being here|alive|around)
            whats|what point of|in ?me|him|her|being living|life|alive|here
            what s|is|the ~2 point of|in ?me|him|her living|life|alive|(being here|alive)
            no|nothing|any ~3 to|worth live|living for
            life ?is|isnt|wasnt|not ?not worth living
            (had|has|have) enough of life|living|(being alive)
            (sick|tired|bored|done) of|with|wiv living|life|(being alive) $
            i am|im done tell|say|goodbye|sorry|bye
            (wont|not|isnt|doesnt|will) ~3 (need|needing|want) ~6 (where|when|soon) ~3 going|gone|dead|goes
            wont|not|no be|going ?to ?be needing|need ~2 them|it|these|those|anything
            wont|not|never|isnt ?be ?going ?to ?be here|alive|around ~2 much|for|next|by|when|then|long|tomorrow|soon|christmas|anymore $
            (wont|not|never) ?be here|alive|around $
            wont make it to|past|until num|tomorrow|christmas|morning
            (wont|not|never) see ~3 (again|birthday|num|christmas) ~2 goodbye|bye
            wont have ?to worry|bother|put about|with|up me
            dont|doesnt|cant|no see a|any future ~3 himself|herself|myself|me|him|her|themselves
            (doesnt|dont|didnt) deserve to live|(be alive)
            deserve|deserves|deserved|should|ought to|be ?be die|dead|gone
            i|he|she should just|not|be be|exist gone|dead|alive|here $
            wasnt|werent|not here|around|alive ~6 (wouldnt|better|easier|argue|happier|notice|miss)
            (nobody|noone|no|none|who) ~4 (miss|notice|care|cares) ~2 (if|when) ~4 (gone|dead|died|die|wasnt|werent|disappeared|not)
            (nobody|noone|no) ~3 miss me|him|her $
            i|im going|gonna|will to ?do it tonight|tomorrow|now|soon|today|this|after|at|when
            goodbye|suicide|farewell note|letter|notes|letters|message|messages|text|video|texts
            (written|wrote|writing|write|found|left|leaving|done) ?me ?us ?a|my|his|her note|letter ~6 (goodbye|sorry|who|funeral|will|gone|dead|die|bag|bed|pillow)
            (written|wrote|writing) my|the note|letter|notes|goodbyes $
            (said|says|saying|say|wrote|written|told|messaged|texted|sent|posted) ~5 goodbye|goodbyes|farewell ~8 (phone|see|again|weird|forever|strange|everyone|friends|all|me|us|like)
            gave|given|giving|gives|sold|selling ~2 away ~8 (goodbye|need|needing|sorry|wont|bye)
            giving|given|gave ~3 (things|stuff|possessions|belongings|everything|favourite|treasures|pokemon|toys|clothes|pets|games) away
            giving|given|gave away ~4 (things|stuff|possessions|belongings|everything|favourite|treasures)
            (sold|selling|given|gave|giving) ~8 (wont|not|dont|doesnt) ~2 need ~3 (where|any|them|it)
            by the time ~4 (read|reads|reading|get|gets|see) ~6 (gone|matter|late|dead|not|over|over|away|peace|here)
            by the time ~4 (you|anyone|someone|they) ~3 (read|reads|see|get) this
            when|if you read|reading this ~4 (gone|dead)
            will be|is dead by then|now|christmas|summer|the
            tell|tells my|his|her mum|dad|family|kids|children|boys|girls|him|her|them|son|daughter ~3 sorry|love|loved
            stockpile+|hoard+|hide|hiding|hidden|saving|saved|collecting|stash+ ~6 @pills
            @pills|rope|blade|hosepipe|razor ~2 (here|ready|waiting|(in my hand|bag|pocket))
            look|looking|stare|staring at ~2 @pills|rope|knife|bridge|river|train|trains
            hosepipe
            think|thinks|thinking|thought|thoughts|feel|plan|want|wants|going|going|tempted|could|might|would|will ~6 (drive|driving|walk|walking|jump|jumping|step|stepping|throw|throwing|run|running|crash|crashing) ~4 (off|into|in|under|out|front|from) ~4 (bridge|road|cliff|@water|tree|wall|traffic|lorry|train|bus|car|motorway|window|roof|platform|tracks|edge|storey|sea|car)
            (drive|driving|crash|crashing|swerve|put|putting) ~4 (us|both|myself|car|them|him|her|kids|twins|children|two) ~4 (off|into|in|under) ~3 (road|bridge|cliff|@water|wall|tree|lorry)
            (jumped|jump|jumping|throw|threw|thrown|throwing|hurl|ran|run|runs|running|step|stepped|walk|walked|walks|climbed) ~5 (front|under|off|from|out|onto|into) ~5 (lorry|train|cars|traffic|bridge|motorway|window|roof|balcony|cliff|tracks|platform|railway|moving|bus) ~8 (purpose|die|jump|deliberately|himself|herself|myself|dead|meant|sorry|again|week|last|yesterday|today)
            (try|tries|tried|trying|threaten|threatens|threatening|threatened|wants|want|going|said|says|saying) ~4 jump|jumping|jumped ~3 (off|from|out|window|roof|bridge|front|@height)
            @he|@child|@self jump|jumping|jumped ~2 (off|from|of|out|window|front) ~3 @height|train|car|cars|lorry|traffic
            (sat|sitting|stood|standing|stand|stands|walking|walked|walks|lying|lay|found|was|is|climbed|climbs|over|on|playing) ~4 (on|at|edge|off|onto|in) ~4 (ledge|roof|bridge|(railway line|lines|track|tracks),(train line|tracks),(motorway bridge),(edge of),railings|parapet|cliff) ~9 (night|police|last|pulled|down|man|home|jump|die|saved|yesterday|again|off|train|platform|cliff|school)
            which|what bridge
            i am|im at|on the bridge|edge|cliff|roof|tracks|railway|platform|ledge
            (tie|tied|tying|ties|put|puts|putting|wrap|wraps|wrapped|wrapping|pull|pulled|pulls|tighten|tightened|got|had|with|found) ~4 @noose ~3 (round|around|on|over) ~3 (neck|throat|head|his|her|my)
            (hold|holds|holding|held|put|puts|got|with) ~3 (knife|scissors|blade|glass|razor) ~2 to|against|at ~2 (himself|herself|myself|self|throat|wrist|wrists|neck|stomach|arm|chest|own)
            ligature|ligatures|noose|nooses
            (overdose|overdosed|overdoses|overdosing) ~6 (he|she|i|him|her|@child|home|discharged|saturday|sunday|again|last|week|night|hospital|tablets)
            (took|taken|taking|take|takes|tried|threatening|threatened|threatens|another|second|had|attempted|having|did) ~3 overdose|overdoses
            he|she|i|has|have|@child overdose|overdosed|overdosing
            (has|have|had|made|got|got) ~3 a plan ~5 (die|kill|pills|method|life,do it)
            thought|thinking|worked|planned|planning|know|knows ~3 (about|out|how) ~2 (i|he|she|to) ~2 (would|do|could|will|id) ~1 do it
            do|does|doing|done|try|tried something stupid|silly|drastic
            did something stupid|silly|bad ~4 (tablets|pills|last|to|cut|took|night)
            countdown ~6 (die|death|end|do|life)
            dark|bad|awful|scary|horrible|intrusive thoughts ~8 (go|stop|away|hurt|die|kill|myself|safe|head)
            (not|dont|doesnt|cant|isnt|never) ~2 (feel|be|trust|feeling|keep|stay) ?safe|alone ~1 with|from|by|on @self
            dont|doesnt|cant|not trust @self ~3 (alone|tonight|bridge|knife|pills|tablets|not|stay|live|hurt)
            dont|doesnt|not want ?to exist|(be me)
            want|wants|wish|wishes ~3 (disappear|vanish) ~2 (good|forever|ever|completely)
            (it|everything|pain|noise|life|head|this|me|all) ~3 (to|just) stop ~2 (inside|in) ~2 head
            (wants|want) it ?all to stop|end
            just want it|everything ?all to end|stop|(be over) $
            let me|him|her die
            could ?happily die|(be dead)
            (stop|stopped|pulled|talked|got|grabbed|caught) ~2 (him|her|me) ~3 (jumping|jump|hanging|killing|drinking|taking,off the) ~3 (bridge|roof|window|@self|bleach|tablets|pills|ledge|edge)
            take|taking|took my|his|her|their|own ?own life
            not be here ~3 (christmas|summer|birthday|review|next|then|any|in)
            (heaven|angels) ~4 (with|join|see|now|go,to be) ~6 (nan|grandad|dad|mum|happen|him|her|now|soon|wants|nanny|dog)
            nothing ?left to live
            self destruct
            how many ~5 @pills ~1 is|are|be|would ?be too many|much
            (hidden|hid|hide|hiding|locked|given|gave) ~5 (keys|tablets|pills|knives|medication|medicine|rope) ~1 from myself
            which wall|tree|bridge|platform i ~1 (choose|pick|use|drive)
            thank|thanks|thanked|thanking ~10 (wasnt|isnt|not|nobody|nobodys|never) ~1 your|their|anyones|anybodys fault
            (god|heaven|jesus|angels) ~8 (go|goes|going|come|comes|coming|went|leave|arrive) ~1 early|sooner
            (can|could|will|ill|finally|then) ~2 stop being here|alive|around
        ",
        hints: "
            i am done $
            whats|what|no ?is the point $
            (nobody|noone|no) ~3 care|cares|miss|notice if
            (say|says|saying|telling|threatening) ~3 (will,going to,gonna) ~1 do it ~1 again|properly|anyway|$
            punch|punches|punching|hit|hits|hitting|bang|bangs|banging|bite|bites|biting|slap|slaps himself|herself|themselves
            scared|afraid|frightened to be|(be left) ~2 alone|own|myself|himself|herself
            left ~1 note
            written|wrote|writing|done|left ~1 letter|letters for ~2 kids|children|boys|girls|twins|babies|each
            (they|kids|children|boys|girls|everyone|everybody|family|all) ~6 happier|easier|calmer|safer|quicker|sooner ~1 without me $
            hate|hates @self|(my|his|her life)
            everyone|everybody|nobody hates|loves|likes|cares @he
            feel|feels|feeling|felt|is hopeless|worthless
            burden to|on
            (no|any) ~1 point ~2 (in|of) ~2 (anything|everything|trying)
            cant|cannot take|do|bear|stand|handle it|this any|no|much more|longer
            die|dies|died|dead|death ~2 keeps|keep|constantly
            (keeps|keep|always|started) ~2 (talk|talks|talking|asking|drawing|writing) ~2 about ~2 death|dying|dead|heaven
            self loathing
            (not|dont|doesnt|didnt|never|isnt) ~3 plan|planning|planned|plans|think|thinking|expect|expecting ~4 be|being|i around|about|here
            which|what|whats bridge|building ~2 highest|tallest
            (one|someone) less|fewer at|for|round the|our table|christmas|dinner
            be no bother
        ",
    },
    Group {
        why: Why::SuicideOrSelfHarm,
        about: "harms themselves",
        is_injury: false,
        plain: "
            self harm|harms|harming|harmed|harmer|injure|injures|injuring|injury|mutilating
            selfharm|selfharms|selfharming|selfharmed
            (cut|cuts|cutting|cutted|slice|slices|slicing|slit|slash|slashing|carve|carving|scratch|scratches|scratching|stab|stabs|stabbing|burn|burns|burning|hurt|hurts|hurting|harm|harms|harming|injure|injures|injuring|gouge|gouging|starve|starves|starving) @self
            (i|ive|im|me) ~3 (punch|punching|hit|hitting|bang|banging|bite|biting|scratch|scratching) myself
            (cut|cuts|cutting|slicing|sliced|slit|slash|slashing|slashed|carving|carved|burning|burn|burns|scratching|scratched|stabbing|scratches) ~2 (arm|arms|wrist|wrists|leg|legs|thigh|thighs|stomach|tummy|skin|forearms|forearm|hips|throat)
            (found|saw|seen|noticed|finding|see|seeing|showed|hiding|covering|covered) ~4 (cuts|scars|slashes|burns|marks|lines|wounds|plasters|scratches) ~4 (arm|arms|wrist|wrists|leg|legs|thigh|thighs|stomach|forearms|skin)
            (cuts|scars|slashes|lines|wounds) ~3 (arm|arms|wrist|wrists|leg|legs|thigh|thighs|forearms)
            (wrists|wrist|arms|thighs|legs) ~4 (cut|cuts|scars|slashed|covered|bandaged|plasters|bleeding)
            @he is|been|started|keeps|was|(will be) cutting again|$
            @he is|am|been|started|keeps cutting again|still|now|every|and|at|lately
            (been|started|stop|stopped|back|keep|keeps) cutting $
            cutting again
            cut|cutting deeper|lower|(where it doesnt|wont)
            sh ing
            (razor|razors|blade|blades|scalpel) ~5 (bag|hidden|hiding|bed|mattress|pencil|case|room|pillow|found|phone|drawer|school|use|using|shower|took|apart|sharpener)
            (found|hide|hid|hidden|hiding|taken|keeps|kept|had) ~5 (razor|razors|blade|blades|(sharpener blade))
            (hide|hid|hidden|hiding|locked) ~4 (scissors|knives|sharps|blades|tablets|medication)
            (bleed|bleeds|bleeding|bled|blood) ~5 (sleeve|sleeves|towel|towels|sheets|bathroom|wrist|wrists|(on arms),toilet|tissues)
            (bang|bangs|banging|banged|hit|hits|hitting|smash|smashes|smashing|smacks|punch|punches|punching) ~2 (his|her|my|own|head|face|himself|herself|myself) ~8 (bled|bleeds|bleeding|blood|hospital|bruises|bruised|fractured|unconscious|concussion|concussed|(a e),ae|casualty|swollen|stitches)
            (pull|pulls|pulling|rip|rips|ripping) ~3 (toenails|fingernails|nails|teeth|tooth)
            (bites|biting|bite|bit|chews|scratches|scratching|picks) ~4 (bleed|bleeds|bled|bleeding|blood|bone|raw) ~6 (dressing|hospital|arms|face|infected|stitches|purpose)
            (bites|biting|bit|scratching|scratched|scratches) ~3 own|arms ~4 (bleed|bleeds|bled|bleeding|blood|raw)
            burn|burns|burning|burned ~2 (himself|herself|myself|arms|skin|legs) ~3 (lighter|cigarette|iron|deodorant|candle|straighteners|hob)
            (stop|stopping) the bleeding
            (starve|starves|starving) myself
            (make|makes|making|made) @self sick|vomit|throw
            pull|pulls|pulling|pulled ~2 hair ~6 (cuts|cut|bleed|purpose|thighs)
            hurt|hurting|hurts myself
            (hurting|harming|injuring) @self
        ",
        hints: "
            razor|razors
            sh
            bleeds|bled|bleeding
            long|sleeves sleeves|on ~3 (heat|hot|summer|heatwave|weather|indoors)
            plasters|bandages ~3 (vanish|vanishes|vanishing|disappear|disappearing|missing|gone|going|go)
            blade|blades ~5 (gone|missing|vanished|disappeared)|(craft knife)
        ",
    },
];
