/** It could not be made free of what it must not tell: it is of another kind, or its bytes are not in the form of its kind. */
export class NotClean extends Error {
	override name = 'NotClean';
}
