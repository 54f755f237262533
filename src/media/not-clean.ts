/** What is thrown when a picture, film or sound cannot be made free of what it must not tell. It is then not sent at all. */
export class NotClean extends Error {
	override name = 'NotClean';
}
