/** What is enclosed with words: sealed at once, sent part by part before them, opened by whoever reads them, gone with them. */
import { openAsBlob, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { takeSnapshot } from '../../src/actions/snapshot.ts';
import { verbs } from '../../src/actions/verbs.ts';
import { filesOf, type Film, type Picture, type SealedFile, type Sound } from '#domain/enclosed.ts';
import { sealedSize } from '#crypto/records.ts';
import type { CircleView } from '#domain/view.ts';
import { makeRoom } from '#replica/files.ts';
import { tidyFiles } from '#replica/tidy-files.ts';
import { partSize } from '#wire/api.ts';
import { drawing, drawn, markOf } from '../support/drawn.ts';
import { openDevice, type DeviceOptions, type TestDevice } from '../support/home.ts';
import { letIn } from '../support/let-in.ts';
import { longFilm } from '../support/long-film.ts';
import { startDishonestServer, type DishonestServer } from '../support/dishonest-server.ts';
import { circleOf, lineOf, settled } from '../support/seen.ts';

let server: DishonestServer;
let noor: TestDevice;
let ingrid: TestDevice;
const open: TestDevice[] = [];
const opened = <D extends AsyncDisposable>(device: D): D => {
	open.push(device as unknown as TestDevice);
	return device;
};

beforeEach(async () => {
	server = await startDishonestServer();
	noor = opened(await openDevice(server.origin, { media: drawing }));
	await noor.does('start', { name: 'Noor', title: 'Platsen vid sjön', childName: null });
	ingrid = opened(await letIn(server.origin, noor, 'Ingrid', 'close', { media: drawing }));
	await noor.sees((view) => settled(view) && view.members.length === 2);
});
afterEach(async () => {
	for (const one of open.splice(0)) await one[Symbol.asyncDispose]();
	await server[Symbol.asyncDispose]();
});

const enclose = (device: TestDevice, file: Blob, whole = false): Promise<Picture> => device.does('enclosePicture', { file, whole });
const tells = async (device: TestDevice, file: Blob, text = 'Det här är Ture.', whole = false): Promise<string> =>
	device.does('tellNews', { ring: 'close', text, asking: null, enclosed: [await enclose(device, file, whole)] });
const told = ({ told }: CircleView) => told[0];
const pictureIn = (view: CircleView): Picture => told(view)?.enclosed[0] as Picture;
const bytesOf = async (blob: Blob): Promise<string> => Buffer.from(await blob.arrayBuffer()).toString('hex');
const looksAt = async (device: TestDevice, which: 'thumbnail' | 'screen' = 'screen'): Promise<string> =>
	bytesOf(await device.does('openFile', { file: pictureIn(await device.view())[which] }));
const here = ({ store }: TestDevice): number => store.files.bytes.size;
const blobsAt = ({ honest }: DishonestServer): string[] =>
	readdirSync(join(honest.data, 'blobs'), { recursive: true, withFileTypes: true }).flatMap((entry) =>
		entry.isFile() ? [join(entry.parentPath, entry.name)] : []
	);
/** As a device that was closed and is opened again. */
const again = async (device: TestDevice, options: DeviceOptions = {}): Promise<TestDevice> => {
	await device[Symbol.asyncDispose]();
	return opened(await openDevice(server.origin, { store: device.store, media: drawing, ...options }));
};
/** Each PUT of a part is met by this. */
const whenSent = (meet: (path: string, bytes: number) => Response | undefined): void => {
	server.lies = { instead: ({ method, path, body }) => (method === 'PUT' && path.includes('/parts/') ? meet(path, body.length) : undefined) };
};
const noLine = () => Response.error();

describe('a picture with the news', () => {
	test('is seen by whom the news is told to, as it was sealed; the server has no byte of it', async () => {
		const file = drawn();
		await tells(noor, file);
		await noor.sees(settled);
		const view = await ingrid.sees((view) => told(view) !== undefined);
		expect(told(view)).toMatchObject({ text: 'Det här är Ture.', enclosed: [{ kind: 'picture', says: '', covered: false, width: 1200, height: 900 }] });
		expect(await looksAt(ingrid)).toBe(await bytesOf(file));
		expect(await looksAt(ingrid, 'thumbnail')).toBe(await bytesOf(file.slice(0, 10_000)));
		const mark = await markOf(file);
		const blobs = blobsAt(server);
		expect(blobs).toHaveLength(2);
		for (const path of [...blobs, join(server.honest.data, 'kvar.db'), join(server.honest.data, 'kvar.db-wal')])
			expect(readFileSync(path).includes(Buffer.from(mark, 'latin1'))).toBe(false);
		for (const { body } of server.sent) expect(Buffer.from(body).includes(Buffer.from(mark, 'latin1'))).toBe(false);
		for (const bytes of [...noor.store.files.bytes.values(), ...ingrid.store.files.bytes.values()])
			expect(Buffer.from(bytes).includes(Buffer.from(mark, 'latin1'))).toBe(false);
	});

	test('goes whole only where that is wished for', async () => {
		const file = drawn();
		await tells(noor, file, 'x', true);
		await noor.sees(settled);
		const { original } = pictureIn(await ingrid.sees((view) => told(view) !== undefined));
		expect(original).not.toBeNull();
		expect(blobsAt(server)).toHaveLength(3);
	});

	test('may be said without a word; nothing at all may not', async () => {
		await tells(noor, drawn(), '');
		await expect(noor.does('tellNews', { ring: 'close', text: ' ', asking: null, enclosed: [] })).rejects.toMatchObject({ code: 'empty' });
		expect(told(await ingrid.sees((view) => told(view) !== undefined))?.text).toBe('');
	});

	test('comes with an answer too', async () => {
		const to = await noor.does('tellNews', { ring: 'close', text: 'nyheten', asking: null });
		await ingrid.sees((view) => told(view) !== undefined);
		const file = drawn();
		await ingrid.does('answer', { to, kind: 'words', text: '', motif: null, enclosed: [await enclose(ingrid, file)] });
		const view = await noor.sees((view) => (told(view)?.answers.length ?? 0) > 0);
		const picture = told(view)?.answers[0]?.enclosed[0] as Picture;
		expect(await bytesOf(await noor.does('openFile', { file: picture.screen }))).toBe(await bytesOf(file));
	});

	test('is there without a connection once it was looked at, and is not asked for again', async () => {
		const file = drawn();
		await tells(noor, file);
		await ingrid.sees((view) => told(view) !== undefined);
		await looksAt(ingrid);
		server.lies = { instead: ({ path }) => (path.includes('/files/') ? Response.error() : undefined) };
		expect(await looksAt(await again(ingrid))).toBe(await bytesOf(file));
		// What was never looked at is not there.
		await expect(looksAt(ingrid, 'thumbnail')).rejects.toThrow();
	});
});

describe('a film or a sound', () => {
	const fixture = async (name: string): Promise<Blob> =>
		new Blob([await (await openAsBlob(new URL(`../media/fixtures/${name}`, import.meta.url))).arrayBuffer()]);

	test('is written anew as it is sealed, and opened it plays what was chosen and tells nothing else', async () => {
		const poster = drawn(5_000);
		const film = (await noor.does('encloseFilm', { file: await fixture('place.mp4'), poster })) as Film;
		expect(film).toMatchObject({ kind: 'film', says: '', covered: false });
		expect(film.film.mime).toMatch(/^video\/mp4; codecs="avc1/);
		await noor.does('tellNews', { ring: 'close', text: '', asking: null, enclosed: [film] });
		const view = await ingrid.sees((view) => told(view) !== undefined);
		const theirs = told(view)?.enclosed[0] as Film;
		const plain = Buffer.from(await (await ingrid.does('openFile', { file: theirs.film })).arrayBuffer());
		expect(plain.length).toBe(theirs.film.size);
		expect(plain.subarray(4, 8).toString('latin1')).toBe('ftyp');
		const chosen = Buffer.from(await (await fixture('place.mp4')).arrayBuffer());
		for (const mark of ['+12.3456-098.7654', 'Kamerabolaget', 'Sagafon_X9', 'Ylva_Exempelsson']) {
			expect(chosen.includes(Buffer.from(mark))).toBe(true);
			expect(plain.includes(Buffer.from(mark))).toBe(false);
		}
		expect(await bytesOf(await ingrid.does('openFile', { file: theirs.poster as SealedFile }))).toBe(await bytesOf(poster));
		// For the player: where it is, and what opens it.
		const ticket = await ingrid.does('openTicket', { file: theirs.film, renew: false });
		expect(ticket).toMatchObject({ secret: theirs.film.secret, size: theirs.film.size, mime: theirs.film.mime });
		expect((await fetch(ticket.path, { headers: { authorization: ticket.authorization, range: 'bytes=0-20' } })).status).toBe(206);
	});

	test('a sound has a length and a wave, and no picture', async () => {
		const sound = (await noor.does('encloseFilm', { file: await fixture('song.mp3') })) as Sound;
		expect(sound).toMatchObject({ kind: 'sound', wave: [0, 128, 255] });
		expect(sound.duration).toBeGreaterThan(500);
		expect(here(noor)).toBe(1);
	});

	describe('how far it has come is seen', () => {
		/** What the pages were shown of it, each time there may have been something else to be seen. */
		const watched = async () => {
			const shown: Promise<number | null>[] = [];
			const device = await again(noor, { follow: false, changed: (home) => void shown.push(takeSnapshot(home).then(({ readying }) => readying)) });
			return {
				device,
				async shares() {
					// Those after which the next is the same say nothing new.
					return (await Promise.all(shown)).filter((share, i, all) => i === 0 || share !== all[i - 1]);
				}
			};
		};

		test('from nothing to all of it, and then no more', async () => {
			const { device, shares } = await watched();
			expect((await device.snapshot()).readying).toBeNull();
			await device.does('encloseFilm', { file: new Blob([await longFilm(4)]) });
			const seen = (await shares()).slice((await shares()).findIndex((share) => share !== null));
			const told = seen.slice(0, -1) as number[];
			expect(told.length).toBeGreaterThan(100);
			expect(told).toEqual([...told].sort((a, b) => a - b));
			expect([(told[0] as number) < 0.05, told.at(-1), seen.at(-1)]).toEqual([true, 1, null]);
			expect((await device.snapshot()).readying).toBeNull();
		});

		test('until it fails, and then no more', async () => {
			const { device, shares } = await watched();
			const full = new DOMException('full', 'QuotaExceededError');
			const create = device.store.files.create.bind(device.store.files);
			device.store.files.create = async (name) => ({ ...(await create(name)), write: () => Promise.reject(full) });
			// Several parts: only a full one is written before the end.
			await expect(device.does('encloseFilm', { file: new Blob([await longFilm(48)]) })).rejects.toBe(full);
			const seen = await shares();
			expect(Math.max(...seen.map((share) => share ?? 0))).toBeGreaterThan(0.5);
			expect(seen).not.toContain(1);
			expect([seen.at(-1), (await device.snapshot()).readying]).toEqual([null, null]);
			expect([here(device), circleOf(device).files.size]).toEqual([0, 0]);
		});
	});

	test('what cannot be made ready is said, and nothing of it is kept', async () => {
		await expect(noor.does('encloseFilm', { file: new Blob(['ett brev, ingen film'], { type: 'video/mp4' }) })).rejects.toMatchObject({ code: 'not-a-film' });
		expect([here(noor), circleOf(noor).files.size, (await noor.snapshot()).readying]).toEqual([0, 0, null]);
	});
});

describe('on the way', () => {
	test('words wait for what is enclosed with them, and other words go past', async () => {
		whenSent(noLine);
		await tells(noor, drawn(), 'med bild');
		await noor.does('tellNews', { ring: 'close', text: 'utan bild', asking: null });
		expect(told(await ingrid.sees((view) => told(view) !== undefined))?.text).toBe('utan bild');
		const mine = (await noor.view()).told.find(({ text }) => text === 'med bild');
		expect(mine).toMatchObject({ state: 'waiting', sending: { done: 0, waits: null } });
		expect((await noor.does('openFile', { file: (mine?.enclosed[0] as Picture).screen })).size).toBe(300_000);
		server.lies = {};
		await ingrid.sees(({ told }) => told.length === 2, 20_000);
		expect((await noor.sees(settled)).told.every(({ sending, state }) => sending === null && state === 'settled')).toBe(true);
	});

	test('where a browser sends nothing of what lies on its disk, the bytes are read and sent', async () => {
		const file = drawn(300_000);
		let refused = 0;
		whenSent(() => (++refused === 1 ? Response.json({ code: 'malformed', title: 'These are not bytes of this part' }, { status: 400 }) : undefined));
		await tells(noor, file);
		await ingrid.sees((view) => told(view) !== undefined, 20_000);
		expect(await looksAt(ingrid)).toBe(await bytesOf(file));
		expect(refused).toBeGreaterThan(1);
	});

	test('goes on from where it was after the line, the device and the server were gone', async () => {
		const file = drawn(2 * partSize + 100_000);
		let [pieces, broken, passed] = [0, 0, 0];
		whenSent((_, bytes) => {
			if (++pieces % 3 === 0 && ++broken < 6) return Response.error();
			passed += bytes;
			return undefined;
		});
		await tells(noor, file);
		await noor.sees(({ told: [one] }) => (one?.sending?.done ?? 0) > 1_000_000, 20_000);
		const later = await again(noor);
		await later.sees(settled, 60_000);
		await ingrid.sees((view) => told(view) !== undefined);
		expect(await looksAt(ingrid)).toBe(await bytesOf(file));
		expect(broken).toBeGreaterThan(2);
		// What the server had did not go again, but for the piece under way when the device was closed.
		expect(passed).toBeLessThan(file.size + partSize);
	}, 90_000);

	test('its power is cut at ten places, from the first byte sent until it is settled: it comes once, as it was chosen', async () => {
		const file = drawn(3 * partSize);
		await tells(noor, file);
		let device = noor;
		for (let cut = 0; cut < 10; cut++) {
			await new Promise((resolve) => setTimeout(resolve, cut * 25));
			device = opened(await device.restart());
		}
		await device.sees(settled, 30_000);
		const view = await ingrid.sees((view) => told(view) !== undefined);
		expect(view.told).toHaveLength(1);
		expect(await looksAt(ingrid)).toBe(await bytesOf(file));
		expect(blobsAt(server)).toHaveLength(2);
	}, 60_000);

	test('a person can pause it, and go on', async () => {
		const file = drawn(partSize);
		whenSent(noLine);
		await tells(noor, file);
		const enclosed = (await noor.sees((view) => told(view) !== undefined)).told[0]?.enclosed ?? [];
		await noor.does('holdSending', { enclosed, how: 'pause' });
		server.lies = {};
		expect(told(await noor.view())?.sending?.waits).toBe('paused');
		const before = server.sent.length;
		const later = await again(noor);
		await later.sees(({ connection }) => connection === 'live');
		await new Promise((resolve) => setTimeout(resolve, 500));
		expect(server.sent.slice(before).filter(({ path }) => path.includes('/parts/'))).toEqual([]);
		await later.does('holdSending', { enclosed, how: 'go-on' });
		await later.sees(settled, 20_000);
		expect(told(await later.view())?.sending).toBeNull();
	}, 40_000);

	test('what is large waits for a line that nobody pays for by the byte, or for a person who says so; what is small goes', async () => {
		let metered = true;
		const careful = await again(noor, { isMetered: () => metered });
		await tells(careful, drawn(), 'liten');
		await ingrid.sees((view) => told(view)?.text === 'liten');
		const large = await enclose(careful, drawn(9 * 1024 * 1024));
		await careful.does('tellNews', { ring: 'close', text: 'stor', asking: null, enclosed: [large] });
		const waiting = await careful.sees(({ told: [one] }) => one?.sending?.waits === 'metered');
		expect(told(waiting)?.text).toBe('stor');
		await careful.does('holdSending', { enclosed: [large], how: 'anyway' });
		await careful.sees(settled, 30_000);
		await careful.does('tellNews', { ring: 'close', text: 'en till', asking: null, enclosed: [await enclose(careful, drawn(9 * 1024 * 1024))] });
		await careful.sees(({ told: [one] }) => one?.sending?.waits === 'metered');
		metered = false;
		await careful.does('wake', {});
		await careful.does('holdSending', { enclosed: [], how: 'go-on' });
		await careful.sees(settled, 30_000);
	}, 90_000);

	test('a host without room is named, and it goes on once there is', async () => {
		let full = true;
		const problem = { type: 'urn:kvar:problem:circle-full', title: 'full', status: 507, code: 'circle-full', remedy: '' };
		server.lies = {
			instead: ({ method, path }) => (full && method === 'POST' && path.includes('/files/') ? Response.json(problem, { status: 507 }) : undefined)
		};
		await tells(noor, drawn());
		await noor.sees(({ told: [one] }) => one?.sending?.waits === 'full');
		full = false;
		await noor.does('wake', {});
		await noor.sees(settled, 20_000);
	}, 40_000);

	test('sealed bytes that a browser has thrown away are missed and named; the words stay, and the picture can be taken out', async () => {
		whenSent(noLine);
		await tells(noor, drawn(), 'Det här är Ture.');
		noor.store.files.bytes.clear();
		server.lies = {};
		const later = await again(noor);
		const view = await later.sees(({ told: [one] }) => one?.sending?.waits === 'lost', 20_000);
		expect(told(view)?.text).toBe('Det här är Ture.');
		await later.does('takeBack', { target: told(view)?.id ?? '' });
		expect((await later.view()).told).toEqual([]);
		expect(circleOf(later).files.size).toBe(0);
	}, 40_000);

	test('a file that the server has lost meanwhile is sent again before the words', async () => {
		let lost = true;
		await noor.sees(settled);
		server.lies = {
			instead: ({ method, path }) => {
				if (!lost || method !== 'POST' || !path.endsWith('/rings/close/entries')) return undefined;
				lost = false;
				return Response.json({ type: 'urn:kvar:problem:file-missing', title: 'missing', status: 409, code: 'file-missing', remedy: '' }, { status: 409 });
			}
		};
		const file = drawn();
		await tells(noor, file);
		await ingrid.sees((view) => told(view) !== undefined, 20_000);
		expect(lost).toBe(false);
		expect(await looksAt(ingrid)).toBe(await bytesOf(file));
	}, 40_000);
});

describe('what comes otherwise than it was sealed', () => {
	const change = (how: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>) => {
		server.lies = {
			afterwards: ({ method, path }, { status, body }) =>
				method === 'GET' && path.includes('/files/') && status === 206 ? new Response(how(body.slice()), { status: 206 }) : undefined
		};
	};
	test.each<[string, (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>]>([
		['a bit of it flipped', (bytes) => bytes.with(200_000, (bytes[200_000] as number) ^ 4) as Uint8Array<ArrayBuffer>],
		['cut', (bytes) => bytes.slice(0, 150_000)],
		[
			'two of its records exchanged',
			(bytes) => new Uint8Array([...bytes.slice(0, 21), ...bytes.slice(65_557, 131_093), ...bytes.slice(21, 65_557), ...bytes.slice(131_093)])
		],
		['nothing of it', () => new Uint8Array(0)]
	])('%s: it is not shown, it is said, nothing of it is kept, and once it comes as it was it is shown', async (_, how) => {
		const file = drawn();
		await tells(noor, file);
		await ingrid.sees((view) => told(view) !== undefined);
		change(how);
		await expect(looksAt(ingrid)).rejects.toMatchObject({ code: 'file-broken' });
		expect(here(ingrid)).toBe(0);
		server.lies = {};
		expect(await looksAt(ingrid)).toBe(await bytesOf(file));
	});

	test('another file of the same place in its stead is not shown', async () => {
		const [one, two] = [drawn(), drawn()];
		await tells(noor, one, 'ett');
		await tells(noor, two, 'två');
		const view = await ingrid.sees(({ told }) => told.length === 2);
		const [second, first] = view.told.map(({ enclosed }) => enclosed[0] as Picture) as [Picture, Picture];
		server.lies = { answer: async (call, ask) => (call.path.includes(idIn(first)) ? { ...(await ask()), ...(await stolen(second)) } : ask()) };
		await expect(ingrid.does('openFile', { file: first.screen })).rejects.toMatchObject({ code: 'file-broken' });
	});
	const idIn = ({ screen }: Picture): string => Buffer.from(screen.id, 'hex').toString('base64url');
	const stolen = async ({ screen }: Picture) => {
		const stream = await ingrid.home.api.readFile(lineOf(noor).session, Uint8Array.from(Buffer.from(screen.id, 'hex')), 0, screen.size + 100);
		return { status: 206, body: new Uint8Array(await new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer()) };
	};

	test('what is kept of others has a bound: what came longest ago goes, and is fetched again when it is looked at', async () => {
		await tells(noor, drawn(), 'Ett.');
		await tells(noor, drawn(), 'Två.');
		await noor.sees(settled);
		const view = await ingrid.sees(({ told }) => told.length === 2);
		const [second, first] = view.told.map(({ enclosed }) => (enclosed[0] as Picture).screen) as [SealedFile, SealedFile];
		for (const file of [first, second]) await ingrid.does('openFile', { file });
		const circle = circleOf(ingrid);
		await makeRoom(ingrid.home.store, circle, 0, 2 * sealedSize(first.size));
		expect([circle.files.has(first.id), circle.files.has(second.id), here(ingrid)]).toEqual([true, true, 2]);
		await makeRoom(ingrid.home.store, circle, 1, 2 * sealedSize(first.size));
		expect([circle.files.has(first.id), circle.files.has(second.id), here(ingrid)]).toEqual([false, true, 1]);
		expect((await ingrid.does('openFile', { file: first })).size).toBe(first.size);
		// What one has sealed oneself stays.
		await makeRoom(noor.home.store, circleOf(noor), 0, 0);
		expect(circleOf(noor).files.size).toBe(4);
	});

	test('a file that is not there is said to be gone', async () => {
		await tells(noor, drawn());
		await ingrid.sees((view) => told(view) !== undefined);
		server.lies = {
			instead: ({ path }) =>
				path.includes('/files/')
					? Response.json({ type: 'urn:kvar:problem:not-found', title: 'no', status: 404, code: 'not-found', remedy: '' }, { status: 404 })
					: undefined
		};
		await expect(looksAt(ingrid)).rejects.toMatchObject({ code: 'file-gone' });
	});

	test('what this device keeps was changed on its disk: it is asked for anew', async () => {
		const file = drawn();
		await tells(noor, file);
		await ingrid.sees((view) => told(view) !== undefined);
		await looksAt(ingrid);
		for (const [name, bytes] of ingrid.store.files.bytes) ingrid.store.files.bytes.set(name, bytes.with(5, 1) as Uint8Array<ArrayBuffer>);
		expect(await looksAt(ingrid)).toBe(await bytesOf(file));
	});
});

describe('later', () => {
	test('a correction says what is enclosed from now on', async () => {
		const [first, second] = [drawn(), drawn()];
		const target = await tells(noor, first);
		await noor.sees(settled);
		await noor.does('correct', {
			target,
			text: 'Det här är Ture.',
			asking: null,
			enclosed: [{ ...(await enclose(noor, second)), says: 'En liten hand', covered: true }]
		});
		const view = await ingrid.sees((view) => told(view)?.edited === true);
		expect(pictureIn(view)).toMatchObject({ says: 'En liten hand', covered: true });
		expect(await looksAt(ingrid)).toBe(await bytesOf(second));
		await noor.does('correct', { target, text: 'Det här är Ture.', asking: null });
		expect((await ingrid.sees((view) => told(view)?.enclosed.length === 0)).told).toHaveLength(1);
	});

	test('told anew to others, the same picture is read by them, and stays when the earlier goes', async () => {
		const file = drawn();
		const target = await tells(noor, file);
		await noor.does('invite', { ring: 'all', label: 'alla', many: true, form: 'link', parent: false, greeting: '' });
		const share = (await noor.sees(settled)).invitations.find(({ ring }) => ring === 'all')?.share ?? '';
		const malik = opened(await openDevice(server.origin));
		await malik.does('openInvitation', { text: share });
		await noor.does('retell', {
			target,
			ring: 'all',
			text: 'Det här är Ture.',
			asking: null,
			enclosed: (await noor.view()).told[0]?.enclosed ?? [],
			id: 'ab'.repeat(16)
		});
		await noor.sees(settled);
		await malik.sees((view) => told(view) !== undefined);
		expect(await looksAt(malik)).toBe(await bytesOf(file));
		expect(blobsAt(server)).toHaveLength(2);
	});

	test('taken back it goes from the server and from every device; a draft’s from this one', async () => {
		const target = await tells(noor, drawn());
		await ingrid.sees((view) => told(view) !== undefined);
		await looksAt(ingrid);
		expect([here(noor), here(ingrid), blobsAt(server).length]).toEqual([2, 1, 2]);
		const picture = pictureIn(await ingrid.view());
		await noor.does('takeBack', { target });
		await ingrid.sees((view) => told(view)?.takenBack === true);
		await noor.sees(settled);
		await expect.poll(() => [here(noor), here(ingrid), blobsAt(server).length]).toEqual([0, 0, 0]);
		expect(circleOf(ingrid).files.size + circleOf(noor).files.size).toBe(0);
		await expect(ingrid.does('openFile', { file: picture.screen })).rejects.toMatchObject({ code: 'file-gone' });
		const draft = await enclose(noor, drawn());
		expect(here(noor)).toBe(2);
		await noor.does('putBack', { enclosed: [draft] });
		expect(here(noor)).toBe(0);
	});

	test('who is let go of keeps nothing of it', async () => {
		await tells(noor, drawn());
		await ingrid.sees((view) => told(view) !== undefined);
		await looksAt(ingrid);
		const picture = pictureIn(await ingrid.view());
		await noor.does('letGo', { memberId: circleOf(ingrid).keys?.member.id ?? '' });
		await ingrid.sees(({ standing }) => standing === 'ended');
		expect(here(ingrid)).toBe(0);
		expect(circleOf(ingrid).files.size).toBe(0);
		await expect(verbs.openFile(ingrid.home, { file: picture.screen })).rejects.toThrow();
	});

	test('a device that is full keeps nothing of a picture, says so, and seals it once there is room', async () => {
		const create = noor.store.files.create.bind(noor.store.files);
		let room = 1;
		noor.store.files.create = async (name) => {
			const file = await create(name);
			return { ...file, write: (bytes, at) => (room-- > 0 ? file.write(bytes, at) : Promise.reject(new DOMException('full', 'QuotaExceededError'))) };
		};
		await expect(enclose(noor, drawn())).rejects.toMatchObject({ name: 'QuotaExceededError' });
		expect(here(noor)).toBe(0);
		expect(circleOf(noor).files.size).toBe(0);
		room = 1000;
		expect(filesOf([await enclose(noor, drawn())])).toHaveLength(2);
	});

	test('what was being sealed when the power was cut is not there afterwards; what stands in a draft is, however old', async () => {
		const picture = await enclose(noor, drawn());
		const gone = await enclose(noor, drawn());
		await noor.does('keepDraft', { name: 'tell:x', draft: { enclosed: [picture] } });
		const half = await noor.store.files.create('halv');
		await half.write(new Uint8Array(10), 0);
		const later = await again(noor);
		expect([here(later), later.store.files.bytes.has('halv')]).toEqual([4, false]);
		const month = Date.now() + 31 * 24 * 60 * 60 * 1000;
		await tidyFiles(later.home.store, [circleOf(later)], month);
		expect(here(later)).toBe(2);
		expect([circleOf(later).files.has(picture.screen.id), circleOf(later).files.has(gone.screen.id)]).toEqual([true, false]);
	});
});
