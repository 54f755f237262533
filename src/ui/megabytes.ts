/** Bytes as megabytes, as one says them. */
export const megabytes = (bytes: number, lang: string): string =>
	(bytes / 1_000_000).toLocaleString(lang, { maximumFractionDigits: bytes < 10_000_000 ? 1 : 0 });
