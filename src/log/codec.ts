/** What ties the shape of a kind of body, its writing and its reading together, so that what is read has just been checked against the shape. */
import * as v from 'valibot';
import { count, textUpTo } from '#wire/shapes.ts';
import type { Cbor } from '#wire/cbor.ts';

export interface Codec<B> {
	shape: v.GenericSchema<unknown, Cbor[]>;
	write(body: B): Cbor[];
	read(fields: never): B;
}
export function codec<B, const S extends v.GenericSchema<unknown, readonly unknown[]>>(
	shape: S,
	write: (body: B) => Cbor[],
	read: (fields: v.InferOutput<S>) => B
): Codec<B> {
	return { shape: shape as unknown as Codec<B>['shape'], write, read: read as Codec<B>['read'] };
}

export const maxText = 20_000;
/** Names and titles, in UTF-16 code units. */
export const maxName = 200;
export const text = textUpTo(maxText);
export const name = textUpTo(maxName);

/** A place in a list of what can be chosen. */
export const index = <T>(of: readonly T[]) => v.pipe(count, v.maxValue(of.length - 1));
export const pick = <T>(of: readonly T[], i: number): T => of[i] as T;
