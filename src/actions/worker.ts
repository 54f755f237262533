/** THE WORKER: the one place on this device where things are opened, sealed, kept and sent. One runs, in the tab that leads (ask.ts). */
import { readyPicture } from '#media/ready-picture.ts';
import { openIdbStore } from '#replica/idb-store.ts';
import { openSealedStore } from '#replica/store.ts';
import { createApi } from '#sync/api.ts';
import { codeOf } from './code-of.ts';
import { goOn, sayName } from './come-in.ts';
import { openHome, type Home } from './home.ts';
import { putOwedCards } from './invite.ts';
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

function changed(): void {
	if (planned) return;
	planned = true;
	setTimeout(() => {
		planned = false;
		void show();
	}, pace);
}

async function show(): Promise<void> {
	if (home === null) return;
	// Whoever has just been let in says their name; at any other time this does nothing.
	for (const open of home.circles.values()) if (!open.circle.record.own) await sayName(home, open);
	say({ type: 'shown', snapshot: await takeSnapshot(home) });
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

const opening = (async () => {
	const store = await openSealedStore(await openIdbStore());
	const opened = await openHome(store, createApi(location.origin), changed, { media, isMetered });
	home = opened;
	await show();
	void finishStart(opened);
	void finishComeBack(opened)
		.then(() => finishSignOut(opened))
		.then(() => finishErasing(opened))
		.catch(() => undefined);
	void goOn(opened);
	void putOwedCards(opened);
	return opened;
})();
opening.catch((error: unknown) => say({ type: 'broken', error: codeOf(error) }));

/** Answers given, so that the same act asked again by an impatient tab is done once. */
const done = new Map<string, Promise<unknown>>();

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
	if (data.type === 'hello') {
		void opening.then(show);
		return;
	}
	const { id, verb, args } = data;
	let result = done.get(id);
	if (result === undefined) {
		result = opening.then((open) => act(open, verb, args));
		done.set(id, result);
		if (done.size > 200) done.delete(done.keys().next().value as string);
	}
	result.then(
		(value) => say({ type: 'answered', id, result: value }),
		(error: unknown) => say({ type: 'answered', id, error: codeOf(error) })
	);
});

const act = (open: Home, verb: Verb, args: unknown): Promise<unknown> => (verbs[verb] as (home: Home, args: unknown) => Promise<unknown>)(open, args);
addEventListener('online', () => {
	if (home === null) return;
	void verbs.wake(home, {});
	void finishComeBack(home).catch(() => undefined);
	void putOwedCards(home);
});
