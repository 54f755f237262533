import { defineParams } from '@sveltejs/kit/params';
import { isLang, type Lang } from '#ui/translate.ts';

/** The parts of an address that must be one of a few words. */
export const params = defineParams({
	lang: (param): Lang | undefined => (isLang(param) ? param : undefined),
	help: (param): 'hjalp' | 'help' | undefined => (param === 'hjalp' || param === 'help' ? param : undefined)
});
