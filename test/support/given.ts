/** What has been given in a made-up place, as a screen is given it. */
import type { Given } from '#domain/support.ts';
import type { AnswerView, EntryView, KeptView, MemberView } from '#domain/view.ts';
import type { Kept } from '#domain/kept.ts';

const entry = (id: string, more: Partial<EntryView>): EntryView => ({
	id,
	ring: 'all',
	author: { memberId: id, name: id, parent: false },
	mine: false,
	at: 1000,
	text: '',
	enclosed: [],
	sending: null,
	edited: false,
	takenBack: false,
	takenAway: false,
	aside: false,
	state: 'settled',
	arrived: false,
	...more
});
export const answered = (id: string, more: Partial<AnswerView> = {}): AnswerView => ({
	...entry(id, more),
	to: 'news',
	kind: 'words',
	motif: null,
	burns: 24,
	...more
});
export const keeps = (id: string, body: Kept, more: Partial<KeptView> = {}): KeptView => ({
	...entry(id, { author: { memberId: 'noor', name: 'Noor', parent: true }, text: body.text }),
	body,
	answers: [],
	agreed: null,
	...more
});
/** Written in by hand by Noor. */
export const writtenIn = (id: string, body: Partial<Given> = {}, more: Partial<KeptView> = {}): KeptView =>
	keeps(id, { type: 'given', kind: 'flowers', from: '', day: null, text: '', ...body }, more);

export const member = (memberId: string, ring: MemberView['ring'], more: Partial<MemberView> = {}): MemberView => ({
	memberId,
	name: memberId,
	ring,
	parent: false,
	me: false,
	since: 0,
	compared: false,
	grants: [],
	insteadOf: null,
	letInBy: null,
	waiting: false,
	invitation: null,
	...more
});
