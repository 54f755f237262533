/** The first weeks: what is told, and what is answered. */
import type { Telling } from './telling.ts';

export const autumn: readonly Telling[] = [
	{
		...{ day: 2, at: '02:52', by: 'Noor', ring: 'us' },
		text: 'Jag kan inte sova. Du sover, och det är bra. Jag skriver här så att jag inte väcker dig.',
		answers: [['Elias', 4, 'words', 'Jag sov inte. Jag låg och lyssnade på om du sov. Vi kan väcka varandra.']]
	},
	{
		...{ day: 2, at: '11:20', by: 'Noor', ring: 'close', asking: 'ask', key: 'news-close' },
		text: 'Vår son Ture föddes i förrgår, tidigt på morgonen, i vecka 20. Han levde inte.\n\nVi hann hålla honom länge. Han hade Elias panna och väldigt långa fingrar. Vi är hemma nu. Vi svarar inte i telefon, men vi läser allt här.\n\nFråga oss gärna om honom.',
		answers: [
			[
				'Ingrid',
				1,
				'words',
				'Mina älskade. Jag sitter i köket med jackan på. Jag kommer när ni säger till, eller inte alls, precis som ni vill. Ture. Jag har sagt hans namn högt här hemma nu.'
			],
			['Sara', 1.4, 'words', 'Jag är på tåget. Jag går inte upp om ni inte vill, jag sover hos mamma.'],
			['Ingrid', 9, 'candle', '', { burns: null }],
			['Hanna', 4, 'words', 'Jag vet inte vad man skriver. Jag är så ledsen. Långa fingrar. Berätta mer om honom när du orkar, jag vill veta allt.'],
			['Jonas', 6, 'words', 'Brorsan. Jag älskar er.'],
			['Jonas', 8, 'candle', '', { burns: 168 }],
			['Hanna', 10, 'candle', '', { burns: 24 }],
			[
				'Birgit',
				25,
				'words',
				'Kära Elias och Noor. Pappa och jag har suttit tysta hela förmiddagen. Vi hade ett barn före dig, Elias, det vet du inte. Jag ska berätta någon gång om ni vill. Ni är inte ensamma i det här.'
			],
			['Elias', 27, 'words', 'Mamma. Ja. Jag vill höra det.', { ring: 'close' }]
		]
	},
	{
		...{ day: 2, at: '23:40', by: 'Elias', ring: 'us' },
		text: 'Jag lade väskan i garderoben. Den är fortfarande packad. Jag kan packa upp den, du behöver inte.',
		answers: [['Noor', 7, 'words', 'Låt den stå lite till.']]
	},
	{
		...{ day: 3, at: '13:05', by: 'Noor', ring: 'all', asking: 'ask', key: 'news-all' },
		text: 'Vi har förlorat vår son. Han heter Ture och föddes i vecka 20, den 9 oktober. Han levde inte när han kom.\n\nVi berättar här för att slippa berätta många gånger. Ni behöver inte säga något klokt. Vi läser, även om vi inte svarar.',
		answers: [
			['Malik', 2, 'words', 'I am standing in the stairwell at work and I do not want to go back in. I am so sorry. Ture. I will say his name.'],
			['Lotta', 5, 'words', 'Tack för att jag fick vara med er den natten. Jag tänker på honom, och på hur ni höll om honom båda två.'],
			['Malik', 7, 'candle', '', { burns: 24 }],
			['Gustav', 6.4, 'words', 'Vi tar era sopor och posten. Ni behöver inte tänka på det. Gustav i trean.'],
			['Maj', 6.7, 'candle', '', { burns: 24 }],
			['Leila', 14, 'words', 'Jag har sagt det på jobbet så att du slipper, Noor, precis så som ni skrev det. Ingen kommer att höra av sig om du inte vill.'],
			['Tomas', 18.6, 'words', 'Så tråkigt att höra. Ni är ju unga, ni kan säkert få fler.', { key: 'clumsy' }],
			['Leila', 19, 'candle', '', { burns: 168 }],
			[
				'Sofia',
				23.5,
				'words',
				'Älskade vänner. Jag förstår att det inte finns något att säga. Jag har ställt fram en extra stol vid mitt köksbord och den står där tills någon av er vill sitta på den.'
			],
			['Viktor', 41, 'words', 'Elias, jag såg det först nu, har varit på sjön. Jag ringer inte. Jag går förbi ert hus på kvällarna i alla fall, så du vet.'],
			['Viktor', 42, 'candle', '', { burns: 24 }],
			['Kerstin', 64, 'prayer', 'Herren vare med er i den långa natten. Jag bar Ture med mig in i kapellet i morse.'],
			['Sofia', 65, 'candle', '', { burns: 12 }],
			[
				'Dr Berg',
				118,
				'words',
				'Jag har läst det ni skrev. Det var jag som hade jouren när ni kom, och jag har tänkt på er varje dag. Ni gjorde ingenting fel. Jag svarar gärna på allt ni undrar, också om det har gått lång tid.'
			]
		]
	},
	{
		...{ day: 4, at: '09:15', by: 'Sara', ring: 'all', key: 'spoken' },
		text: 'Hej, det är Sara, Noors syster. Noor och Elias har bett mig svara på det praktiska, så att de slipper. Blommor går bra att lämna hos Gustav och Maj på tredje våningen. Ring mig om ni undrar något, inte dem.',
		answers: [
			['Maj', 3, 'words', 'De står i vårt badkar tills vidare, det är svalt där.'],
			['Leila', 5, 'offer', 'Jag har bil och fri eftermiddag på torsdagar. Säg till, Sara.'],
			['Tomas', 8, 'offer', 'Jag kan klippa gräset eller kratta löv, om det behövs. Jag kommer och går utan att ringa på.'],
			['Sara', 9, 'words', 'Löven, gärna. Och ingen ringklocka, tack.']
		]
	},
	{
		...{ day: 5, at: '16:30', by: 'Noor', ring: 'close' },
		text: 'Ni frågade. Han vägde 310 gram och var 25 centimeter. Han hade redan naglar. När jag lade hans hand på min tumme räckte fingrarna nästan runt.',
		shown: [{ scene: 'hands', says: 'En mycket liten hand på en tumme' }],
		answers: [
			['Hanna', 1, 'words', 'Jag läste det för mig själv tre gånger. Tack för att jag får veta.'],
			['Ingrid', 2, 'words', 'Du hade också naglar tidigt. Barnmorskan sa det då, att du skulle bli en som klöste sig fram.'],
			['Birgit', 3.5, 'candle', '', { burns: 24 }],
			['Jonas', 20, 'words', 'Jag tittade på min egen tumme en bra stund.']
		]
	},
	{
		...{ day: 6, at: '04:18', by: 'Noor', ring: 'us' },
		text: 'Mjölken kom. Ingen hade sagt att den skulle komma.',
		answers: [['Elias', 2, 'words', 'Jag ringer avdelningen klockan sju. Kom in till mig.']]
	},
	{
		...{ day: 7, at: '19:00', by: 'Elias', ring: 'close' },
		text: 'I dag åt vi vid bordet för första gången. Det var Ingrids soppa. Noor åt två skedar till än i går.',
		answers: [
			['Ingrid', 0.5, 'words', 'Det finns mer i frysen, i de gula burkarna. Ni behöver inte lämna tillbaka dem.'],
			['Sara', 1, 'thought'],
			['Hanna', 2, 'words', 'Två skedar är två skedar.']
		]
	},
	{
		...{ day: 9, at: '21:22', by: 'Elias', ring: 'all' },
		text: 'Flera har frågat vad man kan skriva till mig. Det går bra att bara skriva mitt namn också. Många skriver till Noor.',
		answers: [
			['Malik', 0.4, 'words', 'Elias. Elias. Elias. I am sorry, I should have done that from the start.'],
			['Viktor', 1, 'words', 'Elias.'],
			['Tomas', 3, 'words', 'Elias, jag skrev något dumt häromdagen. Jag ångrar det. Jag visste inte vad jag skulle säga och sa det som var fel.'],
			['Gustav', 10, 'words', 'Du bar upp den tunga lådan åt oss i våras, Elias. Nu är det du som ska få hjälp att bära.'],
			['Leila', 13, 'candle', 'Till Elias, den här gången.', { burns: 24 }]
		]
	},
	{
		...{ day: 11, at: '14:40', by: 'Noor', ring: 'close', key: 'funeral' },
		text: 'Begravningen blir i det lilla kapellet vid sjön, bara vi och ni som läser det här. Det tar tjugo minuter. Ni behöver inte ha svart. Jonas spelar om han orkar.',
		answers: [
			['Jonas', 2, 'words', 'Jag orkar. Jag har övat i garaget så att ingen ska höra.'],
			['Ingrid', 3, 'words', 'Jag har stickat en filt. Den är mycket liten. Säg om ni inte vill ha den, då behåller jag den själv.'],
			['Noor', 4, 'words', 'Vi vill ha den, mamma.'],
			['Birgit', 6, 'offer', 'Vi ordnar kaffet efteråt. Ni behöver inte komma dit, det är för oss andra, så att ni slipper ha oss runt er.'],
			['Hanna', 7, 'words', 'Jag kommer. Jag står längst bak och jag har bil om någon vill åka direkt efter.']
		]
	},
	{
		...{ day: 12, at: '23:58', by: 'Elias', ring: 'us' },
		text: 'Jag har skrivit till försäkringskassan. Jag fick skriva ordet tre gånger i samma blankett. Det är gjort nu, du behöver inte se den.',
		answers: [
			['Noor', 8, 'words', 'Tack. Vilket ord valde du?'],
			['Elias', 8.5, 'words', 'Son.']
		]
	},
	{
		...{ day: 14, at: '10:02', by: 'Noor', ring: 'all' },
		text: 'I dag gick jag till brevlådan och tillbaka. Det var frost på gräset.',
		shown: [{ scene: 'frost', says: 'Frost på gräset, en grind och en brevlåda' }],
		answers: [
			['Maj', 1, 'words', 'Jag såg dig genom fönstret och vinkade, fast du inte såg. Jag vinkar i morgon också.'],
			['Malik', 3, 'words', 'Forty metres. I have run marathons that were shorter.'],
			['Sofia', 5, 'thought', 'Till brevlådan och tillbaka är långt.'],
			['Lotta', 30, 'words', 'Bra att du går ut. Och bra de dagar du inte gör det.']
		]
	},
	{
		...{ day: 16, at: '17:45', by: 'Elias', ring: 'close', key: 'chapel' },
		text: 'Nu är det gjort. Kistan var så lätt att jag inte kände den. Jonas spelade hela låten utan att stanna. När vi kom ut hade dimman lyft, och det låg två svanar vid bryggan som om någon hade ställt dit dem.',
		shown: [
			{ scene: 'lake', says: 'Sjön nedanför kapellet, dimman har just lyft' },
			{ scene: 'bouquet', says: 'Vita blommor på en bänk' }
		],
		answers: [
			['Jonas', 1, 'words', 'Jag såg bara tangenterna. Sedan såg jag er.'],
			['Ingrid', 2, 'words', 'Filten fick följa med. Det var fint av er.'],
			['Birgit', 2.5, 'prayer', 'Gud som haver barnen kär. Den kom till mig när vi stod där, den som du fick varje kväll, Elias.'],
			['Sara', 3, 'words', 'Vi drack kaffet. Pappa grät på parkeringen och låtsades leta efter nyckeln.'],
			['Hanna', 4, 'candle', '', { burns: null }],
			['Noor', 5, 'words', 'Tack för att ni kom. Jag minns händerna ni lade på oss, men inte vems de var.']
		]
	},
	{
		...{ day: 17, at: '12:00', by: 'Noor', ring: 'all' },
		text: 'I går begravdes Ture. Det blev fint. Vi orkar inte berätta mer just nu, men vi ville att ni skulle veta.',
		answers: [
			['Malik', 1, 'candle', '', { burns: 168 }],
			['Kerstin', 1.2, 'words', 'Det var en stilla stund. Han bars med stor ömhet.'],
			['Sofia', 2, 'candle', '', { burns: 24 }],
			['Leila', 2.1, 'candle', '', { burns: 24 }],
			['Gustav', 2.4, 'candle', '', { burns: 24 }],
			['Dr Berg', 6, 'words', 'Tack för att ni låter oss veta.'],
			['Tomas', 7, 'candle', '', { burns: 12 }],
			['Viktor', 9, 'card', 'Jag stod på andra sidan sjön och tog av mig mössan.', { motif: 'lake' }]
		]
	},
	{
		...{ day: 21, at: '03:33', by: 'Noor', ring: 'us' },
		text: 'Jag drömde att han låg i lådan med vantar. Jag letade bland vantarna hela natten.',
		answers: [['Elias', 3, 'words', 'Jag tog fram lådan. Det är bara vantar i den. Jag satt där en stund i alla fall.']]
	},
	{
		...{ day: 24, at: '18:20', by: 'Elias', ring: 'close' },
		text: 'Första dagen på jobbet. Tre timmar. Någon hade ställt en kaktus på mitt skrivbord utan kort. Jag tyckte om att det var en kaktus.',
		answers: [
			['Jonas', 0.5, 'words', 'Kaktus är det minst krävande man kan få.'],
			['Sara', 2, 'words', 'Tre timmar är nog för en vecka.']
		]
	},
	{
		...{ day: 29, at: '11:11', by: 'Noor', ring: 'all' },
		text: 'En fråga till er som själva har varit med om det: när började ni kunna läsa en hel bok igen? Jag läser samma sida.',
		answers: [
			[
				'Lotta',
				3,
				'words',
				'Jag var med om det för nitton år sedan. Det tog över ett halvår. Jag började med kokböcker, där behöver man inte minnas vad som hände på sidan innan.'
			],
			['Malik', 4, 'words', 'I can read to you over the phone if you like. I do a terrible Captain Haddock.'],
			['Sofia', 26, 'words', 'Ljudböcker på natten, med ett öra. Man behöver inte lyssna.'],
			['Noor', 28, 'words', 'Kokböcker. Jag ska prova.']
		]
	},
	{
		...{ day: 34, at: '20:15', by: 'Noor', ring: 'close' },
		text: 'Avtrycken kom med posten i dag. Två fötter på ett kort, inte större än ett frimärke var. Elias satte det i den blå ramen.',
		shown: [{ scene: 'footprints', says: 'Avtryck av två mycket små fötter' }],
		answers: [
			['Ingrid', 1, 'words', 'Får jag se dem på söndag? Jag ska inte säga något.'],
			['Hanna', 2, 'words', 'Frimärken. Jag bär med mig den bilden.'],
			['Birgit', 14, 'candle', '', { burns: 24 }]
		]
	},
	{
		...{ day: 41, at: '15:50', by: 'Elias', ring: 'all' },
		text: 'Vi har gått runt hela sjön i dag. Sju kilometer. Vi pratade om Ture halva vägen, och om ingenting andra halvan.',
		shown: [{ scene: 'path', says: 'En stig genom skogen med gula löv' }],
		answers: [
			['Viktor', 1, 'words', 'Jag tänkte ropa men lät bli.'],
			['Malik', 2, 'words', 'Half and half sounds right.'],
			['Maj', 4, 'words', 'Ni hade röda kinder när ni kom hem. Det var fint att se.'],
			['Leila', 21, 'thought']
		]
	},
	{
		...{ day: 53, at: '16:05', by: 'Noor', ring: 'all' },
		text: 'Vi har satt en stjärna i fönstret mot gården. Den får hänga för Ture.',
		shown: [{ scene: 'star', says: 'En stjärna i ett mörkt fönster' }],
		answers: [
			['Gustav', 0.3, 'words', 'Vi ser den från trappan.'],
			['Kerstin', 2, 'prayer'],
			['Sofia', 3, 'candle', '', { burns: 24 }],
			['Malik', 3.2, 'candle', '', { burns: 24 }],
			['Lotta', 5, 'words', 'Jag kör förbi på väg till jobbet halv sju varje morgon. Nu vet jag vilken stjärna det är.']
		]
	}
];
