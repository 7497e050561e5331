//! Someone is used or preyed upon: sexually, for crime, for money, in the name of custom.

use super::Group;
use crate::safeguarding::Why;

pub(super) const GROUPS: &[Group] = &[
    Group {
        why: Why::SexualHarm,
        about: "touched, shown, filmed, asked for pictures; rape; pregnancy nobody explains",
        is_injury: false,
        plain: "
            (came|come|comes|coming|back|home|return+) ~5 (different|someone elses|inside out|wrong) ~2 (underpants|knickers|underwear|pants|tights|bra|boxers)
            (tutor|teacher|coach|ta|sir|mentor|driver|escort) ~3 (got|has|wants|asks|asked) ~2 (pics|photos|pictures|nudes|selfies) (of me|us,before)
            (wearing|has|had|with) no (underpants|knickers|underwear)
            (photos|photo|pictures|picture|video|videos) of ~3 (naked|undressed,nothing on,no clothes,(with nothing))
            sti|chlamydia|gonorrhoea ~6 (num|daughter|son|she|he|child)
            (sit|sits|sat|sitting) on ~1 (his|mans|teachers|drivers|coachs) ?s lap|knee
            fake nude|nudes
            (woke|wake) ~2 up ~4 (naked,no clothes,clothes on)
            sweets|presents|money|treats for ~1 (cuddles|kisses|touching|hugs)
            (hand|hands) ~3 (nightie|pyjamas|nightdress|knickers|bra|trousers|skirt|pants)
            do ~1 sexual things|acts|stuff
            pregnant by
            (stripped) ~4 (underwear|naked|pants|search|clothes)
            (been|is|was|keeps) raping
            (only|is) (ten|eleven|twelve|num) ~2 (boyfriend|girlfriend) ~1 (is|aged|of) ~1 (eighteen|nineteen|twenty|num)
            only num ~3 boyfriend ~2 num
            (dad|daddy|uncle|grandad|stepdad|brother|cousin|lodger|boyfriend|neighbour|he|man) ~2 (does|did|doing|do) ~1 (things|stuff|something) ~3 (night|bed|bath|me|her|him|dark|secret|alone)
            (puts|put|stuck|sticks) ~2 fingers ~2 (in|inside|up)
            (getting|gets|got) ~1 (his|her) ~1 (thing|willy|bits|penis|private) out
            (making|makes|made) ~2 (hold|touch|lick|kiss|suck) ~1 it
            (pulled|pulls|pull) ~3 (trousers|pants|knickers|skirt|shorts|tights) ~1 down
            to his|her flat|house|hotel|car ~4 (man|driver|taxi|older|teacher|stranger)
            (taking|takes|took|taken) ~2 (her|him|daughter|son) ~2 to his (flat|house|room|car|bedroom)
            (show|send|post|share|leak|shows|sends) ~2 (everyone|school|people|friends|family|mum|dad|them) ~3 (video|pictures|photo|photos|pics|nudes|screenshots)
            (forced|forces|forcing|force) (himself|themselves|itself) on|onto
            (told|tells|asked|asks|said|says|made|warned) ~3 (not to,never to,dont) ~1 (tell|mention|say|talk) ~2
            (shower|showers|showering|bath|baths|undress|undresses|naked|bed) ~2 with ~2 (kids|children|boys|girls,my son,my daughter,teacher|coach|uncle|lodger|man|carer|grandad|him|her|pupils)
            (made|make|makes|told|forced|asked|pressured|being) ~2 to ~1 (send|sending|take|film|show|strip) ~3 (pictures|pics|photos|videos|nudes|himself|herself|body|clothes)
            (pictures|photos|videos|pics) of (himself|herself|themselves|(my son)|(my daughter)) ~6 (account|girl|boy|man|online|someone|says|asked|send|him)
            (in|gets|got|get|climbs|comes|came) ~1 (my|her|his) bed ~4 (freeze|night|and|when|asleep|naked|touches|he)
            (put|puts|putting|had) ~2 (hand|hands) ~2 (on|up|down|in) ~2 (leg|legs|thigh|thighs|knee|chest|skirt|bum|top|trousers|bottom)
            (licks|licked|licking|sucks|sucked) (him|her|me|them|his|my)
            kiss|kissed|kisses|touch|touched|suck|lick ~2 (their|his|my|her) (private|privates|willy|bits|thing|parts)
            dont put it in
            infection ~6 sex
            (had|have|has|having|wants|wanted) sex with|to|and|$
            (video|photo|picture|clip) of (him|her|me|(my @child)) ~3 (trousers|pants|naked|toilet|shower|undressed|down|changing)
            (boyfriend|girlfriend|man|guy) ~2 (who|is|aged|hes|he) ~2 num ~3 (year|and|she|he|in|shes)
            without ~1 (knickers|pants|underwear)
            (stares|stare|watches|comes|looks|walks) ~3 (changing|shower|showers) room|rooms|$ ~3 (touched|us|at|boys|girls|him|me)
            hand up ~3 skirt|top|dress
            (tickling|tickle|special|secret|doctor) game|games ~4
            show|shows|showed|showing|watch|watched ~3 (rude|dirty|sexy|adult|porn) (videos|video|films|pictures|magazines|things|film)
            @touches ~6 @private
            @touches ~3 (my|his|her|their|our) ~3 @private
            (touch|touches|touched|touching) (him|her|me|them|us|myself,my @child) ~6 (down|inappropriately|sexually|private|wrong|funny|like|uncomfortable|places|bed|night|there|bus|at|when|where|in|$|and)
            (touch|touches|touched|touching) (where|somewhere) 
            (made|make|makes|making|forced|forces|forcing|asked|asks|told|got|tell|tells|dared|want|wants) ~3 (touch|lick|suck|kiss|rub) ~2 (him|his|it|her|them|private|willy|himself|herself|me|us)
            (made|make|makes|making|forced|forces|forcing|asked|asks|told|got|tell|tells|dared|want|wants) ~3 (show|strip|undress|undressing|expose) ~4 (private|willy|himself|herself|clothes|off|naked|camera|body|pants|boobs|bum|underwear|$)
            (made|make|makes|making|forced|forces|forcing|got) ~2 (him|her|me|them|(my|our ?autistic ?disabled ?little @child)) ~2 do (things|stuff|sexual|bad|rude|sex)
            (does|do|did|doing|done) ~2 (things|stuff|something|bad|rude) ~1 to (me|him|her|them|us|my|(my|our @child)) ~8 (bed|night|bath|room|babysits|secret|shower|private|tell|home|alone|body|uncle|grandad|cousin|stepdad|boyfriend|teacher|when|$)
            (used to,does|did,has been,been) ~1 (do|doing|did|done) ~1 to (him|her|me|them) ~3 $
            (told|tells|telling|said|says|disclosed) ~3 what ~10 (used to do,did|does,has done,been doing) ~1 to (him|her|me|them|us|my)
            rape|raped|rapes|raping|rapist
            molest+|molester
            groped|groping|grope|gropes|fondled|fondling|fondles
            sexual|sexually ~1 (abuse|abused|abusing|assault|assaulted|assaulting|harassed|harassment|harassing|exploited|exploitation|touched|touching|attacked|violated|hurt|inappropriate|active|interfered)
            (sex,sexual intercourse,slept|sleeping|intercourse) ~2 with ~4 (him|her|me|older|man|men|teacher|mates|friends|brother|uncle|dad|stepdad|num|adult|boy|child|carer|someone|staff|my|his|cousin)
            have sex
            (interfered|interfering|interferes|messing) with ~2 (him|her|me|my)
            (exposed|exposing|exposes|flashed|flashing|flashes) ~1 (himself|herself|at|him|her|his|my|me)
            (show|shows|showed|shown|showing) ~5 (willy|penis|privates|private|dick|cock|porn|bits,himself naked,naked|dirty|pornography|bum|boobs|breasts|rude)
            (watch|watches|watched|watching) ~4 (porn|dirty|pornography|shower|undress|bath|dressed|changing|naked|pornographic|shower|toilet) 
            (watches|watching|stares|films|filming|films|spies|filmed) ~1 (me|her|him|them|my) ~3 (shower|bath|undress|changing|dressing|toilet|sleep|bedroom|bed)
            (send|sends|sending|sent|ask|asks|asked|asking|want|wants|wanting|demand|demanding|share|shared|sharing|got|has|have|passing|took|taking|posted|leaked|beg|begging|pressuring|for|paying|pays|paid|money) ~7 (nudes|nude|naked|topless|dick|(rude|sexual|explicit|intimate|dirty|sexy|indecent|inappropriate|private picture|pictures|pic|pics|photo|photos|video|videos|images|image|messages|texts|snaps))
            nudes|nude ~6 (him|her|my|me|school|round|son|daughter|send|year|sent|going|threatening)
            (pictures|photos|videos|pics|selfies|images) ~3 (of (him|her|my|me|them),@self) ~3 (naked|undressed|underwear|bath|shower,no clothes,bed)
            (money|paying|paid|pays|gifts|vouchers|robux|vbucks) ~5 (pictures|photos|pics|videos|video|selfies|images|meet|cam|webcam)
            (send|sends|sending|ask|asks|asking|asked|wants) ~4 (photos|pictures|pics|videos|selfies) ~8 (online|man|older|threatening|money|body|he|stranger,num year,met|boyfriend|discord|snapchat)
            (man|men|boyfriend|stranger|someone|adult|guy|bloke|older|num) ~10 (wants|asks|asking|asked|wanted|made) ~3 (send|sending) ~3 (photos|pictures|pics|videos|selfies|photo|video)
            (dick|cock|naked) pic|pics|picture|pictures|photo|photos
            (take|takes|took|taking) ~3 (top|clothes|pants|bra|trousers|shirt|knickers|underwear) off ~4 (live|camera|cam|video|online|for,in front,him|webcam|discord|$)
            (pull|pulls|pulled|pulling|took|take|takes|taking) ~2 (trousers|pants|knickers|skirt|shorts|clothes) ~2 (down|off)
            (on,in front of) camera ~4 (things|strip|do|undress|naked|stuff|for)
            (do|does|doing|did) ~2 things ~2 on ~1 (camera|cam|webcam|video)
            (secret|secrets|secretly) ~2 (games|game|cuddle|cuddles|special|kiss|kisses|touch|touching|touches)  
            (special|secret) (games|cuddles|touches|cuddle|game) ~4 (with|in|bed|uncle|grandad|dad|he)
            (its|a|is|our|it|keep|kept|keeping) ~2 secret ~6 (babysitter|uncle|grandad|dad|teacher|coach|stepdad|man|he|us|tell|bed|touch|boyfriend|between|neighbour|mummy)
            (keep|kept|keeping) ~2 (between us|them,secret from,our secret,this secret)
            (told|tells|tell|telling|said|asked|says|asking) ~4 (not to tell,not to say,dont tell,never tell,delete,keep quiet,keep it) ~3 (anyone|anybody|me|us|mum|messages|them|secret|parents|@home|between|it|texts)
            delete|deletes|deleting|deleted ~2 (messages|texts|chats|them|chat|message) ~4 (told|he|after|says|so|from|teacher|coach|$)
            @staff|@home|man|men|adult|stranger|older|num|guy|someone|@online ~6 @message ~2 (him|her|me|(my|our ?autistic ?disabled ?teenage ?num ?year ?old @child)) ~8 (night|secret|delete|meet|beautiful|pretty|sexy|private|privately|alone|pictures|love|kiss|hot|bed|online|threatening|late|sexual|weird|personal|gorgeous)
            (keeps|keep) ~1 (texting|messaging|dming|snapchatting) ~1 (me|him|her|my)
            (message|messages|text|texts|dms|messaging|texting) ~6 (teacher|coach|tutor|ta|driver|carer|staff|instructor) ~9 (beautiful|secret|love|between|pretty|sexy|night|delete|meet|kiss|gorgeous|private|special)
            (teacher|coach|tutor|ta|driver|carer|staff|instructor|uncle|stepdad|lad|man|boy) ~3 kissed|kiss|kisses|kissing ~1 (me|him|her|my|them)
            kissed me
            (meet|meets|meeting|met|meets) ~3 up ~3 (alone|own,just us,secret|private)
            (comes|come|came|coming|gets|got|goes|climbs|climbed|went|sneaks) ~2 (in|into|to|inside) ~2 (my|her|his|our|their) (bed|bedroom|room) ~4 (night|nights|dark|when|asleep|at|every|he|$)
            (in|into) ~1 (bed) ~1 with (him|her|me|(my|our @child),them) ~4 (carer|found|when|he|man|got|uncle|naked|$)
            (carer|uncle|stepdad|man|teacher|staff|he|grandad|boyfriend|worker) ~2 (was|is|got|gets|found) ~2 in ~1 bed with
            (hurts|hurt|hurting|sore|bleeding|blood|itchy|red|swollen|bruised|bruising|discharge) ~4 @private|bits|fanny ~10 (says|respite|screams|uncle|grandad|dad|nursery|bath|cant|he|told|pants|talk|wash|man|babysitter|contact)
            blood ~2 (in|on) ~2 (pants|knickers|underwear|nappy|sheets|bed)
            sore|bleeding|bruised ~2 (down|private|bottom|vagina|willy)
            (put|puts|putting|stick|sticks|stuck) ~3 (hand|hands|finger|fingers|mouth|tongue|penis|willy|dick) ~4 (on|in|down|up|inside|into|between|under|near|knickers|pants|trousers|top|skirt|mouth|legs) ~2 (his|her|my|him|me|their|brothers|daughters|sisters|@private|mouth|skirt|top)
            hand|hands ~2 (up|down|in|under) ~2 (skirt|top|knickers|pants|trousers|shirt|bra|daughters|sons)
            pregnant ~8 (daughter|she|num|disability|downs|who|dad|wont|says|father|scared|year|school)
            (daughter|she|girl|niece|granddaughter|sister) ~8 pregnant
            (groom|groomed|grooming|groomer|groomers) ~6 (online|roblox|him|her|son|daughter|by|man|my|me|gang|snapchat|discord|she|he|someone|$)
            (being|been|is|was|getting|he|she) groomed
            paedophile|pedophile|paedo|pedo|nonce|nonces|peado
            (talking|chatting|talks|chats|messages|messaging|friends) ~3 (with|to) ~4 (older|adult|stranger|strangers|man|men,num year) ~5 (online|discord|snapchat|roblox|game|internet|instagram|app|whatsapp|xbox)
            (older|num) ~3 (man|men|guy|bloke|boyfriend) ~6 (online|money|meet|met|internet|dating|seeing|gifts|pictures)
            (strange|older|adult|grown) ~1 (man|men|guy) ~5 online
            (drawing|draws|drew|drawings) ~6 (naked|willies|penis|penises|willy|sex|private,no clothes,rude) 
            (acting|acts|acted|playing|plays) ~3 (sexual|sexually|sex|sexualised,out sex,rude)
            (dad|daddy|uncle|grandad|stepdad|man|brother|cousin|coach|boyfriend|teacher|stepbrother|he|she|they) ~3 (hurt|hurts|touch|touches|touched|tickles|tickled|licks|licked|rubs|rubbed|kisses|kissed|bites) ~2 (my|his|her|their) @private
            (undress|undressed|undressing|undresses|strip|strips|stripped|stripping) ~2 (him|her|me|my,in front,off|naked|for|down) ~8 (man|camera|teacher|coach|uncle|boys|he|they|filmed|video|toilet|toilets|force|made|photo)
            (filmed|film|filming|videoed|recorded) ~1 (it|her|him|me) ~6 (naked|undress|toilets|toilet|shower|changing|shared|sent|made|things|sex)
            (poke|pokes|poked|stick|sticks) ~1 (him|her|me) ~3 (trousers|bum|pants|bottom|private)
            (boy|boys|lad|lads|pupil|pupil|classmate|girl|brother|stepbrother|cousin) ~6 (touch|touched|touches|touching|rubbed|rubs|grinds|humps|humping|groped|kissed) ~2 (her|him|me|my|private|them)
            (happened|did|done|something) ~6 (secret,cant tell,dont tell,wont tell,not tell,scared to tell,afraid to tell) ~3 (anyone|mum|parents|them|dad|you|anybody|who|$)
            (text|texts|texting|texted|message|messages|messaging|messaged|dm|dms|snapchat|snap|whatsapp|whatsapps) ~8 what ~3 (wearing|(sleep in))
            (driver|escort|coach|man|men|bloke|guy|stranger|neighbour|lodger|uncle|stepdad|instructor) ~6 (ask|asks|asked|asking|wants|wanted) ~4 (photos|pictures|pics|selfies|photo|picture)
            (kiss|kisses|kissed|kissing|lick|licks|licked) ~2 you|me|him|her ?down there $
        ",
        hints: "
            condom|condoms
            hotel
            groomed|grooming
            sexualised
            keep ~1 secret|secrets
            naked|nude
            pregnant
        ",
    },
    Group {
        why: Why::Exploitation,
        about: "used by others for drugs, money, sex or hatred",
        is_injury: false,
        plain: "
            (man|lad|bloke|guy) ~2 of num ~4 (collects|picks|drives|meets) ~3 (daughter|son|her|him|girl)
            (collects|picks|collected|picked|picking) ~5 (different|flash|strange) ~1 (car|cars|van)
            (jihad|martyr|manifesto) ~6 (he|his|him|she|her|names|laptop|wrote|written)
            @online ~4 (asked|asking|asks|wants|told|telling|begging) ~3 (meet|send|strip|undress|camera|meeting)
            (man|men|stranger|adult|guy|bloke|someone|person|lad) ~4 (asked|asking|asks|wants|wanting) ~4 to ~1 meet
            (waits|waiting|wait) ~1 for (my @child)|him|her ~6 (buys|gifts|sweets|money|presents|phone)
            (run|ran|gone|going) off with ~2 (man|someone|boy|guy|bloke) ~4 (met|online|older|internet|snapchat)
            (flying|coming|driving|travelling) ~3 to (get|meet|pick) (her|him|them|me)
            (use|using|used|uses) ~2 (his|her|my|their) bank account
            (held|kept|trapped) ~2 (in|at) ~2 (flat|house) ~3 by
            (met|meeting|meets|meet|seeing|dating|talking) ~2 num year old ~8 (site|online|gaming|app|coming|house|man|guy|boyfriend|hotel|secret)
            (give|gives|gave|giving|buy|buys|selling|sold) ~1 (her|him|them|my|me) ~2 (ketamine|drugs|weed|alcohol|vodka|pills|cocaine|spice|cannabis|mdma|vapes|booze)
            (flat|house|hotel|party|parties|car|van) ~3 with ~1 ?older men
            (store|storing|stash|hide|hiding|keep|keeping) ~2 (stuff|things|packages|bags|gear) ~3 (under|in) ~2 (bed|room|wardrobe|shed|garage|house|flat|locker)
            (man|men|stranger|someone|guy|bloke|woman|people|couple) ~2 in ~1 (car|van) ~6
            (asked|told|made|tried|trying) ~3 (get|getting) ~1 in ~2 (car|van|taxi)
            picked up ~4 (by|from) ~3 (man|men|stranger|someone) ~5 (know|older|car|boyfriend)
            (going|gonna|planning|plan|plans|want|wants) ?to jump (him|her|me|my|them)
            jump (him|them,my son,my daughter) ~2 (on|after|at|friday|monday|tomorrow)
            (carrying|carries|carry) ~2 (blade|knife|weapon|shank)
            (cash|money) ~6 (room|hotel|bites|weekends,wont say,(cant|wont) explain)
            (hire|blacked) ~1 car ~6 (lads|men|him|her|off)
            (love bites) ~4
            (syria|isis) ~6 (go|join|fight|videos|watching|wants)
            (watch|watching|watches|watched) ~2 beheadings|beheading|isis|executions
            make|making|made|build ~2 (bomb|bombs|explosives|pipe)
            (sent|send|sends|bought|buys|paid) ~3 (train|plane|bus|coach) ticket|tickets
            pretending|pretends to be num|(a girl)|(a boy)|(a child)
            (know|knows) where (i|we|he|she) ~1 live|lives ~6 (send|come|pay|pictures|more|kill|hurt|threat)
            branded|(belongs to them)
            (carry|carries|carrying|carried|hold|holds|holding|sell|sells|selling|sold|deal|deals|dealing|deliver|delivers|delivering|running|run|drop|drops|dropping|moving|hide|hiding|taking|steal|stealing|transport) ~4 (package|packages|drugs|drug|weed|parcel|parcels|gear|cocaine|coke|crack|heroin|pills|cannabis|stash|packets|money) ~6 (them|for|older|gang|boys|men|lads|make|making|made|him|terrified|he|man|someone|people|scared)
            (dealing|deals|selling|sells|sold|dealt) ~4 (drugs|weed|cannabis|outside|gear|cocaine|pills|vapes|for|spice)
            (got|has|have|making|make|makes|made|forcing|forced|force) ~3 (him|her|my|me|them|lad|son|daughter|boy|girl) ~4 (dealing|selling|carry|carrying|steal|stealing|shoplift|shoplifting|sell|beg|begging|deliver|nick|rob)
            county lines ~12 (he|she|my|son|daughter|him|her|i|think|lad|boy)
            (he|she|my|son|daughter|him|her|i|think|lad|boy) ~8 county lines
            cuckooed|cuckooing
            (owes|owe|owed|owing|debt) ~4 (gang|dealer|dealers,money to,them money,boys|drug|drugs|lads|men|older|loan)
            (gang|gangs) ~8 (he|she|him|her|my|son|brick|window|threat|threatening|money|knife|recruit|recruited|joined|in|involved|running|with)
            (in|joined|with|by|to) ~1 a gang
            brick through ~2 window
            (two|second|burner|extra|several) ~1 (phone|phones) ~8 (trainers|cash|train|explain|friends|gang|hides|ringing|london|older)
            burner phone
            (new|expensive|designer) ~3 (trainers|clothes|nails|phone|coat|jewellery|bag|things) ~8 (explain|where|older|man|money|cant|from|wont|train|afford)
            (money|cash|gifts|presents|things|trainers|clothes|phone|vapes|nails) ~3 (she|he|they) ~2 (cant|wont|doesnt|couldnt) ~1 (explain|say)
            (older|num|grown|strange|unknown) ~3 (man|men|boy|boys|lad|lads|boyfriend|guys|guy|girl|bloke|blokes|male|males|kids|teenagers) ~8 (money|cars|car|vapes|gifts|drugs|drops|picks|weed|alcohol|hotel|party|parties|package|packages|phone|presents|steal|hold|trains|flat|bought|buys|pictures|pays)
            (getting|gets|get|got|getting|picked|collected|dropped|going) ~3 (in|into|up|by|off) ~4 (cars|car|taxi|van) ~3 (with|by|of) ~4 (older|men|man|strangers|stranger|lads|boys|people|someone)
            (man|men|strangers|older) ~4 (pick|picks|picked|picking|collect|drops|dropped|drop) ~2 (him|her|them) ~2 (up|off|at|after)
            (meet|meets|meeting|met) ~2 (man|someone|boy|him|guy|men|people|stranger|her|he|a) ~4 (online|snapchat|discord|internet|instagram|roblox|tiktok|app|game|facebook|fortnite|xbox|off)
            (met|meets|meet|meeting|boyfriend) ~4 (online|snapchat|discord|internet|instagram|roblox) ~10 (tonight|older|photos|man|num|pictures|money|wants|meet|him|she|he|lies|says)
            blackmail|blackmailed|blackmailing|blackmails|sextortion|sextorted|extorting|extorted
            (threat|threats|threaten|threatens|threatening|threatened) ~5 (post|send|share|leak|show|publish|tell) ~4 (pictures|photos|videos|nudes|school|friends|everyone|them|pics|mum|family|online|it)
            (if) ~2 (he|she|i|they) ~2 (doesnt|dont|didnt) ~2 (send|pay|do) ~6 (tell|post|share|leak|kill|stab|hurt|show|send)
            (made|make|makes|making|forced|forcing|being|she|he) ~3 have sex
            (sex|sleep|sleeping) ~4 (with) ~4 (mates|friends|men|money|pay|for)
            trafficked|trafficking|traffickers|slavery|modern slave
            (someone|man|men|person|stranger|strangers|guy|bloke) ~2 (online,on ~1 @online) ~6 (telling|asking|asks|told|making|threatening|sending|threatens|pressuring|hurt|blackmail|wants|keeps|meet|pretending) ~3 (him|her|me|my|son|daughter|pictures|money|camera|meet)
            (online|internet|discord|snapchat|roblox|telegram|instagram|tiktok|whatsapp|chat|group) ~10 (hurt|kill|(cut himself|herself),hate|attack|jews|muslims|bomb|nudes,meet him|her|up,secret|strip)
            (hurt|kill|attack|hates|bomb|shoot|stab) ~3 (muslims|jews|immigrants|gays|women|blacks|asians|foreigners|migrants|christians|police|infidels)
            isis|jihad|neo nazi|nazis|incel|radicalised|radicalized|radicalising|radicalisation ~10 (he|she|my|son|daughter|him|her|online|talking|videos|list|friends)
            (extremist|extremists|terrorist|terrorists|terrorism) ~10 (he|she|my|son|daughter|him|her|online|chat|group|videos)
            far right group|groups|views|stuff|videos|chat|content|ideas|forum
            (list) ~2 of names
            (paying|pays|paid|giving|gives|gave|sending|sends|offering) ~3 (him|her|my|(my|our ?learning ?disabled @child)) ~4 (money|vapes|drugs|weed|alcohol|gifts|phone|presents) ~8 (older|man|men|pictures|lads|strangers|sex|photos|online|deliver|carry|secret|favours)
            (paying|pays|paid) ~2 (him|her|my ?learning ?disabled @child) ~2 to ~3 (take|do|show|send|carry|deliver|strip|keep)
            (sending|gives|giving|gave|sent|buying|buys) ~4 (money|gifts|vapes|presents|vouchers) ~6 (pictures|photos|man|older|meet|secret|sex|online|pics)
            (use|uses|using|used|taken|took|take|taking|moved) ~2 (over|in|into|his|her|my|their) ~5 (flat|house|home|place) ~8 (drugs|cook|deal|benefits,cant say,disability|wont|leave|lads|friends|scared|money|dealers)
            (film|filming|films|video) ~3 (himself|herself|hurting|cutting|self) ~4 (hurting|cutting|cat|cut|naked|doing|dog|for|online)
            (they|he|gang|dealers|lads|boys) ~4 (stab|kill|hurt|shoot|batter|burn) ~3 (me|him|us|mum|family|her|his|my) ~3 if|unless
            drugs ~3 (for them,to sell,dealers|dealer|running|runner|mule)
            (made|make|makes|making) ~2 (him|her|me|my ?lad ?son ?daughter) ~2 steal|carry|sell|deliver|hold|deal|beg
            (package|packages|parcel|drugs|money|something|wrap|wraps|phone) ~3 taped|strapped ~2 (under|inside|round|to|around)
            (sends|sending|sent|giving|gives|gave) her|him|(my daughter|son|girl|boy) ~1 money ~10 (coach|train|bus|taxi|ticket|meet|weekend|hotel|secret)
            (num|night|midnight|window|dark) ~6 (gets|getting|got|climbs|climbing|picked) ~3 (silver|black|white|red|blue|strange|same|different|unknown) car
        ",
        hints: "
            hotel
            gang|gangs|dealer|dealers
            cocaine|heroin|spice|ketamine
            (goes|going|went) ~1 missing
        ",
    },
    Group {
        why: Why::AdultAtRisk,
        about: "an adult with care needs is hurt, robbed, shut away or used",
        is_injury: false,
        plain: "
            (takes|taking|take|took|taken|stole|stolen|steals) ~1 (his|her|my|their) ?bank card|pip|pension|benefits|wages|savings
            (left|leave|leaves|leaving) ~4 (floor|bed|bath|toilet|chair|mess) ~3 (night|day|hours|overnight|own|alone)
            (makes|made|making) ~3 (give|hand|sign) ~2 (him|her|them|over) ~2 (bank|card|money|benefits|pip)
            (ties|tied|tie|lock|locks|locked) ~1 (her|him|me) ~2 (chair|bed|room|in)
            (takes|taking|take|took|taken|steal|steals|stealing|stole|spends|spending|nicks|controls|controlling|withdrawing) ~4 (money|pip|benefits|esa|uc|savings,bank card,card|dla|wages|pension) ~12 (disability|disabilities|needs|downs|autism|autistic|scared|carer|support|brother|sister|son|friends|lads|learning|num|he|she|fridge|worker|locks|moved|vulnerable)
            (my|his|her|sons|brothers|sisters|daughters) ~2 (money|pip|benefits|wages) ~2 (taken|stolen|being|gone|missing) ~4 by|taken|him|her|carer
            (da|dad|mum|carer|brother|worker|uncle|friend|he|she|they) (takes|take|took|steals|nicks) (my|me) money
            lock|locks|locked ~1 (fridge|food|cupboards)
            (carer|carers|staff|worker,support worker,keyworker) ~4 (hit|hits|hitting|hurt|hurts|hurting|slapped|slaps|punch|abuse|abusing|steals|stealing|kicks|rough|neglecting|neglect|locks|threatens) ~3 (him|her|me|my|them|money|pip|and|us|his)
            (carer|worker|friends|mates|neighbour|family) ~8 (scared of him|her|them,locks|hits|robs|robbed,laugh at,steals,taken over)
            (supported living,care home,residential|(assisted living),hostel|placement|sheltered|(shared house)) ~12 (hit|hits|hitting|hurt|hurts|hurting|abuse|abused|abusing|neglected|bruises|locked|starving|scared|beaten|rape|raped|touch|touched|touches)
            (hit|hits|hitting|hurt|hurts|hurting|abuse|abused|abusing|neglected|bruises|locked|scared|beaten|touched|touches) ~8 (supported living,care home,residential,assisted living)
            (so called,fake|supposed) friends|mates ~8
            (left|leaving) ~3 (no|without) ~1 (carer|carers|care|food|support|heating|medication) ~8 (since|days|food|alone|friday|week|night|num|weekend|hungry)
            (no carer|no carers) ~6 (since|days|food|friday|week)
            (kept|keeps|keep|held) ~3 (chained|prisoner|captive|locked|slave|tied)
            (moved|move|moving) in ~2 with ~5 (wont let,benefits|money|disabled|vulnerable|controlling,not let)
            (wont|not|doesnt|dont) ~1 let ~1 (us|me|family|anyone|him|her) ~1 (see|visit|near|speak|talk|out) ~4 (him|her|them|dad|mum|brother|sister|to|alone|phone|house) ~6 (disabled|moved|woman|man|carer|husband|boyfriend|money|scared|worried|control|vulnerable)
            (adult|son|daughter|brother|sister|aunt|uncle|dad|mum|neighbour) ~8 (disabled|disability|downs|vulnerable|difficulties) ~10 (hit|hitting|hits|abused|abusing|beaten|chained|robbed|exploited|starved|raped|conned|scammed|neglected|used) ~4
            i am|im num ~8 (carer|dad|mum|support|brother|staff) ~4 (hits|hurts|shouts|locks|takes|touches|steals)
        ",
        hints: "",
    },
    Group {
        why: Why::ForcedMarriageOrFgm,
        about: "cutting of girls, or a marriage somebody is made to enter",
        is_injury: false,
        plain: "
            (take|taking|send|sending|fly|bring) ~4 to ~1 (india|pakistan|bangladesh|somalia|turkey|iraq|iran|nigeria|home|abroad|village) ~4 (get|find|for|have|make) ~2 (wife|husband|bride|marriage|wedding|married)
            (do|doing|have|having|done) ~1 the cutting|cut ~4 (daughter|girl|girls|her|me|sister|niece|granddaughter)
            (booked|arranged|planned|planning|arranging) ~2 wedding ~2 for me|her|him
            (send|sending|sent|take|taking|taken|fly|flying) ~3 (sister|daughter|me|her|him|girls|cousin|us|friend) ~3 (bangladesh|pakistan|somalia|sudan|gambia|india|nigeria|egypt|kenya|afghanistan|iraq|yemen|guinea|sierra|ethiopia|turkey|africa) ~14 (man|marry|married|holiday|cut|done|wedding|husband,not coming,against)
            (have|get|getting|got|having|be) ~3 done ~6 (gambia|somalia|sudan|egypt|africa|kenya|nigeria|guinea|sierra|ethiopia|holidays)
            not|isnt|arent|never allowed to say no
            (say|saying) no to ~1 wedding|marriage|marrying
            disown|disowned
            (must|to,have to,going to) be cut ~4
            (sent|going,being sent) home ~1 to be married
            marry ~4 (son|friend|cousin|man|uncle) ~4 (or|bury|kill|disown|says|dont)
            (make|makes|making|made|force|forced|forcing|forces|arranging|arranged|pushing|being) ~4 (me|him|her|my|us|be|to|get|son|daughter|sister) ~3 (marry|married|marriage|wed) ~8 (cousin|dont|summer|abroad|pakistan|india|bangladesh|old|man|holiday|disability|family|want|num|parents|someone|stranger|understand|back|he|home|never|against)
            (forced|force) ~2 (marriage|marry|married|into|wedding)
            (parents|family|dad|mum|uncle|uncles|mother|father|they) ~6 (make|makes|making|forcing|arranging|arranged|force|forced|want|planning|booked) ~5 (marry|married|marriage|wedding)
            (say|said|says|told|saying) ~5 (i|she|he|will|must|have) ~3 (be|get|to|must) ~1 (married|marry) ~4 (there|abroad|cousin|him|summer|pakistan|at|to|when|in|$)
            (dont|doesnt|not|didnt) ~2 want ~2 (to|the) ~2 (marry|marriage|wedding|married)
            (marry|married|marriage|wedding|bride|groom) ~12 (dont|doesnt|didnt|not|cant) ~1 (want|understand|consent|choice,know what) 
            (bride|wife|husband) ~6 (from|back) home
            (bought|booked|got) ~2 (ticket|tickets|flights) ~8 (married|marry|wedding|cut|cutting|circumcised)
            (taken|took|hidden|hid|has|have|taking|take) ~1 (my|her|his) passport ~12 (wedding|married|marry|marriage|scared|abroad|flight|dont|family|parents)
            (passport) ~8 (wedding|marry|married)
            (taken|take|taking|send|sending|sent|go|going) ~4 (abroad|home|back|africa|somalia|sudan|egypt|gambia|guinea|kenya|holiday|holidays|pakistan|country|village) ~8 (cut|cutting|circumcised|circumcision|fgm|ceremony|married|marry|sunna|gudniin)
            (girl|girls|daughter|she|her|sister|niece|granddaughter|baby) ~8 (circumcised|circumcision|circumcise|sunna|gudniin|fgm) ~10
            (be|been|was|were|getting|get) (cut|circumcised) ~6 (abroad|summer|holiday|holidays|aunt|aunty|somalia|sudan|gambia|girl|girls|tradition|ceremony)
            sent|taken|took|go|going ~6 be cut
            (sister|cousin|daughter|mum|aunt|girl|girls|niece) ~1 (was|were|got|been|be|is) cut ~6 (back|home|next|when|went|abroad|holiday|too|girl)
            (for|the) ?the (cutting|cut) ?ceremony ~3 (ceremony|home|abroad|summer|season|girls|$)
            cutting ceremony|season
            fgm ~10 (daughter|niece|she|her|sister|me|girl|risk|worried|family|taken|planning|scared|granddaughter|going)
            (worried|scared|think|afraid|planning|risk|going) ~8 fgm
            (bring|bringing|brought) bride|wife ~6 him|home
            (honour|shame) ~1 (killing|based|violence)
            one way ticket|tickets|flight|flights ~8 (meet|cousin|cousins|wedding|marry|married|engaged|family|husband|relatives|abroad)
        ",
        hints: "
            fgm
            (arranged) ~2 (marriage|wedding)
            (girls|daughters|daughter|her|them|she|both) ~5 be closed ~3 (while|there|when|over|abroad|holiday)
        ",
    },
];
