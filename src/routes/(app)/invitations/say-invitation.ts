import type { InvitationView } from '#domain/view.ts';
import { t } from '#ui/words.svelte.ts';

export const nameOfInvitation = (invitation: Pick<InvitationView, 'label' | 'parent' | 'usesLeft'>): string =>
	invitation.label || (invitation.parent ? t('invite.label.parent') : invitation.usesLeft === null ? t('invite.label.many') : t('invite.label.one'));

/** Open, used, or closed. */
export const stateOf = ({ open, usesLeft, form }: Pick<InvitationView, 'open' | 'usesLeft' | 'form'>): string => {
	if (!open) return usesLeft === 0 ? t('invite.state.used') : t('invite.state.closed');
	if (usesLeft === null) return t('invite.state.many');
	return form === 'code' ? t('invite.state.code') : t('invite.state.one');
};
