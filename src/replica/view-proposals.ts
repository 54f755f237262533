/** What waits for the other parent, as a screen is shown it. */
import { proposalsOf } from '#domain/fold.ts';
import type { ProposalView } from '#domain/view.ts';
import type { CircleReplica } from './circle.ts';

export function viewProposals({ fold }: CircleReplica, meId: string, nameOf: (id: string) => string): ProposalView[] {
	return proposalsOf(fold).map(({ id, author, time, body }): ProposalView => {
		const answers = [...fold.consents.values()]
			.filter(({ author: by, body: { entry } }) => entry === body.entry && by !== author)
			.map(({ body: { yes } }) => yes);
		return {
			id,
			entry: body.entry,
			ring: body.ring,
			mine: author === meId,
			name: nameOf(author),
			at: time,
			says: body.says,
			answered: answers.length === 0 ? null : answers.some((yes) => yes !== null) ? 'yes' : 'not-now'
		};
	});
}
