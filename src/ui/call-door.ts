import type { DoorView } from '#domain/door.ts';
import { t, words } from './words.svelte.ts';

/** What a way back is called inside a sentence: as its owner calls it, or by its kind. */
export const callDoor = ({ kind, name }: Pick<DoorView, 'kind' | 'name'>): string => name || t(`doors.kind.${kind}`).toLocaleLowerCase(words.lang);
