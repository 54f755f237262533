import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import en from '#messages/en.json' with { type: 'json' };
import sv from '#messages/sv.json' with { type: 'json' };
import type { ChainRefusal } from '#log/chain.ts';
import type { OpenRefusal } from '#log/open.ts';
import type { RefusalCode } from '#membership/refused.ts';
import type { WrongView } from './view.ts';
import { gatherWrong, wrongBy, wrongCause, wrongCauses, wrongNote } from './wrong-cause.ts';

/** No wrong: shown as what it is, made with a newer version. */
const newer = ['newer-version', 'control-unknown-kind'];

// Told by the types, so that a new code has to be put here, and then has to have a cause.
const opening: Record<OpenRefusal, true> = {
	'control-ahead': true,
	'control-fork': true,
	'not-a-device': true,
	'not-in-ring': true,
	'wrong-epoch': true,
	'epoch-was-due': true,
	malformed: true,
	'wrong-circle': true,
	'wrong-ring': true,
	'wrong-signature': true,
	withheld: true,
	'wrong-body': true,
	'cannot-open': true,
	'wrong-yes': true,
	'newer-version': true
};
const chains: Record<ChainRefusal, true> = { replayed: true, 'left-out': true, 'broken-chain': true, 'control-fell': true, fork: true };
const control: Record<RefusalCode, true> = {
	malformed: true,
	'unknown-kind': true,
	'wrong-circle': true,
	'wrong-number': true,
	'wrong-predecessor': true,
	'wrong-signature': true,
	'no-authority': true,
	'seen-before': true,
	'not-open': true,
	'wrong-boxes': true,
	'wrong-epoch': true,
	'wrong-state': true,
	erased: true
};
const byTheTypes = [...Object.keys(opening), ...Object.keys(chains), ...Object.keys(control).map((code) => `control-${code}`)];

/** Every code that docs/protocol.md names as something a device can meet. */
function byTheProtocol(): string[] {
	const text = readFileSync(new URL('../../docs/protocol.md', import.meta.url), 'utf8');
	const section = (title: string) => text.split(`\n## ${title}\n`)[1]?.split('\n## ')[0] ?? '';
	const firstColumn = (of: string) => of.split('\n').flatMap((line) => [...(/^\| (`.*?) \|/.exec(line)?.[1] ?? '').matchAll(/`([a-z-]+)`/g)].map((m) => m[1]));
	const entries = section('Refusals of entries');
	const trouble = [...(entries.split('**trouble**')[1] ?? '').matchAll(/`([a-z-]+[a-z])`/g)].map((match) => match[1]);
	return [...firstColumn(entries), ...trouble, ...firstColumn(section('Refusals of control entries')).map((code) => `control-${code}`)].filter(
		(code): code is string => code !== undefined
	);
}

test('every code that can be met, by the types and by the protocol’s own page, has a cause', () => {
	expect(byTheProtocol().length).toBeGreaterThan(35);
	const without = [...byTheTypes, ...byTheProtocol()].filter((code) => !newer.includes(code) && wrongCause(code) === 'other');
	expect(without).toEqual([]);
	expect(wrongCause('what-a-later-version-calls-it')).toBe('other');
});

test('every cause has words in both languages', () => {
	for (const words of [sv, en])
		for (const cause of wrongCauses) expect(Object.keys(words)).toEqual(expect.arrayContaining([`wrong.${cause}`, `wrong.${cause}.what`]));
});

const met = (code: string, more: Partial<WrongView> = {}): WrongView => ({ code, stops: false, ring: 'all', who: null, member: null, at: 1, ...more });

test('nobody is blamed for what the server did with their words, and an unsigned lie is nobody’s but the server’s', () => {
	expect(wrongBy(met('wrong-body', { who: 'Malik' }))).toBe('words');
	expect(wrongBy(met('cut-off', { who: 'Malik' }))).toBe('device');
	expect(wrongBy(met('fork', { who: 'Malik' }))).toBe('either');
	for (const code of byTheTypes) expect(wrongBy(met(code))).toBe('server');
	expect(wrongBy(met('wrong-key'))).toBe('keys');
	expect(wrongBy(met('wrong-key', { who: 'Malik' }))).toBe('device');
});

test('what is of one cause stands together, and what stops the place comes first', () => {
	const gathered = gatherWrong([met('withheld'), met('replayed'), met('left-out', { who: 'Malik' }), met('fork', { stops: true })]);
	expect(gathered.map(({ cause, stops, met }) => [cause, stops, met.length])).toEqual([
		['pasts', true, 1],
		['missing', false, 2],
		['order', false, 1]
	]);
});

test('the lines for the host say what, when and where, and no name', () => {
	const note = wrongNote({ circleId: 'ab'.repeat(32), wrong: [met('cut-off', { who: 'Malik' }), met('rolled-back', { ring: null, stops: true })] }, '0.1.0', 0);
	expect(note.split('\n')).toEqual([
		'Kvar 0.1.0 · 1970-01-01T00:00:00.000Z',
		'circle abababababababab',
		'1970-01-01T00:00:00.001Z · cut-off · all · left out · signed',
		'1970-01-01T00:00:00.001Z · rolled-back · control · stops · unsigned'
	]);
});
