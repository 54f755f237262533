import { expect, test } from 'vitest';
import { hostOf, linkOf, maxLink } from './dedication.ts';

test.each([
	['https://musik.example/samma', 'https://musik.example/samma'],
	['http://musik.example', 'http://musik.example/'],
	['  musik.example/samma ', 'https://musik.example/samma'],
	['HTTPS://Musik.Example/Samma', 'https://musik.example/Samma'],
	['exempel.se/sång', 'https://exempel.se/s%C3%A5ng']
])('%s may be opened', (typed, link) => {
	expect(linkOf(typed)).toBe(link);
});

test.each([
	'',
	'   ',
	'javascript:alert(1)',
	'JavaScript:alert(1)',
	' java\nscript:alert(1)',
	'data:text/html,hej',
	'file:///etc/passwd',
	'blob:https://musik.example/1',
	'mailto:noor@musik.example',
	'spotify:track:1',
	'ftp://musik.example/samma',
	'spotify://musik.example/samma',
	// Whose the name and password are is not seen in what is shown of it.
	'https://musik.example@annan.example/',
	'https://noor:hemligt@musik.example/',
	// On this very machine, or next to it.
	'http://localhost:8080/',
	'http://router/',
	'en sång vi hörde',
	`https://musik.example/${'a'.repeat(maxLink)}`
])('%s is not opened', (typed) => {
	expect(linkOf(typed)).toBeNull();
});

test('of a link is said whose it is', () => {
	expect(hostOf('https://www.musik.example/samma?www.')).toBe('musik.example');
	expect(hostOf('https://en.musik.example:8443/')).toBe('en.musik.example');
	expect(hostOf('ingenting')).toBe('');
});
