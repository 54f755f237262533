import type { RequestHandler } from './$types';
import { langFor, type Lang } from '#ui/translate.ts';

/** The bare address leads to the language the browser asks for. */
export const GET: RequestHandler = ({ request }) => {
	const asked = (request.headers.get('accept-language') ?? '')
		.split(',')
		.map((part) => {
			const [tag = '', q] = part.trim().split(/\s*;\s*q=/);
			return { tag, q: q === undefined ? 1 : Number(q) };
		})
		.filter(({ q }) => q > 0)
		.sort((a, b) => b.q - a.q)
		.map(({ tag }) => tag);
	const lang: Lang = langFor(asked);
	return new Response(null, { status: 302, headers: { location: `/${lang}`, vary: 'accept-language', 'cache-control': 'no-cache' } });
};
