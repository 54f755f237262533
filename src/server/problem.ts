/** Every no the server can say: status, sentence and remedy per code, and the error that carries one to the funnel (api/answer.ts). */
import type { RefusalCode } from '#membership/refused.ts';
import type { ProblemCode, ProblemDocument } from '#wire/problem.ts';

const known: Record<ProblemCode, { status: number; title: string; remedy: string }> = {
	malformed: { status: 400, title: 'The request is not of the form agreed on', remedy: 'Update the client; see docs/protocol.md' },
	'too-large': { status: 413, title: 'The request is larger than may be', remedy: 'Send less at a time' },
	'too-many': { status: 429, title: 'Too many requests', remedy: 'Wait as long as Retry-After says, then go on' },
	'no-session': { status: 401, title: 'There is no such session', remedy: 'Open a session and send the request again' },
	'not-yours': { status: 403, title: 'This session may not do that', remedy: 'Ask a parent of the circle' },
	'not-found': { status: 404, title: 'There is no such thing here', remedy: 'Check the address' },
	'control-moved': { status: 409, title: 'The control log has moved on', remedy: 'Read it, judge it, sign anew' },
	'control-refused': { status: 422, title: 'A control entry was judged wrong', remedy: 'Read the control log and look at `refusal`' },
	'control-behind': {
		status: 409,
		title: 'The entry was sealed at another control entry than the newest',
		remedy: 'Read the control log, void the entry, seal anew'
	},
	'epoch-due': { status: 409, title: 'The key of this ring has to be renewed first', remedy: 'Append an epoch, void the entry, seal anew' },
	'device-order': { status: 409, title: 'The entry does not follow the last one of its device', remedy: 'Pull the ring, then seal what follows' },
	'id-taken': { status: 409, title: 'Another entry has this id', remedy: 'Seal anew under another id' },
	'file-missing': { status: 409, title: 'An entry speaks of a file that is not here whole', remedy: 'Send the file, then the entry' },
	'part-order': { status: 409, title: 'These bytes do not follow those of the part that have come', remedy: 'Ask how much has come, and go on from there' },
	'part-broken': { status: 422, title: 'The part is not the one its digest names', remedy: 'Send the part anew' },
	'no-such-range': { status: 416, title: 'The file has no such bytes', remedy: 'Ask for bytes within its size' },
	'circle-full': { status: 507, title: 'The circle has used the room it has here', remedy: 'Ask the host for more room (KVAR_QUOTA_MB)' },
	'circle-exists': { status: 409, title: 'There is a circle of this id already', remedy: 'Begin with a fresh genesis' },
	'no-push': { status: 422, title: 'This host sends no notices by that push service', remedy: 'Ask the host to let it (KVAR_PUSH_HOSTS)' },
	storage: { status: 503, title: 'The host cannot store now; nothing was changed', remedy: 'Try again later; the host should look at its disk' },
	internal: { status: 500, title: 'Something went wrong at the host', remedy: 'Try again later; the host should look at its log' }
};

export interface ProblemDetails {
	/** Says it more exactly. Must not hold anything of a request: no id, name, address or byte. */
	title?: string;
	remedy?: string;
	refusal?: RefusalCode;
	/** Seconds. */
	retryAfter?: number;
}

export class Problem extends Error {
	override name = 'Problem';
	readonly code: ProblemCode;
	readonly details: ProblemDetails;

	constructor(code: ProblemCode, details: ProblemDetails = {}) {
		super(details.title ?? known[code].title);
		this.code = code;
		this.details = details;
	}

	get status(): number {
		return known[this.code].status;
	}

	/** What goes over the network (RFC 9457). */
	toDocument(): ProblemDocument {
		const { status, title, remedy } = known[this.code];
		const document: ProblemDocument = {
			type: `urn:kvar:problem:${this.code}`,
			title: this.details.title ?? title,
			status,
			code: this.code,
			remedy: this.details.remedy ?? remedy
		};
		if (this.details.refusal !== undefined) document.refusal = this.details.refusal;
		return document;
	}
}
