/**
 * A STARTING TEXT for the news, filled in. In messages/starting-texts.*.json `{vi|jag}` is said by two or by one,
 * `[with the name|without]` where there is a name to say, and `{name}` is the child's name. Nothing else is ever assumed.
 */
export interface Filling {
	childName: string | null;
	/** One parent alone speaks as "I". */
	alone: boolean;
}

export function fillStartingText(template: string, { childName, alone }: Filling): string {
	const name = childName?.trim() ?? '';
	return template
		.replace(/\{([^{}|]*)\|([^{}|]*)\}/g, (_, several: string, one: string) => (alone ? one : several))
		.replace(/\[([^[\]|]*)\|([^[\]|]*)\]/g, (_, named: string, unnamed: string) => (name === '' ? unnamed : named))
		.replaceAll('{name}', () => name);
}
