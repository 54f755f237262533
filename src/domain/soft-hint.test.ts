import { describe, expect, it } from 'vitest';
import { softHint } from './soft-hint.ts';

describe('the soft hint', () => {
	it.each([
		['At least it was early.', 'least'],
		['Åtminstone vet ni att ni kan bli gravida', 'least'],
		['I know you can have another', 'another'],
		['You’ll have more children one day', 'another'],
		['You can always try again', 'another'],
		['Ni kan få fler', 'another'],
		['ni kan ju alltid få fler barn', 'another'],
		['Ni kommer säkert att få ett nytt barn', 'another'],
		['everything happens\nfor a reason', 'reason'],
		['Det var nog meningen', 'reason'],
		['allt har en mening', 'reason']
	])('meets “%s”', (text, hint) => expect(softHint(text)).toBe(hint));

	it.each([
		'',
		'Jag tänker på Ture, och på er båda.',
		'I have thought of you every hour. At last we are home.',
		'Vill ni ha fler filtar? Jag kan komma med soppa.',
		'Would you like another blanket, or more soup? You can have more soup, and ni kan få fler filtar.',
		'Det är meningslöst och orättvist.',
		'Jag kan få loss en dag på fredag.',
		'Inga ord räcker. Vi finns här.'
	])('is silent at “%s”', (text) => expect(softHint(text)).toBeNull());
});
