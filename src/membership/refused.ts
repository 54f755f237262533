/** Why a control entry was not accepted. The codes are part of the protocol: they name what a dishonest server tried. */
export type RefusalCode =
	| 'malformed'
	| 'unknown-kind'
	| 'wrong-circle'
	| 'wrong-number'
	| 'wrong-predecessor'
	| 'wrong-signature'
	| 'no-authority'
	| 'seen-before'
	| 'not-open'
	| 'wrong-boxes'
	| 'wrong-epoch'
	| 'wrong-state'
	| 'erased';

export class Refused extends Error {
	override name = 'Refused';
	readonly code: RefusalCode;
	constructor(code: RefusalCode, sentence: string) {
		super(sentence);
		this.code = code;
	}
}

export function refuse(code: RefusalCode, sentence: string): never {
	throw new Refused(code, sentence);
}
