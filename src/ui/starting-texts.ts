import type { Loss, Tone } from '#domain/loss.ts';
import type { Lang } from './translate.ts';

const load: Record<Lang, () => Promise<{ default: Record<`${Loss}.${Tone}`, string> }>> = {
	sv: () => import('#messages/starting-texts.sv.json'),
	en: () => import('#messages/starting-texts.en.json')
};

/** Templates to begin from, fetched when someone asks for them; fill in with fillStartingText. */
export const startingTexts = async (lang: Lang): Promise<Record<`${Loss}.${Tone}`, string>> => (await load[lang]()).default;
