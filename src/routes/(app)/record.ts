/**
 * RECORDING IN THE PAGE: what the device's microphone or camera gives, into this page's memory and nowhere else, until it is made ready and
 * sealed. A browser hands it over in Blobs of a second, which are read at once and let go of: one of the whole it might lay down on the disk, plain.
 */
export type RecordKind = 'sound' | 'film';

/** The first that a browser can write. MP4 first: it plays everywhere. What is written is written anew before it is sealed (src/media). */
const forms: Record<RecordKind, readonly string[]> = {
	film: ['video/mp4;codecs=avc1.42E01E,mp4a.40.2', 'video/webm;codecs=vp9,opus', 'video/webm;codecs=vp8,opus', 'video/webm', 'video/mp4'],
	sound: ['audio/mp4;codecs=mp4a.40.2', 'audio/webm;codecs=opus', 'audio/webm', 'audio/mp4']
};
/** The camera that looks at who holds the telephone, or the one that looks away from them. */
export type Facing = 'user' | 'environment';
const asked = (kind: RecordKind, facing: Facing): MediaStreamConstraints => ({
	audio: true,
	...(kind === 'film' ? { video: { facingMode: facing, width: { ideal: 1280 }, height: { ideal: 720 } } } : {})
});
/** A quarter of an hour of film, many hours of sound. */
const rates = { videoBitsPerSecond: 1_500_000, audioBitsPerSecond: 64_000 };
const most = 192 * 1024 * 1024;
/** Pieces are taken this often, in milliseconds. */
const pace = 1_000;

const formOf = (kind: RecordKind): string | undefined =>
	'MediaRecorder' in globalThis && 'mediaDevices' in navigator ? forms[kind].find((form) => MediaRecorder.isTypeSupported(form)) : undefined;

export const canRecord = (kind: RecordKind): boolean => formOf(kind) !== undefined;

/** Whether there is another camera to turn to. Known once a camera was given. */
export const canTurn = async (): Promise<boolean> => (await navigator.mediaDevices.enumerateDevices()).filter(({ kind }) => kind === 'videoinput').length > 1;

/** Codes of messages/ (`problem.<code>`) for what a browser says when it does not give a microphone or a camera. */
function codeFor(kind: RecordKind, error: unknown): string {
	const refused = error instanceof DOMException && (error.name === 'NotAllowedError' || error.name === 'SecurityError');
	return `${refused ? 'refused' : 'no'}-${kind === 'film' ? 'camera' : 'microphone'}`;
}

export interface Recorder {
	/** What it sees and hears now. */
	stream: MediaStream;
	/** @throws an error with a `code`: the device was taken away meanwhile */
	begin(): void;
	/** All that was recorded. The device is let go of. */
	end(): Promise<Uint8Array<ArrayBuffer>>;
	/** Lets go of the device; nothing is kept. */
	leave(): void;
}

/**
 * Asks for the device; a browser asks the person.
 * @param onover it has ended by itself: there is no more room (`full`), or the device was taken away, as by a call. What was recorded is there.
 * @throws an error with a `code`: refused-microphone, refused-camera, no-microphone, no-camera
 */
export async function openRecorder(kind: RecordKind, facing: Facing, onover: (full: boolean) => void): Promise<Recorder> {
	const stream = await navigator.mediaDevices.getUserMedia(asked(kind, facing)).catch((error: unknown) => {
		throw Object.assign(new Error('no device to record with'), { code: codeFor(kind, error) });
	});
	const letGo = (): void => stream.getTracks().forEach((track) => track.stop());
	const failed = (): Error => {
		letGo();
		return Object.assign(new Error('the device does not record'), { code: `no-${kind === 'film' ? 'camera' : 'microphone'}` });
	};
	const mimeType = formOf(kind);
	let recorder: MediaRecorder;
	try {
		recorder = new MediaRecorder(stream, { ...rates, ...(mimeType === undefined ? {} : { mimeType }) });
	} catch {
		throw failed();
	}
	/** In the order in which they came; each is read as soon as it is there. */
	let pieces: Promise<Uint8Array<ArrayBuffer>>[] = [];
	let size = 0;
	recorder.addEventListener('dataavailable', ({ data }) => {
		size += data.size;
		pieces.push(data.arrayBuffer().then((bytes) => new Uint8Array(bytes)));
		if (size > most && recorder.state === 'recording') onover(true);
	});
	const stopped = new Promise<void>((resolve) => recorder.addEventListener('stop', () => resolve(), { once: true }));
	let ending = false;
	void stopped.then(() => {
		if (!ending) onover(false);
	});
	return {
		stream,
		begin() {
			try {
				recorder.start(pace);
			} catch {
				throw failed();
			}
		},
		async end() {
			ending = true;
			if (recorder.state !== 'inactive') recorder.stop();
			await stopped;
			letGo();
			const whole = new Uint8Array(size);
			let at = 0;
			for (const piece of await Promise.all(pieces)) {
				whole.set(piece, at);
				at += piece.length;
			}
			return whole;
		},
		leave() {
			ending = true;
			pieces = [];
			letGo();
		}
	};
}
