/** What a page and the service worker say to each other, so that a film can be played while it loads (service-worker/play.ts). */

/** What opens one file, and where its sealed bytes are. Never kept. */
export interface Ticket {
	/** Hex of the 16 bytes that open it. */
	secret: string;
	/** Plain bytes. */
	size: number;
	mime: string;
	/** Its name in this device's file store; null where it is not here. */
	local: string | null;
	/** Where the server has it, and the session it is read in. */
	path: string;
	authorization: string;
}

/** Something of it is not what was sealed: it is not played on. A player itself would only ask again and again. */
export interface Broken {
	type: 'broken';
	name: string;
}

/** It is being saved, or has been: meanwhile the page keeps the service worker awake, which some browsers end after half a minute. */
export interface Saving {
	type: 'saving' | 'saved';
	name: string;
}

export interface AskForTicket {
	type: 'ticket';
	/** The address's last part. */
	name: string;
}

/** This device is being locked: what opens the films that were played is forgotten. */
export interface Forget {
	type: 'forget';
}

/** From a page that the service worker does not answer yet. */
export interface TakeOver {
	type: 'take-over';
}
