/** A passkey is made and opens a door from here on. */
import { ask, whyNot } from '#actions/ask.ts';
import { askToStay } from './ask-to-stay.ts';
import { newPasskey, NoPasskey } from './passkey.ts';

/** Gives the code of why not (`problem.<code>`); null where it is done. */
export async function savePasskey(): Promise<string | null> {
	try {
		await ask('addPasskey', { secret: await newPasskey() });
		await askToStay();
		return null;
	} catch (error) {
		return error instanceof NoPasskey ? error.code : whyNot(error);
	}
}
