/**
 * THE WORDS PEOPLE SAY TO EACH OTHER on the telephone to make sure that it is really them (log/compare.ts). Each byte is one word,
 * in Swedish and in English. 256 words because then one is exactly a byte, and a list that short can hold nothing but words that
 * somebody in grief, or somebody of eighty, can say, hear and spell. Both languages at once, each pair the same thing, because the
 * two need not have the same language on their devices: what is said in one may be typed into the other.
 *
 * - A word is a calm and common thing: a noun in the singular, 3 to 8 letters, spelled alike in Britain and in America.
 * - None touches birth, children, the body, family, illness, death, faith, war, money, politics or alcohol, in either language or in
 *   a second meaning. So no flowers of funerals, no common given names, no rainbow, star or butterfly, and no fruit, berries or beans: they
 *   are what calendars measure the unborn by.
 * - The first four letters, å ä as a, ö as o and é as e, belong to one byte, whatever the language; a word of three letters begins
 *   no other word.
 * - Within a language no word becomes another by one slip (a letter wrong, lost, added, or two swapped), nor sounds much like it.
 *
 * NOTE whoever changes a word or the order makes another list: devices that differ in it take each other for strangers.
 */
export type WordLanguage = 'sv' | 'en';

/** Swedish/English, eight bytes to a row. */
const table = `
	akvarium/aquarium allé/avenue       ankare/anchor     anorak/anorak     antenn/antenna    arena/arena       ateljé/studio     atlas/atlas
	bageri/bakery     balett/ballet     balkong/balcony   bambu/bamboo      banjo/banjo       berg/mountain     bikupa/beehive    biljett/ticket
	bingo/bingo       bison/bison       björk/birch       blus/blouse       bofink/finch      bord/table        brev/letter       bricka/tray
	brons/bronze      brödrost/toaster  bungalow/bungalow buss/bus          ceder/cedar       cement/cement     cirkus/circus     dal/valley
	dans/dance        delfin/dolphin    diamant/diamond   djungel/jungle    domino/domino     ekorre/squirrel   ekvator/equator   elefant/elephant
	fabrik/factory    falk/falcon       festival/festival film/film         fiol/violin       fisk/fish         fjord/fjord       flamingo/flamingo
	flanell/flannel   flod/river        flotte/raft       flöjt/flute       frimärke/stamp    frost/frost       fåtölj/armchair   färja/ferry
	fönster/window    gaffel/fork       galax/galaxy      galleri/gallery   garage/garage     gata/street       giraff/giraffe    gitarr/guitar
	golv/floor        gondol/gondola    grill/grill       grädde/cream      guld/gold         halm/straw        halsduk/scarf     hamster/hamster
	handske/glove     hibiskus/hibiscus hjul/wheel        honung/honey      horisont/horizon  hotell/hotel      hummer/lobster    hylla/shelf
	häst/horse        igelkott/hedgehog igloo/igloo       istapp/icicle     jacka/jacket      jaguar/jaguar     jukebox/jukebox   kaffe/coffee
	kajak/kayak       kakao/cocoa       kaktus/cactus     kalkon/turkey     kamera/camera     kanel/cinnamon    kanot/canoe       kastanj/chestnut
	katt/cat          kavaj/blazer      kebab/kebab       ketchup/ketchup   kimono/kimono     kiosk/kiosk       klänning/dress    klöver/clover
	knapp/button      koala/koala       kofta/cardigan    komet/comet       kompass/compass   konsert/concert   kontor/office     korall/coral
	kringla/pretzel   kristall/crystal  krokus/crocus     krydda/spice      kudde/cushion     kust/coast        kuvert/envelope   kvarts/quartz
	kvist/twig        kylskåp/fridge    kök/kitchen       lagun/lagoon      lampa/lamp        lastbil/truck     lavendel/lavender lax/salmon
	lejon/lion        linjal/ruler      lunch/lunch       lärka/lark        lönn/maple        magnet/magnet     makrill/mackerel  mandolin/mandolin
	marknad/market    marsipan/marzipan matta/carpet      meny/menu         middag/dinner     mixer/mixer       motor/engine      museum/museum
	musik/music       muskot/nutmeg     måne/moon         nektar/nectar     nudel/noodle      nyckel/key        nylon/nylon       oas/oasis
	ocean/ocean       oregano/oregano   orkidé/orchid     ost/cheese        paket/package     palats/palace     panda/panda       pannkaka/pancake
	papegoja/parrot   paraply/umbrella  parfym/perfume    pasta/pasta       pedal/pedal       peppar/pepper     persilja/parsley  piano/piano
	picknick/picnic   pingvin/penguin   pizza/pizza       planet/planet     plast/plastic     polka/polka       poncho/poncho     popcorn/popcorn
	pussel/puzzle     radio/radio       regn/rain         resväska/suitcase robot/robot       roman/novel       ryggsäck/backpack räv/fox
	sadel/saddle      saffran/saffron   saft/juice        sallad/salad      sammet/velvet     sand/sand         sardin/sardine    senap/mustard
	siden/silk        sill/herring      silver/silver     sirap/syrup       sked/spoon        skiss/sketch      skog/forest       skrivare/printer
	slott/castle      smaragd/emerald   snigel/snail      snö/snow          socker/sugar      soffa/sofa        sparv/sparrow     spegel/mirror
	spis/stove        spänne/buckle     stad/town         staket/fence      station/station   stol/chair        stuga/cabin       svan/swan
	syren/lilac       tak/roof          tallrik/plate     tango/tango       tavla/picture     taxi/taxi         tekanna/teapot    tennis/tennis
	termos/thermos    terrass/terrace   tiger/tiger       toffel/slipper    tonfisk/tuna      torg/square       traktor/tractor   triangel/triangle
	trumma/drum       trädgård/garden   tröja/sweater     tukan/toucan      tulpan/tulip      tvål/soap         tält/tent         uggla/owl
	ukulele/ukulele   utter/otter       valross/walrus    vanilj/vanilla    veranda/veranda   verkstad/workshop video/video       vinter/winter
	vinäger/vinegar   vissla/whistle    vykort/postcard   våffla/waffle     zebra/zebra       åsna/donkey       äng/meadow        örn/eagle
`;

const pairs = table
	.trim()
	.split(/\s+/)
	.map((pair) => {
		const [sv, en] = pair.split('/') as [string, string];
		return { sv, en };
	});

/** Small letters without marks: what is compared. */
const fold = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim();

/** Each word, and each beginning of it from four letters on, folded. */
const byBeginning = new Map<string, number>();
for (const [byte, { sv, en }] of pairs.entries()) {
	for (const word of [fold(sv), fold(en)]) {
		for (let length = Math.min(4, word.length); length <= word.length; length++) byBeginning.set(word.slice(0, length), byte);
	}
}

/** @throws RangeError if `byte` is not a whole number from 0 to 255. */
export function wordOf(byte: number, language: WordLanguage): string {
	const pair = pairs[byte];
	if (pair === undefined) throw new RangeError('Not a byte.');
	return pair[language];
}

export const wordsOf = (bytes: Uint8Array, language: WordLanguage): string[] => Array.from(bytes, (byte) => wordOf(byte, language));

/** The byte whose word, in either language, this is or begins (four letters at least, unless the word has three); null if there is none. */
export const byteOf = (typed: string): number | null => byBeginning.get(fold(typed)) ?? null;

/** `count` words with spaces, commas or dashes between them; null if they are more or fewer, or one of them is unknown. */
export function bytesOf(typed: string, count: number): Uint8Array<ArrayBuffer> | null {
	const words = typed.split(/[\s,\p{Pd}]+/u).filter((word) => word !== '');
	if (words.length !== count) return null;
	const bytes = new Uint8Array(count);
	for (const [at, word] of words.entries()) {
		const byte = byteOf(word);
		if (byte === null) return null;
		bytes[at] = byte;
	}
	return bytes;
}

/** Up to five words of the language that begin with what is typed, in order of the alphabet; none as long as nothing is typed. */
export function suggest(typed: string, language: WordLanguage): string[] {
	const beginning = fold(typed);
	if (beginning === '') return [];
	return pairs
		.map((pair) => pair[language])
		.filter((word) => fold(word).startsWith(beginning))
		.sort()
		.slice(0, 5);
}
