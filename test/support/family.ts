/** The usual cast: a founder in `us`, someone in `close`, someone in `all`, and open links; all logged in. */
import type { Person, RawCircle } from './raw-circle.ts';
import { newPerson, RawCircle as Circle, type Link } from './raw-circle.ts';
import { begin, login, type RawSession, type Site } from './raw-client.ts';

export interface Cast {
	circle: RawCircle;
	founder: Person;
	near: Person;
	guest: Person;
	/** Joins at once, for many. */
	open: Link;
	as: { founder: RawSession; near: RawSession; guest: RawSession };
}

export async function settle(site: Site): Promise<Cast> {
	const circle = await Circle.begin();
	await begin(site, circle);
	const { founder } = circle;
	const me = await login(site, circle.id, founder);
	const { link: open, entry } = await circle.invite('all', { uses: 0 });
	await me.control(entry);
	const guest = await join(site, circle, open);
	const { link: closer, entry: second } = await circle.invite('close');
	await me.control(second);
	const near = await join(site, circle, closer);
	await me.control(await circle.admit(near));
	return { circle, founder, near, guest, open, as: { founder: me, near: await login(site, circle.id, near), guest: await login(site, circle.id, guest) } };
}

/** Someone new joins by `link`; the circle takes the entry in. */
export async function join(site: Site, circle: RawCircle, link: Link): Promise<Person> {
	const person = await newPerson();
	const entry = await circle.makeJoin(link, person);
	await (await login(site, circle.id, link)).control(entry);
	await circle.take([entry]);
	return person;
}
