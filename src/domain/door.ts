/** A DOOR: a way back to oneself on a device that knows nothing of one yet. */

/** `card`: sixteen words, printed; `passkey`: kept by the phone or browser; `link`: a personal link, the card of whoever has no printer. */
export const doorKinds = ['card', 'passkey', 'link'] as const;
export type DoorKind = (typeof doorKinds)[number];

/** Opens without any device: whoever has such a one has not lost everything with a phone. */
export const standsAlone = (kind: DoorKind): boolean => kind !== 'passkey';

export interface DoorView {
	/** Hex. */
	id: string;
	kind: DoorKind;
	/** As its owner calls it; may be empty. */
	name: string;
	/** When it was made, and when somebody last came by it; milliseconds since 1970 by the devices' clocks. */
	made: number;
	used: number | null;
	/** Somebody has said that it is put away, outside of any device. */
	kept: boolean;
	/** Until then it can be looked at again on the device that made it. */
	here: boolean;
}
