/** THE WORKER: the one place on this device where things are opened, sealed, kept and sent. One runs, in the tab that leads (ask.ts). */
import { readyPicture } from '#media/ready-picture.ts';
import { openIdbStore } from '#replica/idb-store.ts';
import { openedBy } from '#replica/lock.ts';
import { finishLocking, StoreLocked } from '#replica/rest-key.ts';
import { openSealedStore, type SealedStore } from '#replica/sealed-store.ts';
import type { Store } from '#replica/store.ts';
import { createApi } from '#sync/api.ts';
import { codeOf } from './code-of.ts';
import { goOn, sayName } from './come-in.ts';
import { watchDue, type Due } from './due.ts';
import { closeHome, openHome, type Home } from './home.ts';
import { putOwedCards } from './invite.ts';
import { boxHome, lockedVerbs, lockIfDue, lockIfDueUnopened, stay, type LockedVerb } from './lock.ts';
import type { Media } from './media.ts';
import type { FromWorker, ToWorker } from './messages.ts';
import { finishComeBack } from './come-back.ts';
import { finishErasing } from './leave.ts';
import { finishSignOut } from './sign-out.ts';
import { finishStart } from './start.ts';
import { takeSnapshot } from './snapshot.ts';
import { verbs, type Verb } from './verbs.ts';

const say = (message: FromWorker): void => postMessage(message);

/** Snapshots are taken at most this often, in milliseconds. */
const pace = 16;
let planned = false;
let home: Home | null = null;
let due: Due | null = null;

function changed(): void {
	if (planned) return;
	planned = true;
	setTimeout(() => {
		planned = false;
		void show();
	}, pace);
}

async function show(): Promise<void> {
	const shown = home;
	if (shown === null) return;
	// Whoever has just been let in says their name; at any other time this does nothing.
	for (const open of shown.circles.values()) if (!open.circle.record.own) await sayName(shown, open);
	due?.look();
	const snapshot = await takeSnapshot(shown);
	// It may have been locked meanwhile.
	if (shown === home) say({ type: 'shown', snapshot });
}

const media: Media = {
	picture: readyPicture,
	film: async (...args) => (await import('#media/ready-film.ts')).readyFilm(...args),
	wave: async (file) => (await import('#media/ready-film.ts')).readyWave(file)
};

/** What some browsers say of the line (https://wicg.github.io/netinfo); the others say nothing, and then it is taken for free. */
function isMetered(): boolean {
	const { connection } = navigator as { connection?: { saveData?: boolean; type?: string } };
	return connection?.saveData === true || connection?.type === 'cellular';
}

/** While it is locked: the store, and what opens or clears it. */
let atTheDoor: { port: Store; does: (verb: LockedVerb, args: unknown) => Promise<unknown> } | null = null;
let opening = begin();

async function begin(): Promise<Home> {
	const opened = await openHome(await openedStore(), createApi(location.origin), changed, { media, isMetered, onlock });
	home = opened;
	due = watchDue(opened);
	await show();
	void boxHome(opened).catch(() => undefined);
	void finishStart(opened);
	void finishComeBack(opened)
		.then(() => finishSignOut(opened))
		.then(() => finishErasing(opened))
		.catch(() => undefined);
	void goOn(opened);
	void putOwedCards(opened);
	return opened;
}

/** Resolves once the store is open: where it is locked, or nobody has been here for as long as was said, somebody has to open it first. */
async function openedStore(): Promise<SealedStore> {
	const port = await openIdbStore();
	const store = await openSealedStore(port).catch((error: unknown) => {
		if (error instanceof StoreLocked) return null;
		throw error;
	});
	if (store !== null && !(await lockIfDueUnopened(store))) return store;
	await finishLocking(port);
	const opened = await new Promise<SealedStore>((resolve) => {
		let turn: Promise<unknown> = Promise.resolve();
		const act = async (verb: LockedVerb, args: unknown): Promise<unknown> => {
			const result = await (lockedVerbs[verb] as (store: Store, args: unknown) => Promise<unknown>)(port, args);
			if (verb === 'suggestWords') return result;
			const open = await openSealedStore(port);
			atTheDoor = null;
			resolve(open);
			return result;
		};
		// One at a time: of two who open it at once, the second finds it open.
		const does = (verb: LockedVerb, args: unknown) => (turn = turn.catch(() => undefined).then(() => (atTheDoor === null ? undefined : act(verb, args))));
		atTheDoor = { port, does };
		void showLock(port);
	});
	await stay(opened);
	return opened;
}

const showLock = async (port: Store): Promise<void> => say({ type: 'locked', by: await openedBy(port) });

/** What is shown goes at once, whatever the network still holds up. The pages load anew, and with the one that leads this worker ends. */
function onlock(): void {
	if (home === null) return;
	const closing = home;
	home = null;
	due?.stop();
	say({ type: 'locked', by: [] });
	void closeHome(closing).catch(() => undefined);
	opening = begin();
	opening.catch(broken);
}

const broken = (error: unknown): void => say({ type: 'broken', error: codeOf(error) });
opening.catch(broken);

/** How often it is looked whether somebody is here, in milliseconds. */
const watch = 5_000;
setInterval(() => {
	if (home !== null) void lockIfDue(home);
}, watch);

/** Answers given, so that the same act asked again by an impatient tab is done once. */
const done = new Map<string, Promise<unknown>>();

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
	if (data.type === 'hello') {
		void greet();
		return;
	}
	const { id, verb, args } = data;
	let result = done.get(id);
	if (result === undefined) {
		result = act(verb, args);
		done.set(id, result);
		if (done.size > 200) done.delete(done.keys().next().value as string);
	}
	result.then(
		(value) => say({ type: 'answered', id, result: value }),
		(error: unknown) => say({ type: 'answered', id, error: codeOf(error) })
	);
});

async function greet(): Promise<void> {
	if (atTheDoor !== null) await showLock(atTheDoor.port);
	else await opening.then(show);
}

async function act(verb: Verb | LockedVerb, args: unknown): Promise<unknown> {
	if (atTheDoor !== null) {
		if (!(verb in lockedVerbs)) throw new StoreLocked();
		return atTheDoor.does(verb as LockedVerb, args);
	}
	// Opened from another tab in the same moment.
	if (!(verb in verbs)) return;
	return (verbs[verb as Verb] as (home: Home, args: unknown) => Promise<unknown>)(await opening, args);
}

addEventListener('online', () => {
	if (home === null) return;
	void verbs.wake(home, {});
	void finishComeBack(home).catch(() => undefined);
	void putOwedCards(home);
});
