"""The nouns, by class: what a verb or an adjective may combine with.

A line `[class counter]` opens a class; the counter is the Korean word that counts its nouns.
An entry is `english/korean`, spaces written `_`, an irregular plural after a colon. Flags after a
second slash: m or f for he and she, h for someone whom Korean honours, o for "our" where English
says "my", p for what English counts in pairs, and u for what it does not count.
"""

NOUNS = """
[person 명]
student/학생 teacher/선생님/h doctor/의사 nurse/간호사 police_officer/경찰관 farmer/농부
singer/가수 painter/화가 writer/작가 cook/요리사 soldier/군인 lawyer/변호사
scientist/과학자 driver/운전사 baker/제빵사 fisherman:fishermen/어부 carpenter/목수
dancer/무용수 actor/배우 journalist/기자 engineer/기술자 pilot/조종사 guest/손님/h
neighbor/이웃 friend/친구 child:children/아이 boy/소년/m girl/소녀/f man:men/남자/m
woman:women/여자/f hunter/사냥꾼 thief:thieves/도둑 merchant/상인 traveler/여행자
musician/음악가 athlete/운동선수 librarian/사서 photographer/사진작가 waiter/종업원
mechanic/정비사 gardener/정원사 tourist/관광객 king/왕/m queen/여왕/f
[baby 명]
baby/아기
[kin 명]
mother/어머니/fho father/아버지/mho grandmother/할머니/fho grandfather/할아버지/mho
uncle/삼촌/mho aunt/이모/fho son/아들/mo daughter/딸/fo husband/남편/m wife:wives/아내/f
little_brother/남동생/m little_sister/여동생/f cousin/사촌
[pet 마리]
dog/개/o cat/고양이/o puppy/강아지/o
[livestock 마리]
rabbit/토끼 horse/말 cow/소 pig/돼지 sheep:sheep/양 goat/염소 chicken/닭 duck/오리
[wild 마리]
bear/곰 fox/여우 wolf:wolves/늑대 tiger/호랑이 lion/사자 monkey/원숭이 elephant/코끼리
deer:deer/사슴 squirrel/다람쥐 mouse:mice/쥐 snake/뱀 frog/개구리 turtle/거북이
[bird 마리]
bird/새 owl/부엉이 eagle/독수리 sparrow/참새 crow/까마귀
[sea_life 마리]
fish:fish/물고기 shark/상어 dolphin/돌고래
[fruit 개]
apple/사과 peach/복숭아 orange/오렌지 banana/바나나 lemon/레몬 strawberry/딸기
[vegetable 개]
potato:potatoes/감자 sweet_potato:sweet_potatoes/고구마 carrot/당근 tomato:tomatoes/토마토
onion/양파 pumpkin/호박
[egg 개]
egg/달걀
[baked 개]
cake/케이크 cookie/쿠키
[snack 개]
sandwich/샌드위치 dumpling/만두 hamburger/햄버거
[loaf -]
bread/빵/u
[meal -]
rice/밥/u meat/고기/u cheese/치즈/u kimchi/김치/u chocolate/초콜릿/u
[soup -]
soup/수프/u
[drink -]
water/물/u milk/우유/u coffee/커피/u tea/차/u juice/주스/u beer/맥주/u wine/포도주/u
[book 권]
book/책 novel/소설 magazine/잡지 dictionary:dictionaries/사전 textbook/교과서
comic_book/만화책
[mail 통]
letter/편지 email/이메일
[poem 편]
poem/시
[paper 부]
newspaper/신문
[clothes 벌]
coat/외투 sweater/스웨터 jacket/재킷 skirt/치마 uniform/제복
[hat 개]
hat/모자 helmet/헬멧 mask/마스크
[footwear 켤레]
shoes/구두/p sneakers/운동화/p boots/장화/p sandals/샌들/p socks/양말/p
[gloves 켤레]
gloves/장갑/p
[auto 대]
car/자동차 truck/트럭 bus/버스 taxi/택시
[ride 대]
train/기차 airplane/비행기
[cycle 대]
bicycle/자전거 motorcycle/오토바이
[boat 척]
boat/배
[keys 대]
piano/피아노 guitar/기타
[bow 대]
violin/바이올린 cello/첼로
[wind 대]
flute/플루트 trumpet/트럼펫
[sport -]
soccer/축구/u baseball/야구/u basketball/농구/u tennis/테니스/u
[device 대]
computer/컴퓨터 camera/카메라 radio/라디오 television/텔레비전 refrigerator/냉장고
phone/전화기
[light 개]
lamp/램프 clock/시계
[furniture 개]
table/탁자 desk/책상 chair/의자 bed/침대 sofa/소파 mirror/거울 shelf:shelves/선반
[opening 개]
door/문 window/창문
[container 개]
box/상자 bag/가방 basket/바구니 suitcase/여행_가방 drawer/서랍
[tableware 개]
cup/컵 plate/접시 bowl/그릇 bottle/병 spoon/숟가락 fork/포크
[blade 자루]
knife:knives/칼
[tool 개]
hammer/망치 ladder/사다리 rope/밧줄 key/열쇠 umbrella/우산
[pen 자루]
pencil/연필 pen/펜 brush/붓
[toy 개]
ball/공 doll/인형 toy/장난감 kite/연 robot/로봇
[valuable 개]
ring/반지 necklace/목걸이 wallet/지갑 coin/동전 gift/선물
[card 장]
photo/사진 ticket/표 map/지도 stamp/우표 postcard/엽서 towel/수건 blanket/담요
[stone 개]
stone/돌
[leaf 장]
leaf:leaves/나뭇잎
[flower 송이]
flower/꽃 rose/장미 tulip/튤립 sunflower/해바라기 lily:lilies/백합
[tree 그루]
tree/나무 pine_tree/소나무 apple_tree/사과나무
[room -]
kitchen/부엌 classroom/교실 living_room/거실 bathroom/욕실 bedroom/침실 office/사무실
[building -]
library:libraries/도서관 hospital/병원 restaurant/식당 museum/박물관 bank/은행
theater/극장 cafe/카페 bakery:bakeries/빵집 bookstore/서점 hotel/호텔 pharmacy/약국
post_office/우체국 school/학교/o station/역 airport/공항 market/시장 house/집/o factory/공장
castle/성 palace/궁전
[outdoor -]
park/공원 garden/정원 forest/숲 field/들판 farm/농장 playground/놀이터 village/마을
zoo/동물원 mountain/산 island/섬
[waterside -]
river/강 sea/바다 lake/호수
[show 편]
movie/영화 play/연극
[song 곡]
song/노래
[music -]
music/음악/u news/뉴스/u
[subject -]
math/수학/u history/역사/u science/과학/u
[language -]
Korean/한국어/u English/영어/u French/프랑스어/u Chinese/중국어/u
[problem 개]
problem/문제
[weather -]
weather/날씨
[name -]
Minsu/민수/m Yuna/유나/f Jihun/지훈/m Sujin/수진/f Minjun/민준/m Seoyeon/서연/f
Yeongho/영호/m Jiwon/지원/f Dongmin/동민/m Eunji/은지/f Anna/안나/f Tom/톰/m Maria/마리아/f
Paul/폴/m
[city -]
Seoul/서울 Busan/부산 Jeju/제주 Gwangju/광주 Paris/파리 London/런던 Tokyo/도쿄
[pronoun -]
I/저 we/우리 you/you he/그/m she/그녀/f they/그들 who/누구 what/무엇
"""
