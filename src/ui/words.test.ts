import { describe, expect, it } from 'vitest';
import always from '#messages/always.json';
import en from '#messages/en.json';
import sv from '#messages/sv.json';
import { langFor } from './translate.ts';
import { createWords } from './words-of.ts';

const texts = Object.entries({ ...en, ...prefixed('sv', sv), ...prefixed('a-en', always.en), ...prefixed('a-sv', always.sv) });

function prefixed(mark: string, messages: Record<string, string>) {
	return Object.fromEntries(Object.entries(messages).map(([key, text]) => [`${mark}: ${key}`, text]));
}

describe('the words', () => {
	it('are there in both languages, with the same things filled in', () => {
		expect(Object.keys(sv).sort()).toEqual(Object.keys(en).sort());
		expect(Object.keys(always.sv).sort()).toEqual(Object.keys(always.en).sort());
		const filled = (text: string) => [...text.matchAll(/\{\{\s*(\w+)/g)].map((match) => match[1]).sort();
		for (const [key, text] of texts) expect(text, key).not.toMatch(/(?<!\{)\{(?!\{)/);
		for (const [key, text] of Object.entries(en)) expect(filled(sv[key as keyof typeof sv]), key).toEqual(filled(text));
	});

	it('never shout, and never speak like a machine', () => {
		for (const [key, text] of texts) {
			expect(text, key).not.toContain('!');
			expect(text, key).not.toMatch(/\b(users?|content|posts?|engagement|encrypt\w*|användare|innehåll|inlägg|krypter\w*)\b/i);
		}
	});

	it('leave a name as it was written', () => {
		expect(createWords('en')('who.only_us', { names: "O'Brien & Åsa <3" })).toBe("Only you and O'Brien & Åsa <3 see this.");
	});
});

describe('langFor', () => {
	it('gives Swedish to those who read a neighbouring language', () => {
		expect(langFor(['nb-NO', 'en'])).toBe('sv');
		expect(langFor(['fr', 'en-GB', 'sv'])).toBe('en');
		expect(langFor([])).toBe('en');
	});
});
