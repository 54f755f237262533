/**
 * Everything a host can set, each by a variable of the environment or by an option of `kvar serve` of the same name
 * (KVAR_QUOTA_MB, --quota-mb); the option wins. Nothing else in Kvar reads the environment.
 */
import * as v from 'valibot';

const whole = (least: number, most: number) => v.pipe(v.string(), v.trim(), v.regex(/^\d{1,15}$/), v.transform(Number), v.minValue(least), v.maxValue(most));
const yesNo = v.pipe(
	v.string(),
	v.trim(),
	v.toLowerCase(),
	v.picklist(['yes', 'no', 'true', 'false', '1', '0']),
	v.transform((word) => ['yes', 'true', '1'].includes(word))
);
const origin = v.pipe(
	v.string(),
	v.trim(),
	v.check((text) => URL.canParse(text) && /^https?:/.test(text) && new URL(text).origin === text.replace(/\/$/, '')),
	v.transform((text) => new URL(text).origin)
);
/** Names, with a port where it is not the usual one; `*.` in front for every name below; `none` for none at all. */
const hosts = v.pipe(
	v.string(),
	v.trim(),
	v.toLowerCase(),
	v.transform((text) => (text === 'none' ? [] : text.split(/[\s,]+/))),
	v.array(v.pipe(v.string(), v.regex(/^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?$/)))
);
const text = v.pipe(v.string(), v.trim(), v.nonEmpty());

interface Option<S extends v.GenericSchema<string, unknown>> {
	shape: S;
	/** As it would be written. Undefined: nothing. */
	preset?: string;
	says: string;
	/** What a right value looks like: the remedy when it is not. */
	remedy: string;
}
const option = <S extends v.GenericSchema<string, unknown>>(shape: S, preset: string | undefined, says: string, remedy: string): Option<S> =>
	preset === undefined ? { shape, says, remedy } : { shape, preset, says, remedy };

export const options = {
	KVAR_PORT: option(whole(0, 65535), '5827', 'port to listen on', 'a number from 0 to 65535; 0 takes any that is free'),
	KVAR_HOST: option(text, 'localhost', 'address to listen on', 'a name or address of this machine, such as localhost or 0.0.0.0'),
	KVAR_DATA: option(text, './data', 'folder that holds everything', 'a folder that can be written'),
	KVAR_ORIGIN: option(
		origin,
		undefined,
		'where people open Kvar; http://localhost and the port, if not set',
		'scheme, name and port alone, such as https://kvar.example.org'
	),
	KVAR_OPEN: option(yesNo, 'yes', 'may anybody begin a circle here', 'yes or no'),
	KVAR_QUOTA_MB: option(whole(1, 1_000_000), '10240', 'MiB that a circle may hold, films and pictures taken in', 'a number from 1 to 1000000'),
	KVAR_DISK_MB: option(whole(0, 100_000_000), '0', 'MiB that the database may grow to, files apart; 0: no limit', 'a number; 0 for no limit but the disk’s'),
	KVAR_CIRCLES: option(whole(1, 10_000_000), '10000', 'most circles on this host', 'a number from 1 to 10000000'),
	KVAR_CIRCLES_PER_HOUR: option(whole(0, 1_000_000), '300', 'circles that one address may begin in an hour; 0: no limit', 'a number; 0 for no limit'),
	KVAR_RATE_SESSION: option(whole(0, 1_000_000), '50', 'requests a second of one session; 0: no limit', 'a number; 0 for no limit'),
	KVAR_RATE_ADDRESS: option(whole(0, 1_000_000), '300', 'requests a second of one address; 0: no limit', 'a number; 0 for no limit'),
	KVAR_PROXIES: option(whole(0, 9), '0', 'proxies of your own in front of Kvar', 'how many of them add to X-Forwarded-For; 0 when there is none'),
	KVAR_PUSH_HOSTS: option(
		hosts,
		'fcm.googleapis.com, updates.push.services.mozilla.com, *.push.apple.com, *.notify.windows.com',
		'browsers’ push services that quiet notices may be sent by; none: no notices',
		'names of hosts with commas in between, such as *.push.apple.com; or none'
	),
	KVAR_LOG: option(v.picklist(['silent', 'error', 'warn', 'info', 'debug']), 'info', 'how much is logged', 'silent, error, warn, info or debug')
} as const;

/** SvelteKit looks into this file for variables that pages may read: there are none. */
export const variables = {};

export type OptionName = keyof typeof options;
export type Env = { [K in OptionName]: v.InferOutput<(typeof options)[K]['shape']> | (K extends 'KVAR_ORIGIN' ? undefined : never) };

/** A value that cannot be: the message is one line that says which, what was given, and what it should be. */
export class WrongOption extends Error {
	override name = 'WrongOption';
}

/** --quota-mb for KVAR_QUOTA_MB. */
export const flagOf = (name: OptionName): string => `--${name.slice('KVAR_'.length).toLowerCase().replaceAll('_', '-')}`;

/** @param args what follows `kvar serve`. @throws WrongOption */
export function readEnv(environment: Record<string, string | undefined>, args: readonly string[] = []): Env {
	const flags = readFlags(args);
	const out: Record<string, unknown> = {};
	for (const [name, { shape, preset, remedy }] of Object.entries(options) as [OptionName, Option<v.GenericSchema<string, unknown>>][]) {
		const flag = flags.get(name);
		const given = flag ?? (environment[name] === '' ? undefined : environment[name]) ?? preset;
		if (given === undefined) continue;
		const read = v.safeParse(shape, given);
		if (!read.success) throw new WrongOption(`${flag === undefined ? name : flagOf(name)} is ${JSON.stringify(given)}; it should be ${remedy}.`);
		out[name] = read.output;
	}
	return out as Env;
}

function readFlags(args: readonly string[]): Map<OptionName, string> {
	const names = new Map((Object.keys(options) as OptionName[]).map((name) => [flagOf(name), name]));
	const out = new Map<OptionName, string>();
	for (let i = 0; i < args.length; i++) {
		const [flag = '', inline] = splitOnce(args[i] as string);
		const name = names.get(flag);
		if (name === undefined) throw new WrongOption(`There is no option ${JSON.stringify(flag)}. See: kvar help`);
		const value = inline ?? args[++i];
		if (value === undefined || (inline === undefined && value.startsWith('--'))) throw new WrongOption(`${flag} needs a value: ${options[name].remedy}.`);
		out.set(name, value);
	}
	return out;
}

function splitOnce(text: string): [string, string | undefined] {
	const at = text.indexOf('=');
	return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
