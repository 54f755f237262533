/**
 * ASK: how a page does anything. Among all tabs of this place one leads: it holds a lock, runs the worker and one stream a log to
 * the server. The others ask it over a channel and are shown what it shows. If it goes away, or sleeps and does not answer, the
 * next one leads; what was asked and not answered is asked again, and done once.
 */
import type { DoorKind } from '#domain/door.ts';
import { kvar, receive, receiveLock, receiveTrouble } from '#replica/queries.svelte.ts';
import type { Forget } from '#replica/ticket.ts';
import type { LockedVerb, lockedVerbs } from './lock.ts';
import type { Answered, Asked, FromWorker, Leads, Ping, Pong, ToWorker } from './messages.ts';
import type { Verb, VerbArgs, VerbResult } from './verbs.ts';
import workerUrl from './worker.ts?worker&url';

/** What was asked could not be done; `code` names a sentence in messages/ (`problem.<code>`). */
class NotDone extends Error {
	override name = 'NotDone';
	readonly code: string;
	constructor(code: string) {
		super(code);
		this.code = code;
	}
}

/** The code of what kept something from being done: a sentence of messages/ (`problem.<code>`), whatever was thrown. */
export const whyNot = (error: unknown): string => (error instanceof NotDone ? error.code : 'unexpected');

const lock = 'kvar-leads';
/** A leader whose tab has not answered a ping for this long is asleep, however long what it is doing may take. Milliseconds. */
const patience = 8_000;

interface Pending {
	asked: Asked;
	resolve: (value: unknown) => void;
	reject: (error: Error) => void;
}

let policy: ReturnType<NonNullable<Window['trustedTypes']>['createPolicy']> | undefined;
let worker: Worker | null = null;
let channel: BroadcastChannel | null = null;
const pending = new Map<string, Pending>();
/** When the first ping was sent that has not been answered; 0 if none is out. */
let pinged = 0;

/** Begins once, when the first page of the app opens. */
export function connect(): void {
	if (channel !== null) return;
	channel = new BroadcastChannel('kvar');
	channel.addEventListener('message', ({ data }: MessageEvent<ToWorker | FromWorker | Leads | Ping | Pong>) => {
		if (data.type !== 'ping' && data.type !== 'ask' && data.type !== 'hello') pinged = 0;
		if (data.type === 'ping') {
			if (worker !== null) channel?.postMessage({ type: 'pong' } satisfies Pong);
		} else if (data.type === 'leads') {
			if (worker === null) askAgain();
		} else if (data.type === 'ask' || data.type === 'hello') worker?.postMessage(data);
		else if (worker === null && data.type !== 'pong') hear(data);
	});
	void navigator.locks.request(lock, lead).catch(retire);
	channel.postMessage({ type: 'hello' } satisfies ToWorker);
	setInterval(wakeLeader, patience / 2);
}

/** Runs the worker for as long as this tab lives or until another takes the lock. */
function lead(): Promise<never> {
	// A policy of one name can be made once in a page's life, a worker more than once.
	policy ??= window.trustedTypes?.createPolicy('kvar-worker', { createScriptURL: (url) => url });
	worker = new Worker((policy?.createScriptURL(workerUrl) ?? workerUrl) as string, { type: 'module' });
	worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
		// To the others first: on hearing that it is locked, this page goes.
		channel?.postMessage(data);
		hear(data);
	});
	worker.addEventListener('error', () => receiveTrouble('unexpected'));
	askAgain();
	channel?.postMessage({ type: 'leads' } satisfies Leads);
	return new Promise(() => undefined);
}

/** Another tab leads now. */
function retire(): void {
	worker?.terminate();
	worker = null;
	void navigator.locks.request(lock, lead).catch(retire);
	channel?.postMessage({ type: 'hello' } satisfies ToWorker);
	askAgain();
}

/** Whoever leads from now on does not know what was asked of the one before. */
function askAgain(): void {
	for (const { asked } of pending.values()) pass(asked);
}

function pass(asked: Asked): void {
	if (worker !== null) worker.postMessage(asked);
	else channel?.postMessage(asked);
}

/** A visible tab that does not lead makes sure that somebody who is awake does. */
function wakeLeader(): void {
	if (worker !== null || document.visibilityState !== 'visible') {
		pinged = 0;
		return;
	}
	if (pinged === 0) pinged = Date.now();
	else if (Date.now() - pinged > patience) {
		pinged = 0;
		void navigator.locks.request(lock, { steal: true }, lead).catch(retire);
		return;
	}
	channel?.postMessage({ type: 'ping' } satisfies Ping);
}

function hear(message: FromWorker): void {
	if (message.type === 'shown') receive(message.snapshot);
	else if (message.type === 'locked') {
		if (kvar.ready && kvar.locked === null) leaveNothing(message.by);
		else receiveLock(message.by);
	} else if (message.type === 'broken') receiveTrouble(message.error);
	else settle(message);
}

/** It was open on this page, whose memory knows what was shown, and that of the service worker what was played. */
function leaveNothing(by: DoorKind[]): void {
	receiveLock(by);
	(navigator as { serviceWorker?: ServiceWorkerContainer }).serviceWorker?.controller?.postMessage({ type: 'forget' } satisfies Forget);
	location.reload();
}

function settle({ id, result, error }: Answered): void {
	const one = pending.get(id);
	if (one === undefined) return;
	pending.delete(id);
	if (error === undefined) one.resolve(result);
	else one.reject(new NotDone(error));
}

const isBytes = (value: unknown): boolean => value instanceof Blob || value instanceof Uint8Array;

/** Does one thing. @throws NotDone */
export const ask = <V extends Verb>(verb: V, args: VerbArgs<V>): Promise<VerbResult<V>> => put(verb, args) as Promise<VerbResult<V>>;

function put(verb: Verb | LockedVerb, args: object = {}): Promise<unknown> {
	connect();
	return new Promise((resolve, reject) => {
		// A page's reactive state is not what crosses to the worker: its plain values are, and files and recordings as they are.
		const given = Object.entries(args);
		const values = Object.fromEntries(given.filter(([, value]) => !isBytes(value)));
		const plain = { ...(JSON.parse(JSON.stringify(values)) as object), ...Object.fromEntries(given.filter(([, value]) => isBytes(value))) };
		const asked: Asked = { type: 'ask', id: crypto.randomUUID(), verb, args: plain };
		pending.set(asked.id, { asked, resolve, reject });
		pass(asked);
	});
}

type LockedVerbs = typeof lockedVerbs;
/** Does something that can be done while this device is locked. @throws NotDone */
export const askLocked = <V extends LockedVerb>(verb: V, args: Parameters<LockedVerbs[V]>[1]): ReturnType<LockedVerbs[V]> =>
	put(verb, args) as ReturnType<LockedVerbs[V]>;

/** A new id for something about to be said (hex of 16 random bytes): saying it twice with the same id is saying it once. */
export const newEntryId = (): string => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
