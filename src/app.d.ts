declare global {
	interface Window {
		/** The invitation's secret, taken out of the address bar by the first script of app.html. */
		__kvarLink?: string;
	}
}
export {};
