/** Browsers inside other apps, by the name of the app. What is kept in them is easily lost, and cannot be found again from outside. */
const apps: readonly [pattern: RegExp, name: string][] = [
	[/\bInstagram\b/, 'Instagram'],
	[/\bMessenger|FB_IAB\/Orca|FBAN\/MessengerLite|\bMESSENGER\b/, 'Messenger'],
	[/\bFBA[NV]\/|\bFB_IAB\//, 'Facebook'],
	[/\bWhatsApp\//, 'WhatsApp'],
	[/\bSnapchat\b/, 'Snapchat'],
	[/\bmusical_ly|BytedanceWebview|\bTikTok\b/i, 'TikTok'],
	[/\bLine\//, 'Line'],
	[/\bMicroMessenger\//, 'WeChat'],
	[/\bTwitter(for|\/| for)/i, 'X'],
	[/\bLinkedInApp\b/, 'LinkedIn'],
	[/\bTelegram\b/, 'Telegram'],
	[/\bPinterest\//, 'Pinterest']
];

/** Name of the app whose own browser this is; null in an ordinary browser, as far as can be told. */
export const appOf = (userAgent: string): string | null => apps.find(([pattern]) => pattern.test(userAgent))?.[1] ?? null;
