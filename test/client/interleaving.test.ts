import fc from 'fast-check';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { CircleView, EntryView } from '#domain/view.ts';
import { openDevice, type TestDevice } from '../support/home.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { runs } from '../support/property.ts';
import { startServer } from '../support/start-server.ts';
import { unsteadyNetwork, type Unsteady } from '../support/unsteady.ts';

/** A device of a member, with what its person has typed so far. */
interface Member {
	device: TestDevice;
	network: Unsteady;
	cut: () => void;
	/** By entry id, in the order typed: what it ought to say, null once taken back. */
	typed: Map<string, string | null>;
}

async function opened(origin: string, network: Unsteady, store = createMemoryStore()): Promise<Pick<Member, 'device' | 'cut'>> {
	const { fetch, cut } = network.plug();
	return { device: await openDevice(origin, { fetch, store }), cut };
}

const entriesOf = (view: CircleView): EntryView[] => view.told.flatMap((told) => [told, ...told.answers]);
const shownOf = (view: CircleView) =>
	entriesOf(view)
		.filter(({ takenBack }) => !takenBack)
		.map(({ id, ring, author, text, at, edited }) => ({ id, ring, author: author.memberId, text, at, edited }))
		.sort((a, b) => (a.id < b.id ? -1 : 1));

/** The numbers in the log of what somebody typed and has not taken back, in the order typed. */
function numbersOf(reader: TestDevice, writer: Member): (number | null | undefined)[] {
	const circle = reader.home.circles.get(reader.home.current ?? '')?.circle;
	return [...writer.typed].filter(([, text]) => text !== null).map(([id]) => circle?.fold.told.get(id)?.n);
}

const acts = ['say', 'say', 'answer', 'answer', 'correct', 'take back', 'rain', 'storm', 'sun', 'break off', 'restart', 'renew'] as const;
const act = fc.record({ who: fc.nat({ max: 1 }), what: fc.constantFrom(...acts), which: fc.nat({ max: 100 }) });

test('two who write at once while the network comes and goes: each typed thing is with both, once, in its writer’s order, and no number is signed twice', async () => {
	await using server = await startServer();
	await fc.assert(
		fc.asyncProperty(fc.array(act, { minLength: 8, maxLength: 16 }), fc.nat(), async (given, seed) => {
			const networks = [unsteadyNetwork(seed), unsteadyNetwork(seed + 1)] as const;
			const [noor, malik] = (await Promise.all(
				networks.map(async (network): Promise<Member> => ({ network, typed: new Map(), ...(await opened(server.origin, network)) }))
			)) as [Member, Member];
			try {
				await noor.device.does('start', { name: 'Noor', title: 'Noor', childName: null });
				const first = await noor.device.does('tellNews', { ring: 'all', text: 'det första', asking: null });
				noor.typed.set(first, 'det första');
				const link = await noor.device.does('invite', { ring: 'all', label: 'alla', many: true, form: 'link', parent: false, greeting: '' });
				await malik.device.does('openInvitation', { text: (await noor.device.view()).invitations.find(({ invitation }) => invitation === link)?.share ?? '' });
				await malik.device.does('comeIn', { name: 'Malik' });
				await malik.device.sees((view) => view.standing === 'member' && view.told.length === 1, 10_000);
				const people = [noor, malik] as const;
				for (const [i, { who, what, which }] of given.entries()) {
					const member = people[who] as Member;
					const own = [...member.typed].filter(([, text]) => text !== null).map(([id]) => id);
					const target = own[which % Math.max(1, own.length)];
					// Two corrections within one millisecond of the clock have no order but by chance.
					await pause(2 + (which % 3) * 20);
					const text = `${who} ${i}`;
					if (what === 'say' && member === noor) member.typed.set(await member.device.does('tellNews', { ring: 'all', text, asking: null }), text);
					else if (what === 'answer' || what === 'say') {
						const { told } = await member.device.view();
						const to = told[which % told.length]?.id ?? first;
						member.typed.set(await member.device.does('answer', { to, kind: 'words', text, motif: null }), text);
					} else if (what === 'correct' && target !== undefined) {
						await member.device.does('correct', { target, text, asking: null });
						member.typed.set(target, text);
					} else if (what === 'take back' && target !== undefined && target !== first) {
						await member.device.does('takeBack', { target });
						member.typed.set(target, null);
					} else if (what === 'rain') member.network.failing = 50;
					else if (what === 'storm') {
						member.network.failing = 100;
						member.network.breakOff();
					} else if (what === 'sun') {
						member.network.failing = 0;
						await member.device.does('wake', {});
					} else if (what === 'break off') member.network.breakOff();
					else if (what === 'restart') {
						member.cut();
						const store = createMemoryStore(member.device.store);
						await member.device[Symbol.asyncDispose]();
						Object.assign(member, await opened(server.origin, member.network, store));
					} else if (what === 'renew' && networks[0].failing === 0) {
						// Who is in changes under everybody's hands: what was sealed before is sealed anew.
						await noor.device.does('invite', { ring: 'all', label: text, many: false, form: 'link', parent: false, greeting: '' }).catch(() => undefined);
					}
				}
				for (const member of people) {
					member.network.failing = 0;
					await member.device.does('wake', {});
				}
				const isThere = (view: CircleView) =>
					view.unsent === 0 &&
					people.every(({ typed }) =>
						[...typed].every(
							([id, text]) => text === null || entriesOf(view).some((entry) => entry.id === id && entry.text === text && entry.state === 'settled')
						)
					);
				const noTrouble = ({ wrong }: CircleView) => expect(wrong).toEqual([]);
				const [hers, his] = [await noor.device.sees(isThere, 15_000), await malik.device.sees(isThere, 15_000)];
				noTrouble(hers);
				noTrouble(his);
				// A taking back, and the number of what the server has acknowledged, may come a moment later.
				const numbers = () => JSON.stringify([noor, malik].map(({ device }) => people.map((writer) => numbersOf(device, writer))));
				const alike = async () =>
					JSON.stringify(shownOf(await malik.device.view())) === JSON.stringify(shownOf(await noor.device.view())) && !numbers().includes('null');
				for (let tries = 0; tries < 100 && !(await alike()); tries++) await pause(50);
				expect(shownOf(await malik.device.view())).toEqual(shownOf(await noor.device.view()));
				const wanted = people.flatMap(({ typed }) => [...typed].filter(([, text]) => text !== null)).sort(([a], [b]) => (a < b ? -1 : 1));
				expect(shownOf(await noor.device.view()).map(({ id, text }) => [id, text])).toEqual(wanted);
				for (const writer of people) {
					const order = numbersOf(noor.device, writer);
					expect(order).toEqual(numbersOf(malik.device, writer));
					expect(order).toEqual([...order].sort((a, b) => (a ?? 0) - (b ?? 0)));
					expect(new Set(order).size).toBe(order.length);
				}
				for (const network of networks) expect(network.faults()).toEqual([]);
				for (const member of people) {
					const before = shownOf(await member.device.view());
					member.cut();
					const store = createMemoryStore(member.device.store);
					await member.device[Symbol.asyncDispose]();
					Object.assign(
						member,
						await opened(
							server.origin,
							{ ...member.network, plug: () => ({ fetch: () => Promise.reject(new TypeError('no network')), cut: () => undefined }) },
							store
						)
					);
					expect(shownOf(await member.device.view())).toEqual(before);
				}
			} finally {
				for (const { device, cut } of [noor, malik]) {
					cut();
					await device[Symbol.asyncDispose]();
				}
			}
		}),
		{ ...runs(4), endOnFailure: true }
	);
}, 120_000);
