/** WHETHER THE SERVICE WORKER ANSWERS what this page asks for. */
import type { TakeOver } from '#replica/ticket.ts';

/** At the first visit it may still be on its way, over a poor line. Milliseconds. */
const patience = 30_000;

/**
 * Resolves once it does. A page that was being loaded while the worker came is not taken over by it of itself, nor is one that somebody
 * reloaded by force: then the worker is asked to (Service Workers, W3C, Clients.claim).
 * @throws an error whose code is `no-player`: this browser has none, or none has come
 */
export async function takenOver(): Promise<void> {
	const workers = 'serviceWorker' in navigator ? navigator.serviceWorker : undefined;
	if (workers?.controller) return;
	const taken = workers && ask(workers);
	if (!(await Promise.race([taken, after(patience)]))) throw Object.assign(new Error('no service worker'), { code: 'no-player' });
}

async function ask(workers: ServiceWorkerContainer): Promise<true> {
	const taken = new Promise((resolve) => workers.addEventListener('controllerchange', resolve, { once: true }));
	const { active } = await workers.ready;
	if (workers.controller === null) {
		active?.postMessage({ type: 'take-over' } satisfies TakeOver);
		await taken;
	}
	return true;
}

const after = (time: number): Promise<false> => new Promise((resolve) => setTimeout(() => resolve(false), time));
