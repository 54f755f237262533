/** An archive opened by other hands than ours: Debian's age, and a zip as Python's own library reads it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findAge } from '../../scripts/find-age.ts';
import { findPython } from '../../scripts/find-python.ts';
import type { Archive } from '#domain/archive.ts';

export interface OpenedArchive {
	archive: Archive;
	page: string;
	/** By path. */
	files: Map<string, Buffer>;
}

export type Opens = { words: string } | { identity: string };

function pathOf(tool: ReturnType<typeof findAge> | ReturnType<typeof findPython>): string {
	if (!tool.found) throw new Error(tool.remedy);
	return tool.path;
}

/** @throws where age does not open it */
export async function openArchive(sealed: Blob, opens: Opens): Promise<OpenedArchive> {
	const folder = mkdtempSync(join(tmpdir(), 'kvar-archive-'));
	try {
		await unpackArchive(sealed, opens, folder);
		const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
		const files = new Map(
			names.map((entry) => [join(entry.parentPath, entry.name).slice(folder.length + 1), readFileSync(join(entry.parentPath, entry.name))])
		);
		return { files, archive: JSON.parse(files.get('kvar.json')?.toString('utf8') ?? '') as Archive, page: files.get('index.html')?.toString('utf8') ?? '' };
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** Into a folder that is there. @throws where age does not open it */
export async function unpackArchive(sealed: Blob, opens: Opens, into: string): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), 'kvar-sealed-'));
	try {
		const [file, zip, key] = [join(folder, 'kvar.zip.age'), join(folder, 'kvar.zip'), join(folder, 'key.txt')];
		writeFileSync(file, Buffer.from(await sealed.arrayBuffer()));
		const age = pathOf(findAge());
		if ('identity' in opens) {
			writeFileSync(key, opens.identity);
			run(age, ['-d', '-i', key, '-o', zip, file]);
			// age asks for words at a terminal only.
		} else run('script', ['-qec', `${age} -d -o ${zip} ${file}`, '/dev/null'], `${opens.words}\n`);
		run(pathOf(findPython()), ['-m', 'zipfile', '-e', zip, into]);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

function run(program: string, args: string[], input?: string): void {
	const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', ...(input === undefined ? {} : { input }) });
	if (status !== 0) throw new Error(`${program} ended with ${status}: ${stdout}${stderr}`);
}

/** A raw export as tools/reader reads it: its lines, how it ended, and what it had to say of it. */
export function readExport(input: Uint8Array): { status: number | null; said: string; lines: Record<string, unknown>[] } {
	const { status, stdout, stderr } = spawnSync(pathOf(findPython()), ['tools/reader/kvar_reader.py', '-'], { input, encoding: 'utf8', maxBuffer: 2 ** 26 });
	const lines = stdout.split('\n').filter((line) => line !== '');
	return { status, said: stderr, lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}
