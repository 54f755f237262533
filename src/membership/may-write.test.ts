import { beforeAll, expect, test } from 'vitest';
import { admit, beginCircle, byDevice, byRoot, control, invite, join, newPerson, renew, type Person, type TestCircle } from '../../test/support/circle.ts';
import { hex } from '#crypto/bytes.ts';
import { rings } from '#domain/ring.ts';
import { mayWrite, type Claim, type WriteRefusal } from './may-write.ts';

let circle: TestCircle;
let noor: Person;
let ingrid: Person;
let malik: Person;
let waiting: Person;
let second: Person;
/** Numbers of the control entries at which something changed. */
const at: Record<'begun' | 'ingridWaits' | 'ingridIn' | 'secondDevice' | 'due' | 'renewed', number> = {
	begun: 0,
	ingridWaits: 0,
	ingridIn: 0,
	secondDevice: 0,
	due: 0,
	renewed: 0
};

beforeAll(async () => {
	[noor, ingrid, malik, waiting, second] = (await Promise.all(Array.from({ length: 5 }, () => newPerson()))) as [Person, Person, Person, Person, Person];
	circle = await beginCircle(noor);
	const mark = (what: keyof typeof at) => void (at[what] = circle.state.n);
	mark('begun');
	await join(circle, ingrid, await invite(circle, noor, 'close'));
	mark('ingridWaits');
	await admit(circle, noor, ingrid);
	mark('ingridIn');
	const link = await invite(circle, noor, 'all');
	await join(circle, malik, link);
	await control(circle, byRoot(noor), 'device+', [second.device.publicKey]);
	mark('secondDevice');
	await control(circle, byDevice(noor), 'revoke-invite', [link.keys.id]);
	mark('due');
	await renew(circle, malik, 'all');
	mark('renewed');
	await join(circle, waiting, await invite(circle, noor, 'close'));
});

const claim = (who: Person, ring: Claim['ring'], controlN: number, epoch: number, device: Person = who): Claim => ({
	ring,
	epoch,
	memberId: who.keys.id,
	deviceId: hex(device.deviceId),
	controlN,
	controlHead: circle.state.heads[controlN] as Uint8Array
});

test('who was in, with a device that was certified, under the key that was the newest and not due, may write, however much has happened since', () => {
	const may: Claim[] = [
		...rings.map((ring) => claim(noor, ring, at.begun, 0)),
		claim(noor, 'us', circle.state.n, 0),
		claim(ingrid, 'close', at.ingridIn, 0),
		claim(ingrid, 'all', at.due - 1, 0),
		claim(ingrid, 'all', at.renewed, 1),
		claim(malik, 'all', circle.state.n, 1),
		claim(noor, 'close', at.secondDevice, 0, second)
	];
	for (const one of may) expect(mayWrite(circle.state, one)).toMatchObject({ id: one.deviceId });
});

const never: [WriteRefusal, string, () => Claim][] = [
	['control-ahead', 'a control entry that is not here yet', () => ({ ...claim(noor, 'us', circle.state.n, 0), controlN: circle.state.n + 1 })],
	['control-ahead', 'a control entry far from here', () => ({ ...claim(noor, 'us', circle.state.n, 0), controlN: Number.MAX_SAFE_INTEGER })],
	['control-fork', 'another control log', () => ({ ...claim(noor, 'us', at.begun, 0), controlHead: new Uint8Array(32) })],
	['control-fork', 'the head of another number', () => ({ ...claim(noor, 'us', at.begun, 0), controlN: at.ingridIn })],
	['not-a-device', 'a device that was never certified', () => ({ ...claim(noor, 'us', at.begun, 0), deviceId: '00'.repeat(16) })],
	['not-a-device', 'another member’s device', () => claim(noor, 'all', circle.state.n, 1, malik)],
	['not-a-device', 'a device before it was certified', () => claim(noor, 'us', at.secondDevice - 1, 0, second)],
	['not-in-ring', 'a ring further in than theirs', () => claim(ingrid, 'us', circle.state.n, 0)],
	['not-in-ring', 'a ring further in than all', () => claim(malik, 'close', circle.state.n, 0)],
	['not-in-ring', 'somebody who still waits', () => claim(waiting, 'all', circle.state.n, 1)],
	['not-in-ring', 'somebody before they were let in', () => claim(ingrid, 'all', at.ingridWaits, 0)],
	['wrong-epoch', 'a key that is not there yet', () => claim(noor, 'all', circle.state.n, 2)],
	['wrong-epoch', 'a key before it was begun', () => claim(noor, 'all', at.due - 1, 1)],
	['wrong-epoch', 'a key that was followed by another', () => claim(noor, 'all', at.renewed, 0)],
	['epoch-was-due', 'a key that was due', () => claim(noor, 'all', at.due, 0)]
];
test.each(never)('%s: %s', (code, _, make) => {
	expect(mayWrite(circle.state, make())).toBe(code);
});
