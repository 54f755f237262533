/** One step of the schema: migrate.ts runs them, migrations/ holds them. */
export interface Migration {
	/** Counts up from 1 without a gap. */
	version: number;
	name: string;
	sql: string;
}
