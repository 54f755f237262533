import { readFileSync } from 'node:fs';
import { fromHex, type Bytes } from '#crypto/bytes.ts';

/** The tests of one file of theirs/. */
export function readTests<Test>(name: string): Test[] {
	const text = readFileSync(new URL(`theirs/${name}`, import.meta.url), 'utf8');
	return (JSON.parse(text) as { tests: Test[] }).tests;
}

/** Every test a row for `it.each`, with its fields that are hex turned into bytes. */
export function decoded<Test extends object, Field extends keyof Test>(tests: Test[], ...fields: Field[]): (Omit<Test, Field> & Record<Field, Bytes>)[] {
	return tests.map((test) => {
		const bytes = Object.fromEntries(fields.map((field) => [field, fromHex(test[field] as string)])) as Record<Field, Bytes>;
		return { ...test, ...bytes };
	});
}
