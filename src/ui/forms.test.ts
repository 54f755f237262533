import { expect, test } from 'vitest';
import { formsOf } from './forms.ts';

const member = (memberId: string, since: number, parent = true, waiting = false) => ({ memberId, since, parent, waiting });

test('each parent has a form of their own, the same for whoever looks', () => {
	const members = [member('elias', 20), member('noor', 10), member('ingrid', 5, false), member('late', 1, true, true)];
	for (const those of [members, [...members].reverse()]) {
		const form = formsOf(those);
		expect([form('noor'), form('elias'), form('gone')]).toEqual(['circle', 'square', 'diamond']);
	}
});
