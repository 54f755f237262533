/** What is enclosed, while it is sent: over broken lines, cut power, a full host; paused, and gone on with. */
import { describe, expect, test } from 'vitest';
import { sealedSize } from '#crypto/records.ts';
import type { Picture } from '#domain/enclosed.ts';
import type { SendingView } from '#domain/view.ts';
import { partSize } from '#wire/api.ts';
import { drawn } from '../support/drawn.ts';
import { circleOf, settled } from '../support/seen.ts';
import { bytesOf, told, noLine, twoWhoShow } from '../support/two-who-show.ts';

const at = twoWhoShow();
const { opened, again, enclose, tells, looksAt, blobsAt, whenSent } = at;

describe('on the way', () => {
	test('words wait for what is enclosed with them, and other words go past', async () => {
		whenSent(noLine);
		await tells(at.noor, drawn(), 'med bild');
		await at.noor.does('tellNews', { ring: 'close', text: 'utan bild', asking: null });
		expect(told(await at.ingrid.sees((view) => told(view) !== undefined))?.text).toBe('utan bild');
		const mine = (await at.noor.view()).told.find(({ text }) => text === 'med bild');
		expect(mine).toMatchObject({ state: 'waiting', sending: { done: 0, waits: null } });
		expect((await at.noor.does('openFile', { file: (mine?.enclosed[0] as Picture).screen })).size).toBe(300_000);
		at.server.lies = {};
		await at.ingrid.sees(({ told }) => told.length === 2, 20_000);
		expect((await at.noor.sees(settled)).told.every(({ sending, state }) => sending === null && state === 'settled')).toBe(true);
	});

	test('where a browser sends nothing of what lies on its disk, the bytes are read and sent', async () => {
		const onDisk = new WeakSet<Blob>();
		const { files } = at.noor.store;
		const slice = files.slice.bind(files);
		files.slice = async (...where) => {
			const bytes = await slice(...where);
			if (bytes !== null) onDisk.add(bytes);
			return bytes;
		};
		let empty = 0;
		const such = await again(at.noor, {
			fetch: (to, call) => (call?.body instanceof Blob && onDisk.has(call.body) && ++empty ? fetch(to, { ...call, body: new Blob() }) : fetch(to, call))
		});
		const file = drawn(300_000);
		await tells(such, file);
		await at.ingrid.sees((view) => told(view) !== undefined, 20_000);
		expect(await looksAt(at.ingrid)).toBe(await bytesOf(file));
		expect(empty).toBeGreaterThan(0);
	});

	test('goes on from where it was after the line, the device and the server were gone', async () => {
		const file = drawn(2 * partSize + 100_000);
		let [pieces, broken, passed] = [0, 0, 0];
		whenSent((_, bytes) => {
			if (++pieces % 3 === 0 && ++broken < 6) return Response.error();
			passed += bytes;
			return undefined;
		});
		await tells(at.noor, file);
		await at.noor.sees(({ told: [one] }) => (one?.sending?.done ?? 0) > 1_000_000, 20_000);
		const later = await again(at.noor);
		await later.sees(settled, 60_000);
		await at.ingrid.sees((view) => told(view) !== undefined);
		expect(await looksAt(at.ingrid)).toBe(await bytesOf(file));
		expect(broken).toBeGreaterThan(2);
		// What the server had did not go again, but for the piece under way when the device was closed.
		expect(passed).toBeLessThan(file.size + partSize);
	}, 90_000);

	test('its power is cut at ten places, from the first byte sent until it is settled: it comes once, as it was chosen', async () => {
		const file = drawn(3 * partSize);
		await tells(at.noor, file);
		let device = at.noor;
		for (let cut = 0; cut < 10; cut++) {
			await new Promise((resolve) => setTimeout(resolve, cut * 25));
			device = opened(await device.restart());
		}
		await device.sees(settled, 30_000);
		const view = await at.ingrid.sees((view) => told(view) !== undefined);
		expect(view.told).toHaveLength(1);
		expect(await looksAt(at.ingrid)).toBe(await bytesOf(file));
		expect(blobsAt(at.server)).toHaveLength(2);
	}, 60_000);

	test('several go at once: what is small does not wait for what takes long', async () => {
		at.server.lies = {
			async answer({ method, path, body }, ask) {
				if (method === 'PUT' && path.includes('/parts/') && body.length > 400_000) await new Promise((resolve) => setTimeout(resolve, 1_000));
				return ask();
			}
		};
		await tells(at.noor, drawn(3 * partSize), 'stor');
		await at.noor.sees(({ told: [one] }) => (one?.sending?.done ?? 0) > 0, 20_000);
		await tells(at.noor, drawn(200_000), 'liten');
		const view = await at.ingrid.sees(({ told }) => told.some(({ text }) => text === 'liten'), 20_000);
		expect(view.told.map(({ text }) => text)).toEqual(['liten']);
		await at.ingrid.sees(({ told }) => told.length === 2, 60_000);
	}, 90_000);

	test('how far it has come is seen as it goes: bytes, and the time that is left', async () => {
		at.server.lies = {
			async answer({ method, path }, ask) {
				if (method === 'PUT' && path.includes('/parts/')) await new Promise((resolve) => setTimeout(resolve, 250));
				return ask();
			}
		};
		const file = drawn(3 * partSize);
		await tells(at.noor, file);
		const seen: SendingView[] = [];
		await at.noor.sees((view) => {
			const sending = told(view)?.sending;
			if (sending !== undefined && sending !== null && sending.done !== seen.at(-1)?.done) seen.push(sending);
			return settled(view);
		}, 60_000);
		// The small one beside it is there first: from then on it is the large one alone.
		const large = seen.filter(({ total }) => total === sealedSize(file.size));
		expect(large.length).toBeGreaterThan(3);
		expect(large.map(({ done }) => done)).toEqual(large.map(({ done }) => done).toSorted((a, b) => a - b));
		for (const { done, total } of large) expect(done).toBeLessThanOrEqual(total);
		const left = large.flatMap(({ left }) => left ?? []);
		expect(left.length).toBeGreaterThan(2);
		expect(left.at(-1)).toBeLessThanOrEqual(left[0] as number);
		// A quarter of a second for each piece, and no piece is larger than a part: neither hours nor nothing.
		expect(left[0]).toBeGreaterThanOrEqual(1);
		expect(left[0]).toBeLessThan(30);
	}, 90_000);

	test('a person can pause it, and go on', async () => {
		const file = drawn(partSize);
		whenSent(noLine);
		await tells(at.noor, file);
		const enclosed = (await at.noor.sees((view) => told(view) !== undefined)).told[0]?.enclosed ?? [];
		await at.noor.does('holdSending', { enclosed, how: 'pause' });
		at.server.lies = {};
		expect(told(await at.noor.view())?.sending?.waits).toBe('paused');
		const before = at.server.sent.length;
		const later = await again(at.noor);
		await later.sees(({ connection }) => connection === 'live');
		await new Promise((resolve) => setTimeout(resolve, 500));
		expect(at.server.sent.slice(before).filter(({ path }) => path.includes('/parts/'))).toEqual([]);
		await later.does('holdSending', { enclosed, how: 'go-on' });
		await later.sees(settled, 20_000);
		expect(told(await later.view())?.sending).toBeNull();
	}, 40_000);

	test('what is large waits for a line that nobody pays for by the byte, or for a person who says so; what is small goes', async () => {
		let metered = true;
		const careful = await again(at.noor, { isMetered: () => metered });
		await tells(careful, drawn(), 'liten');
		await at.ingrid.sees((view) => told(view)?.text === 'liten');
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
		at.server.lies = {
			instead: ({ method, path }) => (full && method === 'POST' && path.includes('/files/') ? Response.json(problem, { status: 507 }) : undefined)
		};
		await tells(at.noor, drawn());
		await at.noor.sees(({ told: [one] }) => one?.sending?.waits === 'full');
		full = false;
		await at.noor.does('wake', {});
		await at.noor.sees(settled, 20_000);
	}, 40_000);

	test('sealed bytes that a browser has thrown away are missed and named; the words stay, and the picture can be taken out', async () => {
		whenSent(noLine);
		await tells(at.noor, drawn(), 'Det här är Ture.');
		at.noor.store.files.bytes.clear();
		at.server.lies = {};
		const later = await again(at.noor);
		const view = await later.sees(({ told: [one] }) => one?.sending?.waits === 'lost', 20_000);
		expect(told(view)?.text).toBe('Det här är Ture.');
		await later.does('takeBack', { target: told(view)?.id ?? '' });
		expect((await later.view()).told).toEqual([]);
		expect(circleOf(later).files.size).toBe(0);
	}, 40_000);

	test('a file that the server has lost meanwhile is sent again before the words', async () => {
		let lost = true;
		await at.noor.sees(settled);
		at.server.lies = {
			instead: ({ method, path }) => {
				if (!lost || method !== 'POST' || !path.endsWith('/rings/close/entries')) return undefined;
				lost = false;
				return Response.json({ type: 'urn:kvar:problem:file-missing', title: 'missing', status: 409, code: 'file-missing', remedy: '' }, { status: 409 });
			}
		};
		const file = drawn();
		await tells(at.noor, file);
		await at.ingrid.sees((view) => told(view) !== undefined, 20_000);
		expect(lost).toBe(false);
		expect(await looksAt(at.ingrid)).toBe(await bytesOf(file));
	}, 40_000);
});
