/**
 * A PLACE AS IT IS AFTER A LONG TIME: one parent and twenty others, come in by the client's own code over a real server; then so many
 * entries in `all` that each device sealed and signed, written to the server at once (fill.ts). News now and then, most of it answers,
 * and the receipts of the parent's device; the newest is news.
 */
import { fromHex, hex, type Bytes } from '#crypto/bytes.ts';
import { randomBytes } from '#crypto/random.ts';
import type { Body } from '#domain/body.ts';
import { openRingKeys } from '#log/ring-key.ts';
import { seal, type Sealed } from '#log/seal.ts';
import { currentEpoch } from '#membership/state.ts';
import type { DeviceKeys } from '#replica/device-keys.ts';
import { openDevice, type TestDevice } from '../../test/support/home.ts';
import { newFolder } from './child.ts';
import { LogFiller } from './fill.ts';
import { startKvar } from './kvar.ts';

const ring = 'all';
const number = 2;
const guests = 20;
/** The parent's entry and those of so many others were written at the same time: none had seen the other. */
const atOnce = 4;
/** Every tenth of the parent's entries is news, the others say what has arrived. */
const newsEvery = 10;
const every = 10 * 60_000;

const news = 'Vi är hemma igen. Vi orkar inte svara i telefon, men vi läser allt som ni skriver, flera gånger. Kom gärna förbi med mat; ring först. ';
const words = 'Vi tänker på er hela tiden, och på honom. Säg till om det är något alls, stort som smått; vi finns här. ';

export interface Family {
	/** Of a server that is not running now. */
	folder: string;
	/** Hex. */
	circleId: string;
	/** What stands behind the `#` of an invitation that many may use. */
	link: string;
	/** The newest news; it is told nowhere else. */
	newest: string;
}

interface Author {
	keys: DeviceKeys;
	last: { seq: number; hash: Bytes };
}

/** @param size entries in `all`, with those that coming in brings. */
export async function writeFamily(size: number): Promise<Family> {
	const folder = newFolder();
	const { authors, circle, link } = await comeTogether(folder);
	const { state } = circle;
	const epoch = currentEpoch(state, ring)?.epoch ?? 0;
	const key = (await openRingKeys(state, ring, circle.holder)).get(epoch) as CryptoKey;
	const newest = `Det allra senaste ordet: ${hex(randomBytes(4))}.`;
	const [parent, ...others] = authors as [Author, ...Author[]];
	using log = new LogFiller(folder, state.circleId, number);
	const began = Date.now() - size * every;
	let said = '';

	async function write({ keys, last }: Author, n: number, body: Body, entryId = randomBytes(16)): Promise<[Parameters<typeof log.add>[0], Sealed]> {
		const header = {
			...({ circleId: state.circleId, ring: number, epoch, memberId: fromHex(keys.member.id), deviceId: keys.deviceId } as const),
			...{ deviceSeq: last.seq + 1, devicePrev: last.hash, voids: [], controlN: state.n, controlHead: state.head },
			...{ seenSeq: log.newest, seenHead: log.head, entryId }
		};
		const sealed = await seal({ time: began + n * every, body }, header, key, keys.device);
		last.seq += 1;
		last.hash = sealed.hash;
		return [header, sealed];
	}

	for (let turn = 0; log.newest < size; turn++) {
		const n = log.newest + 1;
		const own: Promise<[Parameters<typeof log.add>[0], Sealed]>[] = [];
		if (n === size || turn % newsEvery === 0) {
			const id = randomBytes(16);
			own.push(write(parent, n, { type: 'announcement', text: n === size ? newest : news + n, asking: null }, id));
			said = hex(id);
		} else own.push(write(parent, n, { type: 'receipt' }));
		const to = said;
		for (let i = 1; i <= atOnce && n + i < size; i++) {
			const candle = (turn + i) % 3 !== 0;
			const body: Body = { type: 'answer', to, kind: candle ? 'candle' : 'words', text: candle ? '' : words, motif: null };
			own.push(write(others[(turn * atOnce + i) % guests] as Author, n + i, body));
		}
		for (const [header, sealed] of await Promise.all(own)) log.add(header, sealed);
	}
	return { folder, circleId: hex(state.circleId), link, newest };
}

/** The devices, each as it is once what it said on coming in has settled, and the link they came by. */
async function comeTogether(folder: string) {
	await using kvar = await startKvar({ folder });
	await using devices = new AsyncDisposableStack();
	const parent = devices.use(await openDevice(kvar.origin));
	await parent.does('start', { name: 'Noor', title: 'Noor & Elias', childName: null });
	await parent.does('invite', { ring, label: 'alla', many: true, form: 'link', parent: false, greeting: 'Läs när ni orkar.' });
	const share = (await parent.view()).invitations[0]?.share ?? '';
	const all: TestDevice[] = [parent];
	while (all.length <= guests) {
		const guest = devices.use(await openDevice(kvar.origin));
		await guest.does('openInvitation', { text: share });
		await guest.does('comeIn', { name: `Gäst ${all.length}` });
		all.push(guest);
	}
	for (const device of all) await device.sees(({ unsent, standing, members }) => unsent === 0 && standing === 'member' && members.length === all.length);
	const authors = all.map(({ home }): Author => {
		const circle = circleOf(home);
		const last = circle.rings.get(ring)?.accepted;
		if (circle.keys === null || last === undefined) throw new Error('A device has not come in');
		return { keys: circle.keys, last: { ...last } };
	});
	return { authors, circle: circleOf(parent.home), link: share.slice(share.indexOf('#') + 1) };
}

const circleOf = (home: TestDevice['home']) => (home.circles.get(home.current ?? '') as NonNullable<ReturnType<typeof home.circles.get>>).circle;
