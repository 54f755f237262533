/** `grant+`, `grant-`, `parent+`, `erase-circle`: what parents alone decide. */
import { grants, type Grant } from '#domain/grant.ts';
import { refuse } from '../refused.ts';
import { parentsIn, type CircleState } from '../state.ts';
import { memberIn, writerOf, type Of } from './kind.ts';

export function changeGrant(state: CircleState, entry: Of<'grant+'> | Of<'grant-'>): void {
	const [memberId, number] = entry.body;
	const member = memberIn(state, memberId);
	const grant = grants[number] as Grant;
	const gives = entry.kind === 'grant+';
	if (member.grants.includes(grant) === gives) refuse('wrong-state', gives ? 'They have that already' : 'They do not have that');
	member.granted = [...member.granted, { n: entry.n, grant, yes: gives }];
	member.grants = gives ? [...member.grants, grant] : member.grants.filter((one) => one !== grant);
}

export function addParent(state: CircleState, entry: Of<'parent+'>): void {
	const member = memberIn(state, entry.body[0]);
	if (member.parent) refuse('wrong-state', 'They are a parent already');
	if (member.ring !== 'us') refuse('wrong-state', 'A parent is in us');
	member.parent = true;
	member.parentFrom = entry.n;
}

export function eraseCircle(state: CircleState, entry: Of<'erase-circle'>): void {
	const [yes] = entry.body;
	const by = writerOf(entry.author);
	if (state.erasing.has(by) === yes) refuse('wrong-state', yes ? 'They have said yes already' : 'They have not said yes');
	if (!yes) {
		state.erasing.delete(by);
		return;
	}
	state.erasing.add(by);
	if (parentsIn(state).every(({ id }) => state.erasing.has(id))) state.erased = { n: entry.n, at: entry.at };
}
