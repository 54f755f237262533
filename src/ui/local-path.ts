/** A path inside this app to go back to, or `otherwise` where the address names none, or leads elsewhere. */
export function localPath(to: string | null, origin: string, otherwise: string): string {
	if (to === null || !to.startsWith('/') || !URL.canParse(to, origin)) return otherwise;
	const url = new URL(to, origin);
	// `//host` and `/\host` are other hosts to a browser.
	return url.origin === origin ? url.pathname + url.search : otherwise;
}
