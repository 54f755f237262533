/** Winter and spring: what is told, and what is answered. */
import type { Telling } from './telling.ts';

export const winter: readonly Telling[] = [
	{
		...{ day: 61, at: '22:47', by: 'Noor', ring: 'us' },
		text: 'Din mamma frågade om vi kommer på julafton. Jag sa att vi säger till i tid. Vad är i tid?',
		answers: [
			['Elias', 0.2, 'words', 'Samma dag, klockan två. Hon vet.'],
			['Noor', 0.4, 'words', 'Då säger vi så.']
		]
	},
	{
		...{ day: 66, at: '19:30', by: 'Elias', ring: 'close' },
		text: 'Jonas och jag byggde en bänk i dag. Den ska stå vid sjön när det blir vår. Den blev lite sned åt vänster, som allt vi bygger.',
		shown: [{ scene: 'bench', says: 'En nybyggd bänk i ett garage' }],
		answers: [
			['Jonas', 0.5, 'words', 'Det är golvet som lutar.'],
			['Sara', 1, 'words', 'Sned åt vänster är vackrast.'],
			['Ingrid', 12, 'words', 'Jag syr en dyna, om man får ha dyna på en sådan bänk.']
		]
	},
	{
		...{ day: 76, at: '23:10', by: 'Noor', ring: 'close' },
		text: 'Vi kom inte. Vi åt gröt och gick ut med ett ljus till graven klockan nio. Det låg redan tre där. Vi vet inte vems de var, men tack.',
		shown: [{ scene: 'snow', says: 'Fyra ljus i snön' }],
		answers: [
			['Hanna', 0.3, 'words', 'Ett av dem var mitt.'],
			['Jonas', 0.5, 'words', 'Ett var mitt.'],
			['Birgit', 10, 'words', 'Och ett var vårt. Vi gick dit före maten.'],
			['Ingrid', 11, 'candle', '', { burns: null }]
		]
	},
	{
		...{ day: 84, at: '00:20', by: 'Elias', ring: 'all' },
		text: 'Vi vet inte vad man önskar varandra i år. Så vi säger bara tack för att ni har funnits, det här året som vi inte hade velat ha och inte vill lämna.',
		answers: [
			['Malik', 0.2, 'words', 'Nothing to wish. I am raising a glass of water out here on the balcony, to the three of you.'],
			['Sofia', 9, 'words', 'Inte vill lämna. Jag förstår.'],
			['Leila', 10, 'thought'],
			['Gustav', 11, 'words', 'Maj och jag sköt inga raketer. Vi stod i fönstret med stjärnan släckt i en minut, sedan tände vi den igen.'],
			['Dr Berg', 60, 'words', 'Tack själva, för att jag får läsa.']
		]
	},
	{
		...{ day: 97, at: '14:14', by: 'Noor', ring: 'all' },
		text: 'Jag har varit hos doktor Berg. Allt som kunde undersökas är undersökt, och det fanns inget svar. Hon sa att det är ett svar som är svårt att bära, eftersom man inte har någonstans att ställa det ifrån sig.',
		answers: [
			['Lotta', 2, 'words', 'Hon är klok. Bär det en bit i taget.'],
			['Malik', 3, 'words', 'I keep thinking that no reason also means no fault.'],
			['Tomas', 4, 'words', 'Jag tänker på er.'],
			['Leila', 5, 'offer', 'Jag kan följa med nästa gång och bara sitta i väntrummet.']
		]
	},
	{
		...{ day: 103, at: '05:02', by: 'Noor', ring: 'us' },
		text: 'Snön ligger på graven och jag vill gå dit och skotta, klockan fem på morgonen. Så konstigt är det.',
		answers: [['Elias', 0.1, 'words', 'Jag har redan stövlarna på mig.']]
	},
	{
		...{ day: 112, at: '17:00', by: 'Elias', ring: 'all' },
		text: 'En sak som hjälpte den här veckan: någon på jobbet frågade vad han hette, mitt i kön till kaffet. Jag sa Ture. Han sa det är ett fint namn. Sedan pratade vi om kaffet.',
		answers: [
			['Tomas', 0.5, 'words', 'Det var jag, och jag var rädd att det var fel.'],
			['Elias', 0.7, 'words', 'Det var rätt.'],
			['Viktor', 3, 'words', 'Ture är ett mycket fint namn.'],
			['Kerstin', 20, 'candle', '', { burns: 24 }]
		]
	},
	{
		...{ day: 128, at: '21:00', by: 'Noor', ring: 'close', key: 'due' },
		text: 'Om nio dagar skulle han ha kommit. Jag har inte sagt det till någon annan. Vi tänker åka till havet över den dagen, till ett hus utan täckning. Ni behöver inte oroa er.',
		answers: [
			['Ingrid', 1, 'words', 'Jag har haft dagen i almanackan hela tiden, med blyerts.'],
			['Sara', 1.5, 'words', 'Åk. Jag vattnar och tar in posten.'],
			['Hanna', 2, 'words', 'Ta med de tjocka sockorna, golven i de där husen är iskalla.'],
			['Jonas', 5, 'words', 'Ring från bensinmacken när ni är på väg hem, bara så att jag vet.']
		]
	},
	{
		...{ day: 139, at: '19:40', by: 'Noor', ring: 'all', key: 'sea' },
		text: 'Vi har varit vid havet i tre dagar. I förrgår skulle Ture ha fötts, om allt hade gått som det skulle. Det blåste så att man fick hålla i dörren. Elias lagade mat på en platta. Vi skrev hans namn i sanden, och sedan stod vi kvar tills vattnet kom.',
		shown: [{ scene: 'sea', says: 'Hav och vinterhimmel, spår i sanden' }],
		answers: [
			['Malik', 0.5, 'words', 'I did not know it was that day. I am glad you had wind.'],
			['Maj', 1, 'words', 'Vi har undrat. Välkomna hem. Det står en limpa på trappan.'],
			['Sofia', 2, 'candle', '', { burns: 24 }],
			['Leila', 2.2, 'candle', '', { burns: 24 }],
			['Lotta', 3, 'words', 'Tack för att ni berättar det också.'],
			['Viktor', 8, 'words', 'Hav är bra. Det är så stort att man får vara liten.'],
			['Dr Berg', 30, 'candle', '', { burns: 24 }]
		]
	},
	{
		...{ day: 151, at: '12:25', by: 'Elias', ring: 'us' },
		text: 'Jag var arg på dig i går för att du skrattade i telefonen. Sedan skämdes jag. Jag vill att du ska skratta. Jag visste bara inte att det gick redan.',
		answers: [
			['Noor', 0.3, 'words', 'Det gick inte heller. Det kom ut ändå. Sedan grät jag i badrummet så att du inte skulle höra det heller.'],
			['Elias', 0.5, 'words', 'Nästa gång hör jag hellre båda.']
		]
	},
	{
		...{ day: 160, at: '18:35', by: 'Noor', ring: 'all' },
		text: 'Krokusarna kom upp på graven. Vi satte dem i oktober utan att tro på det.',
		shown: [{ scene: 'crocus', says: 'Krokus i brunt fjolårsgräs' }],
		answers: [
			['Gustav', 1, 'words', 'Det är det enda man kan göra med krokusar, sätta dem utan att tro.'],
			['Sofia', 3, 'words', 'Så fina.'],
			['Malik', 4, 'words', 'Look at them.'],
			['Kerstin', 16, 'thought']
		]
	},
	{
		...{ day: 172, at: '20:20', by: 'Elias', ring: 'close' },
		text: 'Bänken står på plats. Vi bar ner den i kväll, Jonas och jag. Den lutar åt andra hållet nu, så det var nog golvet.',
		shown: [{ scene: 'benchLake', says: 'En bänk vid sjön i kvällsljus' }],
		answers: [
			['Jonas', 0.1, 'words', 'Jag säger inget.'],
			['Ingrid', 2, 'words', 'Dynan är klar. Den är blå, och den tål regn.'],
			['Birgit', 12, 'words', 'Farfar gick dit i morse klockan sex och satt. Han sa att man ser ända bort till kapellet.']
		]
	},
	{
		...{ day: 186, at: '09:48', by: 'Noor', ring: 'all' },
		text: 'Jag jobbar halvtid nu. Barnen på förskolan frågade var jag har varit. Jag sa att jag hade varit ledsen hemma. Då sa en av dem: jag med ibland. Sedan gick vi ut.',
		answers: [
			['Leila', 0.5, 'words', 'Jag stod bakom dig i kapprummet och fick något i ögat.'],
			['Lotta', 6, 'words', 'Barn är bra på sorg, i korta stunder.'],
			['Malik', 7, 'words', 'Me too sometimes. That is the whole thing, isn’t it.']
		]
	},
	{
		...{ day: 204, at: '22:05', by: 'Sara', ring: 'all' },
		text: 'Sara igen, för Noor och Elias. De orkar inte med valborg och fester och magar i år. De säger själva till när de vill ses. Skicka gärna ett ord ändå, här.',
		answers: [
			['Sofia', 1, 'words', 'Stolen står kvar.'],
			['Viktor', 2, 'thought'],
			['Tomas', 11, 'words', 'Klart. Hälsa att löven är borta, jag tog gräset med.']
		]
	},
	{
		...{ day: 219, at: '16:16', by: 'Noor', ring: 'close' },
		text: 'Min kollega berättade i dag att hon väntar barn. Hon hade skrivit det på en lapp så att jag skulle få läsa det själv, i fred, och gå hem om jag ville. Jag gick inte hem. Men jag satt länge i städskrubben.',
		answers: [
			['Hanna', 0.4, 'words', 'Det är inget fel på städskrubbar.'],
			['Sara', 0.6, 'words', 'Vilken fin kollega. Och vad ont det måste ha gjort.'],
			['Ingrid', 5, 'words', 'Båda sakerna på samma gång. Ja.']
		]
	},
	{
		...{ day: 232, at: '13:30', by: 'Elias', ring: 'all' },
		text: 'Stenen är på plats. Den är grå, och den är inte stor. Där står bara Ture, och datumet.',
		shown: [{ scene: 'stone', says: 'En liten grå sten i gräset', covered: true }],
		answers: [
			['Gustav', 2, 'words', 'Jag tar med mig en kratta nästa gång vi går förbi, om vi får.'],
			['Elias', 3, 'words', 'Det får ni.'],
			['Malik', 4, 'words', 'I would like to come and see him in August, if you will have me.'],
			['Noor', 5, 'words', 'Kom, Malik.'],
			['Kerstin', 24, 'prayer', 'Ett namn i sten, och hos Gud ett namn som ingen kan sudda ut.'],
			['Lotta', 28, 'candle', '', { burns: null }]
		]
	}
];
