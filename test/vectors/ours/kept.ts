/** Of the golden vectors: what is kept and given as bytes, and a yes with fixed keys (make.ts). */
import { hex, type Bytes } from '#crypto/bytes.ts';
import { signingKeyFromSeed } from '#crypto/sign.ts';
import type { Body } from '#domain/body.ts';
import { exactDay } from '#domain/day.ts';
import { encodeBody } from '#log/body.ts';
import type { OwnBody } from '#log/body-own.ts';
import { hashOf, sayYes, type YesTo } from '#log/yes.ts';

const time = 1_770_000_000_000;

export async function keptVectors(named: (name: string, length?: number) => Bytes) {
	const id = (name: string): string => hex(named(name, 16));
	const [song, line, word, moment] = ['song', 'line', 'promise', 'moment'].map(id) as [string, string, string, string];
	const child = id('child');
	const news = { type: 'announcement', text: 'Vår son Ture föddes i tisdags.', asking: 'ask' } as const;
	const bodies: (Body | OwnBody)[] = [
		{ type: 'about-child', child, says: { name: 'Ture', weeks: '20+3' }, dates: [{ what: 'Föddes', day: exactDay('2026-09-15') }] },
		{ type: 'keepsake', child, kind: 'print', text: 'Fyra centimeter.' },
		{ type: 'letter', child, text: 'Kära Ture.' },
		{ type: 'dedication', kind: 'song', to: [id('noor')], toWords: '', title: 'Samma väg hem', text: 'Till dig.', link: 'https://musik.example/samma' },
		{ type: 'line', to: song, text: 'du bar lyktan', place: 1 },
		{ type: 'note', to: line, text: 'Din hand.' },
		{ type: 'moment', day: { precision: 'season', year: 2008, part: 3, day: 0, words: 'hösten innan' }, height: -95, title: 'Ture', text: '' },
		{ type: 'promise', text: 'Att gå hem tillsammans.', day: exactDay('2019-09-14'), gave: 'Noor och Elias' },
		{ type: 'tie', promise: word, target: moment, tied: true },
		{ type: 'given', kind: 'flowers', from: 'Kören', day: null, text: 'Vita pioner.' },
		{ type: 'thanks', to: { kinds: ['prayer', 'flowers'] }, text: 'Tack.' },
		{ type: 'thanks', to: { people: [id('ingrid')], words: 'och kören' }, text: 'Tack.' },
		{ type: 'changed', target: line, body: { type: 'line', to: song, text: 'du bar lyktan, jag bar dig', place: 1 } },
		{ type: 'proposal', entry: id('news'), ring: 'close', says: news },
		{ type: 'answer', to: song, kind: 'candle', text: '', motif: null, burns: 168 },
		{ type: 'draft', circle: hex(named('circle')), entry: id('news'), ring: 'close', says: news, release: null },
		{ type: 'anniversary', circle: hex(named('circle')), what: moment, shown: true }
	];
	const key = await signingKeyFromSeed(named('device of Elias'));
	const to: YesTo = { circleId: named('circle'), ring: 'close', entry: id('news'), says: news };
	const yes = await sayYes(to, { member: id('elias'), device: id('his device'), controlN: 7 }, key.privateKey);
	return {
		time,
		bodies: bodies.map((body) => ({ body, plain: hex(encodeBody({ time, body })) })),
		yes: {
			circleId: hex(to.circleId),
			ring: to.ring,
			entry: to.entry,
			says: news,
			deviceKey: hex(key.publicKey),
			hash: await hashOf(to),
			yes,
			plain: hex(encodeBody({ time, body: { ...news, yes } }))
		}
	};
}
