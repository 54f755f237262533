/**
 * NOTE crossing threads. A message between threads is copied value by value: names of fields, texts and small byte arrays are
 * the dearest. So all appends of a batch cross as one run of bytes, one list of numbers and one list of texts, and so do their
 * outcomes. What is rare crosses as it is.
 */
import { isRefused, type AppendCommand, type Appended, type Command, type EntryToAppend, type Outcome, type RingNumber } from './command.ts';

type Bytes = Uint8Array<ArrayBuffer>;

interface Run {
	bytes: Bytes;
	numbers: number[];
}
/** `others` has a place for each command, null where it is the next of the appends. */
export interface PackedCommands extends Run {
	texts: string[];
	others: (Exclude<Command, AppendCommand> | null)[];
}
/** `others` has a place for each outcome, null where it is the next of those that were appended. */
export interface PackedOutcomes extends Run {
	others: (Exclude<Outcome, Appended> | null)[];
}

const id = 16;
const hash = 32;

export function packCommands(commands: readonly Command[]): PackedCommands {
	const others = commands.map((command) => (command.kind === 'append' ? null : command));
	const appends = commands.filter((command) => command.kind === 'append');
	const pen = new Pen(
		appends.reduce(
			(sum, { entries }) => sum + entries.reduce((sum, entry) => sum + id + (3 + entry.files.length) * hash + entry.envelope.length + entry.body.length, 0),
			0
		)
	);
	const texts: string[] = [];
	for (const { circle, circleId, ring, device, member, innermost, judgedN, epoch, quota, entries } of appends) {
		texts.push(circleId, device, member);
		pen.numbers.push(circle, ring, innermost, judgedN, epoch, quota, entries.length);
		for (const entry of entries) {
			pen.numbers.push(entry.envelope.length, entry.body.length, entry.epoch, entry.deviceSeq, entry.voids, entry.controlN, entry.seenSeq, entry.files.length);
			for (const part of [entry.entryId, entry.devicePrev, entry.controlHead, entry.hash, ...entry.files, entry.envelope, entry.body]) pen.put(part);
		}
	}
	return { bytes: pen.bytes, numbers: pen.numbers, texts, others };
}

/** Byte arrays of what comes out are views into the packed ones; nothing is copied. */
export function unpackCommands({ texts, others, ...run }: PackedCommands): Command[] {
	const eye = new Eye(run);
	let text = 0;
	return others.map((other): Command => {
		if (other !== null) return other;
		const [circleId, device, member] = [texts[text++], texts[text++], texts[text++]] as [string, string, string];
		const [circle, ring, innermost] = [eye.number(), eye.number() as RingNumber, eye.number() as RingNumber];
		const [judgedN, epoch, quota] = [eye.number(), eye.number(), eye.number()];
		const entries = Array.from({ length: eye.number() }, () => readEntry(eye));
		return { kind: 'append', circle, circleId, ring, device, member, innermost, judgedN, epoch, quota, entries };
	});
}

function readEntry(eye: Eye): EntryToAppend {
	const [envelopeLength, bodyLength] = [eye.number(), eye.number()];
	const [epoch, deviceSeq, voids, controlN, seenSeq] = [eye.number(), eye.number(), eye.number(), eye.number(), eye.number()];
	const fileCount = eye.number();
	const [entryId, devicePrev, controlHead, envelopeHash] = [eye.bytes(id), eye.bytes(hash), eye.bytes(hash), eye.bytes(hash)];
	const files = Array.from({ length: fileCount }, () => eye.bytes(hash));
	const [envelope, body] = [eye.bytes(envelopeLength), eye.bytes(bodyLength)];
	return { envelope, body, entryId, hash: envelopeHash, epoch, deviceSeq, devicePrev, voids, controlN, controlHead, seenSeq, files };
}

const isAppended = (outcome: Outcome): outcome is Appended => !isRefused(outcome) && 'seqs' in outcome;

export function packOutcomes(outcomes: readonly Outcome[]): PackedOutcomes {
	const others = outcomes.map((outcome) => (isAppended(outcome) ? null : outcome));
	const appended = outcomes.filter(isAppended);
	const pen = new Pen(appended.length * hash);
	for (const { seqs, newestBefore, headBefore } of appended) {
		pen.numbers.push(newestBefore, seqs.length, ...seqs);
		pen.put(headBefore);
	}
	return { bytes: pen.bytes, numbers: pen.numbers, others };
}

export function unpackOutcomes({ others, ...run }: PackedOutcomes): Outcome[] {
	const eye = new Eye(run);
	return others.map((other) => {
		if (other !== null) return other;
		const newestBefore = eye.number();
		const seqs = Array.from({ length: eye.number() }, () => eye.number());
		return { seqs, newestBefore, headBefore: eye.bytes(hash) };
	});
}

class Pen {
	readonly bytes: Bytes;
	readonly numbers: number[] = [];
	#at = 0;

	constructor(size: number) {
		this.bytes = new Uint8Array(size);
	}

	put(part: Uint8Array): void {
		this.bytes.set(part, this.#at);
		this.#at += part.length;
	}
}

class Eye {
	readonly #run: Run;
	#byte = 0;
	#number = 0;

	constructor(run: Run) {
		this.#run = run;
	}

	number(): number {
		return this.#run.numbers[this.#number++] as number;
	}

	bytes(length: number): Bytes {
		return this.#run.bytes.subarray(this.#byte, (this.#byte += length));
	}
}
