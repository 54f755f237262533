/**
 * A BROWSER THAT NOBODY LOOKS INTO: Chromium with a folder of its own, told what to do by the little of the DevTools protocol that keeps
 * nothing of its own. Playwright's own browsers remember what goes over the network, and so hold a film that the page does not.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as rest } from 'node:timers/promises';
import config from '../../playwright.config.ts';

const { executablePath = 'chromium', args = [] } = config.use?.launchOptions ?? {};

interface Said {
	id?: number;
	result?: unknown;
	error?: { message: string };
}

export class BareBrowser implements AsyncDisposable {
	readonly #process: ChildProcess;
	readonly #line: WebSocket;
	#page = '';
	#next = 0;
	readonly #waiting = new Map<number, (said: Said) => void>();

	private constructor(process: ChildProcess, line: WebSocket) {
		this.#process = process;
		this.#line = line;
		line.addEventListener('message', ({ data }) => {
			const said = JSON.parse(String(data)) as Said;
			if (said.id === undefined) return;
			this.#waiting.get(said.id)?.(said);
			this.#waiting.delete(said.id);
		});
		line.addEventListener('close', () => {
			for (const [id, tell] of this.#waiting) tell({ id, error: { message: 'The browser has ended' } });
		});
	}

	/** Opens the browser that keeps what it has in `folder`, at `address`. What is saved goes into `saved`. */
	static async open(folder: string, address: string, saved: string): Promise<BareBrowser> {
		const port = join(folder, 'DevToolsActivePort');
		rmSync(port, { force: true });
		const child = spawn(executablePath, [...args, '--headless=new', '--remote-debugging-port=0', `--user-data-dir=${folder}`, address], { stdio: 'ignore' });
		for (let i = 0; i < 300 && !existsSync(port); i++) await rest(100);
		await rest(100);
		const [at, path] = readFileSync(port, 'utf8').split('\n') as [string, string];
		const line = new WebSocket(`ws://127.0.0.1:${at}${path}`);
		await new Promise((resolve, reject) => {
			line.addEventListener('open', resolve);
			line.addEventListener('error', reject);
		});
		const browser = new BareBrowser(child, line);
		await browser.#say('Browser.setDownloadBehavior', { behavior: 'allowAndName', downloadPath: saved }, false);
		const { targetInfos } = (await browser.#say('Target.getTargets', {}, false)) as { targetInfos: { type: string; targetId: string }[] };
		const target = targetInfos.find(({ type }) => type === 'page');
		if (target === undefined) throw new Error('The browser has no page');
		const { sessionId } = (await browser.#say('Target.attachToTarget', { targetId: target.targetId, flatten: true }, false)) as { sessionId: string };
		browser.#page = sessionId;
		return browser;
	}

	get pid(): number {
		return this.#process.pid ?? 0;
	}

	async #say(method: string, params: object, ofPage = true): Promise<unknown> {
		const id = ++this.#next;
		const said = new Promise<Said>((resolve) => this.#waiting.set(id, resolve));
		this.#line.send(JSON.stringify({ id, method, params, ...(ofPage ? { sessionId: this.#page } : {}) }));
		const { result, error } = await said;
		if (error !== undefined) throw new Error(`${method}: ${error.message}`);
		return result;
	}

	/** What `expression` gives in the page, as if somebody had just touched it. */
	async evaluate(expression: string): Promise<unknown> {
		const params = { expression, awaitPromise: true, returnByValue: true, userGesture: true };
		const { result, exceptionDetails } = (await this.#say('Runtime.evaluate', params)) as {
			result: { value?: unknown };
			exceptionDetails?: { text: string; exception?: { description?: string } };
		};
		if (exceptionDetails !== undefined) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
		return result.value;
	}

	/** Waits until `expression` is true in the page. @throws Error after `most` milliseconds */
	async until(expression: string, most: number): Promise<void> {
		const end = performance.now() + most;
		while ((await this.evaluate(`Boolean(${expression})`).catch(() => false)) !== true) {
			if (performance.now() > end) throw new Error(`Not within ${most} ms: ${expression}\n${String(await this.evaluate('document.body.innerText'))}`);
			await rest(200);
		}
	}

	/** Touches what `selector` finds and whose words begin with `text`, as soon as it is there. */
	async touches(selector: string, text: string, most = 30_000): Promise<void> {
		const find = `[...document.querySelectorAll(${JSON.stringify(selector)})].find((one) => (one.getAttribute('aria-label') ?? one.textContent ?? '').trim().startsWith(${JSON.stringify(text)}))`;
		await this.until(find, most);
		await this.evaluate(`${find}.click()`);
	}

	async types(selector: string, text: string, most = 30_000): Promise<void> {
		const find = `document.querySelector(${JSON.stringify(selector)})`;
		await this.until(find, most);
		await this.evaluate(`${find}.focus()`);
		await this.#say('Input.insertText', { text });
	}

	async chooses(selector: string, path: string): Promise<void> {
		await this.until(`document.querySelector(${JSON.stringify(selector)})`, 30_000);
		const { root } = (await this.#say('DOM.getDocument', { depth: 0 })) as { root: { nodeId: number } };
		const { nodeId } = (await this.#say('DOM.querySelector', { nodeId: root.nodeId, selector })) as { nodeId: number };
		await this.#say('DOM.setFileInputFiles', { nodeId, files: [path] });
	}

	async [Symbol.asyncDispose](): Promise<void> {
		if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
		const ended = new Promise((resolve) => this.#process.once('exit', resolve));
		void this.#say('Browser.close', {}, false).catch(() => undefined);
		const late = setTimeout(() => this.#process.kill('SIGKILL'), 10_000);
		await ended;
		clearTimeout(late);
		this.#line.close();
	}
}
