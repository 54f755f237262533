import { expect, test } from 'vitest';
import type { CircleView, InvitationView, MemberView } from '#domain/view.ts';
import type { Ring } from '#domain/ring.ts';
import { translate, type T } from './translate.ts';
import { whoSees } from './who-sees.ts';
import en from '#messages/en.json' with { type: 'json' };
import sv from '#messages/sv.json' with { type: 'json' };

const t = { sv: translate('sv', sv) as T, en: translate('en', en) as T };
const member = (name: string, ring: Ring, more: Partial<MemberView> = {}) =>
	({ name, ring, parent: ring === 'us', me: false, waiting: false, ...more }) as MemberView;
const me = member('Noor', 'us', { me: true });
const elias = member('Elias', 'us');
const link = { open: true, ring: 'all', usesLeft: null } as InvitationView;

const says = (ring: Ring, members: MemberView[], invitations: InvitationView[] = [], lang: 'sv' | 'en' = 'sv'): string => {
	const own = members.find(({ me }) => me) as MemberView;
	return whoSees(t[lang], lang, ring, { me: own, members, invitations } as Pick<CircleView, 'me' | 'members' | 'invitations'>);
};

test('what is the parents’ own is seen by them alone', () => {
	expect(says('us', [me])).toBe('Det här ser bara du.');
	expect(says('us', [me, elias, member('Ingrid', 'close')])).toBe('Det här ser bara du och Elias.');
});

test('the other parent is always among those who see', () => {
	expect(says('close', [me, elias])).toBe('Det här ser du, Elias och de ni släpper in närmast. Där är ingen än.');
	expect(says('close', [me, elias, member('Ingrid', 'close')])).toBe('Det här ser du, Elias och Ingrid.');
	expect(says('all', [me, elias])).toBe('Det här ser du, Elias och de ni bjuder in. Ingen är här än.');
	expect(says('all', [me, elias, member('Malik', 'all')], [], 'en')).toBe('You, Elias and everyone you have invited see this.');
});

test('who is alone is spoken to as one', () => {
	expect(says('close', [me])).toBe('Det här ser du och de du släpper in närmast. Där är ingen än.');
	expect(says('all', [me], [link])).toBe('Det här ser du och alla som har din länk.');
});

test('an open link for many is said, since whoever has it reads without a name', () => {
	expect(says('all', [me, elias, member('Malik', 'all')], [link])).toBe('Det här ser du, Elias och alla som har er länk.');
	expect(says('all', [me, elias, member('Malik', 'all')], [{ ...link, open: false }])).toBe('Det här ser du, Elias och alla ni har bjudit in.');
	expect(says('close', [me, elias, member('Ingrid', 'close')], [link])).toBe('Det här ser du, Elias och Ingrid.');
});

test('the closest are named while they are few; who waits is not among them', () => {
	const close = ['Ingrid', 'Åsa', 'Bo'].map((name) => member(name, 'close'));
	expect(says('close', [me, elias, ...close.slice(0, 2)])).toBe('Det här ser du, Elias, Ingrid och Åsa.');
	expect(says('close', [me, elias, ...close])).toBe('Det här ser du, Elias och era tre närmaste.');
	expect(says('close', [me, ...close], [], 'en')).toBe('You and your three closest see this.');
	expect(says('close', [me, elias, member('Ingrid', 'close', { waiting: true }), member('Malik', 'all')])).toContain('Där är ingen än.');
});

test('a guest hears of the others', () => {
	const guest = member('Malik', 'all', { me: true });
	const parents = [member('Noor', 'us'), elias];
	expect(says('us', [guest, ...parents])).toBe('Det här ser bara Noor och Elias.');
	expect(says('close', [guest, ...parents])).toBe('Det här ser Noor, Elias och de närmaste.');
	expect(says('all', [guest, ...parents], [], 'en')).toBe('This is seen by Noor, Elias and everyone they have invited.');
});
