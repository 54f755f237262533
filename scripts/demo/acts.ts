/** THE STORY AS ACTS: each with the time at which it is done, in whatever order they are written down. */
import type { Enclosed } from '../../src/domain/enclosed.ts';
import { exactDay, type Day } from '../../src/domain/day.ts';
import { firstChild } from '../../src/domain/child.ts';
import type { Kept } from '../../src/domain/kept.ts';
import type { Ring } from '../../src/domain/ring.ts';
import type { TestDevice } from '../../test/support/home.ts';
import { people, type Name } from './people.ts';
import { autumn } from './story/autumn.ts';
import { given, thanks } from './story/given.ts';
import type { Keeping } from './story/keeping.ts';
import { lately, later, resting, waiting } from './story/lately.ts';
import { moments } from './story/lives.ts';
import { dedications, promises } from './story/songs.ts';
import type { Shown, Telling } from './story/telling.ts';
import { keepsakes, letters, ofTure } from './story/ture.ts';
import { winter } from './story/winter.ts';
import { years } from './story/years.ts';

export interface Act {
	at: number;
	does: () => Promise<unknown>;
}

/** What an act is done with. */
export interface Stage {
	device(name: Name): TestDevice;
	idOf(key: string): string;
	call(key: string | undefined, id: string): void;
	memberOf(name: Name): string;
	/** The entry that will be told once the other parent has said yes. */
	askedFor(name: Name, proposal: string): string;
	/** Resolves once this has come to this person's device. */
	has(name: Name, id: string): Promise<void>;
	until(is: () => boolean, what: string): Promise<void>;
	shows(name: Name, shown: readonly Shown[]): Promise<Enclosed[]>;
	plays(name: Name, says: string): Promise<Enclosed[]>;
	films(name: Name, says: string): Promise<Enclosed[]>;
	comesIn(name: Name): Promise<void>;
	newId(): string;
	now: number;
	birth: number;
	/** In days since the birth, and a time of the day. */
	timeOf(day: number, at: string): number;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

export function actsOf(stage: Stage): Act[] {
	const { timeOf, now, birth } = stage;
	const acts: Act[] = [];
	const act = (at: number, does: Act['does']): void => void acts.push({ at, does });
	const yearOf = new Date(birth).getFullYear();
	const enclosing = async (by: Name, shown: readonly Shown[] = []): Promise<{ enclosed?: Enclosed[] }> =>
		shown.length === 0 ? {} : { enclosed: await stage.shows(by, shown) };
	const keep = async (by: Name, ring: Ring, body: Kept, key?: string): Promise<string> => {
		const id = await stage.device(by).does('keepThis', { ring, body });
		stage.call(key, id);
		return id;
	};
	const dayOf = (on: number): Day => {
		const then = new Date(timeOf(on, '12:00'));
		return exactDay(`${then.getFullYear()}-${then.getMonth() + 1}-${then.getDate()}`);
	};

	for (const [name, { comes }] of Object.entries(people) as [Name, { comes: number }][]) act(birth + comes * day, () => stage.comesIn(name));

	const told = (one: Telling): void => {
		const at = timeOf(one.day, one.at);
		let id = '';
		act(at, async () => {
			const news = { text: one.text, asking: one.asking ?? null, ...(await enclosing(one.by, one.shown)) };
			if (one.agreed === undefined) id = await stage.device(one.by).does('tellNews', { ring: one.ring, ...news });
			else {
				const proposal = await stage.device(one.by).does('propose', { entry: stage.newId(), ring: one.ring, says: { type: 'announcement', ...news } });
				id = stage.askedFor(one.by, proposal);
				await agree(one.agreed, proposal);
				await stage.has(one.by, id);
			}
			stage.call(one.key, id);
		});
		for (const [by, hours, kind, text = '', { ring, burns = 24, motif = 'branch', shown, key } = {}] of one.answers ?? [])
			act(at + hours * hour, async () => {
				await stage.has(by, id);
				const more = kind === 'candle' ? { burns } : {};
				const enclosed = shown === undefined ? {} : await enclosing(by, [shown]);
				const answer = await stage
					.device(by)
					.does('answer', { to: id, ring: ring ?? one.ring, kind, text, motif: kind === 'card' ? motif : null, ...more, ...enclosed });
				stage.call(key, answer);
			});
	};
	const agree = async (by: Name, proposal: string): Promise<void> => {
		const other = stage.device(by);
		await other.sees(({ proposals }) => proposals.some(({ id }) => id === proposal));
		await other.does('answerProposal', { id: proposal, yes: true });
	};
	for (const one of [...autumn, ...winter, ...years, ...lately((now - birth) / day)]) told(one);

	for (const { by, ring, says = {}, dates, ...when } of ofTure)
		act(timeOf(when.day, when.at), () =>
			stage.device(by).does('sayOfChild', {
				child: firstChild,
				ring,
				says,
				...(dates === undefined ? {} : { dates: dates.map((one) => ({ what: one.what, day: dayOf(one.day) })) })
			})
		);
	const kept = ({ by, ring, kind, text, shown, ...when }: Keeping): void =>
		act(timeOf(when.day, when.at), async () => {
			const more = { child: firstChild, text, ...(await enclosing(by, shown === undefined ? [] : [shown])) };
			await keep(by, ring, kind === 'letter' ? { type: 'letter', ...more } : { type: 'keepsake', kind, ...more });
		});
	for (const one of [...keepsakes, ...letters]) kept(one);

	for (const one of dedications) {
		const at = timeOf(one.day, one.at);
		act(at, async () => {
			const enclosed = one.film !== undefined ? await stage.films(one.by, one.film) : one.sound !== undefined ? await stage.plays(one.by, one.sound) : [];
			const { kind, title, text } = one;
			const body: Kept = { type: 'dedication', kind, to: one.to.map(stage.memberOf), toWords: one.toWords ?? '', title, text, link: one.link ?? null };
			await keep(one.by, one.ring, enclosed.length === 0 ? body : { ...body, enclosed }, one.key);
		});
		for (const [place, line] of one.lines.entries()) {
			let id = '';
			act(at + (place + 1) * 3 * minute, async () => {
				id = await keep(one.by, one.ring, { type: 'line', to: stage.idOf(one.key), text: line.text, place });
			});
			for (const [by, days, text, ring = one.ring === 'all' ? 'close' : one.ring] of line.notes)
				act(at + days * day + (place + 2) * 3 * minute, async () => {
					await stage.has(by, id);
					await keep(by, ring, { type: 'note', to: id, text });
				});
		}
	}

	for (const [i, [by, year, month, date, height, title, text = '', more = {}]] of moments.entries()) {
		const lived: Day = {
			precision: month === null ? (more.season === undefined ? 'year' : 'season') : date === null ? 'month' : 'day',
			...{ year: yearOf + year, part: month ?? more.season ?? 0, day: date ?? 0, words: more.words ?? '' }
		};
		// Written down little by little, and no earlier than it was lived.
		const written = Math.max(50 + i * 4, year > 0 ? (new Date(yearOf + year, (month ?? 1) - 1, date ?? 1).getTime() - birth) / day + 2 : 0);
		act(timeOf(written, `2${i % 3}:${10 + (i % 5) * 9}`), async () => {
			const body: Kept = { type: 'moment', day: lived, height, title, text, ...(await enclosing(by, more.shown === undefined ? [] : [more.shown])) };
			const id = await keep(by, more.ring ?? 'close', body, more.key);
			for (const promise of promises) if (more.key !== undefined && promise.ties.includes(more.key)) await tie(by, promise.key, id);
		});
	}
	const tie = async (by: Name, promise: string, target: string): Promise<void> => {
		for (const id of [stage.idOf(promise), target]) await stage.has(by, id);
		await stage.device(by).does('tie', { promise: stage.idOf(promise), target, tied: true });
	};
	for (const { by, ring, key, text, gave, on, ties, ...when } of promises) {
		const at = timeOf(when.day, when.at);
		const promised = on === null ? null : exactDay(`${yearOf + on[0]}-${on[1]}-${on[2]}`);
		act(at, () => keep(by, ring, { type: 'promise', text, day: promised, gave }, key));
		for (const one of dedications) if (ties.includes(one.key)) act(Math.max(at, timeOf(one.day, one.at)) + hour, () => tie(by, key, stage.idOf(one.key)));
	}

	for (const { by, ring, kind, from, on, text, shown, ...when } of given)
		act(timeOf(when.day, when.at), async () =>
			keep(by, ring, { type: 'given', kind, from, day: on === null ? null : dayOf(on), text, ...(await enclosing(by, shown === undefined ? [] : [shown])) })
		);
	for (const { by, ring, to, text, ...when } of thanks)
		act(timeOf(when.day, when.at), () => {
			const whom =
				to === 'all' ? { all: true as const } : 'people' in to ? { people: to.people.map(stage.memberOf), words: to.words ?? '' } : { kinds: [...to] };
			return keep(by, ring, { type: 'thanks', to: whom, text });
		});

	// Sara and, much later, Ingrid are asked to speak for them; a clumsy answer is laid aside; something is corrected, something taken back.
	for (const [on, name] of [
		[4, 'Sara'],
		[400, 'Ingrid']
	] as const)
		act(timeOf(on, '08:00'), async () => {
			await stage.device('Noor').does('entrust', { memberId: stage.memberOf(name), grant: 'spokesperson', yes: true });
			await stage.device(name).sees(({ members }) => members.some(({ me, grants }) => me && grants.includes('spokesperson')));
		});
	act(timeOf(4, '22:00'), async () => {
		await stage.has('Noor', stage.idOf('clumsy'));
		await stage.device('Noor').does('layAside', { target: stage.idOf('clumsy'), aside: true });
	});
	const sea = winter.find(({ key }) => key === 'sea')?.text ?? '';
	act(timeOf(139, '19:52'), () => stage.device('Noor').does('correct', { target: stage.idOf('sea'), text: `${sea}\n\nTack för limpan, Maj.`, asking: null }));
	act(timeOf(17, '14:45'), async () => {
		await stage.has('Tomas', stage.idOf('news-all'));
		stage.call(
			'taken-back',
			await stage.device('Tomas').does('answer', { to: stage.idOf('news-all'), kind: 'words', text: 'Allt har en mening.', motif: null })
		);
	});
	act(timeOf(17, '14:49'), () => stage.device('Tomas').does('takeBack', { target: stage.idOf('taken-back') }));

	// What rests, what waits for its day, and what waits for the other parent's yes.
	act(now - 10 * day, () =>
		stage.device('Noor').does('letRest', { entry: stage.newId(), ring: 'close', says: { type: 'announcement', text: resting, asking: null }, release: null })
	);
	act(now - 6 * day, () =>
		stage
			.device('Elias')
			.does('letRest', { entry: stage.newId(), ring: 'close', says: { type: 'letter', child: firstChild, text: later }, release: now + 40 * day })
	);
	act(now - 2 * day, () =>
		stage.device('Elias').does('propose', { entry: stage.newId(), ring: 'all', says: { type: 'announcement', text: waiting, asking: null } })
	);
	return acts;
}
