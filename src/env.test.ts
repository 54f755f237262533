import { expect, test } from 'vitest';
import { flagOf, options, readEnv, type OptionName } from '#env';

test('what is not set is as preset', () => {
	expect(readEnv({})).toEqual({
		KVAR_PORT: 5827,
		KVAR_HOST: 'localhost',
		KVAR_DATA: './data',
		KVAR_OPEN: true,
		KVAR_QUOTA_MB: 10_240,
		KVAR_DISK_MB: 0,
		KVAR_CIRCLES: 10_000,
		KVAR_CIRCLES_PER_HOUR: 300,
		KVAR_RATE_SESSION: 50,
		KVAR_RATE_ADDRESS: 300,
		KVAR_PROXIES: 0,
		KVAR_PUSH_HOSTS: ['fcm.googleapis.com', 'updates.push.services.mozilla.com', '*.push.apple.com', '*.notify.windows.com'],
		KVAR_LOG: 'info'
	});
});

test('an option of the command wins over the environment; an empty variable is not set', () => {
	expect(readEnv({ KVAR_PORT: '1', KVAR_DATA: '/a', KVAR_OPEN: '' }, ['--port', '2', '--origin=https://kvar.example/'])).toMatchObject({
		KVAR_PORT: 2,
		KVAR_DATA: '/a',
		KVAR_OPEN: true,
		KVAR_ORIGIN: 'https://kvar.example'
	});
	expect(readEnv({ KVAR_PUSH_HOSTS: 'none' }).KVAR_PUSH_HOSTS).toEqual([]);
	expect(readEnv({ KVAR_PUSH_HOSTS: ' Push.example:444,*.a.example ' }).KVAR_PUSH_HOSTS).toEqual(['push.example:444', '*.a.example']);
});

const wrong: Partial<Record<OptionName, string[]>> = {
	KVAR_PORT: ['-1', '65536', '80.5', 'http', ' '],
	KVAR_ORIGIN: ['kvar.example', 'ftp://kvar.example', 'https://kvar.example/path', 'https://me@kvar.example'],
	KVAR_OPEN: ['maybe'],
	KVAR_QUOTA_MB: ['0', 'lots'],
	KVAR_PUSH_HOSTS: ['https://push.example', 'push.example/path', '*', 'a.*.example', 'none, push.example:'],
	KVAR_LOG: ['loud']
};
test.each(Object.entries(wrong).flatMap(([name, values]) => values.map((value) => [name as OptionName, value] as const)))(
	'%s cannot be %j, and the line says what could',
	(name, value) => {
		expect(() => readEnv({ [name]: value })).toThrow(`${name} is ${JSON.stringify(value)}; it should be ${options[name].remedy}.`);
		expect(() => readEnv({}, [flagOf(name), value])).toThrow(`${flagOf(name)} is ${JSON.stringify(value)}; it should be`);
	}
);

test('an option that is none, or has no value, is named', () => {
	expect(() => readEnv({}, ['--ports', '1'])).toThrow('There is no option "--ports". See: kvar help');
	expect(() => readEnv({}, ['--port'])).toThrow('--port needs a value');
	expect(() => readEnv({}, ['--port', '--data', 'x'])).toThrow('--port needs a value');
});
