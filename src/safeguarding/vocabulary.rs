//! The words that patterns speak of as one: who, does what, with what, where on the body, when.
//!
//! Spelt as [`super::words`] levels them: "don't" is `dont`, "he's" is `he is`, any number is `num`.

/// Class name, and its words or phrases.
pub(super) const CLASSES: &[(&str, &str)] = &[
    // Who.
    ("self", "myself|himself|herself|themselves|themself|itself|yourself|hisself|meself|theirself|self"),
    (
        "child",
        "son|sons|daughter|daughters|child|childs|children|childrens|kid|kids|boy|boys|girl|girls|lad|lads|lass|\
        baby|babies|toddler|toddlers|grandson|grandsons|granddaughter|granddaughters|grandchild|grandchildren|nephew|\
        nephews|niece|nieces|ds|dd|twin|twins|teen|teens|teenager|stepson|stepsons|stepdaughter|stepdaughters|brother|brothers|sister|\
        sisters|sibling|siblings|youngest|eldest|oldest|pupil|pupils|student|students|bairn|cousin|friend|mate|yo|\
        infant|preschooler|num|little|old|yr|year|autistic|disabled|foster|one",
    ),
    ("he", "he|she|they|i|we|him|her|them|me"),
    ("them", "him|her|them|me|us|my|our|his|he|she|@child|someone|each"),
    (
        "staff",
        "ta|tas|teacher|teachers|head|headteacher|senco|sir|miss|mr|mrs|ms|staff|lsa|lsas|hlta|escort|escorts|driver|\
        drivers|assistant|assistants|coach|coaches|tutor|tutors|carer|carers|keyworker|worker|workers|caretaker|nurse|lady|ladies|\
        man|woman|men|dinnerlady|nursery|school|respite|therapist|chaperone|matron|principal|deputy|instructor|\
        childminder|nanny|babysitter|sitter|adult|adults|professional|priest|imam|pastor|vicar|scout|leader|\
        (one to one),(num to num),(num num),(num t num),guard|supervisor|mentor|professionals",
    ),
    (
        "home",
        "dad|daddy|mum|mums|mummy|mam|mammy|mom|father|mother|stepdad|stepmum|stepfather|stepmother|partner|boyfriend|\
        girlfriend|ex|husband|wife|uncle|aunt|auntie|aunty|grandad|granddad|grandpa|nan|nana|gran|granny|grandma|\
        grandmother|grandfather|parents|parent|lodger|babysitter|childminder|da|ma|fella|bloke|man|guardian|\
        stepparent|relative|family|pastor|(foster carer|carers|mum|dad)",
    ),
    (
        "partner",
        "husband|partner|boyfriend|girlfriend|wife|ex|fella|hubby|(kids dad),(childrens dad),(my s dad),(the dad),(his dad),(her dad),(their dad)",
    ),
    (
        "peer",
        "boys|girls|lads|kids|children|boy|girl|lad|kid|pupil|pupils|bullies|bully|gang|they|student|students|classmate|classmates|teenagers|teens|youths|mates",
    ),
    // Wants, says, thinks.
    (
        "want",
        "want|wants|wanted|wanting|wish|wishes|wished|wishing|rather|prefer|(would like),desperate|hope|hopes|hoping|\
        (ready to),tries|try|tried|trying|plan|plans|planned|planning|threatens|threaten|threatening|threatened|intends|\
        prays|pray|praying|begs|begging|asks|asking|asked|longs|tryed|(keep on about)",
    ),
    (
        "says",
        "say|says|said|saying|tell|tells|told|telling|talk|talks|talked|talking|write|writes|wrote|written|writing|\
        scream|screams|screaming|screamed|shout|shouts|shouting|shouted|mention|mentions|mentioned|mentioning|text|texts|\
        texted|typed|types|post|posted|posts|posting|threaten|threatens|threatened|threatening|whispered|cries|joke|joked|joking",
    ),
    (
        "think",
        "think|thinks|thinking|thought|thoughts|feel|feels|feeling|felt|consider|considering|considered|imagine|\
        imagines|imagining|dream|dreams|dreaming|fantasise|fantasises|fantasising|contemplating|tempted|urge|urges|idea|ideas|believes|believe",
    ),
    (
        "afraid",
        "scared|afraid|frightened|terrified|petrified|fear|fears|fearing|worried|worry|scares|frightens|terrifies|terrifed|fearful|panicking",
    ),
    (
        "dread",
        "scared|afraid|frightened|terrified|petrified|fear|fears|fearful|terrifed|flinches|cowers|trembles|dreads",
    ),
    // Ways to die.
    (
        "die",
        "die|dies|dying|dead|died|(be dead),(kill @self),(kill my self),(killing @self),(end it),(end it all),(end my|his|her|their life),\
        (take my|his|her|their own life),(take own life),(not be alive),(not be here),(not exist),(not wake up),(never wake up),(stop living),(stop existing),\
        unalive|suicide|kms|(disappear forever),kms|(be gone),(be with nan|grandad|nanny|god|jesus|angels),(go to heaven),\
        (finish my|his|her|the life),(finish @self),(off @self),(hang @self),(jump off|from|out)",
    ),
    (
        "pills",
        "tablet|tablets|pill|pills|paracetamol|ibuprofen|painkillers|medication|medicine|meds|melatonin|sertraline|fluoxetine|codeine|nurofen|calpol|insulin|antidepressants|aspirin|drugs|capsules|sedatives|diazepam|methylphenidate|concerta|ritalin|propranolol|amitriptyline",
    ),
    (
        "poison",
        "bleach|antifreeze|petrol|battery|batteries|magnet|magnets|detergent|cleaner|disinfectant|dishwasher|chemicals|poison|coin|screw|screws|nail|needle|needles|beads|weedkiller|turps|glass|blade|blades|(washing tablet),(something from under the sink),stones",
    ),
    (
        "height",
        "bridge|roof|cliff|cliffs|window|balcony|building|buildings|block|multistorey|multi|storey|ledge|pylon|scaffolding|motorway|viaduct|platform|tower|flyover|railway|tracks|line|rooftop|upstairs|carpark|pier|weir|lock",
    ),
    ("water", "river|lake|sea|canal|thames|reservoir|weir|water|pond"),
    // Self-harm.
    (
        "self_harming",
        "cut+|kill+|hurt+|harm+|stab+|burn+|starve+|hang+|hung|strangle+|drown+|suffocate+|injure+|scratch+|punch+|hit+|bite+|bit|bitten|poison+|choke+|slice+|carve+|slash+|end+",
    ),
    (
        "skin",
        "arm|arms|wrist|wrists|leg|legs|thigh|thighs|stomach|tummy|skin|forearm|forearms|hand|hands|ankles|hips|neck|throat",
    ),
    (
        "noose",
        "belt|rope|cord|scarf|tie|cable|noose|ligature|dressing|charger|string|lead|shoelace|laces|flex|bag|tights|sheet|wire",
    ),
    // Hurting others.
    (
        "hits",
        "hit+|hitted|punch+|slap+|smack+|spank+|beat+|beaten|kick+|batter+|whack+|wallop+|thump+|headbutt+|bash+|strangle+|choke+|throttle+|\
        smother+|suffocate+|burn+|burnt|scald+|whip+|cane+|caned|thrash+|assault+|attack+|abuse+|stab+|(knock about),(knocks about),(knocked about),(beat up),(beats up),(beating up)",
    ),
    (
        "rough",
        "@hits|grab+|drag+|pin+|pinch+|restrain+|shove+|yank+|twist+|tie|ties|tied|tying|strap+|tape+|taped|manhandle+|(force fed|feeds|feed|feeding),(sit|sits|sat|sitting on),(lie|lies|lay|laid|lying on),(kneel|kneels|knelt|kneeling on),lock+|shake|shakes|shook|shaking|hurt|hurts|hurting|harm+|bite|bites|bit|scratch+|throw|throws|threw|thrown|wrestle+|tackle+|slam+|\
        gag+|poke+|jab+|spit|spits|spat|flick+|squeeze+|crush+|(hold|holds|held|holding down),(push|pushes|pushed|pushing over|against|into|down|onto|out),(pulls|pulled|pulling|carried|hauled by),degrade+|humiliate+",
    ),
    (
        "roughed",
        "hit|punched|slapped|smacked|beaten|kicked|battered|strangled|choked|smothered|burned|burnt|grabbed|dragged|pinned|pinched|restrained|\
        shoved|tied|strapped|taped|manhandled|hurt|locked|assaulted|attacked|abused|harmed|bitten|starved|whipped|caned|stabbed|scalded|mistreated|humiliated|threatened|(held down),(sat on),(shut in),(thrown|pushed about|around|against|into|down),shaken|neglected|drugged|(picked up),(force fed)",
    ),
    (
        "place_shut",
        "cupboard|cupboards|shed|cage|garage|cellar|basement|stockroom|storeroom|store|wardrobe|attic|loft|boot|crate|pen|cell|closet|outhouse|(dark room),(empty room),(small room),(tiny room),(room alone),(room with no),\
        (padded room),(toilet for num),(calm room),(time out room),(room on|by own|himself|herself),(isolation room),seclusion|kennel",
    ),
    (
        "shuts",
        "lock+|shut|shuts|shutting|put|puts|putting|kept|keep|keeps|keeping|left|leave|leaves|leaving|trap+|place+|throw|throws|threw|stick|sticks|stuck|bolt+|seclude+|lockd|force+|push+|drag+|chuck+|dump+",
    ),
    (
        "injury",
        "bruise|bruises|bruised|bruising|welts|welt|handprint|handprints|(finger marks),(finger shaped),(finger prints),(red marks),(bite mark|marks),(burn|burns),(carpet burn),(black eye|eyes),(split lip),(bust|busted lip),\
        (fat lip),injuries|injured|scratches|(swollen face|lip|eye|wrist|hand|arm),(cut|cuts on|to|all|across|over),bleeding|blood|wounds|(scratch marks),(marks on|all|round|around|across),(mark on),(with marks),(a mark),(black and blue),lump|fracture|fractured|bumps",
    ),
    (
        "body",
        "face|head|neck|throat|arm|arms|wrist|wrists|leg|legs|back|body|cheek|eye|ear|ears|chest|stomach|thigh|thighs|bottom|hand|hands|ribs|nose|hair|mouth|lip|shoulder|foot|feet",
    ),
    // Weapons.
    (
        "weapon",
        "knife|knives|machete|blade|hammer|gun|axe|sword|crowbar|screwdriver|razor|scissors|petrol|lighter|bat|cleaver|zombie|firearm|shotgun|pistol|bottle|acid|bomb|bombs|explosives|brick|catapult|crossbow|matches",
    ),
    // Sexual.
    (
        "private",
        "(private part|parts|bits|area|areas|place|places)|privates|willy|willie|winkie|winky|penis|dick|cock|fanny|minnie|foof|foofoo|vagina|vulva|pants|knickers|underwear|bum|bottom|boobs|breasts|breast|genitals|nether|groin|testicles|balls|(down there),(down below),flower|noonoo|tuppence|trousers|(between legs),(front bottom),crotch|bra|peepee|inappropriately|sexually",
    ),
    (
        "touches",
        "touch+|fondle+|grope+|rub+|stroke+|lick+|finger+|tickle+|poke+|kiss+|suck+|feel+|felt|grab+|squeeze+|hurt+|play+|pull+|put|puts|putting|look+|sore|bleeding|blood|stick+|stuck|photo+|film+|photograph+",
    ),
    (
        "nude",
        "nude|nudes|naked|topless|sexual|explicit|intimate|undressed|rude|(no clothes),(without clothes),sexy|dirty|indecent|porn|porno|pornographic|inappropriate",
    ),
    (
        "picture",
        "picture|pictures|pic|pics|photo|photos|video|videos|film|films|selfie|selfies|image|images|image|vids|webcam|camera|cam|snaps",
    ),
    (
        "online",
        "online|internet|discord|snapchat|snap|instagram|insta|roblox|tiktok|whatsapp|fortnite|facebook|omegle|telegram|app|game|chat|xbox|playstation|minecraft|twitch|vrchat|kik|gaming|server|chatroom|grindr|tinder|onlyfans|website|(the web),messenger|youtube|line",
    ),
    (
        "message",
        "message+|messaging|text+|dm+|dming|contact+|snapchat+|snapchatting|ring|rings|call|calls|whatsapp+|chat+|write|writes",
    ),
    // Sayings of time.
    (
        "now_and_then",
        "again|still|tonight|today|yesterday|constantly|daily|nightly|(this morning),(last night),(this week),(every day),(each day),(every night),lately|recently|now",
    ),
];
