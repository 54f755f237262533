/** Counts what passed and what failed; its last line is what people and machines look for. */
export class Tally {
	#passed = 0;
	#failed = 0;
	readonly #broken: string[] = [];

	heading(title: string) {
		console.log(`\n── ${title} ${'─'.repeat(Math.max(3, 76 - title.length))}`);
	}

	/** One check, which passes or fails as a whole. */
	async check(title: string, check: () => Promise<number>) {
		this.heading(title);
		const code = await check();
		if (code === 0) this.#passed++;
		else this.fail(title);
	}

	/** A suite that counts its own tests. One that ran none has failed, and so has one that broke without naming a test. */
	suite(title: string, code: number, { passed, failed, skipped }: Counts) {
		this.#passed += passed;
		this.#failed += failed;
		if (skipped > 0) console.log(`${title}: ${skipped} skipped`);
		if (failed > 0) this.#broken.push(title);
		else if (passed === 0) this.fail(`${title}: no test was run`);
		else if (code !== 0) this.fail(`${title}: ended with code ${code}`);
	}

	fail(what: string) {
		this.#failed++;
		this.#broken.push(what);
	}

	/** Prints the closing line, after which nothing may be printed, and sets the exit code. */
	close() {
		console.log('');
		for (const what of this.#broken) console.log(`✗ ${what}`);
		console.log(`${this.#passed} passed, ${this.#failed} failed`);
		process.exitCode = this.#failed > 0 ? 1 : 0;
	}
}

export interface Counts {
	passed: number;
	failed: number;
	skipped: number;
}
