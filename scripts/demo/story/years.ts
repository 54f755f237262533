/** The time after: what is told, more and more seldom, and what is answered. */
import type { Telling } from './telling.ts';

export const years: readonly Telling[] = [
	{
		...{ day: 254, at: '23:35', by: 'Noor', ring: 'us' },
		text: 'Vi dansade i köket. Jag vill bara att det ska stå någonstans.',
		answers: [['Elias', 0.1, 'words', 'Det står här nu.']]
	},
	{
		...{ day: 271, at: '10:50', by: 'Elias', ring: 'close' },
		text: 'Mamma har berättat om syskonet jag hade. Hon hette Karin och hon fick aldrig någon grav. Vi har bestämt att hon får stå på baksidan av bänken.',
		answers: [
			['Birgit', 1, 'words', 'Femtioett år. Jag trodde inte att någon skulle skriva hennes namn.'],
			['Noor', 1.5, 'words', 'Karin och Ture.'],
			['Ingrid', 4, 'words', 'Birgit, jag ringer dig i kväll.'],
			['Jonas', 6, 'candle', 'För min storasyster.', { burns: null }]
		]
	},
	{
		...{ day: 303, at: '21:40', by: 'Noor', ring: 'all' },
		text: 'Malik har varit här. Han satt på bänken i två timmar och läste högt ur Tintin för en sten. Folk tittade. Det var den bästa dagen på länge.',
		shown: [{ scene: 'benchSummer', says: 'Bänken vid sjön en sommarkväll' }],
		answers: [
			['Malik', 0.5, 'words', 'Ten thousand thundering typhoons. He was a very good listener.'],
			['Maj', 2, 'words', 'Vi hörde skrattet ända till gården.'],
			['Leila', 10, 'thought'],
			['Sofia', 11, 'words', 'Jag vill också läsa för honom. Får man ta med Mumin?']
		]
	},
	{
		...{ day: 327, at: '07:15', by: 'Elias', ring: 'us' },
		text: 'Septemberljus. Jag blev rädd för att det snart är oktober.',
		answers: [['Noor', 1, 'words', 'Jag med. Vi går in i den tillsammans.']]
	},
	{
		...{ day: 340, at: '15:00', by: 'Elias', ring: 'close' },
		text: 'Åtta år i dag sedan vi gifte oss. Vi gick hem till fots från tåget, som då. Tre mil på två dagar. Skavsår på samma ställen.',
		answers: [
			['Sara', 1, 'words', 'Ni är inte kloka, och jag är så glad.'],
			['Ingrid', 2, 'words', 'Jag minns era skor i hallen.'],
			['Hanna', 5, 'card', 'Till er som går hela vägen.', { motif: 'branch' }]
		]
	},
	{
		...{ day: 364, at: '20:00', by: 'Noor', ring: 'all', agreed: 'Elias' },
		text: 'I morgon är det ett år. Vi tänker gå upp tidigt och sitta på bänken. Ni får gärna tända ett ljus där ni är. Ni behöver inte skriva något.',
		answers: [
			['Malik', 9, 'candle', '', { burns: 168 }],
			['Gustav', 9.2, 'candle', '', { burns: 24 }],
			['Maj', 9.3, 'candle', '', { burns: 24 }],
			['Leila', 9.8, 'candle', '', { burns: 24 }],
			['Sofia', 10, 'candle', '', { burns: 24 }],
			['Viktor', 10.4, 'candle', '', { burns: 12 }],
			['Lotta', 10.5, 'candle', '', { burns: null }],
			['Dr Berg', 11, 'candle', '', { burns: 24 }],
			['Tomas', 11.5, 'candle', '', { burns: 24 }],
			['Kerstin', 12, 'candle', 'Och ett i kapellet.', { burns: 24 }]
		]
	},
	{
		...{ day: 365, at: '21:30', by: 'Noor', ring: 'close', key: 'one-year' },
		text: 'Ett år. Det blev en vanlig dag med ett hål i. Vi åt bullar på bänken klockan sex på morgonen, i mörker, och en räv gick förbi nere vid vattnet utan att bry sig.',
		shown: [{ scene: 'dawn', says: 'Gryning över sjön' }],
		answers: [
			['Ingrid', 0.5, 'words', 'Jag bakade också bullar. Jag visste inte att ni gjorde det.'],
			['Jonas', 1, 'words', 'Räven vet.'],
			['Birgit', 2, 'candle', '', { burns: null }],
			['Hanna', 3, 'words', 'En vanlig dag med ett hål i. Så är det att sakna honom härifrån också, fast mindre.'],
			['Sara', 14, 'words', 'Jag har honom i min telefon som kontakt. Ture, utan nummer. Ville bara säga det.']
		]
	},
	{
		...{ day: 398, at: '18:45', by: 'Elias', ring: 'all' },
		text: 'Vi har börjat gå till en grupp, varannan vecka, i en källare med dåligt kaffe. Sju personer. Ingen behöver förklara något. Jag rekommenderar den till den som behöver.',
		answers: [
			['Lotta', 1, 'words', 'Så bra. Säg till om de behöver bättre kaffe, det kan jag ordna.'],
			['Viktor', 3, 'words', 'Starkt av dig.'],
			['Malik', 4, 'words', 'Bad coffee keeps it honest.']
		]
	},
	{
		...{ day: 441, at: '16:30', by: 'Noor', ring: 'close' },
		text: 'Vi kommer i år. Vi vill att det står en tallrik för Ture, utan att någon säger något om den. Går det?',
		answers: [
			['Birgit', 0.2, 'words', 'Det går. Han får den med blå kant.'],
			['Jonas', 0.4, 'words', 'Jag sitter bredvid.'],
			['Ingrid', 0.5, 'words', 'Kom när ni vill, också om det blir sent.']
		]
	},
	{
		...{ day: 442, at: '01:10', by: 'Elias', ring: 'us' },
		text: 'Pappa satte en sked vid den. Såg du det? Han lade den rätt, och flyttade den en halv centimeter.',
		answers: [['Noor', 0.2, 'words', 'Jag såg.']]
	},
	{
		...{ day: 476, at: '22:22', by: 'Noor', ring: 'us' },
		text: 'Jag läste ut en bok i dag. En hel. Det handlade om fyrvaktare.',
		answers: [['Elias', 8, 'words', 'Fyrvaktare! Ligger den på bordet? Jag tar den med mig på bussen.']]
	},
	{
		...{ day: 503, at: '12:40', by: 'Noor', ring: 'all' },
		text: 'En liten sak. Jag fick frågan om jag har barn, av någon jag aldrig hade träffat. Jag sa ja, en son, han lever inte. Det blev tyst, och sedan frågade hon vad han heter. Heter, inte hette.',
		answers: [
			['Lotta', 0.5, 'words', 'Heter.'],
			['Leila', 2, 'words', 'Jag ska komma ihåg det.'],
			['Malik', 3, 'words', 'Present tense. Good for her.'],
			['Sofia', 5, 'thought']
		]
	},
	{
		...{ day: 560, at: '19:19', by: 'Elias', ring: 'close' },
		text: 'Gruppen hade picknick. Sju familjer, elva barn som inte var med och tre som var det. En av de små frågade om Ture också fick saft. Noor hällde upp ett glas.',
		shown: [{ scene: 'meadow', says: 'En filt i gräset, sju glas' }],
		answers: [
			['Hanna', 1, 'words', 'Jag gråter på bussen och det är ert fel, på ett bra sätt.'],
			['Ingrid', 2, 'words', 'Vilken sorts saft?'],
			['Elias', 2.2, 'words', 'Fläder.']
		]
	},
	{
		...{ day: 612, at: '23:50', by: 'Noor', ring: 'us' },
		text: 'Jag är så trött på att vara någon som det har hänt något för.',
		answers: [
			['Elias', 0.1, 'words', 'I morgon är du någon som ska köpa färg till förrådet. Jag kör.'],
			['Noor', 0.2, 'words', 'Grön.']
		]
	},
	{
		...{ day: 655, at: '17:17', by: 'Elias', ring: 'all' },
		text: 'Förrådet är grönt. Det är vårt största gemensamma arbete sedan bänken. Det lutar inte alls.',
		answers: [
			['Tomas', 1, 'words', 'Jag har vattenpass om ni vill vara säkra.'],
			['Gustav', 2, 'words', 'Fin kulör. Det syns ända upp till oss.'],
			['Maj', 2.1, 'words', 'Ärtgrönt!']
		]
	},
	{
		...{ day: 705, at: '09:09', by: 'Noor', ring: 'close' },
		text: 'Nio år. I år gick vi bara sista kilometern. Det räckte precis lagom.',
		answers: [
			['Sara', 1, 'words', 'Sista kilometern är den som räknas.'],
			['Jonas', 3, 'words', 'Inga skavsår?'],
			['Noor', 3.1, 'words', 'Inga.']
		]
	},
	{
		...{ day: 728, at: '21:05', by: 'Elias', ring: 'all', key: 'two-years' },
		text: 'Två år i morgon. Tack till er som fortfarande skriver hans namn. Det är inte så många tillfällen kvar då någon säger det högt, och varje gång är det som att någon tänder i ett rum.',
		answers: [
			['Malik', 1, 'words', 'Ture. Ture. Ture.'],
			['Sofia', 1.2, 'words', 'Ture.'],
			['Lotta', 2, 'words', 'Ture, med de långa fingrarna.'],
			['Viktor', 3, 'words', 'Ture.'],
			['Leila', 9, 'candle', '', { burns: 24 }],
			['Maj', 9.5, 'candle', '', { burns: 24 }],
			['Gustav', 9.6, 'candle', '', { burns: 24 }],
			['Dr Berg', 12, 'words', 'Ture. Jag nämner honom när jag undervisar, utan att säga varifrån. Om hur man håller.'],
			['Kerstin', 13, 'prayer', 'Herre, låt ditt ansikte lysa över Ture.'],
			['Tomas', 14, 'candle', '', { burns: 168 }]
		]
	}
];
