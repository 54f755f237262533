/** A YES of the other parent, as it is carried inside what is said. */

/** By whom, with which device, after which control entry; over what: docs/protocol.md, A yes. */
export interface Yes {
	/** Hex, both. */
	member: string;
	device: string;
	controlN: number;
	/** Hex of 64 bytes. */
	signature: string;
}
