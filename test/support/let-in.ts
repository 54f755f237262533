/** Someone new is invited, waits, compares words with a parent and is let in; on a device of their own, or `by` the one they have. */
import type { Ring } from '#domain/ring.ts';
import { openDevice, type DeviceOptions, type TestDevice } from './home.ts';

export async function letIn(
	origin: string,
	parent: TestDevice,
	name: string,
	ring: Ring,
	{ insteadOf, parent: asParent = false, by, ...options }: DeviceOptions & { parent?: boolean; insteadOf?: string; by?: TestDevice } = {}
): Promise<TestDevice> {
	const invitation = await parent.does('invite', { ring, label: name, many: false, form: 'link', parent: asParent, greeting: '' });
	const { invitations } = await parent.sees(({ unsent }) => unsent === 0);
	const device = by ?? (await openDevice(origin, options));
	await device.does('openInvitation', { text: invitations.find((one) => one.invitation === invitation)?.share ?? '' });
	await device.does('comeIn', { name });
	const { members } = await parent.sees(({ members }) => members.some(({ waiting }) => waiting));
	const memberId = members.find(({ waiting }) => waiting)?.memberId ?? '';
	const two = await parent.does('drawWords', { memberId, language: 'sv' });
	const four = await device.does('answerWords', { typed: two.join(' '), language: 'sv' });
	if (!(await parent.does('letIn', { memberId, typed: four.join(' '), ...(insteadOf === undefined ? {} : { insteadOf }) })))
		throw new Error('the words differ');
	await device.sees(({ standing }) => standing === 'member');
	return device;
}
