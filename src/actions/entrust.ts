/** ENTRUST someone with something: with speaking for the parents, with seeing to the help, with being a parent here. */
import { fromHex } from '#crypto/bytes.ts';
import { grants, type Grant } from '#domain/grant.ts';
import { decide } from './decide.ts';
import { ActionRefused, asParent, memberIn, type Home } from './home.ts';

/** Given, or taken back. Words, no keys: they read and write what they did. Done once is done. @throws ActionRefused, Unreachable, Problem */
export async function entrust(home: Home, { memberId, grant, yes }: { memberId: string; grant: Grant; yes: boolean }): Promise<void> {
	const open = asParent(home);
	memberIn(open.circle, memberId);
	await decide(home, open, async (batch, state) => {
		const member = state.members.get(memberId);
		if (member?.standing !== 'in' || member.grants.includes(grant) === yes) return;
		await batch.add(yes ? 'grant+' : 'grant-', [fromHex(memberId), grants.indexOf(grant) as 0 | 1]);
	});
}

/** Makes someone in `us` a parent here. It cannot be taken back: no parent can put another out. @throws ActionRefused, Unreachable, Problem */
export async function makeParent(home: Home, { memberId }: { memberId: string }): Promise<void> {
	const open = asParent(home);
	if (memberIn(open.circle, memberId).ring !== 'us') throw new ActionRefused('not-in-us');
	await decide(home, open, async (batch, state) => {
		const member = state.members.get(memberId);
		if (member?.standing === 'in' && member.ring === 'us' && !member.parent) await batch.add('parent+', [fromHex(memberId)]);
	});
}
