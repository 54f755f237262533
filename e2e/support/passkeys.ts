/** A phone that keeps passkeys, as Chromium's developer tools can stand in for one (WebAuthn, virtual authenticators). */
import type { CDPSession, Page } from '@playwright/test';

/** @param prf it gives bytes with a passkey; without, it is one that Kvar can do nothing with */
export async function keepsPasskeys(page: Page, prf: boolean): Promise<CDPSession> {
	const devtools = await page.context().newCDPSession(page);
	await devtools.send('WebAuthn.enable');
	await devtools.send('WebAuthn.addVirtualAuthenticator', {
		options: {
			protocol: 'ctap2',
			ctap2Version: 'ctap2_1',
			transport: 'internal',
			hasResidentKey: true,
			hasUserVerification: true,
			isUserVerified: true,
			automaticPresenceSimulation: true,
			hasPrf: prf
		}
	});
	return devtools;
}

/** Everything this browser keeps of the place is gone, as if somebody had cleared it, or the browser had. */
export async function forgetsAll(page: Page): Promise<void> {
	const { origin } = new URL(page.url());
	const devtools = await page.context().newCDPSession(page);
	// A page of the same place that holds nothing open.
	await page.goto(`${origin}/api/health`);
	await devtools.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
}
