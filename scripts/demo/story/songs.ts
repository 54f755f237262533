/** What was dedicated, line by line, with what the lines mean to them; and what they have promised. The songs and texts are made up, too. */
import type { Dedicating, Promising } from './keeping.ts';

export const dedications: readonly Dedicating[] = [
	{
		...{ day: 20, at: '21:30', by: 'Elias', ring: 'close', key: 'same-way', kind: 'song', to: ['Noor'] },
		title: 'Samma väg hem',
		text: 'En sång till dig. Jag vågade inte sjunga den förrän nu. Den är inspelad i garaget, det hörs.',
		sound: 'Elias sjunger, en enkel melodi',
		lines: [
			{
				text: 'Isen låg på sjön den natten',
				notes: [
					['Noor', 1, 'Den låg inte på sjön, det var ju oktober. Men det kändes så.'],
					['Elias', 2, 'Jag menade asfalten utanför akuten.']
				]
			},
			{
				text: 'du bar lyktan, jag bar dig ibland',
				notes: [
					['Elias', 0.1, 'Din hand i förlossningsrummet. Jag släppte den inte en enda gång, och du inte min.'],
					['Noor', 4, 'Ibland. Det är det ordet jag tycker om.']
				]
			},
			{ text: 'och vi gick samma väg hem', notes: [['Noor', 4.1, 'Trettioåtta minuter. Vi sa ingenting, och du körde i femtio.']] },
			{
				text: 'fast huset var tystare nu',
				notes: [
					['Noor', 30, 'Jag hörde det först nu: tystare, inte tomt.'],
					['Elias', 31, 'Precis det.', 'us']
				]
			}
		]
	},
	{
		...{ day: 45, at: '17:25', by: 'Jonas', ring: 'close', key: 'piano', kind: 'song', to: ['Noor', 'Elias'] },
		title: 'Det jag spelade',
		text: 'Ni frågade vad det var. Det har inget namn. Jag kallar det Tures, om jag får.',
		link: 'https://musik.example.org/jonas/tures',
		lines: [
			{
				text: 'Fyra takter som går nedåt, och en som stannar',
				notes: [
					['Elias', 1, 'Den som stannar kom precis när solen gjorde det.'],
					['Noor', 2, 'Jag minns bara att den stannade.']
				]
			}
		]
	},
	{
		...{ day: 85, at: '14:00', by: 'Malik', ring: 'all', key: 'poem', kind: 'reading', to: ['Noor', 'Elias'] },
		title: 'Small measures',
		text: 'I found this in a notebook of mine from years ago. I did not know then what it was for.',
		lines: [
			{ text: 'There are lives that are measured in handfuls', notes: [['Noor', 0.5, 'Tre hundra tio gram. Jag hade velat räkna i händer i stället.']] },
			{
				text: 'and a handful is not a little, if it is the right hand',
				notes: [
					['Elias', 1, 'I read this one out at dinner.'],
					['Noor', 3, 'Och jag lade gaffeln.']
				]
			},
			{ text: 'Hold it as you would hold water', notes: [] }
		]
	},
	{
		...{ day: 177, at: '20:10', by: 'Noor', ring: 'us', key: 'film', kind: 'other', to: ['Elias'] },
		title: 'Ljuset, en stund',
		text: 'Jag filmade ljuset i fönstret den kvällen du inte var hemma. Det händer ingenting. Titta ändå.',
		film: 'Ett ljus som brinner i ett fönster, lågan rör sig lite',
		lines: [
			{
				text: 'Det händer ingenting, och man ser på det',
				notes: [
					['Elias', 1, 'Efter fjorton sekunder fladdrar det till. Jag har sett det många gånger nu.'],
					['Noor', 1.2, 'Det var jag som andades ut.']
				]
			},
			{ text: 'Lågan lutar när bilen går förbi', notes: [['Elias', 3, 'Det är jag som kommer hem.']] }
		]
	},
	{
		...{ day: 270, at: '11:00', by: 'Birgit', ring: 'close', key: 'prayer', kind: 'reading', to: ['Elias'], toWords: 'Ture och Karin' },
		title: 'Kvällsbön för två',
		text: 'Den jag bad för dig, med ett namn till. Nu är det två.',
		lines: [
			{
				text: 'Låt den som inte hann få komma fram ändå',
				notes: [['Elias', 0.5, 'Jag har hört det varje kväll som barn, och trodde att det handlade om bussen.']]
			}
		]
	},
	{
		...{ day: 530, at: '19:45', by: 'Noor', ring: 'close', key: 'lighthouse', kind: 'reading', to: [], toWords: 'oss som läser om natten' },
		title: 'Ur boken om fyrvaktarna',
		text: 'Den första jag läste ut. Några rader som jag skrev av.',
		lines: [
			{
				text: 'Man tänder inte för att se, man tänder för att synas',
				notes: [
					['Noor', 0.2, 'Stjärnan i fönstret.'],
					['Elias', 2, 'Och Lotta som kör förbi halv sju.']
				]
			},
			{ text: 'Det står ingen på andra sidan och tackar', notes: [['Noor', 0.3, 'Men ibland blinkar någon.']] },
			{ text: 'och i dimma låter man, i stället för att lysa', notes: [['Elias', 2.1, 'Jonas i garaget.', 'us']] }
		]
	}
];

export const promises: readonly Promising[] = [
	{
		...{ day: 22, at: '20:20', by: 'Noor', ring: 'close', key: 'home' },
		text: 'Att gå hem tillsammans, hur långt det än är.',
		gave: 'Noor och Elias, på vår bröllopsdag',
		on: [-7, 9, 14],
		ties: ['same-way', 'wedding', 'walk', 'birth', 'bench', 'last-km']
	},
	{
		...{ day: 46, at: '22:15', by: 'Elias', ring: 'us', key: 'name' },
		text: 'Att säga hans namn varje dag, också när det är besvärligt.',
		gave: 'Elias, på trappan utanför sjukhuset',
		on: [0, 10, 10],
		ties: ['birth', 'film', 'coffee']
	},
	{
		...{ day: 273, at: '18:00', by: 'Elias', ring: 'close', key: 'karin' },
		text: 'Att Karin ska få vara med när vi räknar.',
		gave: 'Hela familjen',
		on: null,
		ties: ['prayer']
	}
];
