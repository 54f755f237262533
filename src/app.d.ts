declare global {
	namespace App {
		interface PageState {
			/** How many times over a long page shows as much as at first. */
			rounds?: number;
		}
	}
	interface Window {
		/** The invitation's secret, taken out of the address bar by the first script of app.html. */
		__kvarLink?: string;
		/** The same of a way back. */
		__kvarBack?: string;
		/** The same of another device. */
		__kvarTicket?: string;
		/** W3C Trusted Types; not in every browser. */
		trustedTypes?: { createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): unknown } };
	}
}
export {};
