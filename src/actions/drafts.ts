/** WHAT IS BEING TYPED, kept on this device as it is typed, sealed at rest, through reload and crash. */
import { keyOf } from '#replica/circle.ts';
import type { Home } from './home.ts';

/** Any plain data of a form under way; null forgets it. */
export async function keepDraft(home: Home, { name, draft }: { name: string; draft: unknown }): Promise<void> {
	await home.store.write([home.store.change(keyOf.draft(name), draft ?? undefined)]);
}

export async function readDraft(home: Home, { name }: { name: string }): Promise<unknown> {
	return (await home.store.read(keyOf.draft(name))) ?? null;
}
