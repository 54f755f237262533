/** How the server says no: RFC 9457 `application/problem+json` with a code, a sentence and a remedy. Never a name, key or word of a family. */
import * as v from 'valibot';

export const problemCodes = [
	'malformed', // the request is not of the form agreed on
	'too-large', // body over the limit
	'too-many', // slowed down: Retry-After says how long
	'no-session', // no session, or it has ended: open one
	'not-yours', // the session may not do this
	'not-found', // there is no such thing, or not for this session
	'control-moved', // the control log has moved on: read it, sign anew
	'control-refused', // a control entry was judged wrong; `refusal` says how
	'control-behind', // an entry was sealed at an older control entry: void it, seal anew
	'epoch-due', // the ring's key has to be renewed first
	'device-order', // the entry does not follow this device's last one
	'id-taken', // another entry has this id
	'file-missing', // an entry speaks of a file that is not here whole
	'part-order', // bytes of a part do not follow those that have come
	'part-broken', // a part is not the one its digest names
	'no-such-range', // what was asked for lies beyond the file's end
	'circle-full', // the circle has used its quota
	'circle-exists',
	'no-push', // this host sends no notices by the push service of that browser
	'storage', // the host cannot store now; nothing was changed
	'internal'
] as const;
export type ProblemCode = (typeof problemCodes)[number];

export const problemShape = v.object({
	type: v.string(),
	title: v.string(),
	status: v.number(),
	code: v.picklist(problemCodes),
	/** What the person or client can do about it. */
	remedy: v.string(),
	/** For `control-refused`: the code of src/membership/refused.ts. */
	refusal: v.optional(v.string())
});
export type ProblemDocument = v.InferOutput<typeof problemShape>;
