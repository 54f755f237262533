/**
 * A FAMILY THAT STANDS ALREADY: two parents, someone close, someone further out, each with a device. It is founded once, honestly; each time it
 * is moved into, that is a copy of its disks on a copy of its server. What it does is written down (written.ts) and looked at whenever a device
 * may show something else.
 */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Home } from '../../src/actions/home.ts';
import { hex } from '#crypto/bytes.ts';
import { randomBytes } from '#crypto/random.ts';
import { sha256 } from '#crypto/verify.ts';
import { isWider, reaches, rings, ringsWithin, type Ring } from '#domain/ring.ts';
import { viewCircle } from '#replica/view.ts';
import { controlAppend, readMessage } from '#wire/api.ts';
import { startDishonestServer, type Call, type DishonestServer } from './dishonest-server.ts';
import { openDevice, type TestDevice } from './home.ts';
import { letIn } from './let-in.ts';
import { kindOf, newLiar, type Liar, type Lie, type Truth } from './lies.ts';
import { createMemoryStore, type MemoryStore } from './memory-store.ts';
import { memberOf, settled } from './seen.ts';
import { envelopesSent } from './what-was-sent.ts';
import { copyWritten, lostFrom, untrueIn, type Person, type Word, type Written } from './written.ts';

export const names = ['Noor', 'Elias', 'Ingrid', 'Malik'] as const;
export type Name = (typeof names)[number];

export interface Founded extends Disposable {
	data: string;
	stores: Record<Name, MemoryStore>;
	/** Whose each device is. */
	devices: Map<string, Name>;
	written: Written;
	truths: Truth[];
	/** Hashes of everything that was sealed or decided. */
	hashes: Set<string>;
}

/** What `calls` sent: hex hashes of envelopes and of control entries. */
export async function hashesSent(calls: readonly Call[]): Promise<Set<string>> {
	const hashes = new Set((await envelopesSent(calls)).map(({ hash }) => hash));
	for (const call of calls) {
		if (kindOf(call) !== 'decide' && call.path !== '/api/circles') continue;
		for (const entry of readMessage(controlAppend, call.body)[0]) hashes.add(hex(await sha256(entry)));
	}
	return hashes;
}

export class Household implements AsyncDisposable {
	readonly people = new Map<Name, { device: TestDevice; cut: () => void }>();
	/** Whatever was seen that may not be; found at any moment. */
	readonly faults = new Set<string>();
	/** Hashes of every envelope and control entry that a device took for true. */
	readonly believed = new Map<string, string>();
	readonly server: DishonestServer;
	readonly written: Written;
	readonly liar: Liar;
	/** What is being written down on a device just now: it takes no network. */
	readonly #writing = new Set<Promise<unknown>>();

	constructor(server: DishonestServer, written: Written, liar: Liar) {
		this.server = server;
		this.written = written;
		this.liar = liar;
	}

	/** Opens a device of `name` over what `store` holds. */
	async open(name: Name, store: MemoryStore): Promise<TestDevice> {
		const power = new AbortController();
		const plugged: typeof fetch = (input, init) => {
			if (power.signal.aborted) return Promise.reject(new TypeError('the power is gone'));
			return fetch(input, { ...init, signal: AbortSignal.any([power.signal, ...(init?.signal ? [init.signal] : [])]) });
		};
		const changed = (home: Home) => void (power.signal.aborted || this.look(name, home));
		const device = await openDevice(this.server.origin, { store, fetch: plugged, changed });
		this.people.set(name, { device, cut: () => power.abort(new TypeError('the power is gone')) });
		changed(device.home);
		return device;
	}

	device(name: Name): TestDevice {
		return (this.people.get(name) as { device: TestDevice }).device;
	}

	person(name: Name): Person {
		return this.written.people.get(name) as Person;
	}

	/** What the device shows right now, held against what was written. */
	look(name: Name, home: Home): void {
		const open = home.circles.get(home.current ?? '');
		const me = this.written.people.get(name);
		if (open === undefined || me === undefined) return;
		const { circle } = open;
		const view = viewCircle(circle, 'live', home.api.origin, new Map(), undefined);
		for (const fault of [...untrueIn(view, me, this.written), ...lostFrom(view, me, this.written)]) this.faults.add(fault);
		for (const { hash, n, body } of circle.fold.told.values())
			if (n !== null) this.believed.set(hash, `${name} believed an entry that nobody sent: ${body.text}`);
		for (const head of circle.state.heads) this.believed.set(hex(head), `${name} believed a control entry that nobody sent`);
	}

	/** As if the power had gone, and come back. */
	async restart(name: Name): Promise<void> {
		await Promise.allSettled(this.#writing);
		const { device, cut } = this.people.get(name) as { device: TestDevice; cut: () => void };
		cut();
		const store = createMemoryStore(device.store);
		const closing = device[Symbol.asyncDispose]();
		await this.open(name, store);
		await closing;
	}

	#write<T>(writing: Promise<T>): Promise<T> {
		this.#writing.add(writing);
		return writing.finally(() => this.#writing.delete(writing));
	}

	/** Says something new; `to`: as an answer. */
	say(name: Name, ring: Ring, text: string, to: string | null = null): Promise<void> {
		return this.#write(this.#say(name, ring, text, to));
	}
	/** Corrects what they said. */
	correct(name: Name, word: Word, text: string): Promise<void> {
		return this.#write(this.#correct(name, word, text));
	}
	/** Takes it back, or away. */
	takeBack(name: Name, word: Word): Promise<void> {
		return this.#write(this.#takeBack(name, word));
	}

	async #say(name: Name, ring: Ring, text: string, to: string | null): Promise<void> {
		const word: Word = { id: hex(randomBytes(16)), by: name, ring, to, says: [], saying: text, goneBy: null };
		this.written.words.set(word.id, word);
		try {
			const { id } = word;
			if (to === null) await this.device(name).does('tellNews', { ring, text, asking: null, id });
			else await this.device(name).does('answer', { to, ring, kind: 'words', text, motif: null, id });
			word.says.push({ id, text });
		} catch (error) {
			this.written.words.delete(word.id);
			throw error;
		} finally {
			word.saying = null;
		}
	}

	async #correct(name: Name, word: Word, text: string): Promise<void> {
		word.saying = text;
		try {
			word.says.push({ id: (await this.device(name).does('correct', { target: word.id, text, asking: null })) as string, text });
		} finally {
			word.saying = null;
		}
	}

	async #takeBack(name: Name, word: Word): Promise<void> {
		const before = word.goneBy;
		word.goneBy ??= name;
		try {
			await this.device(name).does('takeBack', { target: word.id });
		} catch (error) {
			word.goneBy = before;
			throw error;
		}
	}

	async [Symbol.asyncDispose](): Promise<void> {
		this.liar.repent();
		for (const { cut } of this.people.values()) cut();
		await Promise.all([...this.people.values()].map(({ device }) => device[Symbol.asyncDispose]()));
		await this.server[Symbol.asyncDispose]();
	}
}

export async function foundFamily(): Promise<Founded> {
	const data = mkdtempSync(join(tmpdir(), 'kvar-family-'));
	const written: Written = { words: new Map(), people: new Map(), titles: new Set(['Tures plats']), children: new Set(['Ture']) };
	const server = await startDishonestServer({ data });
	const truths: Truth[] = [];
	const honest = newLiar(() => '', truths);
	server.lies.answer = honest.answer;
	const home = new Household(server, written, honest);
	const noor = await openDevice(server.origin);
	await noor.does('start', { name: 'Noor', title: 'Tures plats', childName: 'Ture' });
	await noor.sees(settled);
	const devices = {
		Noor: noor,
		Elias: await letIn(server.origin, noor, 'Elias', 'us', { parent: true }),
		Ingrid: await letIn(server.origin, noor, 'Ingrid', 'close'),
		Malik: await letIn(server.origin, noor, 'Malik', 'close')
	};
	await noor.does('moveTo', { memberId: memberOf(devices.Malik), ring: 'all' });
	const whose = new Map<string, Name>();
	for (const name of names) {
		const parent = name === 'Noor' || name === 'Elias';
		const ring = parent ? 'us' : name === 'Ingrid' ? 'close' : 'all';
		await devices[name].sees((view) => settled(view) && view.me.ring === ring && view.members.filter((one) => one.name !== '').length === names.length);
		written.people.set(name, { name, memberId: memberOf(devices[name]), parent, names: new Set([name]), rings: new Set([ring]), letGo: false });
		home.people.set(name, { device: devices[name], cut: () => undefined });
		for (const { circle } of devices[name].home.circles.values()) whose.set(hex(circle.keys?.deviceId ?? new Uint8Array()), name);
	}
	for (const ring of rings) await home.say('Noor', ring, `från Noor till ${ring}`);
	for (const name of names) {
		for (const { id, ring, to } of [...written.words.values()]) {
			if (to !== null || !ringsWithin([...home.person(name).rings][0] as Ring).includes(ring)) continue;
			await devices[name].sees(({ told }) => told.some((one) => one.id === id));
			await home.say(name, ring, `${name} svarar i ${ring}`, id);
		}
	}
	for (const name of names) {
		const read = [...written.words.values()].filter(({ ring }) => reaches([...home.person(name).rings][0] as Ring, ring)).length;
		await devices[name].sees(
			(view) => settled(view) && view.told.flatMap((one) => [one, ...one.answers]).filter(({ state }) => state === 'settled').length === read
		);
	}
	// Elias and Malik are away for a while: they have something to read when the family is moved into.
	for (const name of ['Elias', 'Malik'] as const) await devices[name][Symbol.asyncDispose]();
	for (const ring of rings) await home.say('Noor', ring, `Noor igen till ${ring}`);
	for (const { id, ring, to } of [...written.words.values()]) {
		if (to !== null || ring === 'us') continue;
		await devices.Ingrid.sees(({ told }) => told.some((one) => one.id === id));
		await home.say('Ingrid', ring, `Ingrid igen i ${ring}, ${written.words.size}`, id);
	}
	for (const name of ['Noor', 'Ingrid'] as const) await devices[name].sees(settled);
	// Somebody else's place on the same server: what is true there is false here.
	const stranger = await openDevice(server.origin);
	await stranger.does('start', { name: 'Sami', title: 'Samis plats', childName: 'Love' });
	for (const ring of rings) await stranger.does('tellNews', { ring, text: `främmande i ${ring}`, asking: null });
	await stranger.sees(settled);
	await stranger[Symbol.asyncDispose]();
	for (const name of ['Noor', 'Ingrid'] as const) await devices[name][Symbol.asyncDispose]();
	await server[Symbol.asyncDispose]();
	const stores = Object.fromEntries(names.map((name) => [name, createMemoryStore(devices[name].store)])) as Record<Name, MemoryStore>;
	const hashes = await hashesSent(server.sent);
	return { data, stores, devices: whose, written, truths, hashes, [Symbol.dispose]: () => rmSync(data, { recursive: true, force: true }) };
}

/** The family on a server that lies from the first word. */
export async function moveIn(founded: Founded, lies: readonly Lie[]): Promise<Household> {
	const data = mkdtempSync(join(tmpdir(), 'kvar-family-'));
	cpSync(founded.data, data, { recursive: true });
	const server = await startDishonestServer({ data });
	const end = server[Symbol.asyncDispose].bind(server);
	server[Symbol.asyncDispose] = async () => {
		await end();
		rmSync(data, { recursive: true, force: true });
	};
	const liar = newLiar((device) => founded.devices.get(device) ?? '', [...founded.truths]);
	for (const lie of lies) liar.arm(lie);
	server.lies.answer = liar.answer;
	const home = new Household(server, copyWritten(founded.written), liar);
	for (const name of names) await home.open(name, createMemoryStore(founded.stores[name]));
	return home;
}

/** The ring for an answer: that of what it answers, or further in, as `which` says. */
export const answerRing = (own: Ring, of: Ring, which: number): Ring => {
	const may = rings.filter((ring) => reaches(own, ring) && !isWider(ring, of));
	return may[may.length - 1 - (which % may.length)] ?? of;
};
