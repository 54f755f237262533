/** What was chosen cannot be made ready on this device. `code` names a sentence of messages/ (`problem.<code>`). */
export class NotReady extends Error {
	override name = 'NotReady';
	readonly code: 'not-a-picture' | 'heic' | 'picture-too-large' | 'not-a-film';
	constructor(code: NotReady['code']) {
		super(code);
		this.code = code;
	}
}
