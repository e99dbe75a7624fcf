"""The verbs: what each may combine with, and how it is said in both languages.

One verb a line: English base (and past, when irregular), Korean stem with its irregular class,
subjects, objects, adverb letters, places. Classes are those of `nouns.py`, and the groups of
`lexicon.py`; a word in lower case that is no class names a single noun. Adverb letters are
explained in `modifiers.py`; places: i indoors, o outdoors, w waterside, - none.

Flags stand in front of the Korean stem: s a state (no -고 있다), p over in a moment (no -고 있다),
n present tense only, g takes bare plurals ("likes dogs"), c may count its object ("two dogs"),
r is a favour when asked for (열어 주세요, but 앉으세요).
"""

TRANSITIVE = """
see:saw        |cp 보              |human animal     |human animal sea_life thing flower tree|a|io
watch          |보               |people kin name  |show soccer baseball basketball|gt|i
find:found     |cp 발견하           |human animal     |valuable ticket key animal spoon fork boat|a|oi
look for       |cr 찾           |people kin name  |person pet valuable key ticket map book tool|ch|io
meet:met       |cp 만나            |people kin name  |person kin name              |a|io
help           |cr 돕 ㅂ         |people kin name  |person kin name              |kh|io
love           |s 사랑하         |people kin name  |person kin name              ||-
like           |sg 좋아하        |people kin name  |animal fruit flower baked snack book show||-
hate           |sg 싫어하        |people kin name  |animal vegetable wild             ||-
know:knew      |sn 알             |people kin name  |person name                  ||-
believe        |s 믿             |people kin name  |person name kin              ||-
remember       |s 기억하         |people kin name  |person name song poem house      ||-
forget:forgot  |p 잊             |people kin name  |person name song             ||-
follow         |r 따라가          |human pet        |person name animal              |qs|o
chase          |c 쫓아가            |pet wild police_officer|thief cat mouse rabbit squirrel deer |s|o
wait for       |r 기다리          |people kin name  |person kin name bus train taxi     |qt|io
call           |r 부르           |people kin name  |person name taxi pet             |l|o
visit          |p 방문하         |people kin name  |museum palace castle school hospital village farm|a|-
invite         |pr 초대하         |people kin name  |person name                  ||-
praise         |r 칭찬하          |people kin name  |person name                  |a|io
respect        |s 존경하         |people kin name  |doctor teacher writer scientist farmer painter||-
protect        |r 지키           |soldier police_officer hunter man woman|village child castle palace king queen||-
hug            |r 안            |people kin name baby|baby doll puppy cat child    |q|io
touch          |만지             |people kin name baby|animal flower piano mirror stone doll|cq|io
raise          |sc 키우            |people kin name  |pet livestock              ||-
draw:drew      |cr 그리          |people kin name  |animal sea_life flower tree map boat|wsc|io
read:read      |c 읽              |people kin name  |book letter poem paper postcard|qsa|io
write:wrote    |c 쓰              |people kin name  |letter poem novel postcard |qs|i
buy:bought     |cr 사           |people kin name  |fruit vegetable egg baked loaf meal drink book clothes hat footwear gloves toy card flower bicycle camera|ag|market
sell:sold      |cr 팔           |merchant farmer fisherman baker man woman|fruit vegetable egg loaf fish flower hat footwear clothes toy|a|market
eat:ate        |c 먹              |human            |fruit baked snack loaf meal soup egg sweet_potato tomato|qsg|io
drink:drank    |마시             |people kin name  |drink                        |qsg|io
bake           |cr 굽 ㅂ         |people kin name  |loaf baked                   |wa|kitchen
boil           |cr 삶           |people kin name  |egg potato sweet_potato        |a|kitchen
cut:cut        |cr 자르          |people kin name  |loaf cake rope cheese          |cs|i
wash           |cr 씻           |people kin name  |fruit carrot potato tomato tableware |cqs|kitchen
wash           |r 빨            |people kin name  |clothes sneakers socks towel blanket gloves|sa|bathroom
clean          |r 청소하          |people kin name  |room cafe restaurant classroom  |shg|-
wipe           |r 닦            |people kin name  |table window desk mirror shelf shoes boots|cqs|i
open           |pr 열           |people kin name  |opening container          |cqsu|i
close          |pr 닫           |people kin name  |opening drawer suitcase     |cqsu|i
carry          |cr 나르          |people kin name  |box furniture basket suitcase stone|sc|io
push           |r 밀            |people kin name  |door box bicycle table sofa   |su|io
pull           |r 당기           |people kin name  |rope drawer door            |su|-
throw:threw    |던지             |people kin name baby|ball stone doll            |u|o
catch:caught   |cp 잡             |people kin name  |fish thief mouse frog rabbit  |a|o
kick           |차               |people kin name  |ball stone                  |u|o
hide:hid       |cr 숨기          |people kin name  |valuable key letter photo map box |mc|io
lose:lost      |cp 잃어버리          |people kin name  |valuable key umbrella ticket gloves bag phone|a|io
break:broke    |cp 깨뜨리           |people kin name  |cup plate bowl bottle window mirror|ua|i
fix            |cr 고치          |people kin name  |device auto cycle clock chair bed robot ladder|qsc|io
make:made      |cr 만들          |people kin name  |baked snack chair doll kite toy robot basket ladder|wsc|i
build:built    |c 짓 ㅅ            |farmer carpenter king people|house castle palace school library hospital hotel factory||-
plant          |cr 심           |people kin name  |tree flower potato strawberry onion    |ca|garden
pick           |c 따              |people kin name  |fruit tomato               |sa|garden
pick up        |cpr 줍 ㅂ        |people kin name  |coin leaf stone ball wallet   |a|o
sing:sang      |r 부르           |people kin name  |song                      |wlg|io
listen to      |듣 ㄷ            |people kin name  |song music                |qg|io
wear:wore      |입               |people kin name  |clothes                   ||-
wear:wore      |쓰               |people kin name  |hat                       ||-
wear:wore      |신               |people kin name  |footwear                     ||-
wear:wore      |끼               |people kin name  |gloves ring               ||-
take:took off  |p 벗             |people kin name  |clothes hat footwear gloves  |su|i
drive:drove    |운전하           |people kin name  |auto                      |cs|-
ride:rode      |타               |people kin name  |cycle horse boat train bus taxi|ga|-
play           |r 치            |people kin name  |keys tennis               |wg|i
play           |r 켜            |people kin name  |bow                       |wg|i
play           |r 불            |people kin name  |wind                      |wg|i
play           |r 하            |people kin name  |soccer baseball basketball  |g|playground
use            |s 사용하         |people kin name  |device tool blade             |ac|-
turn on        |pr 켜           |people kin name  |computer radio television lamp|u|i
turn off       |pr 끄           |people kin name  |computer radio television lamp|u|i
solve          |풀               |people kin name  |problem                   |sqw|i
choose:chose   |cr 고르          |people kin name  |gift book hat clothes footwear flower toy cake|c|market
borrow         |cp 빌리            |people kin name  |book umbrella bicycle car truck tool pen camera|a|-
study          |공부하           |people kin name  |language subject            |hg|i
learn          |배우             |people kin name  |language subject piano violin tennis flute |hg|i
count:counted  |c 세              |people kin name  |coin egg stamp ticket sheep chicken |qs|-
collect        |g 모으             |people kin name  |stamp coin leaf stone postcard toy photo||-
paint          |r 칠하           |people kin name  |door chair ladder boat desk    |sc|o
bite:bit       |물               |dog snake puppy turtle  |thief rabbit boy shoes doll     |u|-
bury           |c 묻              |people name pet     |box coin ring necklace          |m|garden
pour           |r 붓 ㅅ           |people kin name  |water milk                |csq|kitchen
pour           |r 따르            |people kin name  |coffee tea juice beer wine |csq|io
stir           |r 젓 ㅅ          |people kin name  |soup coffee tea                |sq|kitchen
pet            |쓰다듬           |people kin name  |pet horse rabbit sheep       |q|io
lift           |cr 들어_올리       |people kin name  |box stone suitcase child sofa|su|-
load           |cr 싣 ㄷ         |driver farmer soldier merchant man|box furniture suitcase basket|sa|-
"""  # noqa: E501

# Someone gives something to someone.
DITRANSITIVE = """
give:gave      |cp 주             |people kin name  |flower fruit baked drink book toy valuable card umbrella|m|-
send:sent      |cpr 보내         |people kin name  |letter gift photo postcard flower book|a|-
show:showed    |c 보여_주           |people kin name  |photo map ring letter camera ticket doll||-
lend:lent      |cp 빌려주        |people kin name  |book umbrella car bicycle tool pen camera||-
teach:taught   |r 가르치          |teacher student person kin name|language subject piano tennis violin|kh|-
sell:sold      |cr 팔           |merchant farmer baker fisherman|fruit egg loaf flower hat fish  ||-
read:read      |c 읽어_주           |teacher kin librarian person|book letter poem novel           |q|i
"""  # noqa: E501

INTRANSITIVE = """
sleep:slept    |자               |human animal     ||dt|io
laugh          |웃               |human            ||ltu|io
cry            |울               |human            ||ltu|io
smile          |미소_짓 ㅅ       |people kin name baby||qu|-
dance          |춤추             |people kin name  ||g|io
sing:sang      |r 노래하          |people kin name bird ||l|io
rest           |쉬               |people kin name animal||gt|io
work           |일하             |people kin name  ||ht|i
play           |r 놀            |child boy girl baby puppy cat ||gt|io
jump           |뛰어오르         |child boy girl cat rabbit frog monkey ||ua|o
shout          |소리치           |people kin name  ||lu|o
exercise       |운동하           |people kin name  ||hgt|o
cook           |요리하           |people kin name  ||hg|kitchen
travel         |여행하           |people kin name  ||gt|-
swim:swam      |수영하           |people kin name  ||gt|w
swim:swam      |헤엄치           |sea_life dog duck turtle frog elephant ||t|w
walk           |걷 ㄷ            |people kin name elephant horse||stg|o
run:ran        |달리             |people kin name pet horse fox tiger rabbit deer||s|o
fly:flew       |날               |bird duck        ||a|-
bark           |짖               |dog puppy        ||ltu|o
fall:fell down |p 넘어지         |people kin name baby||ua|io
sit:sat down   |p 앉             |people kin name pet||qus|io
lie:lay down   |p 눕 ㅂ          |people kin name animal||qu|io
stand:stood up |p 일어서         |people kin name   ||usq|-
wake:woke up   |p 일어나         |people kin name   ||eu|-
disappear      |p 사라지         |thief mouse key wallet ring letter map boat ||u|-
stop           |p 멈추           |auto ride clock    ||u|-
ring:rang      |울리             |phone clock       ||lu|-
break:broke down|cp 고장_나          |auto cycle device clock||ua|-
bloom          |피               |flower apple_tree ||w|garden
grow:grew      |자라             |flower tree vegetable child||ws|-
cough          |기침하           |people kin name   ||lt|io
yawn           |하품하           |human pet lion    ||a|io
hide:hid       |cpr 숨          |people kin name animal||qm|o
live           |s 살             |people kin name   ||a|city
snore          |코를_골          |people kin name dog||l|-
"""

# Someone moves to a place: the Korean particle that marks it comes first.
MOTION = """
go:went        |at p 가          |people kin name  ||ga|-
come:came      |at p 오          |people kin name  ||gae|-
return         |toward p 돌아가  |people kin name  ||ge|-
walk           |toward 걸어가    |people kin name  ||sg|-
run:ran        |toward 뛰어가    |people kin name pet||s|-
arrive:arrived |at p 도착하      |people kin name auto train ||e|-
"""
