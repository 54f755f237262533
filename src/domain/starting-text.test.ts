import { describe, expect, it } from 'vitest';
import en from '#messages/starting-texts.en.json';
import sv from '#messages/starting-texts.sv.json';
import { losses, tones } from './loss.ts';
import { fillStartingText } from './starting-text.ts';

const keys = losses.flatMap((loss) => tones.map((tone) => `${loss}.${tone}`)).sort();
const all = [...Object.entries(sv), ...Object.entries(en)];

describe('the starting texts', () => {
	it('are there for every kind of loss and every tone, in both languages', () => {
		expect(Object.keys(sv).sort()).toEqual(keys);
		expect(Object.keys(en).sort()).toEqual(keys);
	});

	it('read whole, with a name and without, for one and for two', () => {
		for (const [key, template] of all) {
			for (const alone of [true, false]) {
				const named = fillStartingText(template, { childName: 'Ture', alone });
				const unnamed = fillStartingText(template, { childName: null, alone });
				for (const text of [named, unnamed]) {
					expect(text, key).not.toMatch(/[{}[\]|]|undefined/);
					expect(text, key).not.toMatch(/ {2}| [.,:]|^\s|\s$|\. [a-zåäö]/);
				}
				expect(unnamed, key).not.toContain('Ture');
				expect(alone ? named : '', key).not.toMatch(/\b(vi|oss|vår|vårt|we|us|our)\b/i);
			}
		}
	});

	it('never speak of angels, and never shout', () => {
		for (const [key, template] of all) expect(template, key).not.toMatch(/!|ängel|änglar|himmel|regnbåg|angel|heaven|rainbow/i);
	});

	it('leave a name as it was written', () => {
		expect(fillStartingText(sv['stillbirth.plain'], { childName: ' $& Åsa ', alone: false })).toContain('Vårt barn $& Åsa föddes dött.');
	});
});
