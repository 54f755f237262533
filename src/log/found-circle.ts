/** BEGINNING a circle: its genesis, the founder's first device, and the first key of each ring it has. */
import type { Bytes } from '#crypto/bytes.ts';
import { fromHex } from '#crypto/bytes.ts';
import type { SigningKey } from '#crypto/sign.ts';
import { sha256 } from '#crypto/verify.ts';
import type { Ring } from '#domain/ring.ts';
import { applyControl } from '#membership/apply.ts';
import type { CircleState } from '#membership/state.ts';
import { writeControl, writeGenesis } from './control.ts';
import { newEpoch, type Holder } from './ring-key.ts';

export interface Founder extends Holder {
	root: SigningKey;
}

/** Entries in order and the state after them. `at` is 0 and `salt` derived where the same root must find its own log again. */
export async function foundCircle(
	founder: Founder,
	device: SigningKey,
	rings: readonly Ring[],
	salt: Bytes,
	at: number
): Promise<{ entries: Bytes[]; state: CircleState }> {
	const genesis = await writeGenesis(founder.root.privateKey, salt, founder.root.publicKey, founder.kem.publicKey, at);
	let state = await applyControl(null, genesis);
	const entries = [genesis];
	const take = async (entry: Bytes) => {
		state = await applyControl(state, entry);
		entries.push(entry);
	};
	const memberId = fromHex(founder.id);
	const byRoot = { author: { by: 'root' as const, memberId }, key: founder.root.privateKey };
	await take(await writeControl(state, byRoot, 'device+', [device.publicKey], at));
	const deviceId = (await sha256(device.publicKey)).slice(0, 16);
	const byDevice = { author: { by: 'device' as const, memberId, deviceId }, key: device.privateKey };
	for (const ring of rings) {
		const body = await newEpoch(state, ring, founder);
		await take(await writeControl(state, byDevice, 'epoch', body, at));
	}
	return { entries, state };
}
