/** Circles with real members on a running server, and entries sealed by the client's own code before anything is timed. */
import { base64url, type Bytes } from '#crypto/bytes.ts';
import { randomBytes } from '#crypto/random.ts';
import { ringNumber, type Ring } from '#domain/ring.ts';
import { firstHead } from '#log/chain.ts';
import { newEpoch, openRingKeys } from '#log/ring-key.ts';
import { seal, type Sealed } from '#log/seal.ts';
import { writeGenesis } from '#log/control.ts';
import { applyControl } from '#membership/apply.ts';
import { createApi, type Api, type Session } from '#sync/api.ts';
import { writeMessage } from '#wire/api.ts';
import { byDevice, byRoot, control, invite, join, memberIdBytes, newPerson, type Person, type TestCircle } from '../../test/support/circle.ts';
import type { Kvar } from './kvar.ts';
import { requestBytes } from './raw-http.ts';

export interface Writer {
	person: Person;
	session: Session;
	token: string;
}
export interface Place {
	api: Api;
	circle: TestCircle;
	/** In base64url. */
	name: string;
	ring: Ring;
	ringKeys: Map<number, CryptoKey>;
	/** The founder first. */
	writers: [Writer, ...Writer[]];
}

/** A circle of `count` members on `kvar`, each with a device and a session. They write in `all`; one alone in `us`. */
export async function openPlace({ origin }: Pick<Kvar, 'origin'>, count = 1): Promise<Place> {
	const api = createApi(origin);
	const founder = await newPerson();
	const ring: Ring = count === 1 ? 'us' : 'all';
	const circle = await begin(founder, count === 1 ? ['us'] : ['us', 'close', 'all']);
	const invitation = count === 1 ? null : await invite(circle, founder, 'all', { uses: 0 });
	await api.createCircle(circle.control);
	const { circleId } = circle.state;
	const people = [founder];
	if (invitation !== null) {
		const { id, signing } = invitation.keys;
		const session = api.session(circleId, { kind: 'invitation', id, key: signing.privateKey });
		while (people.length < count) {
			const person = await newPerson();
			await join(circle, person, invitation);
			await api.appendControl(session, [circle.control.at(-1) as Bytes]);
			people.push(person);
		}
	}
	const ringKeys = await openRingKeys(circle.state, ring, { id: founder.keys.id, kem: founder.keys.kem });
	const writers = await Promise.all(people.map((person) => logIn(api, circleId, person)));
	return { api, circle, name: base64url(circleId), ring, ringKeys, writers: writers as Place['writers'] };
}

/** Genesis, one device, and a key for each of `rings`. */
export async function begin(founder: Person, rings: readonly Ring[]): Promise<TestCircle> {
	const genesis = await writeGenesis(founder.keys.root.privateKey, randomBytes(16), founder.keys.root.publicKey, founder.keys.kem.publicKey, 1_000);
	const state = await applyControl(null, genesis);
	const log = async (ring: Ring) => ({ sealed: [], head: await firstHead(state.circleId, ring) });
	const circle: TestCircle = { state, control: [genesis], logs: { us: await log('us'), close: await log('close'), all: await log('all') } };
	await control(circle, byRoot(founder), 'device+', [founder.device.publicKey]);
	const holder = { id: founder.keys.id, kem: founder.keys.kem };
	for (const ring of rings) await control(circle, byDevice(founder), 'epoch', await newEpoch(circle.state, ring, holder));
	return circle;
}

/** Another session of the same device. */
export async function logIn(api: Api, circleId: Bytes, person: Person): Promise<Writer> {
	const session = api.session(circleId, { kind: 'device', id: person.deviceId, key: person.device.privateKey });
	return { person, session, token: await session.token() };
}

/** Padded to 256 bytes and sealed, with its envelope: about 600 bytes. */
const words = 'Hon föddes i natt, och hon är så fin. Vi är hemma igen på torsdag; kom gärna förbi med något att äta, men ring först. ';

/** Seals `count` entries of `writer`, which follow its last. */
export async function sealEntries(
	{ circle, ring, ringKeys }: Pick<Place, 'circle' | 'ring' | 'ringKeys'>,
	{ person }: Pick<Writer, 'person'>,
	count: number
): Promise<Sealed[]> {
	const { circleId, n, head } = circle.state;
	const seenHead = await firstHead(circleId, ring);
	const last = person.last[ring];
	const out: Sealed[] = [];
	for (let i = 0; i < count; i++) {
		const place = {
			circleId,
			ring: ringNumber(ring) as 0 | 1 | 2,
			epoch: 0,
			memberId: memberIdBytes(person),
			deviceId: person.deviceId,
			deviceSeq: last.seq + 1,
			devicePrev: last.hash,
			voids: [],
			controlN: n,
			controlHead: head,
			seenSeq: 0,
			seenHead,
			entryId: randomBytes(16)
		};
		const sealed = await seal(
			{ time: 1_790_000_000_000 + i, body: { type: 'announcement', text: words, asking: null } },
			place,
			ringKeys.get(0) as CryptoKey,
			person.device.privateKey
		);
		last.seq += 1;
		last.hash = sealed.hash;
		out.push(sealed);
	}
	return out;
}

/** The request that appends `entries`, as bytes. */
export function appendRequest({ name, ring }: Place, { token }: Writer, ...entries: Sealed[]): Buffer {
	const body = writeMessage([entries.map(({ envelope, body }) => [envelope, body])]);
	return requestBytes('POST', `/api/circles/${name}/rings/${ring}/entries`, { ...sessionHeader(token), 'content-type': 'application/cbor' }, body);
}

export const sessionHeader = (token: string): Record<string, string> => ({ authorization: `Kvar ${token}` });
