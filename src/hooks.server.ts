import type { Handle } from '@sveltejs/kit/hooks';

/** The language of a page drawn here; the app's own pages begin as English and the device says the rest. */
const langOf = (pathname: string) => (/^\/sv(\/|$)/.test(pathname) ? 'sv' : 'en');

/** The two fonts that every page begins with; the others come when a letter asks for them. */
const isFirstFont = (filename: string) => /latin-wght-normal\.woff2$/.test(filename) && !filename.includes('latin-ext');

export const handle: Handle = ({ event, resolve }) =>
	resolve(event, {
		transformPageChunk: ({ html }) => html.replace('%kvar.lang%', langOf(event.url.pathname)),
		preload: (asset) => asset.type === 'js' || asset.type === 'css' || (asset.type === 'font' && isFirstFont(asset.filename))
	});
