"""Adjectives, adverbs, times, and the small words that the rules need."""

# English|Korean stem and irregular class|nouns. Flag a: only before a noun; 0: only as predicate.
ADJECTIVES = """
big            |크               |animal artefact fruit vegetable building room tree stone
small          |작               |animal artefact fruit vegetable building room stone flower
tall           |키가_크          |people kin name
new            |a 새 새          |artefact readable clothing building teacher neighbor
young          |젊               |adult
pretty         |예쁘             |flower clothing doll valuable cup postcard child
beautiful      |아름답 ㅂ       |garden forest sea lake island palace song bird flower castle
kind           |친절하           |people kin name
strong         |힘이_세          |adult name horse bear lion tiger elephant cow
brave          |용감하           |people kin name dog
clever         |영리하           |people kin name pet monkey crow fox dolphin
lazy           |게으르           |people name kin cat bear
diligent       |부지런하         |people kin name
quiet          |조용하           |park library room cafe village museum lake
noisy          |시끄럽 ㅂ        |market restaurant cafe station airport playground classroom
happy          |행복하           |people kin name
sad            |슬프             |people kin name song poem movie play novel
tired          |피곤하           |people kin name
hungry         |배고프           |human animal
sick           |아프             |human pet livestock
busy           |바쁘             |people kin name
lonely         |외롭 ㅂ          |people kin name
famous         |유명하           |artist song movie novel museum palace hotel scientist
rich           |부유하           |adult merchant king
poor           |가난하           |adult writer painter
honest         |정직하           |people kin name
shy            |수줍음이_많      |people name
cute           |귀엽 ㅂ          |pet baby rabbit squirrel duck doll bird sheep
scary          |무섭 ㅂ          |wild shark movie mask
fast           |빠르             |auto ride cycle horse
slow           |느리             |car train turtle computer
heavy          |무겁 ㅂ          |container furniture stone keys cello dictionary hammer
light          |가볍 ㅂ          |container sneakers jacket bicycle camera chair ladder
long           |길               |rope letter ladder river novel movie skirt
short          |짧               |rope pencil letter poem skirt song
high           |높               |mountain shelf
tall           |높               |building_tall castle palace tree
low            |낮               |table chair shelf
wide           |넓               |field lake garden river farm
spacious       |넓               |room park playground office hotel
narrow         |좁               |room shop
clean          |깨끗하           |room building_tall tableware clothing lake river towel blanket
dirty          |더럽 ㅂ          |room clothing tableware river window towel blanket
expensive      |비싸             |artefact clothing
cheap          |싸               |artefact clothing
hot            |뜨겁 ㅂ          |coffee tea soup milk potato water
hot            |0 덥 ㅂ          |weather
cold           |차갑 ㅂ          |water milk juice beer coffee stone
cold           |0 춥 ㅂ          |weather
warm           |따뜻하           |clothing blanket soup milk tea room gloves bread weather
nice           |0 좋             |weather
sweet          |달               |fruit baked sweet_potato chocolate juice
bitter         |쓰               |coffee tea beer
sour           |시               |lemon orange strawberry juice kimchi
salty          |짜               |soup kimchi cheese meat
spicy          |맵 ㅂ            |kimchi soup dumpling onion
delicious      |맛있 있          |fruit baked snack loaf meal soup drink
fresh          |신선하           |fruit vegetable egg fish milk meat juice
red            |빨갛 ㅎ          |fruit_red clothing car bicycle flower door umbrella ball bag
blue           |파랗 ㅎ          |sea clothing car bicycle door umbrella ball bag bird
yellow         |노랗 ㅎ          |clothing umbrella ball tulip leaf taxi bird door
white          |하얗 ㅎ          |clothing animal_white flower towel cup plate car
black          |까맣 ㅎ          |clothing cat dog car umbrella bag cow goat
interesting    |재미있 있        |readable show problem science history map
boring         |지루하           |readable show
difficult      |어렵 ㅂ          |problem math science language poem textbook
easy           |쉽 ㅂ            |problem poem textbook song language
important      |중요하           |letter problem email key history map
thick          |두껍 ㅂ          |book clothes blanket rope
soft           |부드럽 ㅂ        |bread cake blanket towel sofa sweater
hard           |단단하           |stone cookie chair bed
bright         |밝               |lamp room
dark           |어둡 ㅂ          |forest room theater
empty          |a 비             |container tableware room bus
comfortable    |편안하           |furniture_soft shoes hotel room
useful         |유용하           |tool book dictionary map device
strange        |이상하           |letter animal mask song movie box
sharp          |날카롭 ㅂ        |blade stone
dangerous      |위험하           |wild shark snake knife mountain motorcycle
precious       |소중하           |valuable photo letter
round          |둥글             |table mirror stone plate clock
dry            |a 마르           |towel socks leaf
"""

# Letter|English|Korean|number of the subject it needs (s one, p several, blank any).
ADVERBS = """
s|slowly|천천히|
s|quickly|빨리|
q|quietly|조용히|
l|loudly|크게|
h|hard|열심히|
w|well|잘|
c|carefully|조심스럽게|
k|kindly|친절하게|
g|together|함께|p
g|alone|혼자|s
t|for a long time|오랫동안|
t|for an hour|한 시간 동안|
d|soundly|푹|
u|suddenly|갑자기|
a|again|다시|
m|secretly|몰래|
e|early|일찍|
e|late|늦게|
"""

FREQUENCIES = """
always|항상|before
often|자주|before
sometimes|가끔|before
usually|보통|before
every day|매일|after
every morning|매일 아침|after
every evening|매일 저녁|after
every weekend|주말마다|after
"""

TIMES = """
past|yesterday|어제
past|last night|어젯밤에
past|last week|지난주에
past|last month|지난달에
past|last year|작년에
past|this morning|오늘 아침에
past|two days ago|이틀 전에
past|three days ago|사흘 전에
past|on Sunday|일요일에
past|on Monday|월요일에
past|on Friday|금요일에
past|in the evening|저녁에
past|at noon|정오에
future|tomorrow|내일
future|tonight|오늘 밤에
future|next week|다음 주에
future|next month|다음 달에
future|next year|내년에
future|this weekend|이번 주말에
future|tomorrow morning|내일 아침에
future|soon|곧
present|now|지금
"""

NUMBERS = """
two|두 three|세 four|네 five|다섯 six|여섯 seven|일곱 eight|여덟 nine|아홉 ten|열
eleven|열한 twelve|열두 fifteen|열다섯 twenty|스무
"""

# How English places someone in or near each place; Korean says 에서 for all.
PREPOSITIONS = """
at|station airport market school zoo farm
on|playground farm field mountain island
by|waterside
"""

# English|Korean noun that carries 에|what can stand there
POSITIONS = """
on|위|table desk chair bed sofa shelf box
under|아래|table desk chair bed sofa tree
in|안|box bag basket drawer suitcase
next to|옆|table desk bed sofa door window tree lamp
behind|뒤|door sofa tree house box desk
in front of|앞|door house school library bank mirror tree hospital
"""

VOCATIVES = """
polite|boss,|사장님,
polite|mom,|엄마,
polite|dad,|아빠,
polite|grandma,|할머니,
polite|grandpa,|할아버지,
formal|everyone,|여러분,
"""
