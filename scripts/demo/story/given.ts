/** What was given outside of Kvar and written in by hand, and the thanks. */
import type { Giving, Thanking } from './keeping.ts';

export const given: readonly Giving[] = [
	{
		...{ day: 3, at: '18:30', by: 'Noor', ring: 'close', kind: 'food', from: 'Ingrid' },
		on: 3,
		text: 'Soppa i gula burkar, elva stycken. Lappar på alla utom en.',
		shown: { scene: 'soup', says: 'Gula burkar med soppa på ett bord' }
	},
	{
		...{ day: 4, at: '11:45', by: 'Elias', ring: 'close', kind: 'flowers', from: 'Avdelning 34' },
		on: 1,
		text: 'De stod på nattduksbordet när vi vaknade. Ingen sa vem som hade ställt dit dem.',
		shown: { scene: 'bouquet', says: 'En liten bukett i ett tandborstglas' }
	},
	{
		...{ day: 5, at: '20:10', by: 'Noor', ring: 'close', kind: 'visit', from: 'Sara' },
		on: 4,
		text: 'Hon kom in, diskade, kysste mig på håret och gick. Fyrtio minuter. Inte ett ord.'
	},
	{
		...{ day: 6, at: '15:15', by: 'Elias', ring: 'close', kind: 'flowers', from: 'Gustav och Maj' },
		on: 6,
		text: 'Vita ljung i en kruka, för att de håller sig ute.',
		shown: { scene: 'heather', says: 'Ljung i en kruka på en trappa' }
	},
	{
		...{ day: 8, at: '09:40', by: 'Noor', ring: 'close', kind: 'card', from: 'Förskolan, Blåbäret' },
		on: 7,
		text: 'Arton små händer i olika färger. De hade fått veta att fröken är ledsen.',
		shown: { scene: 'handprints', says: 'Ett kort med små målade händer' }
	},
	{
		...{ day: 9, at: '17:30', by: 'Elias', ring: 'close', kind: 'help', from: 'Tomas' },
		on: 9,
		text: 'Krattade hela gården i regnet. Lämnade krattan lutad mot dörren som ett visitkort.'
	},
	{
		...{ day: 12, at: '12:12', by: 'Elias', ring: 'close', kind: 'food', from: 'Leila och hennes mamma' },
		on: 12,
		text: 'Ris med dadlar och något som vi inte visste vad det var. Vi åt det stående.'
	},
	{
		...{ day: 16, at: '20:50', by: 'Noor', ring: 'close', kind: 'flowers', from: 'Jonas' },
		on: 16,
		text: 'En enda solros, i oktober. Han hade kört till tre ställen.',
		shown: { scene: 'sunflower', says: 'En solros i en flaska' }
	},
	{
		...{ day: 16, at: '21:00', by: 'Noor', ring: 'close', kind: 'gift', from: 'Ingrid' },
		on: 16,
		text: 'Filten som följde med honom, och den som vi fick behålla.'
	},
	{
		...{ day: 18, at: '13:40', by: 'Elias', ring: 'close', kind: 'words', from: 'Mannen i blomsteraffären' },
		on: 15,
		text: 'Han frågade hur stor kransen skulle vara. Jag visade med händerna. Han tog inte betalt.'
	},
	{
		...{ day: 25, at: '19:20', by: 'Noor', ring: 'close', kind: 'gift', from: 'Någon på Elias jobb' },
		on: 24,
		text: 'En kaktus utan kort.',
		shown: { scene: 'cactus', says: 'En liten kaktus på ett skrivbord' }
	},
	{
		...{ day: 33, at: '10:25', by: 'Noor', ring: 'close', kind: 'visit', from: 'Hanna' },
		on: 32,
		text: 'Vi såg tre avsnitt av en serie om trädgårdar utan att minnas något av dem efteråt.'
	},
	{
		...{ day: 48, at: '16:40', by: 'Elias', ring: 'close', kind: 'help', from: 'Viktor' },
		on: 47,
		text: 'Bytte till vinterdäck på båda bilarna. Jag såg bara att det var gjort.'
	},
	{
		...{ day: 57, at: '18:55', by: 'Noor', ring: 'close', kind: 'card', from: 'Mormors väninna Astrid, 91' },
		on: 55,
		text: 'Hon skrev att hon förlorade en flicka 1958, och att hon tänker på henne när hon hör måsar.'
	},
	{
		...{ day: 76, at: '22:20', by: 'Elias', ring: 'close', kind: 'candle', from: 'Tre ljus vid graven' },
		on: 76,
		text: 'De brann redan när vi kom.',
		shown: { scene: 'snow', says: 'Ljus i snö' }
	},
	{
		...{ day: 91, at: '09:05', by: 'Noor', ring: 'close', kind: 'gift', from: 'Lotta' },
		on: 89,
		text: 'En tom anteckningsbok med linjer. Hon sa att man inte behöver skriva på linjerna.'
	},
	{ ...{ day: 113, at: '20:35', by: 'Elias', ring: 'close', kind: 'words', from: 'Tomas, i kön till kaffet' }, on: 112, text: 'Vad hette han?' },
	{
		...{ day: 140, at: '08:20', by: 'Noor', ring: 'close', kind: 'food', from: 'Maj' },
		on: 139,
		text: 'Limpa, fortfarande varm när vi kom hem från havet. Hon måste ha räknat ut det.',
		shown: { scene: 'bread', says: 'En limpa i en handduk' }
	},
	{
		...{ day: 162, at: '12:50', by: 'Noor', ring: 'close', kind: 'prayer', from: 'Kerstin' },
		on: 161,
		text: 'Hon hade skrivit upp honom till alla helgons dag redan nu, så att hon inte skulle glömma.'
	},
	{
		...{ day: 190, at: '21:15', by: 'Elias', ring: 'close', kind: 'thought', from: 'Busschauffören på linje 6' },
		on: 190,
		text: 'Jag grät. Han väntade med att köra tills jag hade satt mig.'
	},
	{
		...{ day: 233, at: '18:40', by: 'Elias', ring: 'close', kind: 'help', from: 'Stenhuggaren' },
		on: 232,
		text: 'Han frågade om bokstäverna fick vara handritade, så att de blev Tures egna.'
	},
	{
		...{ day: 304, at: '20:00', by: 'Noor', ring: 'close', kind: 'visit', from: 'Malik' },
		on: 303,
		text: 'Fyra dagar på soffan. Han lagade mat varje kväll och brände den två gånger.'
	},
	{
		...{ day: 366, at: '19:10', by: 'Noor', ring: 'close', kind: 'flowers', from: 'Vi vet inte' },
		on: 365,
		text: 'En bukett på bänken, när vi kom ner på eftermiddagen. Blåklint, mitt i oktober.',
		shown: { scene: 'cornflower', says: 'Blå blommor på en bänk' }
	},
	{ ...{ day: 442, at: '11:30', by: 'Elias', ring: 'close', kind: 'food', from: 'Farmor' }, on: 441, text: 'Tallriken med blå kant.' },
	{ ...{ day: 561, at: '20:40', by: 'Noor', ring: 'close', kind: 'words', from: 'Flickan på picknicken, fyra år' }, on: 560, text: 'Vill Ture ha saft?' },
	{
		...{ day: 690, at: '17:50', by: 'Elias', ring: 'close', kind: 'gift', from: 'Dr Berg' },
		on: 688,
		text: 'Ett litet tryck av sjön. Hon målar, det visste vi inte.',
		shown: { scene: 'lake', says: 'Ett tryck av en sjö' }
	}
];

export const thanks: readonly Thanking[] = [
	{ ...{ day: 27, at: '19:00', by: 'Noor', ring: 'close', to: 'all' }, text: 'Tack för de här veckorna. Vi har inte svarat, men allt har kommit fram.' },
	{ ...{ day: 60, at: '18:00', by: 'Elias', ring: 'close', to: ['food'] }, text: 'Till er som har lagat mat: vi åt. Det var inte självklart.' },
	{ ...{ day: 113, at: '21:00', by: 'Elias', ring: 'all', to: { people: ['Tomas'] } }, text: 'Tack för att du frågade, i kön.' },
	{
		...{ day: 174, at: '09:00', by: 'Noor', ring: 'close', to: ['flowers', 'candle'] },
		text: 'Blommorna är slut och ljusen har brunnit ner, men vi minns vem som ställde dit vad.'
	},
	{
		...{ day: 305, at: '10:30', by: 'Noor', ring: 'all', to: { people: ['Malik'] } },
		text: 'Thank you for reading to him. And for the burnt lasagne, both of them.'
	},
	{ ...{ day: 367, at: '20:30', by: 'Noor', ring: 'all', to: 'all' }, text: 'Ett år av er. Tack, var och en.' },
	{ ...{ day: 445, at: '12:00', by: 'Elias', ring: 'close', to: { people: ['Birgit'], words: 'farfar' } }, text: 'Tack för tallriken. Och för skeden.' }
];
