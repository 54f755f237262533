/** Anything a family does, while the server says anything: nothing false is ever shown, nothing typed is lost, and what cannot go on says so. */
import fc from 'fast-check';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeOf } from '../../src/actions/code-of.ts';
import { hex } from '#crypto/bytes.ts';
import { rings, type Ring } from '#domain/ring.ts';
import { missingFrom, saysItStopped, trulyThere } from '../support/arrived.ts';
import { answerRing, foundFamily, hashesSent, moveIn, names, type Founded, type Household, type Name } from '../support/founded-family.ts';
import { lieTo, type Lie } from '../support/lies.ts';
import { runs } from '../support/property.ts';
import { circleOf } from '../support/seen.ts';
import { envelopesSent, sealedTwice, signedTwice } from '../support/what-was-sent.ts';
import type { Word } from '../support/written.ts';

const patience = 4 * 60_000 * Number(process.env.KVAR_RUNS ?? 1);
let founded: Founded;
beforeAll(async () => {
	founded = await foundFamily();
}, 60_000);
afterAll(() => founded[Symbol.dispose]());

const deeds = [
	'tell',
	'tell',
	'answer',
	'answer',
	'answer',
	'correct',
	'take back',
	'let go',
	'move',
	'rename',
	'name the place',
	'restart',
	'compare',
	'go on'
] as const;
interface Deed {
	who: Name;
	does: (typeof deeds)[number];
	which: number;
	wait: number;
}
const deed: fc.Arbitrary<Deed> = fc.record({
	who: fc.constantFrom(...names),
	does: fc.constantFrom(...deeds),
	which: fc.nat({ max: 1000 }),
	wait: fc.constantFrom(0, 10, 50)
});
const program = fc.record({
	/** Told from the first word on. */
	first: fc.array(lieTo(names), { maxLength: 5 }),
	steps: fc.array(fc.oneof(deed, lieTo(names)), { minLength: 4, maxLength: 22 })
});
interface Program {
	first: Lie[];
	steps: (Deed | Lie)[];
}

/** What `who` sees and can still be taken back or corrected, newest first. */
function wordsSeenBy(home: Household, who: Name): Word[] {
	const { told } = circleOf(home.device(who)).fold;
	return [...home.written.words.values()].filter(({ id, says, goneBy }) => told.has(id) && says.length > 0 && goneBy === null).reverse();
}
const pick = <T>(from: readonly T[], which: number): T | undefined => from[which % Math.max(1, from.length)];

/** Gives nothing where there is nothing to do. */
async function perform(home: Household, { who, does, which }: Deed, text: string): Promise<unknown> {
	const device = home.device(who);
	const me = home.person(who);
	const seen = wordsSeenBy(home, who);
	const other = home.person(
		pick(
			names.filter((name) => name !== who),
			which
		) as Name
	);
	const guest = home.person(which % 2 === 0 ? 'Ingrid' : 'Malik');
	switch (does) {
		case 'tell':
			return home.say(who, rings[2 - (which % 3)] as Ring, text);
		case 'answer': {
			const told = pick(
				seen.filter(({ to }) => to === null),
				which
			);
			const own = circleOf(device).state.members.get(me.memberId)?.ring ?? 'all';
			return told && home.say(who, answerRing(own, told.ring, which >> 3), text, told.id);
		}
		case 'correct': {
			const word = pick(
				seen.filter(({ by }) => by === who),
				which
			);
			return word && home.correct(who, word, text);
		}
		case 'take back': {
			const word = pick(
				seen.filter(({ by }) => by === who || me.parent),
				which
			);
			return word && home.takeBack(who, word);
		}
		case 'let go':
			guest.letGo ||= me.parent;
			return device.does('letGo', { memberId: guest.memberId });
		case 'move': {
			const ring = rings[(which >> 1) % 3] as Ring;
			if (me.parent) guest.rings.add(ring);
			return device.does('moveTo', { memberId: guest.memberId, ring });
		}
		case 'rename':
			me.names.add(`${who} ${text}`);
			return device.does('rename', { name: `${who} ${text}` });
		case 'name the place':
			home.written.titles.add(text);
			return device.does('nameCircle', { title: text });
		case 'restart':
			return home.restart(who);
		case 'compare': {
			const two = await device.does('drawPlace', { memberId: other.memberId, language: 'sv' });
			const four = await home.device(other.name as Name).does('answerPlace', { memberId: me.memberId, typed: two.join(' '), language: 'en' });
			const same = await device.does('checkPlace', { typed: four.join(' ') });
			if (!same && home.liar.told() === 0) home.faults.add('two who were told no lie are said to have been shown different pasts');
			return;
		}
		case 'go on': {
			const doubted = (await device.view()).wrong.find(({ stops, member }) => stops && member !== null)?.member;
			return typeof doubted === 'string' && device.does('settleDoubt', { memberId: doubted });
		}
	}
}

const nameOf = (step: Deed | Lie): string =>
	'does' in step
		? `${step.who} ${step.does} (${step.which}), ${step.wait} ms`
		: `${step.to} is lied to of ${step.of}: ${step.way} (${step.which})${step.times > 1 ? `, ${step.times} times` : ''}${step.unheard ? ', unheard' : ''}`;

async function live({ first, steps }: Program): Promise<string[]> {
	await using home = await moveIn(founded, first);
	const noors = hex(circleOf(home.device('Noor')).keys?.deviceId as Uint8Array);
	const under = new Map<Promise<unknown>, string>();
	for (const [i, step] of steps.entries()) {
		if (!('does' in step)) {
			home.liar.arm(step);
			continue;
		}
		const done: Promise<unknown> = perform(home, step, `${step.who.toLowerCase()} ${i}`)
			.catch((error: unknown) => {
				if (codeOf(error) === 'unexpected') home.faults.add(`${nameOf(step)}: ${error instanceof Error ? error.stack : String(error)}`);
			})
			.finally(() => under.delete(done));
		under.set(done, nameOf(step));
		// Who has no device for a moment writes nothing; nobody else waits for an answer.
		await (step.does === 'restart' ? done : Promise.race([done, pause(150)]));
		await pause(step.wait);
	}
	home.liar.repent();
	const until = Date.now() + 15_000;
	let missing: string[] = [];
	for (let tries = 0; Date.now() < until; tries++) {
		// A stream that was just being opened says nothing more where nothing new comes.
		if (tries % 16 === 0) home.server.breakOff();
		if (tries % 8 === 0) for (const name of names) await home.device(name).does('wake', {});
		const truly = await trulyThere(home, noors).catch(() => null);
		missing = truly === null ? ['no session of Noor’s'] : (await Promise.all(names.map((name) => missingFrom(home, name, truly)))).flat();
		if (missing.length === 0 && under.size === 0) break;
		await pause(50);
	}
	for (const one of [...missing, ...[...under.values()].map((what) => `never done: ${what}`)]) home.faults.add(one);
	for (const name of names) {
		const before = await home.device(name).view();
		if (home.liar.told() === 0 && (before.wrong.length > 0 || saysItStopped(before)))
			home.faults.add(`${name} says that something is wrong, and no lie was told: ${JSON.stringify(before.wrong)}`);
		home.look(name, home.device(name).home);
	}
	const sent = await envelopesSent(home.server.sent);
	for (const number of signedTwice(sent)) home.faults.add(`signed twice: ${number}`);
	for (const key of sealedTwice(sent)) home.faults.add(`sealed twice: ${key}`);
	const hashes = await hashesSent(home.server.sent);
	for (const [hash, what] of home.believed) if (!hashes.has(hash) && !founded.hashes.has(hash)) home.faults.add(what);
	const bytes = home.server.sent.map(({ body }) => Buffer.from(body).toString('latin1')).join('\n');
	for (const { says } of home.written.words.values()) for (const { text } of says) if (bytes.includes(text)) home.faults.add(`the server can read “${text}”`);
	for (const name of names) await home.restart(name);
	return [...home.faults];
}

test(
	'whatever is done while the server says whatever it likes',
	async () => {
		const unhandled: string[] = [];
		const note = (error: unknown) => unhandled.push(`nobody took care of: ${error instanceof Error ? error.stack : String(error)}`);
		process.on('unhandledRejection', note);
		try {
			await fc.assert(
				fc.asyncProperty(program, async (given) => {
					const faults = [...(await live(given)), ...unhandled.splice(0)];
					expect(faults, [...given.first, ...given.steps].map(nameOf).join('\n')).toEqual([]);
				}),
				// A failure is made smaller for as long as there is time.
				{ ...runs(18), interruptAfterTimeLimit: patience, markInterruptAsFailure: true }
			);
		} finally {
			process.off('unhandledRejection', note);
		}
	},
	patience + 60_000
);
