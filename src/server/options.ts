/** What a server is opened with. src/env.ts reads it from the command line and the environment; tests write it down. */
export interface ServerOptions {
	/** Folder of everything there is. Made if it is not there. */
	data: string;
	/** Where people open Kvar: logins sign it, writes from elsewhere are refused. Undefined: http://localhost and the port. */
	origin?: string;
	/** May anybody begin a circle? */
	open: boolean;
	/** MiB a circle may hold. */
	quotaMb: number;
	/** MiB the database may grow to, files apart; 0: no limit but the disk's. */
	diskMb: number;
	/** Most circles on this host. */
	circles: number;
	/** Circles that one address may begin in an hour. */
	circlesPerHour: number;
	/** Requests a second on the long run, ten times as many at once; 0: no limit. */
	ratePerSession: number;
	ratePerAddress: number;
	/** Proxies of the host's own in front: that many X-Forwarded-For entries are believed. */
	proxies: number;
	/** Names of push services that notices may be sent by; none: no notices. */
	pushHosts: readonly string[];
	/** Most sessions and most circles held in memory. */
	sessions: number;
	held: number;
}

export const defaults: Omit<ServerOptions, 'data'> = {
	open: true,
	quotaMb: 10_240,
	diskMb: 0,
	circles: 10_000,
	circlesPerHour: 300,
	ratePerSession: 50,
	ratePerAddress: 300,
	proxies: 0,
	pushHosts: [],
	sessions: 100_000,
	held: 4000
};
