/** A typed code as it is read aloud: capitals in groups of four. A link, or anything else, is left as it is. */
export function tidyCode(typed: string): string {
	const bare = typed.replace(/[\s\p{Pd}]/gu, '');
	if (!/^[0-9a-z]{1,16}$/i.test(bare) || /^https?$/i.test(bare)) return typed;
	return (bare.toUpperCase().match(/.{1,4}/g) ?? []).join('-');
}
