/** What each kind of control entry changes, and what must hold before it may. Checks come first, changes after. */
import type { ControlPayload } from '#wire/control-entry.ts';
import { refuse } from '../refused.ts';
import type { CircleState } from '../state.ts';
import { admit, join, replace } from './coming-in.ts';
import { addDevice, endDevices } from './devices.ts';
import { beginEpoch } from './epoch.ts';
import { move, remove } from './going-out.ts';
import { invite, revokeInvite } from './invitations.ts';
import type { Derived } from './kind.ts';
import { addParent, changeGrant, eraseCircle } from './parents.ts';

/** @throws Refused; then `state` is of no use any more */
export function applyKind(state: CircleState, entry: ControlPayload, derived: Derived): void {
	if (state.erased !== null) return refuse('erased', 'This circle was erased');
	switch (entry.kind) {
		case 'genesis':
			return refuse('wrong-state', 'A circle begins once');
		case 'invite':
			return invite(state, entry);
		case 'revoke-invite':
			return revokeInvite(state, entry);
		case 'join':
			return join(state, entry, derived);
		case 'admit':
			return admit(state, entry);
		case 'ring':
			return move(state, entry);
		case 'remove':
			return remove(state, entry);
		case 'device+':
			return addDevice(state, entry, derived);
		case 'device-':
			return endDevices(state, entry, derived);
		case 'replace':
			return replace(state, entry);
		case 'grant+':
		case 'grant-':
			return changeGrant(state, entry);
		case 'parent+':
			return addParent(state, entry);
		case 'epoch':
			return beginEpoch(state, entry);
		case 'erase-circle':
			return eraseCircle(state, entry);
	}
}
