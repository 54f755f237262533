/** Ture: what is said of him, what there is of him, and letters to him. */
import type { Keeping, OfChild } from './keeping.ts';

export const ofTure: readonly OfChild[] = [
	{ ...{ day: 2, at: '11:02', by: 'Noor', ring: 'close' }, says: { name: 'Ture', weeks: '20+3' } },
	{ ...{ day: 3, at: '13:01', by: 'Noor', ring: 'all' }, says: { name: 'Ture' } },
	{ ...{ day: 5, at: '16:10', by: 'Noor', ring: 'close' }, says: { weight: '310 gram', length: '25 cm' } },
	{ ...{ day: 8, at: '20:44', by: 'Elias', ring: 'close' }, says: { there: 'Noor och Elias, och Lotta som var barnmorska den natten' } },
	{
		...{ day: 18, at: '09:30', by: 'Elias', ring: 'close' },
		dates: [
			{ what: 'Föddes', day: 0 },
			{ what: 'Begravdes i kapellet vid sjön', day: 16 }
		]
	},
	{
		...{ day: 35, at: '21:50', by: 'Noor', ring: 'us' },
		says: { more: 'Vi sjöng för honom. Den gamla båtvisan, bara första versen, för vi kunde inte resten.' }
	},
	{ ...{ day: 272, at: '11:30', by: 'Elias', ring: 'close' }, says: { siblings: 'En faster som hette Karin' } },
	{
		...{ day: 366, at: '08:10', by: 'Noor', ring: 'close' },
		dates: [
			{ what: 'Föddes', day: 0 },
			{ what: 'Begravdes i kapellet vid sjön', day: 16 },
			{ what: 'Stenen kom på plats', day: 232 }
		]
	}
];

export const keepsakes: readonly Keeping[] = [
	{ ...{ day: 5, at: '16:45', by: 'Noor', ring: 'close', kind: 'picture' }, text: 'Handen.', shown: { scene: 'hands', says: 'En liten hand i en stor' } },
	{
		...{ day: 10, at: '13:13', by: 'Elias', ring: 'us', kind: 'picture' },
		text: 'Den enda där vi är alla tre. Den är suddig, för Lotta grät.',
		shown: { scene: 'window', says: 'Vi tre i sjukhusrummet, suddigt, fönstret bakom oss', covered: true }
	},
	{
		...{ day: 13, at: '11:40', by: 'Noor', ring: 'close', kind: 'scan' },
		text: 'Ultraljudet i vecka 18. Han sov och ville inte vända sig om.',
		shown: { scene: 'scan', says: 'Ultraljudsbild' }
	},
	{
		...{ day: 34, at: '20:00', by: 'Elias', ring: 'close', kind: 'print' },
		text: 'Fötterna. Vänster är en millimeter längre.',
		shown: { scene: 'footprints', says: 'Avtryck av två fötter' }
	},
	{
		...{ day: 37, at: '15:20', by: 'Noor', ring: 'us', kind: 'thing' },
		text: 'Mössan de satte på honom. Den luktar fortfarande lite, jag öppnar påsen bara ibland.',
		shown: { scene: 'cap', says: 'En liten stickad mössa' }
	},
	{
		...{ day: 44, at: '18:18', by: 'Noor', ring: 'close', kind: 'thing' },
		text: 'Filtens syster. Mamma stickade två, utan att säga det, så att vi skulle få ha en kvar.',
		shown: { scene: 'blanket', says: 'En grå filt, hopvikt' }
	},
	{
		...{ day: 90, at: '10:10', by: 'Elias', ring: 'us', kind: 'thing' },
		text: 'Parkeringsbiljetten från sjukhuset. Den låg kvar i jackan. Jag kan inte slänga den.'
	},
	{
		...{ day: 161, at: '19:05', by: 'Noor', ring: 'close', kind: 'picture' },
		text: 'Krokusarna hos honom.',
		shown: { scene: 'crocus', says: 'Krokus på graven' }
	},
	{
		...{ day: 233, at: '09:00', by: 'Elias', ring: 'close', kind: 'picture' },
		text: 'Stenen, i morgonljus.',
		shown: { scene: 'stone', says: 'Stenen i gräset' }
	},
	{
		...{ day: 304, at: '12:12', by: 'Noor', ring: 'close', kind: 'thing' },
		text: 'Tintinboken som Malik läste ur. Han lämnade den åt Ture.',
		shown: { scene: 'book', says: 'En sliten bok på en bänk' }
	},
	{ ...{ day: 443, at: '14:00', by: 'Elias', ring: 'us', kind: 'thing' }, text: 'Pappas sked. Han lade den i min ficka när vi gick.' },
	{
		...{ day: 640, at: '17:40', by: 'Noor', ring: 'close', kind: 'thing' },
		text: 'En sten från stranden, formad som ett öra. Den ligger i lådan nu, bredvid vantarna.',
		shown: { scene: 'pebble', says: 'En slät sten i en hand' }
	}
];

export const letters: readonly Keeping[] = [
	{
		...{ day: 4, at: '03:40', by: 'Noor', ring: 'us', kind: 'letter' },
		text: 'Kära Ture.\n\nJag vet inte hur man börjar. Du var här i tjugo veckor, och jag pratade med dig hela tiden, i bilen och i duschen. Nu vet jag inte vart jag ska säga det. Så jag säger det hit.\n\nI natt är det stjärnklart. Det hade du inte sett än, men det är vackert, och det kommer tillbaka.'
	},
	{
		...{ day: 15, at: '22:30', by: 'Elias', ring: 'us', kind: 'letter' },
		text: 'Hej Ture. Det är pappa. I morgon ska vi lämna dig vid sjön. Jag har varit där och gått vägen två gånger, så att jag vet var det är ojämnt. Jag kommer att bära dig själv. Det är inte långt.'
	},
	{
		...{ day: 40, at: '21:12', by: 'Noor', ring: 'us', kind: 'letter' },
		text: 'I dag såg jag en liten jacka i ett skyltfönster, gul med huva. Jag stod kvar så länge att de kom ut och frågade om jag behövde hjälp. Jag sa att jag bara tittade. Det var ju sant.'
	},
	{
		...{ day: 75, at: '23:59', by: 'Elias', ring: 'us', kind: 'letter' },
		text: 'Det är natten före julafton. Din mamma sover i soffan med lampan tänd. Jag har hängt en stjärna åt dig. Om du hade varit kvar i magen hade du hört pappersprasslet nu, de säger att man hör i vecka trettioett.'
	},
	{
		...{ day: 137, at: '20:02', by: 'Noor', ring: 'us', kind: 'letter' },
		text: 'Det var i dag du skulle komma.\n\nHavet var grått och så högt att man inte hörde sig själv. Jag tror att det var därför vi åkte dit. Vi skrev ditt namn med en pinne. Vågen tog det bakifrån, e först, sedan r.\n\nJag hade velat visa dig allting.'
	},
	{
		...{ day: 200, at: '06:31', by: 'Elias', ring: 'us', kind: 'letter' },
		text: 'Två koltrastar har byggt bo i häcken. De gormar på mig när jag hämtar tidningen. Jag tänkte att du ville veta.'
	},
	{
		...{ day: 289, at: '22:00', by: 'Noor', ring: 'us', kind: 'letter' },
		text: 'Jag var arg på dig i dag. Det får man säga till ett barn i ett brev, hoppas jag. Jag var arg för att du gick så tyst att jag inte märkte det. Sedan gick det över, som det gör.'
	},
	{
		...{ day: 365, at: '05:20', by: 'Noor', ring: 'us', kind: 'letter' },
		text: 'Ett år, älskade. Vi ska gå ut till bänken nu, det är alldeles svart ute. Pappa har hällt kaffe i termosen och en mugg varm mjölk som ingen ska dricka.'
	},
	{
		...{ day: 365, at: '22:44', by: 'Elias', ring: 'close', kind: 'letter' },
		text: 'Till Ture på ettårsdagen. Det finns människor som aldrig träffade dig och som bär med sig dina fingrar. Jag vet inte om du förstår hur ovanligt det är. Din farmor säger att hon pratar med dig och Karin på samma gång, så slipper ni bråka.'
	},
	{
		...{ day: 480, at: '19:50', by: 'Noor', ring: 'us', kind: 'letter' },
		text: 'Kära du. Nu kan jag ha en hel eftermiddag utan att tänka på dig, och när jag märker det blir jag rädd. Men det är inte så att du är borta då. Det är mer som när man har någon som sover i rummet intill.'
	},
	{
		...{ day: 601, at: '21:21', by: 'Elias', ring: 'us', kind: 'letter' },
		text: 'Ditt förråd ska bli grönt. Det är mammas val. Jag ville ha rött, så att du vet hur det går till här hemma.'
	},
	{
		...{ day: 729, at: '23:15', by: 'Noor', ring: 'us', kind: 'letter' },
		text: 'I morgon har det gått två år. Jag undrar om du hade börjat springa. Jag undrar om du hade haft Elias sätt att somna, mitt i en mening.'
	}
];
