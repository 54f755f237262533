/** THE STORY IS LIVED THROUGH: by devices under Node that are the client's own code, one act after the other, at the time at which each was lived. */
import { hex } from '../../src/crypto/bytes.ts';
import { randomBytes } from '../../src/crypto/random.ts';
import { openDevice, type TestDevice } from '../../test/support/home.ts';
import { letIn } from '../../test/support/let-in.ts';
import { circleOf, memberOf, settled } from '../../test/support/seen.ts';
import type { Enclosed } from '../../src/domain/enclosed.ts';
import { actsOf, type Act, type Stage } from './acts.ts';
import { setBack } from './clock.ts';
import { draw } from './media.ts';
import { people, type Name } from './people.ts';

export interface Lived extends AsyncDisposable {
	device(name: Name): TestDevice;
	/** Ids of what is spoken of elsewhere in the story, by key. */
	ids: ReadonlyMap<string, string>;
}

/** Born on this day of the year, at least two years ago. */
const born = { month: 9, date: 9 };
const day = 86_400_000;
const birthBefore = (now: number): number => {
	const year = new Date(now).getFullYear() - 2;
	const then = (of: number): number => new Date(of, born.month, born.date).getTime();
	return then(year) <= now - 731 * day ? then(year) : then(year - 1);
};

/** Milliseconds; a device that has not got something by then never will. */
const patience = 20_000;
const until = async (is: () => boolean, what: string): Promise<void> => {
	for (const end = performance.now() + patience; !is();) {
		if (performance.now() > end) throw new Error(`This did not come about: ${what}`);
		await new Promise((resolve) => setTimeout(resolve, 4));
	}
};

/** @param say told how far it has come, from 0 to 1 */
export async function live(origin: string, say: (share: number) => void = () => undefined): Promise<Lived> {
	const now = Date.now();
	const birth = birthBefore(now);
	const devices = new Map<Name, TestDevice>();
	const drawn = draw();
	const options = { media: drawn.media };
	const ids = new Map<string, string>();
	const device = (name: Name): TestDevice => {
		const known = devices.get(name);
		if (known === undefined) throw new Error(`${name} is not here yet`);
		return known;
	};
	let everyone = '';
	const stage: Stage = {
		device,
		idOf(key) {
			const id = ids.get(key);
			if (id === undefined) throw new Error(`Nothing is called ${key} yet`);
			return id;
		},
		call: (key, id) => void (key !== undefined && ids.set(key, id)),
		memberOf: (name) => memberOf(device(name)),
		askedFor(name, proposal) {
			const asked = circleOf(device(name)).fold.proposals.get(proposal);
			if (asked === undefined) throw new Error(`${name} has asked nothing`);
			return asked.body.entry;
		},
		has: (name, id) => until(() => circleOf(device(name)).fold.told.has(id), `${name} has ${id}`),
		until,
		async shows(name, shown) {
			const enclosed: Enclosed[] = [];
			for (const { scene, says, covered = false } of shown) {
				const picture = await device(name).does('enclosePicture', { file: drawn.picture(scene), whole: false });
				enclosed.push({ ...picture, says, covered });
			}
			return enclosed;
		},
		async plays(name, says) {
			const sound = await device(name).does('encloseFilm', { file: drawn.sound() });
			return [{ ...sound, says }];
		},
		async films(name, says) {
			const film = await device(name).does('encloseFilm', await drawn.film());
			return [{ ...film, says }];
		},
		async comesIn(name) {
			const { ring } = people[name];
			if (name === 'Noor') {
				devices.set(name, await openDevice(origin, options));
				await device(name).does('start', { name, title: 'Ture, Noor & Elias', childName: 'Ture' });
			} else if (ring === 'all') {
				if (everyone === '') {
					const invitation = await device('Noor').does('invite', {
						ring,
						label: 'Alla',
						many: true,
						form: 'link',
						parent: false,
						greeting: 'Läs när ni orkar.'
					});
					everyone = (await device('Noor').sees(settled)).invitations.find((one) => one.invitation === invitation)?.share ?? '';
				}
				const theirs = await openDevice(origin, options);
				devices.set(name, theirs);
				await theirs.does('openInvitation', { text: everyone });
				await theirs.does('comeIn', { name });
				await theirs.sees(({ standing }) => standing === 'member');
			} else devices.set(name, await letIn(origin, device('Noor'), name, ring, { ...options, parent: ring === 'us' }));
		},
		newId: () => hex(randomBytes(16)),
		now,
		birth,
		timeOf: (on, at) => {
			const [hours = 0, minutes = 0] = at.split(':').map(Number);
			const then = new Date(birth);
			then.setDate(then.getDate() + Math.floor(on));
			return then.setHours(hours, minutes);
		}
	};
	const lived: Lived = {
		device,
		ids,
		[Symbol.asyncDispose]: async () => void (await Promise.all([...devices.values()].map((one) => one[Symbol.asyncDispose]())))
	};
	try {
		using clock = setBack();
		const acts: Act[] = actsOf(stage).sort((a, b) => a.at - b.at);
		for (const [i, { at, does }] of acts.entries()) {
			clock.set(Math.min(at, now));
			await does();
			say((i + 1) / acts.length);
		}
		clock.set(now);
		for (const one of devices.values())
			await one.sees((view) => settled(view) && [...one.home.circles.values()].every(({ circle }) => circle.outbox.length === 0), 60_000);
		// All that there is has come to those who are shown it.
		const told = (name: Name): number => circleOf(device(name)).fold.told.size;
		await until(() => told('Elias') === told('Noor'), 'both parents have all of it');
	} catch (error) {
		await lived[Symbol.asyncDispose]();
		throw error;
	}
	return lived;
}

/** A way in for each, as an address to be opened in a browser. */
export async function waysIn(lived: Lived, origin: string, names: readonly Name[]): Promise<(readonly [Name, string])[]> {
	const ways: (readonly [Name, string])[] = [];
	for (const name of names) {
		const one = lived.device(name);
		const { id, fragment } = await one.does('makeDoor', { kind: 'link' });
		await one.does('keepSafe', { id });
		await until(() => [...one.home.circles.values()].every(({ circle }) => circle.outbox.length === 0), `${name}'s way in is kept`);
		ways.push([name, `${origin}/back#${fragment}`]);
	}
	return ways;
}
