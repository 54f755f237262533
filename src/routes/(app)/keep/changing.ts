import type { KeptOf, KeptType } from '#domain/kept.ts';
import type { KeepView, KeptView } from '#domain/view.ts';

/** What is to be changed, as the address of a form names it (`?what=`): null where it is new. `undefined` until it is known whether it is there. */
export function changing<K extends KeptType>(all: KeepView | null, id: string | null, type: K): KeptView<KeptOf<K>> | null | undefined {
	if (id === null) return null;
	const found = all?.kept.find((one) => one.id === id && one.mine);
	return found?.body.type === type ? (found as never) : undefined;
}
