/** The words on the screen, out of the same files the interface takes them from: a test finds things by what a person reads. */
import en from '../../messages/en.json' with { type: 'json' };
import sv from '../../messages/sv.json' with { type: 'json' };

const messages: Record<'sv' | 'en', Record<string, string>> = { sv, en };

/** The message of `key`, its `{{names}}` filled in; as a pattern where some are left open. */
export const words =
	(lang: 'sv' | 'en') =>
	(key: keyof typeof en, values: Record<string, string> = {}): string => {
		const message = messages[lang][key];
		if (message === undefined) throw new Error(`messages/${lang}.json has no ${key}`);
		return message.replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? `{{${name}}}`);
	};
