/** The last weeks, counted back from today; and what rests, or waits. */
import type { Telling } from './telling.ts';

/** @param today in days since the birth */
export const lately = (today: number): readonly Telling[] => [
	{
		...{ day: Math.floor(today) - 44, at: '18:10', by: 'Elias', ring: 'close' },
		text: 'En ny i gruppen i kväll. Han sa inte ett ord på två timmar och kom fram efteråt och tog i hand. Jag kände igen handen, den är ens egen.',
		answers: [
			['Jonas', 1, 'words', 'Bra att du var där.'],
			['Birgit', 14, 'words', 'Så går det vidare, från den ena till den andra.']
		]
	},
	{
		...{ day: Math.floor(today) - 31, at: '21:15', by: 'Noor', ring: 'all' },
		text: 'Sofia har läst Mumin för Ture. Det tog tre eftermiddagar, och hon gjorde alla röster.',
		shown: [{ scene: 'book', says: 'En bok på bänken vid sjön' }],
		answers: [
			['Sofia', 0.4, 'words', 'Mårran var svårast. Jag fick viska henne.'],
			['Malik', 2, 'words', 'I have competition.'],
			['Leila', 3, 'thought']
		]
	},
	{
		...{ day: Math.floor(today) - 23, at: '07:50', by: 'Noor', ring: 'us' },
		text: 'Jag vaknade utan att veta vilken dag det var, och det var en bra sak.',
		answers: [['Elias', 0.3, 'words', 'Jag säger det inte förrän du frågar.']]
	},
	{
		...{ day: Math.floor(today) - 12, at: '16:20', by: 'Elias', ring: 'close' },
		text: 'Noor har målat om bänken. Baksidan fick vara, där Karin står.',
		answers: [
			['Birgit', 2, 'words', 'Tack, Noor.'],
			['Ingrid', 3, 'words', 'Då tvättar jag dynan.'],
			['Sara', 5, 'candle', '', { burns: null }]
		]
	},
	{
		...{ day: Math.floor(today) - 3, at: '19:35', by: 'Noor', ring: 'all' },
		text: 'Vi orkar ses på söndag, den som vill, vid bänken. Ta med något varmt. Det går också bra att bara gå förbi.',
		answers: [
			['Malik', 0.5, 'words', 'I will be on a train, waving in your direction.'],
			['Maj', 1, 'words', 'Vi tar med limpa.'],
			['Gustav', 1.1, 'words', 'Och klappstolar.'],
			['Viktor', 4, 'words', 'Jag går inte förbi den här gången. Jag stannar.'],
			['Sofia', 14, 'candle', '', { burns: 168 }]
		]
	},
	{
		...{ day: Math.floor(today) - 1, at: '08:05', by: 'Ingrid', ring: 'close' },
		text: 'Noor bad mig skriva: de har det bra i dag, telefonen är trasig, inget annat.',
		answers: [
			['Sara', 0.2, 'words', 'Tack mamma. Jag hann bli orolig i sju minuter.'],
			['Ingrid', 5, 'candle', '', { burns: 24 }]
		]
	}
];

export const resting =
	'Till alla som frågar om vi ska försöka igen.\n\nVi vet inte. Vi vet inte ens vilka av oss som vet. Det är inte en hemlighet, det är bara inte färdigt';
export const waiting =
	'Vi har bestämt oss för att låta fler läsa om Ture, på ett ställe för andra familjer, utan namn. Inte allt. Det om parkeringen, och det om saften.\n\nNoor och jag har pratat länge om det.';
export const later = 'Till Ture, när hösten kommer. Jag skriver det här i förväg, för då brukar jag inte kunna. Vi är kvar här. Det ville jag bara ha sagt.';
