import { expect, it } from 'vitest';
import { localPath } from './local-path.ts';

it('never leads away from here', () => {
	const path = (to: string | null) => localPath(to, 'https://kvar.example', '/today');
	expect(path('/answer?to=ab12&kind=words')).toBe('/answer?to=ab12&kind=words');
	for (const to of [null, '', 'answer', '//evil.example', '/\\evil.example', '/\t/evil.example', 'https://evil.example/', 'javascript:alert(1)']) {
		expect(path(to), String(to)).toBe('/today');
	}
});
