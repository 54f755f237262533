/** The API, composed: store, what is held in memory, services, endpoints. Answers what begins with /api/ and nothing else. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import FindMyWay from 'find-my-way';
import type { Logger } from 'pino';
import { answerProblem, answerWith, toProblem } from './api/answer.ts';
import { appendControl } from './api/append-control.ts';
import { appendEntries } from './api/append-entries.ts';
import { beginCircle } from './api/begin-circle.ts';
import { beginFile } from './api/begin-file.ts';
import { checkOrigin } from './api/check-origin.ts';
import { createChallenge } from './api/create-challenge.ts';
import { dropDoor } from './api/drop-door.ts';
import { dropFile } from './api/drop-file.ts';
import { dropNotices } from './api/drop-notices.ts';
import { eraseBodies } from './api/erase-bodies.ts';
import { followLive } from './api/follow-live.ts';
import { openSession } from './api/open-session.ts';
import { putBeacon } from './api/put-beacon.ts';
import { putCard } from './api/put-card.ts';
import { putDoor } from './api/put-door.ts';
import { putLooking } from './api/put-looking.ts';
import { putMailbox } from './api/put-mailbox.ts';
import { putNotices } from './api/put-notices.ts';
import { putPart } from './api/put-part.ts';
import { readBeacons } from './api/read-beacons.ts';
import { readCard } from './api/read-card.ts';
import { readControl } from './api/read-control.ts';
import { readDoor } from './api/read-door.ts';
import { readEntries } from './api/read-entries.ts';
import { readFile } from './api/read-file.ts';
import { readMailbox } from './api/read-mailbox.ts';
import { readParts } from './api/read-parts.ts';
import { readPushKey } from './api/read-push-key.ts';
import { reportHealth } from './api/report-health.ts';
import type { Route } from './api/route.ts';
import { admitter } from './api/visit.ts';
import { collectFiles } from './jobs/collect-files.ts';
import { giveOwedNotices } from './jobs/give-owed-notices.ts';
import { Hub } from './live/hub.ts';
import type { ServerOptions } from './options.ts';
import { Problem } from './problem.ts';
import { visitAdmitter } from './services/admit-visit.ts';
import { controlAppender } from './services/append-control.ts';
import { entryAppender } from './services/append-entries.ts';
import { circleBeginner } from './services/begin-circle.ts';
import { noticeGiver } from './services/give-notice.ts';
import { addressHider } from './services/hide-address.ts';
import { HeldCircles } from './services/hold-circles.ts';
import { Challenges } from './services/keep-challenges.ts';
import { Mailboxes } from './services/keep-mailboxes.ts';
import { pushKeyKeeper } from './services/keep-push-key.ts';
import { Sessions } from './services/keep-sessions.ts';
import { RateLimit } from './services/limit-rate.ts';
import { fileReceiver } from './services/receive-files.ts';
import { sessionOpener } from './services/open-session.ts';
import { pushSender } from './services/send-push.ts';
import { Guessing } from './services/slow-guessing.ts';
import type { Store } from './store/open-store.ts';

/** Does not own the store: it is closed by who opened it, after this. */
export interface Api extends Disposable {
	/** False when the path is not the API's. */
	handle(req: IncomingMessage, res: ServerResponse): boolean;
}

/** @param origin asked at each use: the port may be known only once it is listened on. */
export function openApi(options: ServerOptions, store: Store, origin: () => string, log: Logger): Api {
	const { reader, writer, blobs } = store;
	const circles = new HeldCircles(reader, options.held);
	const sessions = new Sessions(options.sessions);
	const challenges = new Challenges(100_000);
	const hub = new Hub(reader);
	const quota = options.quotaMb * 1024 * 1024;
	const perSession = new RateLimit(options.ratePerSession, options.ratePerSession * 10);
	const perAddress = new RateLimit(options.ratePerAddress, options.ratePerAddress * 10);
	const begins = new RateLimit(options.circlesPerHour / 3600, options.circlesPerHour);
	const hideAddress = addressHider(options.proxies);
	const admit = admitter(visitAdmitter(sessions, circles), perSession);
	const guessing = new Guessing();
	const mailboxes = new Mailboxes(10_000);
	const files = fileReceiver({ reader, writer, blobs, quota });
	const collecting = collectFiles(store, log);
	const pushKeys = options.pushHosts.length === 0 ? () => null : pushKeyKeeper(reader, writer);
	const sender = () => pushKeys()?.then((keys) => pushSender(keys, contactOf(origin()))) ?? null;
	const onNoticeError = (error: unknown) => log.error({ error: nameOfError(error) }, 'a notice could not be given');
	const notices = noticeGiver({ reader, writer, hub, send: sender, onError: onNoticeError });
	const owed = giveOwedNotices(reader, circles, notices, onNoticeError);
	const routes: Route[] = [
		reportHealth,
		createChallenge(challenges),
		openSession(sessionOpener({ reader, circles, sessions, challenges, guessing, origin })),
		beginCircle(circleBeginner({ reader, writer, limit: begins, open: options.open, most: options.circles })),
		readControl(admit, reader),
		appendControl(admit, controlAppender({ reader, writer, blobs, circles, hub, notices, quota })),
		readEntries(admit, reader),
		appendEntries(admit, entryAppender({ writer, circles, hub, notices, quota })),
		eraseBodies(admit, writer, blobs),
		beginFile(admit, files),
		readParts(admit, files),
		putPart(admit, files),
		dropFile(admit, files),
		readFile(admit, reader, blobs),
		putBeacon(admit, writer),
		readBeacons(admit, reader),
		putCard(admit, writer, quota),
		readCard(admit, reader),
		putDoor(admit, writer),
		dropDoor(admit, writer),
		readDoor(reader, guessing),
		putMailbox(mailboxes),
		readMailbox(mailboxes),
		readPushKey(pushKeys),
		putNotices(admit, writer, options.pushHosts),
		dropNotices(admit, writer),
		putLooking(admit, reader, writer),
		followLive(admit, hub)
	];
	const router = FindMyWay();
	// Not as a matter of course: a list of every call would say when a family wrote and read, and to whoever asks for it.
	const logsCalls = log.isLevelEnabled('debug');
	for (const route of routes) router.on(route.method, route.path, () => undefined, route);

	async function answer(req: IncomingMessage, res: ServerResponse, path: string, search: string): Promise<void> {
		let route: Route | undefined;
		if (logsCalls) {
			const began = performance.now();
			res.once('close', () => {
				log.debug({ method: req.method, route: route?.path ?? 'none', status: res.statusCode, ms: Math.round(performance.now() - began) }, 'request');
			});
		}
		try {
			const found = router.find(req.method as 'GET', path);
			if (found === null) throw new Problem('not-found');
			route = found.store as Route;
			const address = hideAddress(req);
			perAddress.take(address);
			checkOrigin(req, origin());
			answerWith(res, await route.handle({ req, res, params: found.params, query: new URLSearchParams(search), address }));
		} catch (error) {
			answerProblem(
				res,
				toProblem(error, (unknown) => log.error({ route: route?.path ?? 'none', error: nameOfError(unknown) }, 'unforeseen'))
			);
		}
	}

	return {
		handle(req, res) {
			const url = req.url ?? '';
			if (!url.startsWith('/api/')) return false;
			const at = url.indexOf('?');
			void answer(req, res, at < 0 ? url : url.slice(0, at), at < 0 ? '' : url.slice(at + 1));
			return true;
		},
		// Ends the live streams and takes no new ones; what else is under way goes on.
		[Symbol.dispose]: () => {
			collecting[Symbol.dispose]();
			owed[Symbol.dispose]();
			hub.close();
		}
	};
}

/** Whom a push service may turn to: where people open Kvar; nobody, where that is on this machine alone. */
const contactOf = (origin: string): string => (origin.startsWith('https:') ? origin : 'mailto:nobody@localhost');

/** Kind and place of an error, never its message: a message may quote what was sent. */
function nameOfError(error: unknown): string {
	if (!(error instanceof Error)) return typeof error;
	return `${error.name} ${/at .*?\((?:file:\/\/)?[^)]*?([^/)]+:\d+:\d+)\)/.exec(error.stack ?? '')?.[1] ?? ''}`.trim();
}
